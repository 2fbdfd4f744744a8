/**
 * The blocks of the tower as one mesh: a map is a block with its colours as a texture, a unit whose height shows its value one more.
 *
 * Merged quads, and not an InstancedMesh: a software renderer draws every instance as a batch of its own. Hidden faces are left out.
 */

import {
  BufferAttribute, BufferGeometry, DataTexture, Mesh, MeshBasicMaterial, Sphere, Vector3,
} from "../../../vendor/three.module.min.js";
import { range } from "../../lib/math.js";
import { cellRect } from "../../model/places.js";
import { THICKNESS, placed } from "./floors.js";

/** @import { Rect, SceneBox } from "../../types.js" */
/** @import { Atlas } from "./atlas.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/**
 * What stands where.
 * @typedef {object} Standing
 * @property {Tower} tower
 * @property {Atlas} atlas
 * @property {number} heights  0 all level, 1 height shows the value
 * @property {ReadonlySet<Floor>} shown  nothing else is drawn
 * @property {number} standing  0 flat, 1 as a tower
 * @property {ReadonlySet<FaceName>} facing  the sides that can be seen; no other is made
 * @property {number} eyeLevel  blocks under it are seen from above
 * @property {(box: SceneBox) => SceneBox | null} flatBox  the same map in the flat picture
 * @property {(sceneX: number, sceneY: number) => Point} flatPoint  where a place of the flat picture is, in the world
 */

/** @typedef {{x: number, z: number, width: number, depth: number, low: number, high: number}} Solid */
/** @typedef {{u: number, v: number, width: number, height: number}} Texels  in pixels of the atlas */

/** A face's corners, as bits: 1 right, 2 up, 4 front; counter-clockwise from outside. And how much of its colour is left. */
const FACES = {
  top: { corners: [4, 5, 1, 0].map((corner) => corner | 2), shade: 255 },
  bottom: { corners: [0, 1, 5, 4], shade: 255 },
  front: { corners: [4, 5, 7, 6], shade: 224 },
  back: { corners: [1, 0, 2, 3], shade: 224 },
  right: { corners: [5, 1, 3, 7], shade: 204 },
  left: { corners: [0, 4, 6, 2], shade: 204 },
};
const SIDES = /** @type {const} */ ([["right", 1, 0], ["left", -1, 0], ["front", 0, 1], ["back", 0, -1]]);
/** @typedef {keyof typeof FACES} FaceName */
const RIM = { u: 0.5, v: 0.5, width: 0, height: 0 };
/** A block has an end and four sides; of two units beside each other at most one is seen from a side. */
const MOST_FACES = 5;

export function createBlocks() {
  const material = new MeshBasicMaterial({ vertexColors: true });
  const mesh = new Mesh(new BufferGeometry(), material);
  mesh.frustumCulled = false;
  return {
    mesh,
    /** @param {Atlas} atlas */
    paint({ colours, width, height }) {
      material.map?.dispose();
      material.map = new DataTexture(new Uint8Array(colours.buffer), width, height);
      material.map.needsUpdate = material.needsUpdate = true;
    },
    /** The colours have changed in place. */
    repaint: () => void (material.map && (material.map.needsUpdate = true)),
    /** @param {Standing} standing */
    build(standing) {
      const quads = quadsIn(mesh, facesOf(standing));
      for (const floor of standing.shown) for (const box of floor.boxes) addMap(quads, standing, floor, box);
      quads.end();
      const { height, half } = standing.tower;
      mesh.geometry.boundingSphere = new Sphere(new Vector3(0, height / 2, 0), Math.hypot(height, half.x, half.z));
    },
    destroy() {
      material.map?.dispose();
      material.dispose();
      mesh.geometry.dispose();
    },
  };
}

/** How many faces there can be. @param {Standing} standing */
function facesOf({ tower, heights }) {
  const { boxes } = tower.scene;
  const blocks = boxes.reduce((sum, { dense, count }) => sum + (dense || heights ? count : 1), 0);
  return MOST_FACES * (blocks + boxes.length);
}

/** @typedef {ReturnType<typeof quadsIn>} Quads */

/** What adds faces to a mesh, from the first one on. @param {Mesh<BufferGeometry, MeshBasicMaterial>} mesh @param {number} most */
function quadsIn(mesh, most) {
  if (Number(mesh.geometry.index?.count ?? 0) < 6 * most) {
    mesh.geometry.dispose();
    mesh.geometry = geometryFor(most);
  }
  const { index, attributes } = mesh.geometry;
  const [positions, places, shades] = ["position", "uv", "color"].map((name) => /** @type {BufferAttribute} */ (attributes[name]));
  const position = /** @type {Float32Array} */ (positions?.array);
  const uv = /** @type {Float32Array} */ (places?.array);
  const color = /** @type {Uint8Array} */ (shades?.array);
  const { width, height } = /** @type {DataTexture} */ (mesh.material.map).image;
  let vertex = 0;
  return {
    /** @param {keyof typeof FACES} name @param {Solid} solid @param {Texels} texels @param {((corner: number) => Point) | null} [moved] */
    add(name, solid, texels, moved = null) {
      const { corners, shade } = FACES[name];
      for (const corner of corners) {
        const [right, up, front] = [corner & 1, corner & 2, corner & 4];
        if (moved) position.set(moved(corner), 3 * vertex);
        else {
          position[3 * vertex] = right ? solid.x + solid.width : solid.x;
          position[3 * vertex + 1] = up ? solid.high : solid.low;
          position[3 * vertex + 2] = front ? solid.z + solid.depth : solid.z;
        }
        uv[2 * vertex] = (right ? texels.u + texels.width : texels.u) / width;
        uv[2 * vertex + 1] = (front ? texels.v + texels.height : texels.v) / height;
        color[4 * vertex] = color[4 * vertex + 1] = color[4 * vertex + 2] = shade;
        vertex++;
      }
    },
    end() {
      for (const attribute of [positions, places, shades]) {
        attribute?.clearUpdateRanges();
        attribute?.addUpdateRange(0, vertex * attribute.itemSize);
        if (attribute) attribute.needsUpdate = true;
      }
      mesh.geometry.setDrawRange(0, Math.min((vertex / 4) * 6, Number(index?.count)));
    },
  };
}

/** @param {number} most  faces */
function geometryFor(most) {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(12 * most), 3));
  geometry.setAttribute("uv", new BufferAttribute(new Float32Array(8 * most), 2));
  geometry.setAttribute("color", new BufferAttribute(new Uint8Array(16 * most).fill(255), 4, true));
  geometry.setIndex(new BufferAttribute(quadIndices(most), 1));
  return geometry;
}

/** Two triangles for each of four vertices. @param {number} count  of quads */
export function quadIndices(count) {
  return new Uint32Array(6 * count).map((_, i) => 4 * Math.floor(i / 6) + Number([0, 1, 2, 0, 2, 3][i % 6]));
}

/** @param {Quads} quads @param {Standing} standing @param {Floor} floor @param {SceneBox} box */
function addMap(quads, standing, floor, box) {
  const { tower, atlas, heights, facing } = standing;
  const corner = atlas.corners.get(box) ?? { x: 0, y: 0 };
  const isAbove = standing.standing < 1 || standing.eyeLevel > floor.level;
  const flat = standing.flatBox(box);
  const thickness = THICKNESS * (1 - heights);
  /** @param {Rect} rect @param {Rect | null} from @param {Texels} texels @param {Texels} sides */
  const slab = (rect, from, texels, sides) => {
    const solid = { ...placed(tower, floor, rect), low: floor.level - thickness, high: floor.level };
    const moved = standing.standing < 1 ? movedFrom(standing, from, solid) : null;
    quads.add(isAbove ? "top" : "bottom", solid, texels, moved);
    if (thickness) for (const [name] of SIDES) if (facing.has(name)) quads.add(name, solid, sides, moved);
  };
  if (!box.dense) slab(box, flat, { u: corner.x, v: corner.y, width: box.columns, height: box.rows }, RIM);
  else {
    for (const cell of range(box.count)) {
      const texel = texelOf(box, corner, cell);
      slab(cellOf(box, cell), flat && cellOf(flat, cell), texel, texel);
    }
  }
  if (heights) addUnits(quads, standing, floor, box);
}

/** @param {Quads} quads @param {Standing} standing @param {Floor} floor @param {SceneBox} box */
function addUnits(quads, { tower, atlas, heights, facing, eyeLevel }, floor, box) {
  const isAbove = eyeLevel > floor.level;
  const sides = SIDES.filter(([name]) => facing.has(name));
  const shares = /** @type {Float32Array} */ (atlas.shares.get(box));
  const corner = /** @type {{x: number, y: number}} */ (atlas.corners.get(box));
  const ground = placed(tower, floor, box);
  for (let cell = 0; cell < box.count; cell++) {
    const share = Number(shares[cell]);
    if (share === 0) continue;
    const [row, column] = [Math.floor(cell / box.columns), cell % box.columns];
    const height = share * floor.rise * heights;
    const solid = {
      x: ground.x + column * box.cell.width + Math.floor(box.gap.x / 2),
      z: ground.z + row * box.cell.height + Math.floor(box.gap.y / 2),
      width: box.cell.width - box.gap.x,
      depth: box.cell.height - box.gap.y,
      low: floor.level + Math.min(height, 0),
      high: floor.level + Math.max(height, 0),
    };
    const texel = { u: corner.x + column + 0.5, v: corner.y + row + 0.5, width: 0, height: 0 };
    if (share > 0 === isAbove) quads.add(isAbove ? "top" : "bottom", solid, texel);
    for (const [name, across, deep] of sides) {
      if (!isCovered(box, shares, { cell, column: column + across, row: row + deep })) quads.add(name, solid, texel);
    }
  }
}

/** Does the neighbour stand as high, or hang as low? @param {SceneBox} box @param {Float32Array} shares @param {{cell: number, column: number, row: number}} beside */
function isCovered({ columns, rows, gap }, shares, { cell, column, row }) {
  if (gap.x || column < 0 || column >= columns || row < 0 || row >= rows) return false;
  const [share, neighbour] = [Number(shares[cell]), Number(shares[row * columns + column])];
  return share > 0 ? neighbour >= share : neighbour <= share;
}

/** On their way from the flat picture. @param {Standing} standing @param {Rect | null} from @param {Solid} solid */
function movedFrom({ standing, flatPoint }, from, solid) {
  /** @param {number} corner @returns {Point} */
  return (corner) => {
    const [right, up, front] = [corner & 1, corner & 2, corner & 4];
    const rect = from ?? { x: 0, y: 0, width: 0, height: 0 };
    const start = flatPoint(rect.x + (right ? rect.width : 0), rect.y + (front ? rect.height : 0));
    const end = new Vector3(solid.x + (right ? solid.width : 0), up ? solid.high : solid.low, solid.z + (front ? solid.depth : 0));
    return new Vector3(...start).lerp(end, standing).toArray();
  };
}

/** @param {SceneBox} box @param {number} cell */
const cellOf = (box, cell) => cellRect(box, Math.floor(cell / box.columns), cell % box.columns);

/** The middle of a unit's pixel. @param {SceneBox} box @param {{x: number, y: number}} corner @param {number} cell @returns {Texels} */
const texelOf = ({ columns }, { x, y }, cell) => ({ u: x + (cell % columns) + 0.5, v: y + Math.floor(cell / columns) + 0.5, width: 0, height: 0 });
