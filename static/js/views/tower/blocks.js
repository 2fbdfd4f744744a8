/**
 * The blocks of the tower as one mesh, built once per scene: a slab per map, textured with its colours, and a block per
 * unit whose height shows its value. Heights are a vertex attribute; the vertex shader applies them and interpolates
 * between flat view and tower, so that most frames only set uniforms. The index buffer omits invisible faces. The
 * blocks are merged instead of instanced because software renderers draw instances one by one.
 */

import {
  Box3, BufferAttribute, BufferGeometry, DataTexture, DoubleSide, InterleavedBuffer, InterleavedBufferAttribute,
  Matrix3, Mesh, MeshBasicMaterial, Vector3,
} from "../../../vendor/three.module.min.js";
import { colourise, rangeOf } from "../../lib/colour.js";
import { clamp, mix, range } from "../../lib/math.js";
import { mapOf } from "../../lib/tensor.js";
import { cellRect, unitInBox } from "../../model/places.js";
import { createAtlas } from "../network/atlas.js";
import { THICKNESS, placeOf, placed } from "./floors.js";

/** @import { Raycaster } from "../../../vendor/three.module.min.js" */
/** @import { Rect, Scene, SceneBox, Unit } from "../../types.js" */
/** @import { Over } from "../network/overlay.js" */
/** @import { TowerProps } from "../tower.js" */
/** @import { Floor, Point, Tower } from "./floors.js" */

/**
 * A box of the mesh: a slab, or a unit's block on it.
 * @typedef {object} Solid
 * @property {Floor} floor @property {SceneBox} box
 * @property {number | null} cell  null: a whole map
 * @property {number} texel  its index in the atlas
 * @property {number} rise  its maximum height; 0: a slab
 */

/**
 * `floors`: those to draw; `heights`: 0 level, 1 showing the values; `standing`: 0 flat view, 1 tower; `flat`: the
 * transform from the flat scene to world space.
 * @typedef {{eye: Vector3, floors: ReadonlySet<Floor>, heights: number, standing: number, flat: Matrix3}} Look
 */

/** Number of corners, whose index is made of bits: 1 right, 2 up, 4 front. */
const CORNERS = 8;
/** Floats per corner, and the attributes in them as [name, size, offset]. */
const NUMBERS = 8;
const ATTRIBUTES = /** @type {const} */ ([["position", 3, 0], ["flatPlace", 2, 3], ["uv", 2, 5], ["rise", 1, 7]]);
/** Faces as the corner indices of two triangles. */
const TOP = [6, 7, 3, 6, 3, 2];
const BOTTOM = [0, 1, 5, 0, 5, 4];
const SIDES = [
  { face: [5, 1, 3, 5, 3, 7], across: 1, deep: 0 },
  { face: [0, 4, 6, 0, 6, 2], across: -1, deep: 0 },
  { face: [4, 5, 7, 4, 7, 6], across: 0, deep: 1 },
  { face: [1, 0, 2, 1, 2, 3], across: 0, deep: -1 },
];
const MOST_INDICES = 6 * 6;
/** Share of the maximum height below which a block would be less than a pixel, and is not drawn. */
const LEAST_SHARE = 0.03;
/** Texture inset in texels at a map's edge, so that its sides do not take the next map's colours. */
const INSET = 0.01;

/** `rise`: the maximum height at upper corners, 0 at lower ones. */
const VERTEX = {
  common: `#include <common>
    uniform mat3 flatMatrix; uniform float standing; uniform float heights;
    attribute vec2 flatPlace; attribute float rise; attribute float share; varying vec3 place;`,
  begin_vertex: `
    place = position + vec3(0.0, rise * heights * share, 0.0);
    vec3 transformed = mix(flatMatrix * vec3(flatPlace, 1.0), place, standing);`,
};
const FRAGMENT = {
  common: "#include <common>\nvarying vec3 place;",
  map_fragment: `#include <map_fragment>
    vec3 facing = abs(cross(dFdx(place), dFdy(place)));
    if (facing.y < max(facing.x, facing.z)) diffuseColor.rgb *= facing.z > facing.x ? 0.88 : 0.8;`,
};

/** @param {string} shader  of three.js @param {Readonly<Record<string, string>>} chunks */
const withChunks = (shader, chunks) =>
  Object.entries(chunks).reduce((code, [name, chunk]) => code.replace(`#include <${name}>`, chunk), shader);

export class Blocks {
  material = new MeshBasicMaterial({ side: DoubleSide });
  mesh = Object.assign(new Mesh(new BufferGeometry(), this.material), { frustumCulled: false });
  uniforms = { flatMatrix: { value: new Matrix3() }, standing: { value: 0 }, heights: { value: 0 } };
  /** Each unit's height as a share of the maximum, in the atlas's order. @type {Float32Array} */
  #shares;
  /** @type {Solid[]} */
  #solids = [];
  /** The state that the current faces were chosen for, as JSON. */
  #facesKey = "";

  /** @param {Tower} tower @param {Scene | null} flat  the flat view's scene */
  constructor(tower, flat) {
    this.tower = tower;
    this.flat = flat;
    this.atlas = createAtlas(tower.scene);
    const { width, height } = this.atlas.canvas;
    this.#shares = new Float32Array(width * height);
    this.material.map = new DataTexture(this.atlas.pixels, width, height);
    /** @param {{uniforms: object, vertexShader: string, fragmentShader: string}} shader */
    this.material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, this.uniforms);
      shader.vertexShader = withChunks(shader.vertexShader, VERTEX);
      shader.fragmentShader = withChunks(shader.fragmentShader, FRAGMENT);
    };
  }

  /** Colour the blocks like the flat view: the same table and rounding. @param {TowerProps} props */
  paint({ activations, ranges, scales, tables, over }) {
    this.mesh.visible = activations !== null;
    if (!activations) return;
    const endsOf = (/** @type {SceneBox} */ { layer, map }) => ranges.get(layer)?.[map] ?? { low: 0, high: 1 };
    const tableOf = (/** @type {SceneBox} */ { layer }) => tables[scales.get(layer) ?? "sequential"];
    this.atlas.update(activations, (box) => ({ range: endsOf(box), table: tableOf(box) }));
    if (over) this.#blendOver(over, tables.diverging);
    for (const [box, { x, y, width }] of this.atlas.regions) {
      const [values, { low, high }] = [activations.get(box.layer), endsOf(box)];
      const first = y * this.atlas.canvas.width + x;
      (values ? mapOf(values, box.map) : []).forEach((value, cell) => {
        const texel = first + Math.floor(cell / width) * this.atlas.canvas.width + (cell % width);
        this.#shares[texel] = clampedShare(value / Math.max(-low, high));
      });
    }
    if (this.material.map) this.material.map.needsUpdate = true;
    if (this.uniforms.heights.value) this.#facesKey = "";
  }

  /** Return a unit's share of the maximum height, signed. @param {SceneBox} box @param {number} cell */
  shareOf(box, cell) {
    return Number(this.#shares[this.#texelOf(box, cell)]);
  }

  /** Return the centre of a block's top; null if its floor is folded. @param {Unit} unit @returns {Point | null} */
  topOf(unit) {
    const place = placeOf(this.tower, unit);
    if (!place) return null;
    const height = Math.max(this.shareOf(place.box, place.cell), 0) * place.floor.rise * this.uniforms.heights.value;
    return [place.x + place.width / 2, place.level + height, place.z + place.depth / 2];
  }

  /**
   * Return the unit whose block a ray hits first; the gaps between blocks belong to units as well.
   * @param {ReadonlySet<Floor>} floors @param {Raycaster} raycaster @returns {Unit | null}
   */
  unitOn(floors, raycaster, groundOf = cellRect) {
    const { ray } = raycaster;
    const [solid, spot] = [new Box3(), new Vector3()];
    const heights = this.uniforms.heights.value;
    let nearest = { unit: /** @type {Unit | null} */ (null), distance: Infinity };
    for (const floor of floors) {
      /** Return the ray's distance to a block. @param {Rect} rect @param {number} low @param {number} high */
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
          if (distance < nearest.distance) nearest = { unit: unitInBox(box, row, column), distance };
        }
      }
    }
    return nearest.unit ?? (groundOf === cellRect ? this.unitOn(floors, raycaster, cellWithGap) : null);
  }

  /** Update uniforms and faces for a frame. @param {Look} look */
  show({ eye, floors, heights, standing, flat }) {
    this.uniforms.heights.value = heights;
    this.uniforms.standing.value = standing;
    this.uniforms.flatMatrix.value = flat;
    const { x, z } = this.tower.half; // inside the tower all four sides are visible
    const sides = SIDES.filter(({ across, deep }) => across * eye.x + deep * eye.z > -Math.abs(across * x + deep * z));
    const choice = JSON.stringify([heights > 0, sides, [...floors].map(({ level }) => level)]);
    if (choice === this.#facesKey) return;
    this.#facesKey = choice;
    if (this.#solids.length === 0 || (heights > 0 && this.#solids[0]?.rise === 0)) this.#buildGeometry(heights > 0);
    this.#updateFaces(floors, sides);
  }

  destroy() {
    for (const part of [this.material.map, this.material, this.mesh.geometry]) part?.dispose();
  }

  /** Blend an attribution's colours over the input's. @param {Over} over @param {Uint32Array} table */
  #blendOver({ map: { data }, opacity }, table) {
    const [box] = this.tower.scene.boxesOf.get("input") ?? [];
    if (!box) return;
    const colours = new Uint32Array(data.length);
    colourise(data, rangeOf(data, true), table, colours);
    new Uint8Array(colours.buffer).forEach((byte, i) => {
      const at = 4 * this.#texelOf(box, i >> 2) + (i & 3);
      this.atlas.pixels[at] = mix(Number(this.atlas.pixels[at]), byte, opacity);
    });
  }

  /** Return a cell's index in the atlas. @param {SceneBox} box @param {number} cell */
  #texelOf(box, cell) {
    const { x, y } = /** @type {Rect} */ (this.atlas.regions.get(box));
    return (y + Math.floor(cell / box.columns)) * this.atlas.canvas.width + x + (cell % box.columns);
  }

  /**
   * Build the geometry; the units' blocks are added when heights are first shown. It is ordered front to back as seen
   * from the presets, so that hidden fragments are not shaded.
   * @param {boolean} withUnits
   */
  #buildGeometry(withUnits) {
    const boxes = this.tower.floors.flatMap((floor) => floor.boxes.map((box) => ({ floor, box })));
    /** @param {typeof boxes[number]} place @param {number} rise @returns {Solid[]} */
    const cellsOf = ({ floor, box }, rise) =>
      range(box.count).map((cell) => ({ floor, box, cell, rise, texel: this.#texelOf(box, cell) }));
    const slabs = boxes.flatMap((place) =>
      place.box.dense ? cellsOf(place, 0) : [{ ...place, cell: null, rise: 0, texel: this.#texelOf(place.box, 0) }],
    );
    const units = withUnits ? boxes.flatMap((place) => cellsOf(place, place.floor.rise)) : [];
    this.#solids = [...slabs, ...units].reverse();
    const count = this.#solids.length;
    const buffer = new InterleavedBuffer(new Float32Array(NUMBERS * CORNERS * count), NUMBERS);
    this.#solids.forEach((solid, i) => buffer.set(this.#cornersOf(solid), NUMBERS * CORNERS * i));
    this.mesh.geometry.dispose();
    const geometry = (this.mesh.geometry = new BufferGeometry());
    for (const [name, size, from] of ATTRIBUTES) {
      geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, size, from));
    }
    geometry.setAttribute("share", new BufferAttribute(new Float32Array(CORNERS * count), 1));
    geometry.setIndex(new BufferAttribute(new Uint32Array(MOST_INDICES * count), 1));
  }

  /** Return the vertex data of a box. @param {Solid} solid @returns {number[]} */
  #cornersOf({ floor, box, cell, rise, texel }) {
    const { x, z, width, depth } = placed(this.tower, floor, rectOf(box, cell));
    const flatBox = this.flat?.boxesOf.get(box.layer)?.find(({ map }) => map === box.map);
    const flat = flatBox ? rectOf(flatBox, cell) : { x: 0, y: 0, width: 0, height: 0 };
    const atlas = this.atlas.canvas;
    const from = { x: texel % atlas.width, y: Math.floor(texel / atlas.width) };
    const [columns, rows, inset] = cell === null ? [box.columns, box.rows, INSET] : [1, 1, 0.5];
    return range(CORNERS).flatMap((corner) => {
      const [right, up, front] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      return [
        x + right * width, floor.level - (rise ? 0 : THICKNESS * (1 - up)), z + front * depth,
        flat.x + right * flat.width, flat.y + front * flat.height,
        (from.x + (right ? columns - inset : inset)) / atlas.width,
        (from.y + (front ? rows - inset : inset)) / atlas.height,
        rise * up,
      ];
    });
  }

  /** Update indices and visible heights. @param {ReadonlySet<Floor>} floors @param {typeof SIDES} sides */
  #updateFaces(floors, sides) {
    const { index, attributes } = this.mesh.geometry;
    const [indices, share] = /** @type {[BufferAttribute, BufferAttribute]} */ ([index, attributes.share]);
    let count = 0;
    this.#solids.forEach((solid, i) => {
      const faces = floors.has(solid.floor) ? this.#facesOf(solid, sides) : [];
      if (faces.length) share.array.fill(Number(this.#shares[solid.texel]), CORNERS * i, CORNERS * (i + 1));
      for (const face of faces) for (const corner of face) indices.array[count++] = CORNERS * i + corner;
    });
    indices.clearUpdateRanges();
    indices.addUpdateRange(0, count);
    for (const attribute of [indices, share]) attribute.needsUpdate = true;
    this.mesh.geometry.setDrawRange(0, count);
  }

  /** Return the visible faces. @param {Solid} solid @param {typeof SIDES} sides */
  #facesOf(solid, sides) {
    const heights = this.uniforms.heights.value;
    if (solid.rise === 0) return heights ? [TOP] : [TOP, BOTTOM, ...sides.map(({ face }) => face)]; // some are below
    if (!heights || !this.#shares[solid.texel]) return [];
    return [TOP, ...sides.filter((side) => !this.#isCovered(solid, side)).map(({ face }) => face)];
  }

  /** Return whether the neighbour covers this side. @param {Solid} solid @param {typeof SIDES[number]} side */
  #isCovered({ box, cell, texel }, { across, deep }) {
    const [row, column] = [Math.floor(Number(cell) / box.columns) + deep, (Number(cell) % box.columns) + across];
    if (box.gap.x || column < 0 || column >= box.columns || row < 0 || row >= box.rows) return false;
    const beside = Number(this.#shares[texel + deep * this.atlas.canvas.width + across]);
    const share = Number(this.#shares[texel]);
    return share > 0 ? beside >= share : beside <= share;
  }
}

/** @param {SceneBox} box @param {number | null} cell */
const rectOf = (box, cell) => (cell === null ? box : cellRect(box, Math.floor(cell / box.columns), cell % box.columns));

/** A cell including the gap around it. @type {typeof cellRect} */
const cellWithGap = (box, row, column) => cellRect({ ...box, gap: { x: 0, y: 0 } }, row, column);

/** Clamp to ±1, tiny shares to 0. @param {number} share */
const clampedShare = (share) => (Math.abs(share) < LEAST_SHARE ? 0 : clamp(share, -1, 1));
