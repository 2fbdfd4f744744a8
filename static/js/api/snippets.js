/** Code that sends the current drawing to the API, to paste into a shell, a Python prompt or a JavaScript console. */

/** @import { Preprocess } from "../types.js" */

/**
 * @typedef {object} Asked
 * @property {string} origin  "http://127.0.0.1:8000"
 * @property {string} picture  a PNG as base64
 * @property {Preprocess} preprocess
 * @property {string} model
 */

/** @typedef {"curl" | "python" | "javascript"} Language */

/** @type {Readonly<Record<Language, (asked: Asked) => string>>} */
export const SNIPPETS = {
  curl: (asked) => `echo '${asked.picture}' | base64 -d |
  curl --silent --data-binary @- --header 'Content-Type: image/png' \\
    '${addressOf(asked)}'
`,
  python: (asked) => `import base64, json, urllib.request

picture = base64.b64decode("${asked.picture}")
request = urllib.request.Request("${addressOf(asked)}", picture, {"Content-Type": "image/png"})
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
print(answer["prediction"], [layer["name"] for layer in answer["layers"]])
`,
  javascript: (asked) => `const picture = Uint8Array.from(atob("${asked.picture}"), (letter) => letter.charCodeAt(0));
const headers = { "Content-Type": "image/png" };
const response = await fetch("${addressOf(asked)}", { method: "POST", headers, body: picture });
const answer = await response.json();
console.log(answer.prediction, answer.layers.map((layer) => layer.name));
`,
};

/** Encode bytes as base64. @param {Uint8Array} bytes @returns {string} */
export function toBase64(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

/** @param {Asked} asked */
function addressOf({ origin, model, preprocess }) {
  return `${origin}/api/v1/models/${model}/activations?preprocess=${preprocess}`;
}
