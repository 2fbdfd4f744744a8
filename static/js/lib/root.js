/** The address that the service is reached at, which may be a path of another host: the folder above static/. */
export const ROOT = new URL("../../..", import.meta.url).href.replace(/\/$/, "");
