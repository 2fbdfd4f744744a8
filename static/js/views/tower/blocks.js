/**
 * The blocks of the tower as one mesh, made once for a scene: a map is a slab with its colours as a texture, a unit
 * whose height shows its value one block more. Heights are an attribute; the vertex shader raises blocks by it, and
 * moves them between flat picture and tower. So most frames only set uniforms. What can change is which faces are
 * drawn: those that nobody can see are left out.
 *
 * Merged, and not an InstancedMesh: a software renderer draws every instance as a batch of its own. The 15,668 blocks
 * took 490 ms of processor time a picture as instances, 70 ms merged.
 */

import {
  Box3,
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  DoubleSide,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  Matrix3,
  Mesh,
  MeshBasicMaterial,
  Vector3,
} from "../../../vendor/three.module.min.js";
import { range } from "../../lib/math.js";
import { mapOf } from "../../lib/tensor.js";
import { cellRect, placeOf as placeInScene, unitInBox } from "../../model/places.js";
import { createAtlas } from "../network/atlas.js";
import { THICKNESS, floorNamed, placeOf, placed } from "./floors.js";

/** @import { Raycaster } from "../../../vendor/three.module.min.js" */
/** @import { Rect, Scene, SceneBox, Unit } from "../../types.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/**
 * A box that is drawn: a slab, or a unit that may stand on it.
 * @typedef {object} Solid
 * @property {Floor} floor
 * @property {SceneBox} box
 * @property {number | null} cell  null: all of a map
 * @property {number} texel  its place in the atlas
 * @property {number} rise  how high it may stand; 0 and less: it is a slab, −1 that of a map, whose sides are its rim
 */

/**
 * How the blocks are seen.
 * @typedef {object} Look
 * @property {{x: number, y: number, z: number}} eye
 * @property {ReadonlySet<Floor>} floors  nothing else is drawn
 * @property {number} heights  0 all level, 1 height shows the value
 * @property {number} standing  0 flat, 1 as a tower
 * @property {(sceneX: number, sceneY: number) => Point} flatPoint  where a place of the flat picture is, in the world
 */

/**
 * @typedef {{floors: ReadonlySet<Floor>, above: ReadonlySet<Floor>, sides: typeof SIDES}} Seen  `above`: which the eye
 *   is above of
 */

/** Corners as bits: 1 right, 2 up, 4 front. */
const CORNERS = 8;
/** Numbers of a corner: how many of what, from which on. */
const NUMBERS = 8;
const ATTRIBUTES = /** @type {const} */ ([["position", 3, 0], ["flatPlace", 2, 3], ["uv", 2, 5], ["rise", 1, 7]]);
/** Faces, as two triangles each. */
const TOP = [6, 7, 3, 6, 3, 2];
const BOTTOM = [0, 1, 5, 0, 5, 4];
const SIDES = [
  { face: [5, 1, 3, 5, 3, 7], across: 1, deep: 0 },
  { face: [0, 4, 6, 0, 6, 2], across: -1, deep: 0 },
  { face: [4, 5, 7, 4, 7, 6], across: 0, deep: 1 },
  { face: [1, 0, 2, 1, 2, 3], across: 0, deep: -1 },
];
/** From within the tower's width and depth all four sides and an end can be seen. */
const MOST_INDICES = 6 * 5;
/** A block lower than this would be less than a pixel: it stays level, and need not be drawn. */
const LEAST_SHARE = 0.03;
/** The sides of a map: between its zero and a line. */
const RIM = { light: new Vector3(0.859, 0.859, 0.839), dark: new Vector3(0.2, 0.212, 0.239) };

/** `rise`: that of the solid on upper corners, 0 on lower ones. */
const VERTEX = {
  common: `#include <common>
    uniform mat3 flatMatrix; uniform float standing; uniform float heights;
    attribute vec2 flatPlace; attribute float rise; attribute float share; varying vec3 place; varying float isMap;`,
  begin_vertex: `
    place = position + vec3(0.0, max(rise, 0.0) * heights * share, 0.0);
    isMap = -rise;
    vec3 transformed = mix(flatMatrix * vec3(flatPlace, 1.0), place, standing);`,
};
const FRAGMENT = {
  common: "#include <common>\nuniform vec3 rim; varying vec3 place; varying float isMap;",
  map_fragment: `#include <map_fragment>
    vec3 facing = abs(cross(dFdx(place), dFdy(place)));
    if (facing.y < max(facing.x, facing.z)) {
      diffuseColor.rgb = (isMap > 0.5 ? rim : diffuseColor.rgb) * (facing.z > facing.x ? 0.88 : 0.8);
    }`,
};

/** @param {string} shader  of three.js @param {Readonly<Record<string, string>>} chunks */
const withChunks = (shader, chunks) =>
  Object.entries(chunks).reduce((code, [name, chunk]) => code.replace(`#include <${name}>`, chunk), shader);

export class Blocks {
  material = new MeshBasicMaterial({ side: DoubleSide });
  mesh = new Mesh(new BufferGeometry(), this.material);
  uniforms = {
    flatMatrix: { value: new Matrix3() },
    standing: { value: 0 },
    heights: { value: 0 },
    rim: { value: RIM.light },
  };
  /** Of each unit's height, in the atlas's order. */
  #shares = new Float32Array();
  /** @type {Solid[]} */
  #solids = [];
  /** For what the faces were chosen. */
  #chosen = "";

  /** @param {Tower} tower @param {Scene | null} flat  the flat picture */
  constructor(tower, flat) {
    this.tower = tower;
    this.flat = flat;
    this.atlas = createAtlas(tower.scene);
    const { width, height } = this.atlas.canvas;
    this.#shares = new Float32Array(width * height);
    this.material.map = new DataTexture(this.atlas.pixels, width, height);
    this.material.onBeforeCompile = (
      /** @type {{uniforms: object, vertexShader: string, fragmentShader: string}} */ shader,
    ) => {
      Object.assign(shader.uniforms, this.uniforms);
      shader.vertexShader = withChunks(shader.vertexShader, VERTEX);
      shader.fragmentShader = withChunks(shader.fragmentShader, FRAGMENT);
    };
    this.mesh.frustumCulled = false;
  }

  /** The colours are those of the flat view: the same table, the same rounding. @param {TowerProps} props */
  paint({ activations, ranges, scales, tables, theme }) {
    this.uniforms.rim.value = RIM[theme];
    this.mesh.visible = activations !== null;
    if (!activations) return;
    const rangeOf = (/** @type {SceneBox} */ { layer, map }) => ranges.get(layer)?.[map] ?? { low: 0, high: 1 };
    this.atlas.update(activations, (box) => ({
      range: rangeOf(box),
      table: tables[scales.get(box.layer) ?? "sequential"],
    }));
    for (const box of this.atlas.regions.keys()) {
      const values = activations.get(box.layer);
      const { low, high } = rangeOf(box);
      const most = Math.max(Math.abs(low), Math.abs(high));
      const first = this.#texelOf(box, 0);
      if (values) {
        mapOf(values, box.map).forEach(
          (value, cell) => (this.#shares[first + this.#stepsTo(box, cell)] = steady(value / most)),
        );
      }
    }
    if (this.material.map) this.material.map.needsUpdate = true;
    if (this.uniforms.heights.value) this.#chosen = "";
  }

  /**
   * How high a unit stands, of the most on its floor; negative ones hang down.
   * @param {SceneBox} box
   * @param {number} cell
   */
  shareOf(box, cell) {
    return Number(this.#shares[this.#texelOf(box, cell)]);
  }

  /** The middle of a unit's block, on top; null if its floor is folded. @param {Unit} unit @returns {Point | null} */
  topOf(unit) {
    const [place, inScene] = [placeOf(this.tower, unit), placeInScene(this.tower.scene, unit)];
    if (!place || !inScene) return null;
    const share = this.shareOf(inScene.box, inScene.row * inScene.box.columns + inScene.column);
    const height = Math.max(share, 0) * floorNamed(this.tower, unit.layer).rise * this.uniforms.heights.value;
    return [place.x + place.width / 2, place.level + height, place.z + place.depth / 2];
  }

  /**
   * The unit whose block a ray meets first; what lies between blocks belongs to a unit, too.
   * @param {ReadonlySet<Floor>} floors
   * @param {Raycaster} raycaster
   */
  unitOn(floors, raycaster) {
    return this.#nearest(floors, raycaster, cellRect) ?? this.#nearest(floors, raycaster, (box, row, column) => {
      const { width, height } = box.cell;
      return { x: box.x + column * width, y: box.y + row * height, width, height };
    });
  }

  /** Makes ready what is seen. @param {Look} look */
  show({ eye, floors, heights, standing, flatPoint }) {
    this.uniforms.heights.value = heights;
    this.uniforms.standing.value = standing;
    const [origin, right, down] = /** @type {[Vector3, Vector3, Vector3]} */ (
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ].map(([x, y]) => new Vector3(...flatPoint(x, y)))
    );
    this.uniforms.flatMatrix.value.fromArray([...right.sub(origin), ...down.sub(origin), ...origin]);
    const { half } = this.tower;
    const sides = SIDES.filter(
      ({ across, deep }) => across * eye.x + deep * eye.z > -Math.abs(across) * half.x - Math.abs(deep) * half.z,
    );
    const above = new Set([...floors].filter(({ level }) => standing < 1 || eye.y > level));
    const choice = [
      heights > 0,
      SIDES.map((side) => sides.includes(side)),
      ...this.tower.floors.map((floor) => [floors.has(floor), above.has(floor)]),
    ].join();
    if (choice === this.#chosen) return;
    this.#chosen = choice;
    if (this.#solids.length === 0 || (heights > 0 && Number(this.#solids[0]?.rise) <= 0)) this.#make(heights > 0);
    this.#choose({ floors, sides, above });
  }

  destroy() {
    for (const part of [this.material.map, this.material, this.mesh.geometry]) part?.dispose();
  }

  /**
   * @param {ReadonlySet<Floor>} floors
   * @param {Raycaster} raycaster
   * @param {typeof cellRect} groundOf  what a unit stands on
   * @returns {Unit | null}
   */
  #nearest(floors, { ray }, groundOf) {
    const [solid, spot] = [new Box3(), new Vector3()];
    const heights = this.uniforms.heights.value;
    /** @type {{unit: Unit | null, distance: number}} */
    const nearest = { unit: null, distance: Infinity };
    for (const floor of floors) {
      /**
       * How far away a ray enters what stands on a rectangle.
       * @param {Rect} rect
       * @param {number} low
       * @param {number} high
       */
      const distanceTo = (rect, low, high) => {
        const { x, z, width, depth } = placed(this.tower, floor, rect);
        solid.min.set(x, floor.level + Math.min(low, THICKNESS * (heights - 1)), z);
        solid.max.set(x + width, floor.level + Math.max(high, 0), z + depth);
        return ray.intersectBox(solid, spot)?.distanceTo(ray.origin) ?? Infinity;
      };
      const rise = floor.rise * heights;
      for (const box of floor.boxes.filter((candidate) => distanceTo(candidate, -rise, rise) < nearest.distance)) {
        for (const cell of range(box.count)) {
          const [row, column] = [Math.floor(cell / box.columns), cell % box.columns];
          const top = rise * this.shareOf(box, cell);
          const distance = distanceTo(groundOf(box, row, column), top, top);
          if (distance < nearest.distance) Object.assign(nearest, { unit: unitInBox(box, row, column), distance });
        }
      }
    }
    return nearest.unit;
  }

  /** @param {SceneBox} box @param {number} cell */
  #texelOf(box, cell) {
    const { x, y } = /** @type {Rect} */ (this.atlas.regions.get(box));
    return y * this.atlas.canvas.width + x + this.#stepsTo(box, cell);
  }

  /** From a map's first texel to a unit's. @param {SceneBox} box @param {number} cell */
  #stepsTo({ columns }, cell) {
    return Math.floor(cell / columns) * this.atlas.canvas.width + (cell % columns);
  }

  /**
   * Units are made when they are to stand for the first time. What presets see first comes first: the rest need not be
   * coloured.
   * @param {boolean} withUnits
   */
  #make(withUnits) {
    const boxes = this.tower.floors.flatMap((floor) => floor.boxes.map((box) => ({ floor, box })));
    /** @param {typeof boxes[number]} place @param {number} rise @returns {Solid[]} */
    const cellsOf = (place, rise) =>
      range(place.box.count).map((cell) => ({ ...place, cell, rise, texel: this.#texelOf(place.box, cell) }));
    const slabs = boxes.flatMap((place) =>
      place.box.dense ? cellsOf(place, 0) : [{ ...place, cell: null, rise: -1, texel: 0 }],
    );
    this.#solids = [
      ...slabs,
      ...(withUnits ? boxes.flatMap((place) => cellsOf(place, place.floor.rise)) : []),
    ].reverse();
    const buffer = new InterleavedBuffer(new Float32Array(NUMBERS * CORNERS * this.#solids.length), NUMBERS);
    this.#solids.forEach((solid, i) => buffer.set(this.#cornersOf(solid), NUMBERS * CORNERS * i));
    this.mesh.geometry.dispose();
    this.mesh.geometry = new BufferGeometry();
    for (const [name, size, from] of ATTRIBUTES) {
      this.mesh.geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, size, from));
    }
    this.mesh.geometry.setAttribute("share", new BufferAttribute(new Float32Array(CORNERS * this.#solids.length), 1));
    this.mesh.geometry.setIndex(new BufferAttribute(new Uint32Array(MOST_INDICES * this.#solids.length), 1));
  }

  /** @param {Solid} solid @returns {number[]} */
  #cornersOf({ floor, box, cell, rise }) {
    const { x, z, width, depth } = placed(this.tower, floor, rectOf(box, cell));
    const flatBox = this.flat?.boxesOf.get(box.layer)?.find(({ map }) => map === box.map);
    const flat = flatBox ? rectOf(flatBox, cell) : { x: 0, y: 0, width: 0, height: 0 };
    const texels = this.#texelsOf(box, cell);
    const canvas = this.atlas.canvas;
    return range(CORNERS).flatMap((corner) => {
      const [right, up, front] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      return [
        x + right * width, floor.level - (rise > 0 ? 0 : THICKNESS * (1 - up)), z + front * depth,
        flat.x + right * flat.width, flat.y + front * flat.height,
        (texels.x + right * texels.width) / canvas.width, (texels.y + front * texels.height) / canvas.height,
        rise > 0 ? rise * up : rise,
      ];
    });
  }

  /** All of a map; the middle of a unit. @param {SceneBox} box @param {number | null} cell @returns {Rect} */
  #texelsOf(box, cell) {
    if (cell === null) return /** @type {Rect} */ (this.atlas.regions.get(box));
    const [texel, { width }] = [this.#texelOf(box, cell), this.atlas.canvas];
    return { x: (texel % width) + 0.5, y: Math.floor(texel / width) + 0.5, width: 0, height: 0 };
  }

  /** Faces, and the heights of what is seen of them. @param {Seen} seen */
  #choose(seen) {
    const { index, attributes } = this.mesh.geometry;
    const [indices, share] = /** @type {[BufferAttribute, BufferAttribute]} */ ([index, attributes.share]);
    let count = 0;
    this.#solids.forEach((solid, i) => {
      const faces = this.#facesOf(solid, seen);
      if (faces.length) share.array.fill(Number(this.#shares[solid.texel]), CORNERS * i, CORNERS * (i + 1));
      for (const face of faces) for (const corner of face) indices.array[count++] = CORNERS * i + corner;
    });
    indices.clearUpdateRanges();
    indices.addUpdateRange(0, count);
    for (const attribute of [indices, share]) attribute.needsUpdate = true;
    this.mesh.geometry.setDrawRange(0, count);
  }

  /** Those that can be seen. @param {Solid} solid @param {Seen} seen @returns {ReadonlyArray<readonly number[]>} */
  #facesOf(solid, { floors, sides, above }) {
    const { floor, rise, texel } = solid;
    if (!floors.has(floor)) return [];
    const heights = this.uniforms.heights.value;
    // Under a slab units hang.
    if (rise <= 0) return [above.has(floor) ? TOP : BOTTOM, ...(heights ? [] : sides.map(({ face }) => face))];
    const share = heights && Number(this.#shares[texel]);
    if (share === 0) return [];
    const free = sides.filter((side) => !this.#isCovered(solid, side)).map(({ face }) => face);
    return share > 0 === above.has(floor) ? [TOP, ...free] : free;
  }

  /**
   * Does the neighbour on a side stand as high, or hang as low?
   * @param {Solid} solid
   * @param {typeof SIDES[number]} side
   */
  #isCovered({ box, cell, texel }, { across, deep }) {
    const [row, column] = [Math.floor(Number(cell) / box.columns) + deep, (Number(cell) % box.columns) + across];
    if (box.gap.x || column < 0 || column >= box.columns || row < 0 || row >= box.rows) return false;
    const [share, beside] = [
      Number(this.#shares[texel]),
      Number(this.#shares[texel + deep * this.atlas.canvas.width + across]),
    ];
    return share > 0 ? beside >= share : beside <= share;
  }
}

/** @param {SceneBox} box @param {number | null} cell */
const rectOf = (box, cell) => (cell === null ? box : cellRect(box, Math.floor(cell / box.columns), cell % box.columns));

/** @param {number} share */
const steady = (share) => (Math.abs(share) < LEAST_SHARE ? 0 : Math.max(-1, Math.min(1, share)));
