export {
  BufferAttribute, BufferGeometry, DataTexture, DoubleSide, LinearFilter, LinearSRGBColorSpace, Mesh,
  MeshBasicMaterial, PerspectiveCamera, Plane, Raycaster, Scene, Sphere, Vector2, Vector3, WebGLRenderer,
  setConsoleFunction,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
