/** Shows the OpenAPI document with Swagger UI. */

const addresses = /** @type {HTMLElement} */ (document.querySelector("#addresses"));
const { SwaggerUIBundle } = /** @type {{ SwaggerUIBundle: (options: object) => void }} */ (/** @type {unknown} */ (window));
SwaggerUIBundle({ domNode: addresses, url: addresses.dataset.openapi, deepLinking: false, validatorUrl: null, tryItOutEnabled: true });
