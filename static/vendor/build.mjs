// Builds the third-party modules in this folder from the npm packages, and the manifest that lists them.
// `node static/vendor/build.mjs` writes to this folder; `node static/vendor/build.mjs FOLDER` writes to FOLDER.
// The build is reproducible: a test repeats it and compares the checksums.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../requirements/node_modules");
const { build } = createRequire(join(packages, "index.js"))("esbuild");

/** The exports to bundle from each package, by source file; everything they do not need is left out. */
const MODULES = [
  {
    package: "three",
    file: "three.module.min.js",
    exports: {
      "three": [
        "Box3", "BufferAttribute", "BufferGeometry", "DataTexture", "DoubleSide", "InterleavedBuffer",
        "InterleavedBufferAttribute", "LinearSRGBColorSpace", "Matrix3", "Mesh", "MeshBasicMaterial", "PerspectiveCamera", "Raycaster",
        "Scene", "ShaderMaterial", "Vector2", "Vector3", "WebGLRenderer",
        "setConsoleFunction",
      ],
      "three/examples/jsm/controls/OrbitControls.js": ["OrbitControls"],
    },
  },
  {
    package: "lit-html",
    file: "lit-html.min.js",
    exports: {
      "lit-html": ["html", "svg", "render", "nothing", "noChange"],
      "lit-html/directive.js": ["Directive", "directive"],
      "lit-html/directives/guard.js": ["guard"],
      "lit-html/directives/live.js": ["live"],
    },
  },
  { package: "uplot", file: "uplot.min.js", exports: { "uplot": ["default as uPlot"] } },
  {
    package: "@preact/signals-core",
    file: "signals-core.min.js",
    exports: { "@preact/signals-core": ["batch", "computed", "effect", "signal", "untracked"] },
  },
];

/** Files that are copied unchanged. */
const COPIES = [
  { package: "swagger-ui-dist", from: "", files: ["swagger-ui-bundle.js", "swagger-ui.css"] },
  { package: "uplot", from: "dist", files: ["uPlot.min.css"] },
  { package: "@preact/signals-core", from: "dist", files: ["signals-core.d.ts"] },
];

/** Return the name of a package's licence file, without the scope. @param {string} name */
const licenceOf = (name) => `${name.split("/").at(-1)}.LICENSE.txt`;

/** @param {string} name */
const metadataOf = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"));

/** @param {typeof MODULES[number]} module @param {string} folder */
async function bundle({ package: name, file, exports }, folder) {
  const { version, license, homepage } = metadataOf(name);
  const lines = Object.entries(exports).map(([source, names]) => `export { ${names.join(", ")} } from "${source}";`);
  const result = await build({
    stdin: { contents: lines.join("\n"), resolveDir: packages },
    bundle: true,
    minify: true,
    treeShaking: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    banner: { js: `/* ${name} ${version}, ${license} licence: see ${licenceOf(name)}. Built by build.mjs. */` },
    charset: "utf8",
    write: false,
    logLevel: "warning",
  });
  const bytes = result.outputFiles[0].contents;
  writeFileSync(join(folder, file), bytes);
  copyFileSync(join(packages, name, "LICENSE"), join(folder, licenceOf(name)));
  return {
    package: name,
    version,
    license,
    homepage,
    file,
    names: Object.values(exports).flat().map((exported) => exported.split(" as ").at(-1)),
    bytes: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** @param {typeof COPIES[number]} copy @param {string} folder */
function copyFiles({ package: name, from, files }, folder) {
  const { version, license, homepage } = metadataOf(name);
  copyFileSync(join(packages, name, "LICENSE"), join(folder, licenceOf(name)));
  return files.map((file) => {
    const bytes = readFileSync(join(packages, name, from, file));
    writeFileSync(join(folder, file), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { package: name, version, license, homepage, file, bytes: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length, sha256 };
  });
}

const folder = process.argv[2] ?? here;
mkdirSync(folder, { recursive: true });
const manifest = { builtWith: { package: "esbuild", version: metadataOf("esbuild").version }, modules: [] };
for (const module of MODULES) manifest.modules.push(await bundle(module, folder));
for (const copy of COPIES) manifest.modules.push(...copyFiles(copy, folder));
writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
