// Recommended rules, and those that find mistakes; how code looks is left to who writes it.

import js from "@eslint/js";
import globals from "globals";

const FINDS_MISTAKES = {
  "array-callback-return": "error",
  curly: ["error", "multi-line"],
  eqeqeq: "error",
  "no-constructor-return": "error",
  "no-eval": "error",
  "no-implicit-coercion": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-promise-executor-return": "error",
  "no-self-compare": "error",
  "no-shadow": "error",
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-unmodified-loop-condition": "error",
  "no-unreachable-loop": "error",
  "no-unused-vars": ["error", { caughtErrors: "all", ignoreRestSiblings: true }],
  "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
};

// Markup is never made from text: `make` in common/dom.js builds elements.
const MARKUP = [
  { property: "innerHTML", message: "build elements with make()" },
  { property: "outerHTML", message: "build elements with make()" },
  { property: "insertAdjacentHTML", message: "build elements with make()" },
  { object: "document", property: "write", message: "build elements with make()" },
];
// One listener for all buttons: see common/clicks.js.
const CLICKS = {
  selector: "CallExpression[callee.property.name='addEventListener'][arguments.0.value='click']",
  message: "name what the button does with onClicks() or button() of common/clicks.js",
};
const CLOCK = "ask now() of common/clock.js: the browser's clock may be wrong, or another than the stage's";

const HOUSE = {
  "no-restricted-properties": ["error", ...MARKUP],
  "no-restricted-syntax": ["error", CLICKS],
};
const PAGES = {
  "no-restricted-properties": ["error", ...MARKUP, { object: "Date", property: "now", message: CLOCK }],
  "no-restricted-syntax": ["error", CLICKS,
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
    { selector: "CallExpression[callee.name='Date']", message: CLOCK },
  ],
};

export default [
  { ignores: ["chalicelib/web/static/lib/", "build/", ".local/", ".venv/"] },
  js.configs.recommended,
  { files: ["chalicelib/web/static/**/*.js"], languageOptions: { globals: globals.browser }, rules: { ...FINDS_MISTAKES, ...PAGES } },
  { files: ["chalicelib/web/static/common/clock.js"], rules: HOUSE },
  { files: ["tests/web/**/*.js", "tests/clients/*.mjs", "eslint.config.js"], languageOptions: { globals: { ...globals.node, ...globals.browser } }, rules: { ...FINDS_MISTAKES, ...HOUSE } },
];
