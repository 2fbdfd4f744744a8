const server = "http://127.0.0.1:8000";

const picture = await (await fetch(`${server}/api/v1/samples/110?format=png`)).blob();
const response = await fetch(`${server}/api/v1/models/lenet/explanations?unit=fc3/8`, {
  method: "POST",
  headers: { "Content-Type": "image/png" },
  body: picture,
});
const [logit] = (await response.json()).explanations;
let sum = logit.bias;
for (const { value, weight } of logit.sources) sum += value * weight;
console.log("sources:", logit.sources.length, "the same:", Math.abs(sum - logit.output) < 1e-4);
