/** The trail below a unit: the maximum of the pooling window, its input, down to the patch of the convolution. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { kernelsButton, productPictures } from "./convolution.js";
import { equals, number, shortName, source, term, written } from "./parts.js";

/** @import { Explanation, Kind, Term } from "../../types.js" */
/** @import { Explained } from "./parts.js" */

/** @type {Readonly<Partial<Record<Kind, (props: Explained, step: Explanation) => unknown>>>} */
const STEPS = { relu: reluStep, convolution: convolutionStep };

/** @param {Explained} props @param {readonly Explanation[]} trail  the unit's own explanation first */
export function explainTrail(props, [own, ...below]) {
  const [next] = below;
  if (!own || !next) return nothing;
  const { text } = props;
  const name = shortName(text, next.unit);
  return html`<div class="story stack gap-1">
    <p>${text(own.winner ? "story.winner" : "story.here")}
      ${term(props, next.unit, { kind: "term-number", says: written(props, next.output) }, name)}</p>
    ${below.map((step) => STEPS[step.kind]?.(props, step))}</div>`;
}

/** Render the trail's ReLU. @param {Explained} props @param {Explanation} step */
function reluStep(props, { terms: [below], output }) {
  return below ? html`<p class="formula">= ${reluOf(props, below, output)}</p>` : nothing;
}

/** Render max(0, x) = y. @param {Explained} props @param {Term} below @param {number} output */
export function reluOf(props, { unit, value }, output) {
  return html`max(0${props.text("list.separator")}${source(props, unit, value)}) = ${number(props, output, "output")}`;
}

/** Render the trail's convolution. @param {Explained} props @param {Explanation} step */
function convolutionStep(props, step) {
  const { terms, unit, sum = 0, bias = 0, output } = step;
  return html`
    <div class="conv-head caption spread baseline">
      <span>${props.text("story.conv", { layer: unit.layer, count: terms.length })}</span>
      ${kernelsButton(props, unit.layer)}</div>
    ${productPictures(props, step)}
    <p class="formula">${number(props, sum, "sum")} ${number(props, bias, "bias", { form: "signed" })}
      ${equals(props, [sum, bias], output)} ${number(props, output, "output")}</p>`;
}
