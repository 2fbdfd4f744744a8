/** Display names of the models. */

/** @import { Text } from "../text/text.js" */

/** The networks that can be trained. */
export const NETWORKS = Object.freeze({ lenet: "LeNet", "lenet-1998": "LeNet 1998", mlp: "MLP" });

/** @type {Readonly<Record<string, string>>} */
const NAMES = NETWORKS;

/**
 * Return a model's display name; a model made on the page keeps the server's name.
 * @param {string} name @param {Text} text
 */
export function modelName(name, text) {
  const [, of = "", index] = /^(.+)@(\d+)$/.exec(name) ?? [];
  return index ? text("model.checkpoint", { model: NAMES[of] ?? of, index }) : NAMES[name] ?? name;
}
