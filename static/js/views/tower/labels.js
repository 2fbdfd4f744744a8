/** The names of the floors and the digits of the answer: page text over the picture, so that it is crisp and faces the reader. */

import { element, replaceChildren } from "../../lib/dom.js";
import { clamp, range } from "../../lib/math.js";
import { layerNamed, unitFrom } from "../../model/layers.js";
import { percent } from "../format.js";
import { pointBetween, project } from "./camera.js";
import { cornersOf } from "./floors.js";
import { placeOf } from "./lines.js";
import { placeLabels } from "./placing.js";

/** @typedef {import("../../types.js").Layer} Layer */
/** @typedef {import("./camera.js").Sight} Sight */
/** @typedef {import("./floors.js").Floor} Floor */
/** @typedef {import("./floors.js").Point} Point */
/** @typedef {import("./floors.js").Tower} Tower */
/** @typedef {import("./placing.js").Size} Size */
/** @typedef {import("./placing.js").Wish} Wish */

/**
 * @typedef {object} Label
 * @property {HTMLElement} item
 * @property {Size} full
 * @property {Size} brief
 */

/** @typedef {{tower: Tower, layers: readonly Layer[]}} Labelled */
/** @typedef {Labelled & {ceiling: number, topOf: (unit: import("../../types.js").Unit) => number}} Standing  `ceiling`: nothing over it is named; `topOf`: how high a unit's block ends */

/** CSS pixels between a corner and its name, which hangs a little below it: above it the next floor begins. */
const GAP = 10;
const LIFT = 9;
const PRIORITY = { best: 3000, name: 2000, digit: 1000 };

/** @param {HTMLElement} list @param {{text: import("../../text/text.js").Text}} options */
export function createLabels(list, { text }) {
  /** @type {{names: Map<string, Label>, digits: Label[], best: number}} */
  const shown = { names: new Map(), digits: [], best: -1 };
  return {
    /** Makes the labels; they are measured once. @param {Labelled} labelled */
    rename({ tower, layers }) {
      const names = tower.floors.map(({ row }) => nameItem(layerNamed(layers, row.layer), text));
      const answer = /** @type {Layer} */ (layers.at(-1));
      const digits = range(tower.floorOf.get(answer.name)?.row.folded ? 0 : Number(answer.shape[0])).map(digitItem);
      replaceChildren(list, ...names, ...digits);
      shown.names = new Map(tower.floors.map(({ row }, i) => [row.layer, measured(/** @type {HTMLElement} */ (names[i]))]));
      shown.digits = digits.map(measured);
      shown.best = NaN;
    },
    /** @param {ArrayLike<number> | null} probabilities */
    answer(probabilities) {
      const best = probabilities ? bestOf(probabilities) : -1;
      const isOther = best !== shown.best;
      shown.best = best;
      shown.digits.forEach(({ item }, digit) => {
        item.classList.toggle("is-best", digit === shown.best);
        const note = /** @type {HTMLElement} */ (item.lastElementChild);
        note.textContent = digit === shown.best ? percent(Number(probabilities?.[digit])) : "";
      });
      if (isOther) shown.digits = shown.digits.map(({ item }) => measured(item)); // which makes the page lay itself out
    },
    /** @param {Standing} standing @param {Sight} sight */
    place({ tower, layers, ceiling, topOf }, sight) {
      const names = tower.floors.map((floor, i) => floor.level > ceiling ? null : nameWish(floor, sight, /** @type {Label} */ (shown.names.get(floor.row.layer)), i));
      const answer = /** @type {Layer} */ (layers.at(-1));
      const digits = shown.digits.map((label, digit) => digitWish({ tower, ceiling, topOf }, sight, { label, unit: unitFrom(answer, 0, 0, digit), digit, best: digit === shown.best }));
      const places = new Map(placeLabels([...names, ...digits].filter((wish) => wish !== null), sight.size).map((place) => [place.key, place]));
      for (const [key, { item }] of [...shown.names, ...shown.digits.map((label, digit) => /** @type {const} */ ([String(digit), label]))]) {
        const place = places.get(key);
        item.classList.toggle("is-hidden", !place);
        item.classList.toggle("is-brief", Boolean(place?.isBrief));
        if (place) item.style.transform = `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`;
      }
    },
  };
}

/** @param {Layer} layer @param {import("../../text/text.js").Text} text */
function nameItem(layer, text) {
  return element("li", { class: "tower-label", "data-layer": layer.name }, element("strong", {}, layer.name), " ",
    element("span", { class: "caption" }, text("shape", { shape: layer.shape.join(" × ") })));
}

/** @param {number} digit */
function digitItem(digit) {
  return element("li", { class: "tower-digit", "data-digit": digit }, element("strong", {}, digit), element("span", { class: "caption" }));
}

/** @param {HTMLElement} item @returns {Label} */
function measured(item) {
  const size = () => ({ width: item.offsetWidth, height: item.offsetHeight });
  item.classList.remove("is-brief");
  const full = size();
  item.classList.add("is-brief");
  return { item, full, brief: size() };
}

/**
 * Left of what is seen of a floor.
 * @param {Floor} floor @param {Sight} sight @param {Label} label @param {number} i
 * @returns {Wish | null}
 */
function nameWish(floor, sight, { full, brief }, i) {
  const seen = borderOf(floor).map((point) => project(sight, point)).filter((point) => point !== null && isIn(point, sight.size))
    .reduce((best, point) => (best && point && leftness(best) <= leftness(point) ? best : point), null);
  if (!seen) return null;
  const x = Math.max(seen.x - GAP - full.width, 4);
  const y = clamp(seen.y - LIFT, 2, sight.size.height - full.height - 2);
  return { key: floor.row.layer, x, y, full, brief, priority: PRIORITY.name - i, movable: true };
}

/**
 * Over the block of an answer.
 * @param {Pick<Standing, "tower" | "ceiling" | "topOf">} standing @param {Sight} sight
 * @param {{label: Label, unit: import("../../types.js").Unit, digit: number, best: boolean}} which
 * @returns {Wish | null}
 */
function digitWish({ tower, ceiling, topOf }, sight, { label: { full, brief }, unit, digit, best }) {
  const place = placeOf(tower, unit);
  if (!place || place.level > ceiling) return null;
  const seen = project(sight, [place.x + place.width / 2, topOf(unit) + 2, place.z]);
  if (!seen) return null;
  return { key: String(digit), x: seen.x - full.width / 2, y: Math.max(seen.y - full.height - 2, 2), full, brief, movable: false, priority: best ? PRIORITY.best : PRIORITY.digit - digit };
}

/** Lower is further left; the corner in front is preferred, where no other floor lies beside it. @param {{x: number, y: number}} point */
function leftness({ x, y }) {
  return x - 0.8 * y;
}

/** Points along a floor's border. @param {Floor} floor @returns {Point[]} */
function borderOf(floor) {
  const corners = cornersOf(floor);
  return corners.flatMap((from, side) => {
    const to = /** @type {Point} */ (corners[(side + 1) % 4]);
    return range(8).map((step) => pointBetween(from, to, step / 8));
  });
}

/** @param {{x: number, y: number}} point @param {Size} size */
function isIn({ x, y }, size) {
  return x >= 0 && x <= size.width && y >= 0 && y <= size.height;
}

/** @param {ArrayLike<number>} probabilities */
function bestOf(probabilities) {
  return range(probabilities.length).reduce((best, i) => (Number(probabilities[i]) > Number(probabilities[best]) ? i : best), 0);
}
