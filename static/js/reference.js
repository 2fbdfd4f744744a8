/** Show the OpenAPI document in Swagger UI. */

const addresses = /** @type {HTMLElement} */ (document.querySelector("#addresses"));
const { SwaggerUIBundle } = /** @type {{ SwaggerUIBundle: (options: object) => void }} */ (
  /** @type {unknown} */ (window)
);
const isDark = matchMedia("(prefers-color-scheme: dark)");

function followScheme() {
  document.documentElement.classList.toggle("dark-mode", isDark.matches);
}

isDark.addEventListener("change", followScheme);
followScheme();
SwaggerUIBundle({
  domNode: addresses,
  url: addresses.dataset.openapi,
  deepLinking: false,
  validatorUrl: null,
  tryItOutEnabled: true,
});
