/** The address that the service is reached at, which may be a path of another host: what is before static/. */
export const ROOT = import.meta.url.replace(/\/static\/(v-[^/]+\/)?js\/lib\/root\.js$/, "");
