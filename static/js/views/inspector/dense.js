/** Explains a dense unit: the largest contributions as bars and the sum of the rest; after feature maps, pictures. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cssColour } from "../../lib/colour.js";
import { groupsOf } from "./convolution.js";
import { caption, equation, number, picture, symmetric, term, written } from "./parts.js";
import { styled } from "../panel.js";

/** @import { Explanation, Term } from "../../types.js" */
/** @import { Explain, Explained } from "./parts.js" */

/** Number of contributions listed; the rest are summed. */
const LARGEST = 8;

/** @type {Explain} */
export function explainDense(props, explanation) {
  const { text, digits } = props;
  const { terms, sum = 0, bias = 0, output, windows: [window] } = explanation;
  const sorted = terms.toSorted((one, other) => Math.abs(Number(other.product)) - Math.abs(Number(one.product)));
  const [shown, rest] = [sorted.slice(0, LARGEST), sorted.slice(LARGEST)];
  const most = Math.abs(Number(shown[0]?.product)) || 1;
  const remainder = Math.fround(rest.reduce((total, { value, weight }) => total + value * Number(weight), 0));
  const isTwoLines = digits === "all" || Number(terms[0]?.unit.index.length) > 1;
  return {
    what: text("dense.what", { count: terms.length, layer: window?.layer ?? "" }),
    body: html`
      ${caption(text("dense.largest", { count: shown.length }))}
      <div class="terms ${isTwoLines ? "is-two-lines" : ""}">${shown.map((one) =>
        termRow(props, one, { most, maps: Number(window?.maps.length) }))}
        <div class="spread small soft"><span>${text("dense.rest", { count: rest.length })}</span>
          ${number(props, remainder, "subtotal", { form: "signed" })}</div>
      </div>
      ${mapPictures(props, explanation)}`,
    sum: equation(props, [
      { name: text("dense.sum", { count: terms.length }), value: sum, role: "sum" },
      { name: text("conv.bias"), value: bias, role: "bias" },
    ], output),
  };
}

/** Render a contribution. @param {Explained} props @param {Term} one @param {{most: number, maps: number}} among */
function termRow(props, { unit, value, weight = 0, product = 0 }, { most, maps }) {
  const { text, tables } = props;
  const [map = 0, row = 0, column = 0] = unit.index;
  const pixel = maps > 1 ? text("dense.pixel", { map, row, column }) : text("dense.pixel.one", { row, column });
  const name = unit.index.length > 1 ? pixel : text("dense.unit", { unit: map });
  const colour = cssColour(product, { low: -most, high: most }, tables.diverging);
  const says = `${name} ${written(props, value)} × ${written(props, weight)} ${written(props, product, "signed")}`;
  return term(props, unit, { kind: "term", says }, html`
    <span class="term-name">${name}</span>
    <span class="term-factors caption">${number(props, value, "source")} × ${number(props, weight, "weight")}</span>
    ${bar(product / most, colour)}${number(props, product, "product", { form: "signed" })}`);
}

/** Render a bar from the middle, negative ones to the left. @param {number} share @param {string} backgroundColor */
function bar(share, backgroundColor) {
  const style = { transform: `scaleX(${Math.min(Math.abs(share), 1)})`, backgroundColor };
  return html`<span class="signed-bar"><span class=${share < 0 ? "is-negative" : ""} ${styled(style)}></span></span>`;
}

/** Render weights and contributions of every input map. @param {Explained} props @param {Explanation} explanation */
function mapPictures(props, explanation) {
  const { text } = props;
  const groups = groupsOf(explanation);
  const [first] = groups;
  if (!first || groups.length < 2) return nothing;
  const size = `${first.window.height} × ${first.window.width}`;
  return html`<div class="story stack gap-1">${/** @type {const} */ (["weight", "product"]).map((field) => {
    const colouring = symmetric(props, explanation.terms.map((one) => Number(one[field])));
    return html`${caption(text(`dense.pictures.${field}`, { count: groups.length, size }))}
      <div class="map-grid">${groups.map(({ terms, map, window }) =>
        picture(props, terms.map((one) => Number(one[field])), window,
          { size: "tiny", label: text("kernels.map", { map }), colouring }))}</div>`;
  })}</div>`;
}
