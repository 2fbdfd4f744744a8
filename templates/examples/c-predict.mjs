const server = "http://127.0.0.1:8000";

const sample = await (await fetch(`${server}/api/v1/samples/110`)).json();
const response = await fetch(`${server}/api/v1/models/lenet/predictions`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ pixels: sample.pixels }),
});
const answer = await response.json();
if (!response.ok) throw new Error(answer.detail);
console.log("digit:", answer.prediction.digit, "label:", sample.label);
