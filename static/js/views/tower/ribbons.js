/** Lines of a width in CSS pixels: quads that the shader turns towards the eye. Behind blocks they are seen faintly. */

import { BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial } from "../../../vendor/three.module.min.js";

/** @import { Line } from "./lines.js" */

const HIDDEN = 0.3;
/**
 * `focal`: CSS pixels that a world unit spans at distance 1; `across`: CSS pixels from the line's middle, and to where
 * it has faded out.
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

export function createRibbons() {
  const focal = { value: 1 };
  const geometry = new BufferGeometry();
  const meshes = [HIDDEN, 1].map((opacity) => {
    const shader = { vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: { focal, opacity: { value: opacity } } };
    const depth = { depthTest: opacity === 1, depthWrite: false, side: DoubleSide, forceSinglePass: true };
    const material = new ShaderMaterial({ ...shader, ...depth, transparent: true });
    return Object.assign(new Mesh(geometry, material), { frustumCulled: false });
  });
  /** @param {string} name @param {readonly number[]} numbers @param {number} size */
  const set = (name, numbers, size) =>
    void geometry.setAttribute(name, new BufferAttribute(new Float32Array(numbers), size));
  return {
    meshes,
    focal,
    /** @param {readonly Line[]} lines */
    fill(lines) {
      geometry.dispose();
      set("position", lines.flatMap(({ from, to }) => [...from, ...from, ...to, ...to]), 3);
      set("other", lines.flatMap(({ from, to }) => [...to, ...to, ...from, ...from]), 3);
      set("look", lines.flatMap(({ width }) => [-1, width, 1, width, -1, width, 1, width]), 2);
      set("tint", lines.flatMap(({ colour, opacity }) => {
        const tint = [...[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255), opacity];
        return [...tint, ...tint, ...tint, ...tint];
      }), 4);
      geometry.setIndex(lines.flatMap((_, i) => [0, 1, 2, 0, 2, 3].map((corner) => 4 * i + corner)));
    },
    destroy() {
      geometry.dispose();
      for (const { material } of meshes) material.dispose();
    },
  };
}
