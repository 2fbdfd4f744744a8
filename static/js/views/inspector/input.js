/** Explains an input pixel: its value, and the part of the drawing that it was sampled from. */

import { html, nothing } from "../../../vendor/lit-html.min.js";
import { cellOf, layerNamed } from "../../model/layers.js";
import { painting, partOf, styled } from "../panel.js";
import { paintPixels } from "../pixels.js";
import { caption, colourOf, colouringOf, number } from "./parts.js";

/** @import { Explain, Explained } from "./parts.js" */

/** Side of the digit without the padding. */
const DIGIT = 28;

/** @type {Explain} */
export function explainInput(props, { unit, output }) {
  const { text, layers } = props;
  const [, rows = 0, columns = 0] = layerNamed(layers, unit.layer).shape;
  const [, row, column] = cellOf(unit);
  const isFrame = Math.min(row, column, rows - 1 - row, columns - 1 - column) < (rows - DIGIT) / 2;
  const colour = { ...colourOf(output, colouringOf(props, unit.layer, 0)) };
  return {
    what: text("input.what"),
    body: html`
      <div class="origin">
        ${drawing(props)}
        <div class="stack gap-1">
          <span class="cell centre start swatch" ${styled(colour)}>${number(props, output, "source")}</span>
          ${caption(text("input.scale"))}${placeInDrawing(props)}
        </div>
      </div>
      ${isFrame ? caption(text("input.padding")) : nothing}`,
  };
}

/** Render the drawing with a frame around the pixel's part. @param {Explained} props */
function drawing({ text, origin, tables }) {
  if (!origin) return nothing;
  const { drawn: { width, height, pixels }, box } = origin;
  return html`<span class="origin-picture rigid">
    <canvas role="img" aria-label=${text("input.drawing")}
      ${painting(paintPixels, pixels, width, { range: { low: 0, high: 255 }, table: tables.sequential })}></canvas>
    ${box ? html`<span class="origin-frame mark" ${styled(partOf(box, { width, height }))}></span>` : nothing}</span>`;
}

/** Render the place in the drawing. @param {Explained} props */
function placeInDrawing({ text, origin }) {
  if (!origin) return nothing;
  const { drawn, box } = origin;
  if (!box) return caption(text("input.outside"));
  const [top, left] = [Math.floor(box.top), Math.floor(box.left)];
  const [bottom, right] = [Math.ceil(box.top + box.height) - 1, Math.ceil(box.left + box.width) - 1];
  return caption(text("input.from", { top, bottom, left, right, size: `${drawn.width} × ${drawn.height}` }));
}
