/** Compares LeNet to other networks: a square's area is the number of parameters, a bar's length the depth. */

import { html, svg } from "../../../vendor/lit-html.min.js";
import { ARCHITECTURES } from "../../lessons/architectures.js";

import { button } from "../controls.js";

/** @import { Shown } from "../lessons.js" */

/** Number of LeNet's layers with weights. */
const LENET_DEPTH = 5;
/** Side of the largest square, in viewBox units. */
const SIDE = 36;

/** @param {Shown} shown */
export function networks({ state, words }) {
  const parameters = (state.outside.model.value?.layers ?? []).reduce((sum, layer) => sum + layer.parameter_count, 0);
  const rows = [{ name: "LeNet", year: 1998, depth: LENET_DEPTH, parameters }, ...ARCHITECTURES];
  const [deepest, largest] = [
    Math.max(...rows.map(({ depth }) => depth)),
    Math.max(...rows.map((row) => row.parameters)),
  ];
  const chosen = state.dials.value["network"];
  const grouped = new Intl.NumberFormat(words("locale"));
  return html`<div class="lesson-figure stack gap-2 small"><table class="lesson-table">
    <thead class="soft"><tr><th scope="col">${words("networks.name")}</th><th
      scope="col">${words("networks.depth")}</th><th scope="col">${words("networks.parameters")}</th><th
      scope="col"></th></tr></thead>
    <tbody>${rows.map((row, i) => html`<tr class=${i === chosen ? "is-chosen" : ""}>
      <th scope="row">${button(row.name, {
        test: `network-${i}`, class: "link-button", pressed: i === chosen, onClick: () => state.dial({ network: i }) })}
        <span class="caption">${row.year}</span></th>
      <td><svg class="depth-bar" viewBox="0 0 ${deepest} 4" preserveAspectRatio="none"
        aria-hidden="true">${svg`<rect width=${row.depth} height="4"></rect>`}</svg>${row.depth}</td>
      <td>${grouped.format(row.parameters)}</td>
      <td><svg viewBox="0 0 ${SIDE} ${SIDE}"
        aria-hidden="true">${svg`<rect width=${SIDE * Math.sqrt(row.parameters / largest)}
        height=${SIDE * Math.sqrt(row.parameters / largest)}></rect>`}</svg></td>
    </tr>`)}</tbody></table>
    <p class="caption">${words("networks.scale")}</p></div>`;
}
