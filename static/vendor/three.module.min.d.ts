export {
  Box3, BufferAttribute, BufferGeometry, DataTexture, DoubleSide, InterleavedBuffer, InterleavedBufferAttribute,
  LinearSRGBColorSpace, Matrix3, Mesh, MeshBasicMaterial, PerspectiveCamera, Raycaster, Scene, ShaderMaterial,
  Vector2, Vector3, WebGLRenderer, setConsoleFunction,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
