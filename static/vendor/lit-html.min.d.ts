export { html, svg, render, nothing, noChange } from "lit-html";
export { Directive, directive } from "lit-html/directive.js";
export { guard } from "lit-html/directives/guard.js";
export { live } from "lit-html/directives/live.js";
