/** The commonest rows of the link's table. */

/**
 * A setting with a few words to choose from; the first is the default.
 * @template {string} Value
 * @param {{key: string, meaning: string, values: readonly [Value, ...Value[]], get: (atoms: import("./atoms.js").Atoms) => Value | null, intent: (value: Value) => import("../intents.js").Intent}} row
 * @returns {import("./url.js").Setting}
 */
export function oneOf({ key, meaning, values, get, intent }) {
  const [usual] = values;
  return {
    key,
    values: values.map((value) => `\`${value}\``).join(", "),
    meaning,
    write: (atoms) => (get(atoms) === usual ? null : get(atoms)),
    read(text) {
      const value = values.find((one) => one === text);
      return value === undefined ? null : intent(value);
    },
    reset: intent(usual),
  };
}

/**
 * A setting that is off or on, `0` or `1`; off by default.
 * @param {{key: string, meaning: string, get: (atoms: import("./atoms.js").Atoms) => boolean, intent: (isOn: boolean) => import("../intents.js").Intent}} row
 * @returns {import("./url.js").Setting}
 */
export function onOff({ key, meaning, get, intent }) {
  return oneOf({ key, meaning, values: ["0", "1"], get: (atoms) => (get(atoms) ? "1" : "0"), intent: (text) => intent(text === "1") });
}

/** @param {import("../types.js").Zoom | null} zoom */
export function zoomText(zoom) {
  return zoom && [zoom.factor, zoom.sceneX, zoom.sceneY].map((number) => String(Math.round(number * 1000) / 1000)).join();
}

/** @param {number | null} value */
export function textOf(value) {
  return value === null ? null : String(value);
}
