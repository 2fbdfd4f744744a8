/**
 * The highlight of a unit as lines in the tower: its edges down to the input, and frames around windows. Widths are in
 * CSS pixels: each line is a quad that the vertex shader turns to face the camera.
 */

import {
  BufferGeometry, DoubleSide, InterleavedBuffer, InterleavedBufferAttribute, Mesh, ShaderMaterial,
} from "../../../vendor/three.module.min.js";
import { rectsOf } from "../../model/places.js";
import { lookOf } from "../network/lines.js";
import { isWhole } from "../network/overlay.js";
import { PALETTE } from "../palette.js";
import { cornersOf, floorNamed, placeOf, placed, planeOf } from "./floors.js";

/** @import { Edge } from "../../model/edges.js" */
/** @import { Unit, Window } from "../../types.js" */
/** @import { Look } from "../network/lines.js" */
/** @import { Point } from "./floors.js" */
/** @import { Seen } from "./picture.js" */

/** @typedef {Look & {from: Point, to: Point}} Line */

/** Distance of a frame above the blocks, which avoids z-fighting. */
const LIFT = 0.8;
/** Factor on the width of edges in the flat view. */
const WIDER = 1.5;
/** Opacity factor of lines behind blocks. */
const HIDDEN_OPACITY = 0.3;
/** Floats per corner, and the attributes in them as [name, size, offset]. */
const NUMBERS = 12;
const ATTRIBUTES = /** @type {const} */ ([["position", 3, 0], ["other", 3, 3], ["look", 2, 6], ["tint", 4, 8]]);
/**
 * `focal`: CSS pixels per world unit at distance 1; `look`: side (±1) and width; `across`: distance from the line's
 * centre, and that at which it has faded out, in CSS pixels.
 */
const VERTEX = `
  attribute vec3 other; attribute vec2 look; attribute vec4 tint;
  uniform float focal; varying vec2 across; varying vec4 colour;
  void main() {
    vec4 here = modelViewMatrix * vec4(position, 1.0);
    vec3 way = (modelViewMatrix * vec4(other, 1.0)).xyz - here.xyz;
    across = vec2(look.x, 1.0) * (look.y + 1.0) / 2.0;
    here.xyz += normalize(cross(here.xyz, way)) * across.x * max(-here.z, 1.0) / focal;
    gl_Position = projectionMatrix * here;
    colour = tint;
  }`;
const FRAGMENT = `
  uniform float opacity; varying vec2 across; varying vec4 colour;
  void main() { gl_FragColor = vec4(colour.rgb, colour.a * opacity * min(across.y - abs(across.x), 1.0)); }`;

/** Return the highlight's lines. @param {Seen} seen @returns {Line[]} */
export function highlightLines(seen) {
  const { tower, floors, highlight, edges, hovered, theme } = seen;
  const { accent, ink } = PALETTE[theme];
  const lines = [...floors].flatMap((floor) => frame(planeOf(tower, floor), { width: 1, colour: ink, opacity: 0.16 }));
  if (highlight) {
    const { unit, field, users, trail } = highlight;
    const fieldLook = (/** @type {Window} */ window) =>
      ({ width: 1.25, colour: accent, opacity: isWhole(tower, window) ? 0.3 : 0.8 });
    lines.push(
      ...users.flatMap((window) => windowFrames(seen, window, { width: 1, colour: ink, opacity: 0.4 })),
      ...field.flatMap((window) => windowFrames(seen, window, fieldLook(window))),
      ...edges.flatMap((edge) => edgeLine(seen, edge)),
      ...trail.slice(1).flatMap((step) => unitFrame(seen, step, { width: 1.5, colour: accent, opacity: 1 })),
      ...unitFrame(seen, unit, { width: 2.5, colour: accent, opacity: 1 }),
    );
  }
  if (hovered) lines.push(...unitFrame(seen, hovered, { width: 2, colour: ink, opacity: 1 }));
  return lines;
}

/** @param {Seen} seen @param {Edge} edge @returns {Line[]} */
function edgeLine({ topOf, tables }, edge) {
  const [from, to] = [topOf(edge.from), topOf(edge.to)];
  const look = lookOf(edge, tables);
  return from && to ? [{ ...look, from: over(from, LIFT), to: over(to, -LIFT), width: WIDER * look.width }] : [];
}

/** Raise a point. @param {Point} point @param {number} height @returns {Point} */
const over = ([x, y, z], height) => [x, y + height, z];

/** @param {Seen} seen @param {Unit} unit @param {Look} look @returns {Line[]} */
function unitFrame({ tower, topOf }, unit, look) {
  const [place, top] = [placeOf(tower, unit), topOf(unit)];
  return place && top ? frame(cornersOf(place, top[1] + LIFT), look) : [];
}

/** @param {Seen} seen @param {Window} window @param {Look} look @returns {Line[]} */
function windowFrames({ tower, floors }, window, look) {
  const floor = floorNamed(tower, window.layer);
  const rects = floors.has(floor) ? rectsOf(tower.scene, window) : [];
  return rects.flatMap((rect) => frame(cornersOf(placed(tower, floor, rect), floor.level + LIFT), look));
}

/** @param {readonly Point[]} corners @param {Look} look @returns {Line[]} */
function frame(corners, look) {
  return corners.map((from, i) => ({ from, to: /** @type {Point} */ (corners[(i + 1) % corners.length]), ...look }));
}

/** Create the meshes that draw lines in front of the blocks and, faintly, behind them. */
export function createLines() {
  const focal = { value: 1 };
  const geometry = new BufferGeometry();
  const meshes = [HIDDEN_OPACITY, 1].map((opacity) => {
    const shader = { vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: { focal, opacity: { value: opacity } } };
    const depth = { depthTest: opacity === 1, depthWrite: false, side: DoubleSide, forceSinglePass: true };
    const material = new ShaderMaterial({ ...shader, ...depth, transparent: true });
    return Object.assign(new Mesh(geometry, material), { frustumCulled: false });
  });
  return {
    meshes,
    focal,
    /** @param {readonly Line[]} lines */
    fill(lines) {
      const numbers = lines.flatMap(({ from, to, width, colour, opacity }) => {
        const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
        const sides = (/** @type {Point} */ here, /** @type {Point} */ other) =>
          [-1, 1].flatMap((side) => [...here, ...other, side, width, ...rgb, opacity]);
        return [...sides(from, to), ...sides(to, from)];
      });
      geometry.dispose();
      const buffer = new InterleavedBuffer(new Float32Array(numbers), NUMBERS);
      for (const [name, size, at] of ATTRIBUTES) {
        geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, size, at));
      }
      geometry.setIndex(lines.flatMap((_, i) => [0, 1, 2, 0, 2, 3].map((corner) => 4 * i + corner)));
    },
    destroy() {
      geometry.dispose();
      for (const { material } of meshes) material.dispose();
    },
  };
}
