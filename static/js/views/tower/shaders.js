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
 * Seven vertices a slab, numbered in steps of eight: the upper (or lower) corner nearest to the eye, 0, and six around it. The bits of
 * a number say whether a corner lies away from the eye: 1 across, 2 up or down, 4 deep. The faces are 0 1 5 4 (level), 0 4 6 2 (left or
 * right) and 0 2 3 1 (front or back); 5, 6 and 3 belong to one face each and bring its light. Indices are split by shifts and masks: a
 * software renderer divides integers, and looks into tables, one by one.
 */
const PLACING = `${HEAD}
uniform mat4 viewMatrix;
uniform mat4 projectionMatrix;
uniform vec3 cameraPosition;
uniform vec2 stage;
uniform float standing;
uniform float distance;
uniform float thickness;
uniform vec3 shade;
uniform vec2 shown; // floors below and above it are not there
uniform sampler2D slabs;

vec4 slabNumbers(int slab, int which) {
  return texelFetch(slabs, ivec2(((slab & ${SLABS_WIDTH - 1}) << 2) + which, slab >> ${Math.log2(SLABS_WIDTH)}), 0);
}

float lightOf(int corner) {
  return corner == 6 ? shade.y : corner == 3 ? shade.z : shade.x;
}

/** Places a corner of a slab; gives which part of the slab it is, across and deep. */
vec2 put(int slab, int corner, float level, float height) {
  vec4 place = slabNumbers(slab, 0);
  float low = level + min(height, 0.0) - thickness;
  float high = level + max(height, 0.0);
  vec2 nearSide = step(place.xy + 0.5 * place.zw, cameraPosition.xz);
  bool above = cameraPosition.y >= low;
  vec3 away = vec3(corner & 1, (corner >> 1) & 1, corner >> 2);
  vec2 part = abs(nearSide - away.xz);
  float y = mix(above ? high : low, above ? low : high, away.y);
  vec4 tower = projectionMatrix * (viewMatrix * vec4(place.x + part.x * place.z, y, place.y + part.y * place.w, 1.0));
  vec4 flatPlace = vec4(0.0);
  if (standing < 1.0) {
    vec4 flatRect = slabNumbers(slab, 1);
    vec2 even = 2.0 * (flatRect.xy + part * flatRect.zw) / stage - 1.0;
    flatPlace = vec4(even.x, -even.y, 0.0, 1.0) * distance;
  }
  gl_Position = level < shown.x || level > shown.y ? vec4(0.0, 0.0, 2.0, 1.0) : mix(flatPlace, tower, standing);
  return part;
}

/** Where a cell's colour and height are kept. */
ivec2 cellAt(int index) {
  return ivec2(index & ${CELLS_WIDTH - 1}, index >> ${Math.log2(CELLS_WIDTH)});
}
`;

/** Level maps. */
export const SLAB_VERTEX = `${PLACING}
out vec2 cell;
flat out ivec3 grid; // columns, rows, first cell
flat out float light;

void main() {
  int slab = gl_VertexID >> 3;
  int corner = gl_VertexID & 7;
  vec4 form = slabNumbers(slab, 2);
  vec2 part = put(slab, corner, form.x, 0.0);
  cell = part * form.zw;
  grid = ivec3(form.zw, slabNumbers(slab, 3).x);
  light = lightOf(corner);
}
`;

/** Floors are seen from the side, so a pixel may see two cells behind each other: then it shows their mean. One cell keeps its very colour. */
export const SLAB_FRAGMENT = `${HEAD}
in vec2 cell;
flat in ivec3 grid;
flat in float light;
uniform sampler2D colours;
uniform vec4 rim;
out vec4 pixel;

vec3 colourAt(vec2 place) {
  ivec2 inside = clamp(ivec2(place), ivec2(0), grid.xy - 1);
  int index = grid.z + inside.y * grid.x + inside.x;
  return texelFetch(colours, ivec2(index & ${CELLS_WIDTH - 1}, index >> ${Math.log2(CELLS_WIDTH)}), 0).rgb;
}

void main() {
  if (light < 1.0) {
    pixel = vec4((grid.x > 1 ? rim.rgb : colourAt(vec2(0.0))) * light, 1.0);
    return;
  }
  if (grid.x < 2) {
    pixel = vec4(colourAt(vec2(0.0)), 1.0);
    return;
  }
  vec2 down = 0.25 * dFdy(cell);
  pixel = vec4(0.5 * (colourAt(cell - down) + colourAt(cell + down)), 1.0);
}
`;

/** Units whose height shows their value, in the order of the cells. A face has one colour: that of its last vertex. */
export const UNIT_VERTEX = `${PLACING}
uniform float heights; // 0: all level, 1: height shows the value
uniform sampler2D shares;
uniform sampler2D colours;
flat out vec3 paint;

void main() {
  int slab = gl_VertexID >> 3;
  int corner = gl_VertexID & 7;
  vec4 form = slabNumbers(slab, 2);
  put(slab, corner, form.x, texelFetch(shares, cellAt(slab), 0).r * form.y * heights);
  paint = texelFetch(colours, cellAt(slab), 0).rgb * lightOf(corner);
}
`;

export const UNIT_FRAGMENT = `${HEAD}
flat in vec3 paint;
out vec4 pixel;

void main() {
  pixel = vec4(paint, 1.0);
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
  vec4 one = projectionMatrix * (viewMatrix * vec4(start, 1.0));
  vec4 other = projectionMatrix * (viewMatrix * vec4(end, 1.0));
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
