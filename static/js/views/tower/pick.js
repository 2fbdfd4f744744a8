/**
 * Which unit lies under a ray: exact at any angle and for blocks of any height, without asking the graphics card. Each map is
 * walked cell by cell along the ray (Amanatides and Woo 1987), and the nearest block that is hit wins.
 */

import { unitInBox, cellRect } from "../../model/places.js";
import { ALL_STOREYS, THICKNESS, isShown, placed } from "./floors.js";

/** @typedef {import("../../types.js").SceneBox} SceneBox */
/** @typedef {import("../../types.js").Unit} Unit */
/** @typedef {import("./floors.js").Floor} Floor */
/** @typedef {import("./floors.js").Point} Point */
/** @typedef {import("./floors.js").Tower} Tower */
/** @typedef {{origin: Point, direction: Point}} Ray */
/** @typedef {{from: number, to: number}} Stretch  of a ray */
/** @typedef {(box: SceneBox, cell: number) => number} Share  a cell's part of the tallest block, −1 to 1; negative ones hang down */

/** @type {Share} */
const LEVEL = () => 0;
const NEVER = { from: Infinity, to: -Infinity };

/**
 * @param {Tower} tower @param {Ray} ray @param {{standing?: number, share?: Share, storeys?: import("./floors.js").Storeys}} [blocks]
 * `standing`: 0 all level, 1 at full height; floors outside the storeys are not there
 * @returns {Unit | null}
 */
export function unitUnder(tower, ray, { standing = 0, share = LEVEL, storeys = ALL_STOREYS } = {}) {
  /** @type {{distance: number, unit: Unit | null}} */
  let best = { distance: Infinity, unit: null };
  for (const floor of tower.floors.filter(({ level }) => isShown(storeys, level))) {
    for (const box of floor.boxes) {
      const hit = hitInBox({ tower, floor, box, standing, share }, ray);
      if (hit && hit.distance < best.distance) best = hit;
    }
  }
  return best.unit;
}

/** @typedef {{tower: Tower, floor: Floor, box: SceneBox, standing: number, share: Share}} Map */

/**
 * The first block of a map on the ray.
 * @param {Map} map @param {Ray} ray
 * @returns {{distance: number, unit: Unit | null} | null}
 */
function hitInBox(map, ray) {
  const { tower, floor, box, standing } = map;
  const ground = placed(tower, floor, box);
  const [low, high] = [floor.level - floor.rise * standing - THICKNESS * (1 - standing), floor.level + floor.rise * standing];
  const stretch = within(ray, [ground.x, low, ground.z], [ground.x + ground.width, high, ground.z + ground.depth]);
  for (const [row, column] of cellsAlong(ray, stretch, { ...ground, cell: box.cell, rows: box.rows, columns: box.columns })) {
    const unit = unitInBox(box, row, column);
    const distance = unit ? blockDistance(map, ray, row, column) : Infinity;
    if (distance < Infinity) return { distance, unit };
  }
  return null;
}

/**
 * How far along the ray a cell's block is; what lies between blocks belongs to the cell, too.
 * @param {Map} map @param {Ray} ray @param {number} row @param {number} column
 */
function blockDistance({ tower, floor, box, standing, share }, ray, row, column) {
  const height = share(box, row * box.columns + column) * floor.rise * standing;
  const [low, high] = [floor.level + Math.min(height, 0) - THICKNESS * (1 - standing), floor.level + Math.max(height, 0)];
  const block = placed(tower, floor, cellRect(box, row, column));
  const cell = placed(tower, floor, { x: box.x + column * box.cell.width, y: box.y + row * box.cell.height, ...box.cell });
  const first = within(ray, [block.x, low, block.z], [block.x + block.width, high, block.z + block.depth]);
  const sheet = within(ray, [cell.x, floor.level, cell.z], [cell.x + cell.width, floor.level, cell.z + cell.depth]);
  return Math.min(first.from, sheet.from);
}

/**
 * The part of a ray inside a box.
 * @param {Ray} ray @param {Point} low @param {Point} high
 * @returns {Stretch}  `from` is infinite if it misses
 */
function within({ origin, direction }, low, high) {
  let [from, to] = [0, Infinity];
  for (const axis of /** @type {const} */ ([0, 1, 2])) {
    const one = (low[axis] - origin[axis]) / direction[axis];
    const other = (high[axis] - origin[axis]) / direction[axis];
    if (Number.isNaN(one) || Number.isNaN(other)) continue;
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from <= to ? { from, to } : NEVER;
}

/**
 * The cells that a stretch of a ray passes, in its order.
 * @param {Ray} ray @param {Stretch} stretch
 * @param {{x: number, z: number, cell: {width: number, height: number}, rows: number, columns: number}} grid
 * @returns {Generator<[row: number, column: number]>}
 */
function* cellsAlong({ origin, direction }, { from, to }, { x, z, cell, rows, columns }) {
  if (from > to) return;
  const place = (/** @type {number} */ start, /** @type {number} */ step, /** @type {number} */ edge, /** @type {number} */ size) => (start + step * from - edge) / size;
  const across = axisWalk(place(origin[0], direction[0], x, cell.width), direction[0] / cell.width, columns);
  const deep = axisWalk(place(origin[2], direction[2], z, cell.height), direction[2] / cell.height, rows);
  const length = to - from;
  while (across.index >= 0 && across.index < columns && deep.index >= 0 && deep.index < rows) {
    yield [deep.index, across.index];
    const nearer = across.next <= deep.next ? across : deep;
    if (nearer.next > length) return;
    nearer.index += nearer.step;
    nearer.next += nearer.stride;
  }
}

/**
 * How one axis is walked: from which cell, in which direction, when the next border comes and how far apart borders are.
 * @param {number} start  in cells @param {number} speed  cells per unit of the ray @param {number} count
 */
function axisWalk(start, speed, count) {
  const index = Math.min(Math.max(Math.floor(start), 0), count - 1);
  const border = speed > 0 ? index + 1 : index;
  const next = speed === 0 ? Infinity : Math.max((border - start) / speed, 0);
  return { index, step: Math.sign(speed), next, stride: Math.abs(1 / speed) };
}
