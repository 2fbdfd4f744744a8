export {
  Box3, BufferAttribute, BufferGeometry, DataTexture, DoubleSide, FloatType, InterleavedBuffer, InterleavedBufferAttribute,
  LinearSRGBColorSpace, Matrix3, Mesh, MeshBasicMaterial, PerspectiveCamera, Raycaster, RedFormat, Scene, ShaderMaterial,
  Vector2, Vector3, WebGLRenderer, setConsoleFunction,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
