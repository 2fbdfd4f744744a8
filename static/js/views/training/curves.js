/** Training curves: loss and accuracy, drawn by uPlot. */

import { uPlot } from "../../../vendor/uplot.min.js";

/** @import Plot from "uplot" */

/**
 * @typedef {object} Curves
 * @property {readonly number[]} x  0 to 1
 * @property {ReadonlyArray<number | null>} training  training loss
 * @property {ReadonlyArray<number | null> | null} loss  validation loss, if known
 * @property {ReadonlyArray<number | null>} accuracy
 * @property {"epochs" | "batches"} axis  unit of the x axis
 * @property {ReadonlyArray<{at: number, label: string}>} ends  labels under the x axis
 */

/** Width and height of the axes, in rem; training.css uses the same values around the slider. */
const SIDE = 2.25;
const AXIS = 1.125;

/** @type {WeakMap<HTMLElement, {plot: Plot, theme: string, data: Curves, observer: ResizeObserver}>} */
const plots = new WeakMap();

/** Draw or update the curves. @param {HTMLElement} element @param {Curves} data @param {string} theme */
export function drawCurves(element, data, theme) {
  // On the first render lit-html calls this before the element is connected, without size and styles.
  if (!element.isConnected) return queueMicrotask(() => element.isConnected && drawCurves(element, data, theme));
  const before = plots.get(element);
  const values = /** @type {any} */ ([
    data.x,
    data.loss ?? data.training,
    data.loss ? data.training : data.x.map(() => null),
    data.accuracy,
  ]);
  if (before?.theme === theme) {
    before.data = data;
    before.plot.setData(values);
    before.plot.redraw(true, true); // also redraw the axis labels
    return;
  }
  before?.observer.disconnect();
  before?.plot.destroy();
  const plot = new uPlot(optionsFor(element, () => plots.get(element)?.data ?? data), values, element);
  const observer = new ResizeObserver(() => plot.setSize(sizeOf(element)));
  observer.observe(element);
  plots.set(element, { theme, data, plot, observer });
}

/** @param {HTMLElement} element */
function sizeOf({ clientWidth, clientHeight }) {
  return { width: clientWidth, height: clientHeight };
}

/** @param {HTMLElement} element @param {() => Curves} dataNow @returns {Plot.Options} */
function optionsFor(element, dataNow) {
  const style = getComputedStyle(element);
  const colour = (/** @type {string} */ name) => {
    element.style.color = `var(${name})`;
    return getComputedStyle(element).color;
  };
  const [soft, line, loss, accuracy] = ["--soft", "--line", "--data-negative", "--data"].map(colour);
  element.style.color = "";
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const font = `${style.fontSize} ${style.fontFamily}`;
  /** @param {Partial<Plot.Axis>} axis @returns {Plot.Axis} */
  const axisOf = (axis) =>
    ({ stroke: soft, font, gap: 3, ticks: none, grid: { stroke: line, width: 1 }, ...axis });
  const none = { show: false };
  return {
    ...sizeOf(element),
    padding: [6, 0, 0, 0],
    legend: none,
    cursor: none,
    scales: {
      x: { time: false, range: [0, 1] },
      loss: { range: (_, __, most) => [0, Math.max(most, 0.1)] },
      accuracy: { range: [0, 1] },
    },
    axes: [
      axisOf({
        size: AXIS * rem,
        grid: none,
        splits: () => dataNow().ends.map(({ at }) => at),
        values: () => dataNow().ends.map(({ label }) => label),
      }),
      axisOf({ scale: "loss", size: SIDE * rem, space: 1.5 * rem }),
      axisOf({
        scale: "accuracy",
        side: 1,
        size: SIDE * rem,
        grid: none,
        splits: () => [0, 0.5, 1],
        values: () => ["0 %", "50 %", "100 %"],
      }),
    ],
    series: [
      {},
      { scale: "loss", stroke: loss, width: 2, points: none },
      { scale: "loss", stroke: loss, width: 1, dash: [3, 3], points: none },
      { scale: "accuracy", stroke: accuracy, width: 2, points: none },
    ],
  };
}
