/** Lines of a width in CSS pixels, as quads that face the eye; behind blocks they are still seen, faintly. */

import {
  BufferAttribute, BufferGeometry, DataTexture, DoubleSide, LinearFilter, Mesh, MeshBasicMaterial, Vector3,
} from "../../../vendor/three.module.min.js";

/** @import { PerspectiveCamera } from "../../../vendor/three.module.min.js" */
/** @import { Line } from "./lines.js" */

const HIDDEN = 0.3;
/** How opaque a line is across: soft at its edges. */
const ACROSS = [0, 255, 255, 255, 255, 0].flatMap((alpha) => [alpha, alpha, alpha, 255]);
/** CSS pixels that the soft edges add. */
const SOFT = 1;

export function createRibbons() {
  const alphaMap = new DataTexture(new Uint8Array(ACROSS), 1, ACROSS.length / 4);
  Object.assign(alphaMap, { magFilter: LinearFilter, needsUpdate: true });
  const look = { vertexColors: true, alphaMap, transparent: true, depthWrite: false, side: DoubleSide, forceSinglePass: true };
  const hidden = new Mesh(new BufferGeometry(), new MeshBasicMaterial({ ...look, depthTest: false, opacity: HIDDEN }));
  const seen = new Mesh(hidden.geometry, new MeshBasicMaterial(look));
  const meshes = [hidden, seen];
  for (const mesh of meshes) mesh.frustumCulled = false;
  /** @type {{lines: readonly Line[]}} */
  const shown = { lines: [] };
  return {
    meshes,
    /** @param {readonly Line[]} lines */
    fill(lines) {
      shown.lines = lines;
      hidden.geometry.dispose();
      hidden.geometry = seen.geometry = geometryFor(lines);
    },
    /** Turns them towards the eye. @param {PerspectiveCamera} camera @param {number} focal  CSS pixels that a world unit spans at distance 1 */
    face(camera, focal) {
      const { position } = hidden.geometry.attributes;
      if (position) place(/** @type {BufferAttribute} */ (position), shown.lines, camera, focal);
    },
    destroy() {
      hidden.geometry.dispose();
      alphaMap.dispose();
      for (const { material } of meshes) material.dispose();
    },
  };
}

/** @param {readonly Line[]} lines */
function geometryFor(lines) {
  const geometry = new BufferGeometry();
  const colours = lines.flatMap(({ colour, alpha }) => {
    const rgba = [...[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)), Math.round(255 * alpha)];
    return [...rgba, ...rgba, ...rgba, ...rgba];
  });
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(12 * lines.length), 3));
  geometry.setAttribute("uv", new BufferAttribute(new Float32Array(lines.flatMap(() => [0, 0, 0, 1, 1, 1, 1, 0])), 2));
  geometry.setAttribute("color", new BufferAttribute(new Uint8Array(colours), 4, true));
  geometry.setIndex(lines.flatMap((_, i) => [0, 1, 2, 0, 2, 3].map((corner) => 4 * i + corner)));
  return geometry;
}

/** @param {BufferAttribute} position @param {readonly Line[]} lines @param {PerspectiveCamera} camera @param {number} focal */
function place(position, lines, camera, focal) {
  const ahead = camera.getWorldDirection(new Vector3());
  const [way, side, corner] = [new Vector3(), new Vector3(), new Vector3()];
  lines.forEach(({ from, to, width }, i) => {
    way.set(...to).sub(corner.set(...from));
    [from, to].forEach((end, k) => {
      corner.set(...end);
      side.subVectors(corner, camera.position);
      const half = ((width + SOFT) / 2) * Math.max(side.dot(ahead), camera.near) / focal;
      side.cross(way).setLength(half);
      position.setXYZ(4 * i + 3 * k, end[0] - side.x, end[1] - side.y, end[2] - side.z);
      position.setXYZ(4 * i + k + 1, end[0] + side.x, end[1] + side.y, end[2] + side.z);
    });
  });
  position.needsUpdate = true;
}
