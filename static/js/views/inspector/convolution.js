/** Explains a unit of a convolution: for each input map, patch × kernel; their sums, plus the bias. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cellOf } from "../../model/layers.js";
import { caption, colourOf, colouringOf, equation, labSetting, number, picture, sign, symmetric, term,
  written } from "./parts.js";
import { button } from "../controls.js";
import { styled } from "../panel.js";

/** @import { Explanation, Term, Window } from "../../types.js" */
/** @import { Colour, Colouring, Explain, Explained } from "./parts.js" */

/** @typedef {{map: number, subtotal: number, terms: readonly Term[], window: Window}} Group  of one input map */
/** @typedef {(field: "value" | "weight" | "product", group: Group) => unknown} DrawPicture */

/** @type {Explain} */
export function explainConvolution(props, explanation) {
  const { text } = props;
  const { terms, windows: [window], sum = 0, bias = 0, output, unit } = explanation;
  if (!window) return { what: "", body: nothing };
  const { layer, top, left, height, width, maps } = window;
  const where = text("conv.patch", { layer, top, bottom: top + height - 1, left, right: left + width - 1 });
  const groups = groupsOf(explanation);
  const products = symmetric(props, terms.map((one) => Number(one.product)));
  const draw = patchPainter(props, explanation);
  const several = groups.length > 1;
  const open = several ? groups.find(({ map }) => map === props.openMap) ?? largestOf(groups) : groups[0];
  return {
    what: text("conv.what", { count: terms.length, layer }),
    body: html`
      <div class="conv-head caption spread baseline"><span>${where}</span>
        ${labButton(props, explanation, open)}${kernelsButton(props, unit.layer)}</div>
      ${several
        ? html`<div class="product-maps ${props.digits === "all" ? "is-long" : ""}">${groups.map((group) =>
          mapColumn(props, group, draw, group === open))}</div>`
        : html`<div class="row gap-1">${equationOf(draw, /** @type {Group} */ (open))}</div>`}
      ${open ? productsOf(props, open, products) : nothing}`,
    sum: equation(props, [
      { name: text(several ? "conv.sum.maps" : "conv.sum", { count: maps.length }), value: sum, role: "sum" },
      { name: text("conv.bias"), value: bias, role: "bias" },
    ], output),
  };
}

/** Render patch × kernel = products. @param {DrawPicture} draw @param {Group} group */
const equationOf = (draw, group) =>
  [draw("value", group), sign("×"), draw("weight", group), sign("="), draw("product", group)];

/** Render the button that opens a layer's kernels. @param {Explained} props @param {string} layer */
export function kernelsButton({ text, onKernels }, layer) {
  return button(text("kernels.open"), { test: "kernels", class: "link-button", onClick: () => onKernels(layer) });
}

/**
 * Render the button that opens the lab with this kernel on its input map.
 * @param {Explained} props @param {Explanation} explanation @param {Group | undefined} group
 */
function labButton({ text, layers, onLab }, { unit, bias = 0, windows }, group) {
  if (!group) return nothing;
  const isWhole = windows[0]?.maps.length === 1;
  const setting = labSetting(layers, unit.layer, {
    from: group.map,
    weights: group.terms.map(({ weight }) => Number(weight)),
    bias: isWhole ? bias : 0,
  });
  if (!setting) return nothing;
  return button(text("view.lab"),
    { test: "inspector-lab", class: "link-button", title: text("view.lab.long"), onClick: () => onLab(setting) });
}

/** Return the group with the largest subtotal. @param {readonly Group[]} groups */
function largestOf(groups) {
  return groups.reduce((most, group) => (Math.abs(group.subtotal) > Math.abs(most.subtotal) ? group : most));
}

/**
 * Render one of several input maps as a button with the sum of its products; it opens the products as numbers.
 * @param {Explained} props @param {Group} group @param {DrawPicture} draw @param {boolean} isOpen
 */
function mapColumn(props, group, draw, isOpen) {
  const { map, subtotal } = group;
  return html`<div class="product-map stack ${isOpen ? "is-open" : ""}">
    <span class="caption">${map}</span>${equationOf(draw, group)}
    <button type="button" class="subtotal" aria-expanded=${isOpen}
      aria-label=${props.text("conv.open", { map, value: written(props, subtotal, "signed") })}
      @click=${() => props.onOpenMap(map)}>${number(props, subtotal, "subtotal", { form: "signed" })}</button>
  </div>`;
}

/**
 * Render every product as numbers: in a grid, or one per line where all digits are shown.
 * @param {Explained} props @param {Group} group @param {Colouring} products
 */
function productsOf(props, { terms, window, map }, products) {
  const { text, digits } = props;
  const isTable = digits === "three";
  const columns = isTable ? { gridTemplateColumns: `repeat(${window.width}, 1fr)` } : {};
  return html`
    ${caption(text(window.layer === "input" ? "conv.cells" : "conv.cells.map", { map }))}
    <div class=${isTable ? "product-table" : "product-list"} role="group" aria-label=${text("conv.products")}
      ${styled(columns)}>
      ${terms.map((one) => product(props, one, isTable ? colourOf(Number(one.product), products) : undefined))}
    </div>`;
}

/** @param {Explained} props @param {Term} one @param {Colour} [colour]  of a grid cell */
function product(props, { unit, value, weight = 0, product: result = 0 }, colour) {
  const says = [value, weight, result].map((one) => written(props, one)).join(" ");
  return term(props, unit, { kind: colour ? "product-cell stack" : "product-row", says, colour }, html`
    ${number(props, value, "source")} ${number(props, weight, "weight")} ${number(props, result, "product")}`);
}

/** Render the patch and kernel of a trail's last unit. @param {Explained} props @param {Explanation} explanation */
export function productPictures(props, explanation) {
  const draw = patchPainter(props, explanation);
  return html`<div class="row wrap">${groupsOf(explanation).map((group) => html`
    <div class="row gap-1">${draw("value", group)}${sign("×")}${draw("weight", group)}</div>`)}</div>`;
}

/** Group the terms by input map. @param {Explanation} explanation @returns {Group[]} */
export function groupsOf({ terms, windows: [window], subtotals }) {
  return (window?.maps ?? []).map((map, i) => ({
    map,
    subtotal: Number(subtotals[i]),
    terms: terms.filter(({ unit }) => cellOf(unit)[0] === map),
    window: { .../** @type {Window} */ (window), maps: [map] },
  }));
}

/**
 * Return the function that draws patches: values in their map's colours, weights and products each on one scale over
 * all maps.
 * @param {Explained} props @param {Explanation} explanation @returns {DrawPicture}
 */
function patchPainter(props, { unit, terms: all, windows: [window] }) {
  const { text } = props;
  const size = (window?.maps.length ?? 1) > 1 ? "small" : "large";
  const scaleOf = (/** @type {"weight" | "product"} */ field) => symmetric(props, all.map((one) => Number(one[field])));
  const scales = { weight: scaleOf("weight"), product: scaleOf("product") };
  return (field, { terms, map, window: place }) => {
    const colouring = field === "value" ? colouringOf(props, place.layer, map) : scales[field];
    const label = {
      value: text("story.patch", { layer: place.layer }),
      weight: text("story.kernel", { map: unit.index[0] ?? 0 }),
      product: text("conv.products"),
    }[field];
    return picture(props, terms.map((one) => Number(one[field])), place, { size, label, colouring });
  };
}
