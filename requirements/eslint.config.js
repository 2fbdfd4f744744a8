import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/static/vendor/**", "**/node_modules/**", "**/.venv*/**"] },
  js.configs.recommended,
  {
    files: ["**/static/js/**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 10],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-len": ["error", { code: 120, ignoreUrls: true }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 5],
      "no-console": "error",
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    // Sentences stand in one piece.
    files: ["**/static/js/text/**/*.js", "**/static/js/lessons/**/*.js"],
    rules: { "max-len": ["error", { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true }] },
  },
];
