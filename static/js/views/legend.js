/** What the colours mean, in numbers: the ends of the scale, and where on it the pointed value lies. */

import { clamp } from "../lib/math.js";
import { element, listen, replaceChildren, setAttributes, setText } from "../lib/dom.js";
import { exact } from "./format.js";
import { shortIn } from "./percent.js";
import { paintPixels } from "./pixels.js";

/** @typedef {import("../types.js").Range} Range */
/** @typedef {import("../types.js").RangeMode} RangeMode */
/** @typedef {import("../types.js").ScaleName} ScaleName */

/**
 * @typedef {object} LegendProps
 * @property {string | null} layer  whose colours these are; null: everything's
 * @property {number | null} map
 * @property {Range} range  of everything: the widest there is
 * @property {Range} narrowest  the same, unless these are everything's
 * @property {ScaleName} scale
 * @property {boolean} difference  are these differences, A − B?
 * @property {RangeMode} mode  what shares the range
 * @property {RangeMode} chosen  what shall share it, once there is ink
 * @property {number | null} value  the pointed one
 * @property {import("./pixels.js").Tables} tables
 */

/** @type {readonly RangeMode[]} */
const MODES = ["map", "layer", "network"];
const STEPS = 256;

/**
 * @param {HTMLElement} root @param {import("../intents.js").ViewOptions} options
 * @returns {import("../intents.js").View<LegendProps>}
 */
export function createLegend(root, { onIntent, text }) {
  const heading = element("h2", { class: "heading" }, text("legend.title"));
  const subject = element("span", { class: "legend-subject" });
  const choice = element("select", { class: "select", "aria-label": text("legend.range"), "data-testid": "range" },
    ...MODES.map((mode) => element("option", { value: mode }, text(`legend.${mode}`))));
  const scale = element("canvas", { class: "legend-scale", role: "img" });
  const marker = element("span", { class: "legend-marker", hidden: true });
  const ends = { low: element("span"), middle: element("span"), high: element("span") };
  replaceChildren(root,
    element("div", { class: "legend-head" }, heading, subject, choice),
    element("div", { class: "legend-track" }, scale, marker),
    element("div", { class: "legend-ends caption" }, ends.low, ends.middle, ends.high));
  const stop = listen(choice, "change", () => onIntent({ type: "range", range: /** @type {RangeMode} */ (choice.value) }));
  return {
    render(props) {
      const { range, chosen } = props;
      choice.value = chosen;
      heading.hidden = props.difference; // its place is the longer subject's
      setText(subject, props.difference ? text("legend.difference", { subject: subjectOf(props, text) }) : subjectOf(props, text));
      paintPixels(scale, Array.from({ length: STEPS }, (_, i) => i / (STEPS - 1)), STEPS, { range: { low: 0, high: 1 }, table: props.tables[props.scale] });
      setAttributes(scale, { "aria-label": text("legend.scale", { low: shortIn(text)(range.low), high: shortIn(text)(range.high) }) });
      renderEnds(ends, props, text);
      renderMarker(marker, props);
    },
    destroy() {
      stop();
      replaceChildren(root);
    },
  };
}

/** @param {LegendProps} props @param {import("../text/text.js").Text} text */
function subjectOf({ layer, map, mode }, text) {
  if (mode === "network") return text("legend.of.network");
  if (layer === null) return text(mode === "map" ? "legend.of.maps" : "legend.of.layers");
  return mode === "map" && map !== null ? text("legend.of.map", { layer, map }) : text("legend.of.layer", { layer });
}

/** @param {Record<"low" | "middle" | "high", HTMLElement>} ends @param {LegendProps} props @param {import("../text/text.js").Text} text */
function renderEnds(ends, { range: { low, high }, narrowest }, text) {
  const write = (/** @type {number} */ number) => `${low < 0 && number > 0 ? "+" : ""}${shortIn(text)(number)}`;
  const span = (/** @type {number} */ least, /** @type {number} */ most) => (least === most ? write(most) : text("legend.ends", { least: write(least), most: write(most) }));
  setText(ends.low, low < 0 ? span(low, narrowest.low) : "0");
  setText(ends.middle, low < 0 ? "0" : "");
  setText(ends.high, span(narrowest.high, high));
  ends.low.dataset["value"] = exact(low);
  ends.high.dataset["value"] = exact(high);
}

/** @param {HTMLElement} marker @param {LegendProps} props */
function renderMarker(marker, { value, range: { low, high } }) {
  marker.hidden = value === null;
  if (value !== null) marker.style.left = `${100 * clamp((value - low) / (high - low), 0, 1)}%`;
}
