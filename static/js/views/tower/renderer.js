/** three.js's renderer on the canvas: it draws when it is told to, never by itself. */

import { LinearSRGBColorSpace, Scene, WebGLRenderer, setConsoleFunction } from "../../../vendor/three.module.min.js";
import { listen } from "../../lib/dom.js";

/** @import { Mesh, PerspectiveCamera } from "../../../vendor/three.module.min.js" */
/** @import { Size } from "./camera.js" */

/** Renderers that draw on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** What this browser can draw with. @returns {{software: boolean} | null} null without WebGL 2 */
export function webglSupport() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { software: SOFTWARE.test(name) };
}

/**
 * @param {HTMLCanvasElement} canvas @param {readonly Mesh[]} meshes  drawn in this order
 * @param {{onLost: () => void, onRestored: () => void, antialias: boolean}} options
 */
export function createRenderer(canvas, meshes, { onLost, onRestored, antialias }) {
  setConsoleFunction(() => {}); // a lost context is told in the page, in words
  const renderer = new WebGLRenderer({ canvas, antialias, alpha: true, stencil: false, powerPreference: "high-performance" });
  renderer.outputColorSpace = LinearSRGBColorSpace; // colours pass through untouched: they are the bytes of the flat view
  renderer.setClearColor(0x000000, 0);
  renderer.sortObjects = false;
  const scene = new Scene();
  scene.add(...meshes);
  const stops = [listen(canvas, /** @type {any} */ ("webglcontextlost"), onLost), listen(canvas, /** @type {any} */ ("webglcontextrestored"), onRestored)];
  return {
    /** @param {Size} size  in CSS pixels @param {number} ratio */
    resize({ width, height }, ratio) {
      renderer.setPixelRatio(ratio);
      renderer.setSize(width, height, false);
    },
    /** @param {PerspectiveCamera} eye @param {number} left  nothing is drawn left of it @param {Size} size */
    draw(eye, left, { width, height }) {
      renderer.setScissorTest(left > 0);
      renderer.setScissor(left, 0, width - left, height);
      renderer.render(scene, eye);
    },
    destroy() {
      for (const stop of stops) stop();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
}
