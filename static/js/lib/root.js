/** The URL of the server, which may contain a path: everything before static/ in this module's URL. */
export const ROOT = import.meta.url.replace(/\/static\/(v-[^/]+\/)?js\/lib\/root\.js$/, "");
