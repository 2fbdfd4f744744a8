/** Explains a softmax probability: the ten exponentials, their sum, the division, and that the ten add up to 1. */

import { html } from "../../../vendor/lit-html.min.js";
import { cssColour } from "../../lib/colour.js";
import { caption, colouringOf, named, number, sign, term, written } from "./parts.js";
import { styled } from "../panel.js";

/** @import { Term } from "../../types.js" */
/** @import { Explain, Explained } from "./parts.js" */

/** @type {Explain} */
export function explainSoftmax(props, { terms, unit, output, sum = 1, largest = 0, windows: [window] }) {
  const { text } = props;
  const own = terms.find((one) => one.unit.index[0] === unit.index[0]);
  const shares = terms.map((one) => Math.fround(Number(one.exponential) / sum));
  const { range } = colouringOf(props, unit.layer, 0);
  const row = (/** @type {Term} */ one, /** @type {number} */ i) => {
    const share = Number(shares[i]);
    const colour = cssColour(share, range, props.tables.sequential);
    return powerRow(props, one, { largest, share, isOwn: one === own, colour });
  };
  const power = number(props, Number(own?.exponential), "exponential", { form: "scientific" });
  return {
    what: text("softmax.what", { layer: window?.layer ?? "" }),
    body: html`
      ${caption(text("softmax.shift", { largest: written(props, largest) }))}
      <div class="terms is-powers ${props.digits === "all" ? "is-two-lines" : ""}">${terms.map(row)}</div>
      <p class="caption spread">${text("softmax.one", { count: terms.length })}
        ${number(props, Math.fround(shares.reduce((total, share) => total + share, 0)), "sum")}</p>`,
    sum: html`<div class="sum spread baseline wrap">
      ${named(text("softmax.own", { digit: unit.index[0] ?? 0 }), power)}${sign("÷")}
      ${named(text("softmax.total", { count: terms.length }), number(props, sum, "sum"))}<span
        class="soft is-equals">=</span>
      ${named(text("sum.result"), number(props, output, "output"), "is-total")}
    </div>`,
  };
}

/**
 * Render a digit's row: exp(logit − largest), and its share of the sum as a bar.
 * @param {Explained} props @param {Term} one
 * @param {{largest: number, share: number, isOwn: boolean, colour: string}} look
 */
function powerRow(props, { unit, value, exponential = 0 }, { largest, share, isOwn, colour }) {
  const style = { transform: `scaleX(${share})`, backgroundColor: colour };
  const power = written(props, exponential, "scientific");
  const says = `${unit.index[0]} e${written(props, value)} − ${written(props, largest)} ${power}`;
  return term(props, unit, { kind: isOwn ? "term is-own" : "term", says }, html`
    <span class="term-name">${unit.index[0]}</span>
    <span class="term-factors">e<sup>${number(props, value, "source")} −
      ${number(props, largest, "largest")}</sup></span>
    <span class="signed-bar is-share"><span ${styled(style)}></span></span>
    ${number(props, exponential, "exponential", { form: "scientific" })}`);
}
