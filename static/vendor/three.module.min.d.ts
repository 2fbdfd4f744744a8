export {
  BufferAttribute, BufferGeometry, DataTexture, DoubleSide, FloatType, GLSL3, Mesh, PerspectiveCamera, RawShaderMaterial, RedFormat,
  RGBAFormat, Scene, Vector2, Vector3, Vector4, WebGLRenderer, setConsoleFunction,
} from "three";
