// What a template holds, in Korean and without what the server fills in: a page's script is tested on its own markup.

import { readFileSync } from "node:fs";

const TEMPLATES = new URL("../../chalicelib/web/templates/", import.meta.url);
const OF_VERIFICATION = "common/verification.html";
const MACROS = { steps: OF_VERIFICATION, phone_field: OF_VERIFICATION, code_form: OF_VERIFICATION, join_instead: OF_VERIFICATION, birth_field: "common/birth.html", decision: "staff/decision.html" };
const read = (name) => readFileSync(new URL(name, TEMPLATES), "utf8");

/** What a macro stands for, with the macros that it uses itself; names that it makes are those without an argument. */
function expanded(macro) {
  const [, body] = new RegExp(`{% macro ${macro}\\(.*?%}([\\s\\S]*?){% endmacro %}`).exec(read(MACROS[macro]));
  const made = {};
  return withMacros(body.replace(/\{% set (\w+) = .*? else "([^"]+)" %\}|\{\{ (\w+) \}\}/g, (text, name, value, used) => {
    if (name) made[name] = value;
    return used in made ? made[used] : text;
  }));
}

const withMacros = (text) => text.replace(/\{\{ (\w+)\(t(.*?)\) \}\}/g, (call, macro, given) => (macro in MACROS ? named(macro, expanded(macro), given) : call));

/** A page may decide two kinds of requests: each has its own names. */
function named(macro, text, given) {
  const [name, list] = macro === "decision" ? [...given.matchAll(/"([\w-]+)"/g)].map(([, word]) => word) : [];
  return name && list ? text.replaceAll("{{ name }}", name).replaceAll("{{ list_name }}", list) : text;
}

// Puts the main part of a page, or a part of one, into the document, and what the layout has around it. `given`: what a macro
// is called with.
export function open(name, given = {}) {
  const main = withMacros(read(name).split("{% block main %}").at(-1)
    .replace(/\{% include "([^"]+)" %\}/g, (_, part) => read(part)))
    .replace(/\{\{ t\((["'])(.*?)\1, .*?\) \}\}/g, "$2")
    .replace(/\{\{ (\w+) \}\}/g, (text, word) => given[word] ?? text)
    .replace(/\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}/g, "");
  const { body } = new window.DOMParser().parseFromString(`<p id="offline" hidden></p><p id="unkept" hidden></p>${main}`, "text/html");
  document.body.replaceChildren(...body.childNodes);
}

/** The navigation of the staff's desk, before what is open. */
export function openNavigation() {
  const nav = document.createElement("nav");
  nav.className = "desknav";
  for (const [tag, name, value] of [["strong", "fill", "staffName"], ["span", "fill", "staffRoles"], ["button", "do", "menu"], ["div", "menu", ""]]) {
    const part = document.createElement(tag);
    part.dataset[name] = value.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    nav.append(part);
  }
  document.body.prepend(nav);
}
