/** What this browser can draw with: asked before the first picture. */

/** Renderers that draw on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** @param {() => HTMLCanvasElement | OffscreenCanvas} [make] @returns {{software: boolean} | null} null without WebGL 2 */
export function webglSupport(make = () => new OffscreenCanvas(1, 1)) {
  const gl = /** @type {WebGL2RenderingContext | null} */ (make().getContext("webgl2"));
  if (!gl) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { software: SOFTWARE.test(name) };
}
