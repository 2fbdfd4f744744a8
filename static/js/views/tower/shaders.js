/**
 * What the graphics card does with slabs and with lines. Colours pass through untouched: they are the bytes of the flat view.
 *
 * A slab has at most three faces that can be seen: the vertices of one face stand for whichever of the two opposite faces looks
 * towards the eye. `standing` moves every corner from its place in the flat picture (0) to its place in the tower (1).
 * Slabs and cells are read from textures by number, not as instances: a software renderer draws every instance as a batch of its
 * own, and 15,500 of them took 600 ms.
 */

import { CELLS_WIDTH } from "./cells.js";
import { SLABS_WIDTH } from "./slabs.js";

const HEAD = "precision highp float;\nprecision highp int;\nprecision highp sampler2D;\n";

/**
 * Seven vertices a slab: the upper (or lower) corner nearest to the eye, 0, and the six around it. The faces are 0 1 2 3 (level),
 * 0 3 4 5 (left or right) and 0 5 6 1 (front or back); 2, 4 and 6 belong to one face each and bring its light.
 */
export const SLAB_VERTEX = `${HEAD}
uniform mat4 viewMatrix;
uniform mat4 projectionMatrix;
uniform vec3 cameraPosition;
uniform vec2 stage;
uniform float standing;
uniform float distance;
uniform float heights; // 0: all level, 1: height shows the value
uniform float thickness;
uniform vec3 shade;
uniform float ceiling; // floors above it are not there
uniform sampler2D slabs;
uniform sampler2D shares;
out vec2 cell;
flat out vec3 grid; // columns, rows, first cell
flat out float light;

// Away from the eye: across, up or down, deep.
const vec3 CORNERS[7] = vec3[7](vec3(0.0, 0.0, 0.0), vec3(1.0, 0.0, 0.0), vec3(1.0, 0.0, 1.0), vec3(0.0, 0.0, 1.0),
  vec3(0.0, 1.0, 1.0), vec3(0.0, 1.0, 0.0), vec3(1.0, 1.0, 0.0));

void main() {
  int slab = gl_VertexID / 7;
  int corner = gl_VertexID % 7;
  ivec2 at = ivec2(4 * (slab % ${SLABS_WIDTH}), slab / ${SLABS_WIDTH});
  vec4 place = texelFetch(slabs, at, 0);
  vec4 form = texelFetch(slabs, at + ivec2(2, 0), 0);
  int first = int(texelFetch(slabs, at + ivec2(3, 0), 0).x);
  bool alone = form.z * form.w < 2.0;
  float share = alone && heights > 0.0 ? texelFetch(shares, ivec2(first % ${CELLS_WIDTH}, first / ${CELLS_WIDTH}), 0).r : 0.0;
  float height = share * form.y * heights;
  float low = form.x + min(height, 0.0) - thickness;
  float high = form.x + max(height, 0.0);
  vec2 nearSide = step(place.xy + 0.5 * place.zw, cameraPosition.xz);
  bool above = cameraPosition.y >= low;
  vec3 away = CORNERS[corner];
  vec2 part = abs(nearSide - away.xz);
  float y = mix(above ? high : low, above ? low : high, away.y);
  vec4 tower = projectionMatrix * viewMatrix * vec4(place.x + part.x * place.z, y, place.y + part.y * place.w, 1.0);
  vec4 flatPlace = vec4(0.0);
  if (standing < 1.0) {
    vec4 flatRect = texelFetch(slabs, at + ivec2(1, 0), 0);
    vec2 level = 2.0 * (flatRect.xy + part * flatRect.zw) / stage - 1.0;
    flatPlace = vec4(level.x, -level.y, 0.0, 1.0) * distance;
  }
  gl_Position = mix(flatPlace, tower, standing);
  if (form.x > ceiling) gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
  cell = part * form.zw;
  grid = vec3(form.zw, float(first));
  light = corner == 4 ? shade.y : corner == 6 ? shade.z : shade.x;
}
`;

/** Floors are seen from the side, so a pixel may see two cells behind each other: then it shows their mean. One cell keeps its very colour. */
export const SLAB_FRAGMENT = `${HEAD}
in vec2 cell;
flat in vec3 grid;
flat in float light;
uniform sampler2D colours;
uniform vec4 rim;
out vec4 pixel;

vec3 colourAt(vec2 place) {
  vec2 inside = clamp(floor(place), vec2(0.0), grid.xy - 1.0);
  int index = int(grid.z + inside.y * grid.x + inside.x);
  return texelFetch(colours, ivec2(index % ${CELLS_WIDTH}, index / ${CELLS_WIDTH}), 0).rgb;
}

void main() {
  if (light < 1.0) {
    pixel = vec4((grid.x > 1.0 ? rim.rgb : colourAt(vec2(0.0))) * light, 1.0);
    return;
  }
  if (grid.x < 2.0) {
    pixel = vec4(colourAt(vec2(0.0)), 1.0);
    return;
  }
  vec2 down = 0.25 * dFdy(cell);
  pixel = vec4(0.5 * (colourAt(cell - down) + colourAt(cell + down)), 1.0);
}
`;

/** Lines of a width in CSS pixels, softened at their edges; cut where they pass behind the eye. */
export const LINE_VERTEX = `${HEAD}
in vec2 position; // along, across
in vec3 start;
in vec3 end;
in float width;
in vec4 colour;
uniform mat4 viewMatrix;
uniform mat4 projectionMatrix;
uniform vec2 stage;
uniform float near;
out vec4 paint;
out float across;
out float halfWidth;

void main() {
  vec4 one = projectionMatrix * viewMatrix * vec4(start, 1.0);
  vec4 other = projectionMatrix * viewMatrix * vec4(end, 1.0);
  vec4 from = one.w < near ? mix(one, other, clamp((near - one.w) / (other.w - one.w), 0.0, 1.0)) : one;
  vec4 to = other.w < near ? mix(other, one, clamp((near - other.w) / (one.w - other.w), 0.0, 1.0)) : other;
  vec2 way = (to.xy / to.w - from.xy / from.w) * stage;
  vec2 side = length(way) > 1e-4 ? normalize(vec2(-way.y, way.x)) : vec2(0.0, 1.0);
  halfWidth = 0.5 * width;
  across = position.y * (halfWidth + 0.75);
  vec4 here = mix(from, to, position.x);
  gl_Position = vec4(here.xy + 2.0 * side * across / stage * here.w, here.z, here.w);
  if (one.w < near && other.w < near) gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
  paint = colour;
}
`;

export const LINE_FRAGMENT = `${HEAD}
in vec4 paint;
in float across;
in float halfWidth;
uniform float strength;
out vec4 pixel;

void main() {
  float alpha = paint.a * strength * clamp(halfWidth + 0.5 - abs(across), 0.0, 1.0);
  pixel = vec4(paint.rgb * alpha, alpha);
}
`;
