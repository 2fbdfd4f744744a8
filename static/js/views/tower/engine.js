/** The only place that talks to WebGL: slabs, cells and lines in, a picture out. It draws when it is told to, never by itself. */

import {
  BufferAttribute, BufferGeometry, DataTexture, DoubleSide, FloatType, GLSL3, Mesh, PerspectiveCamera, RawShaderMaterial, RedFormat,
  RGBAFormat, Scene, Vector2, Vector3, Vector4, WebGLRenderer, setConsoleFunction,
} from "../../../vendor/three.module.min.js";
import { FIELD } from "./camera.js";
import { CELLS_WIDTH } from "./cells.js";
import { facesOf, mostIndices } from "./faces.js";
import { LINE_FRAGMENT, LINE_VERTEX, SLAB_FRAGMENT, SLAB_VERTEX, UNIT_FRAGMENT, UNIT_VERTEX } from "./shaders.js";
import { CORNERS, FACES, SLABS_WIDTH } from "./slabs.js";

/** @typedef {import("./camera.js").Sight} Sight */
/** @typedef {import("./cells.js").Cells} Cells */
/** @typedef {import("./lines.js").Lines} Lines */
/** @typedef {import("./slabs.js").Slabs} Slabs */

/**
 * One frame.
 * @typedef {object} Frame
 * @property {Sight} sight
 * @property {number} distance  from the eye to its target
 * @property {number} standing  0 flat, 1 as a tower
 * @property {number} heights  0 level, 1 height shows the value
 * @property {number} thickness  of a level map
 * @property {import("./floors.js").Storeys} storeys  what is lower or higher is not drawn
 */

/** What is left of a colour on the faces that look up or down, aside, and to the front. */
const SHADE = new Vector3(1, 0.8, 0.88);
/** A line behind blocks is still seen, faintly. */
const HIDDEN = 0.3;
const TEXELS = 4;
/** Over every tower. */
const HIGH = 1e6;
/** A slab with all its faces. */
const TRIANGLES = [...FACES.level, ...FACES.across, ...FACES.deep];

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{onLost: () => void, onRestored: () => void, antialias: boolean}} options
 */
export function createEngine(canvas, { onLost, onRestored, antialias }) {
  setConsoleFunction(() => {}); // a lost context is told in the page, in words
  const renderer = new WebGLRenderer({ canvas, antialias, alpha: true, stencil: false, powerPreference: "high-performance" });
  renderer.setClearColor(0x000000, 0);
  renderer.sortObjects = false;
  const camera = new PerspectiveCamera((FIELD * 180) / Math.PI, 1, 1, 10);
  const uniforms = createUniforms();
  const meshes = createMeshes(uniforms);
  const scene = new Scene();
  scene.add(...Object.values(meshes));
  const ended = new AbortController();
  canvas.addEventListener("webglcontextlost", onLost, { signal: ended.signal });
  canvas.addEventListener("webglcontextrestored", onRestored, { signal: ended.signal });
  return {
    ...fillers(uniforms, meshes),
    /** @param {{width: number, height: number}} size  in CSS pixels @param {number} ratio */
    resize(size, ratio) {
      renderer.setPixelRatio(ratio);
      renderer.setSize(size.width, size.height, false);
    },
    /** @param {Frame} frame */
    draw(frame) {
      aim(camera, uniforms, frame);
      meshes.units.visible = frame.heights > 0;
      meshes.hidden.visible = meshes.lines.visible = frame.standing === 1 && Boolean(meshes.lines.geometry.index?.count);
      renderer.render(scene, camera);
    },
    calls: () => renderer.info.render.calls,
    destroy() {
      ended.abort();
      for (const mesh of Object.values(meshes)) {
        mesh.geometry.dispose();
        mesh.material.dispose();
      }
      for (const { value } of [uniforms.colours, uniforms.shares, meshes.level.material.uniforms.slabs, meshes.units.material.uniforms.slabs]) value.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
}

/** @typedef {ReturnType<typeof createMeshes>} Meshes */

/** Drawn in this order. @param {Uniforms} uniforms */
function createMeshes(uniforms) {
  const meshes = { level: slabMesh(uniforms, SLAB_VERTEX, SLAB_FRAGMENT), units: slabMesh(uniforms, UNIT_VERTEX, UNIT_FRAGMENT), hidden: lineMesh(uniforms, HIDDEN), lines: lineMesh(uniforms, 1) };
  meshes.hidden.material.depthTest = false;
  for (const mesh of Object.values(meshes)) mesh.frustumCulled = false;
  return meshes;
}

/** What fills the meshes. @param {Uniforms} uniforms @param {Meshes} meshes */
function fillers(uniforms, meshes) {
  return {
    /** @param {Cells} cells */
    setCells({ colours, shares, height }) {
      replace(uniforms.colours, new DataTexture(new Uint8Array(colours.buffer), CELLS_WIDTH, height));
      replace(uniforms.shares, new DataTexture(shares, CELLS_WIDTH, height, RedFormat, FloatType));
    },
    /** @param {Slabs} made */
    setLevel(made) {
      fill(meshes.level, made, slabIndices(made.count));
    },
    /** @param {Slabs} made @param {Cells} cells */
    setUnits(made, cells) {
      fill(meshes.units, made, new Uint32Array(mostIndices(cells)));
    },
    /** The cells have changed in place. */
    recolour() {
      uniforms.colours.value.needsUpdate = true;
    },
    /** Their heights, too. */
    restand() {
      uniforms.shares.value.needsUpdate = true;
    },
    /** Other faces are seen. @param {Cells} cells @param {readonly import("./faces.js").Side[]} sides */
    face(cells, sides) {
      const { index } = meshes.units.geometry;
      if (!index) return;
      const used = facesOf(cells, sides, /** @type {Uint32Array} */ (index.array));
      index.clearUpdateRanges();
      index.addUpdateRange(0, used);
      index.needsUpdate = true;
      meshes.units.geometry.setDrawRange(0, used);
    },
    /** @param {readonly [number, number, number]} rim  a map's, as shares of 1 */
    setRim: ([red, green, blue]) => uniforms.rim.value.set(red, green, blue, 1),
    /** @param {Lines} made */
    setLines(made) {
      meshes.lines.geometry.dispose();
      meshes.lines.geometry = meshes.hidden.geometry = lineGeometry(made);
    },
  };
}

/** @typedef {ReturnType<typeof createUniforms>} Uniforms */

function createUniforms() {
  return {
    stage: { value: new Vector2(1, 1) },
    standing: { value: 1 },
    distance: { value: 1 },
    heights: { value: 0 },
    thickness: { value: 0 },
    near: { value: 1 },
    shown: { value: new Vector2(-HIGH, HIGH) },
    shade: { value: SHADE },
    rim: { value: new Vector4(0, 0, 0, 1) },
    colours: { value: new DataTexture() },
    shares: { value: new DataTexture() },
  };
}

/** @param {{value: DataTexture}} uniform @param {DataTexture} texture */
function replace(uniform, texture) {
  uniform.value.dispose();
  texture.needsUpdate = true;
  Object.assign(uniform, { value: texture });
}

/** @param {PerspectiveCamera} camera @param {Uniforms} uniforms @param {Frame} frame */
function aim(camera, uniforms, { sight, distance, standing, heights, thickness, storeys }) {
  const [x, y, z] = sight.eye;
  camera.aspect = sight.size.width / sight.size.height;
  camera.near = Math.max(distance / 50, 4);
  camera.far = distance + 4000;
  camera.position.set(x, y, z);
  camera.lookAt(x - sight.back[0], y - sight.back[1], z - sight.back[2]);
  camera.updateProjectionMatrix();
  uniforms.stage.value.set(sight.size.width, sight.size.height);
  uniforms.shown.value.set(Math.max(storeys.lowest, -HIGH), Math.min(storeys.highest, HIGH));
  Object.assign(uniforms.standing, { value: standing });
  Object.assign(uniforms.distance, { value: distance });
  Object.assign(uniforms.heights, { value: heights });
  Object.assign(uniforms.thickness, { value: thickness });
  Object.assign(uniforms.near, { value: camera.near });
}

/** @param {Readonly<Record<string, {value: unknown}>>} uniforms @param {string} vertexShader @param {string} fragmentShader */
function shaded(uniforms, vertexShader, fragmentShader) {
  return new RawShaderMaterial({ glslVersion: GLSL3, uniforms, vertexShader, fragmentShader, side: DoubleSide });
}

/** @param {Uniforms} uniforms @param {string} vertexShader @param {string} fragmentShader */
function slabMesh(uniforms, vertexShader, fragmentShader) {
  const own = { ...uniforms, slabs: { value: new DataTexture() } };
  const material = shaded(own, vertexShader, fragmentShader);
  return Object.assign(new Mesh(new BufferGeometry(), material), { material: Object.assign(material, { uniforms: own }) });
}

/** @param {Uniforms} uniforms @param {number} strength */
function lineMesh(uniforms, strength) {
  const material = shaded({ ...uniforms, strength: { value: strength } }, LINE_VERTEX, LINE_FRAGMENT);
  Object.assign(material, { transparent: true, premultipliedAlpha: true, depthWrite: false });
  return new Mesh(new BufferGeometry(), material);
}

/** @param {ReturnType<typeof slabMesh>} mesh @param {Slabs} made @param {Uint32Array} indices */
function fill(mesh, { numbers, height }, indices) {
  replace(mesh.material.uniforms.slabs, new DataTexture(numbers, TEXELS * SLABS_WIDTH, height, RGBAFormat, FloatType));
  mesh.geometry.dispose();
  mesh.geometry = new BufferGeometry();
  mesh.geometry.setIndex(new BufferAttribute(indices, 1));
}

/** Two triangles for each of four vertices. @param {number} count  of faces */
function quadIndices(count) {
  const indices = new Uint32Array(6 * count);
  for (let face = 0; face < count; face++) [0, 1, 2, 0, 2, 3].forEach((corner, i) => void (indices[6 * face + i] = 4 * face + corner));
  return indices;
}

/** @param {number} count  of slabs */
function slabIndices(count) {
  const indices = new Uint32Array(TRIANGLES.length * count);
  for (let slab = 0; slab < count; slab++) TRIANGLES.forEach((corner, i) => void (indices[TRIANGLES.length * slab + i] = CORNERS * slab + corner));
  return indices;
}

/** @param {Lines} lines */
function lineGeometry({ count, starts, ends, widths, colours }) {
  const corners = [0, -1, 1, -1, 1, 1, 0, 1];
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from({ length: 8 * count }, (_, i) => Number(corners[i % 8])), 2));
  geometry.setAttribute("start", new BufferAttribute(fourTimes(starts, 3), 3));
  geometry.setAttribute("end", new BufferAttribute(fourTimes(ends, 3), 3));
  geometry.setAttribute("width", new BufferAttribute(fourTimes(widths, 1), 1));
  geometry.setAttribute("colour", new BufferAttribute(new Uint8Array(fourTimes(colours, 1).buffer), 4, true));
  geometry.setIndex(new BufferAttribute(quadIndices(count), 1));
  return geometry;
}

/** Each group of numbers four times in a row, once for each corner. @template {Float32Array | Uint32Array} Numbers @param {Numbers} numbers @param {number} size @returns {Numbers} */
function fourTimes(numbers, size) {
  const made = /** @type {Numbers} */ (new (/** @type {any} */ (numbers.constructor))(4 * numbers.length));
  for (let i = 0; i < made.length; i++) made[i] = Number(numbers[Math.floor(i / (4 * size)) * size + (i % size)]);
  return made;
}
