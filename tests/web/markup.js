// What a template holds, in Korean and without what the server fills in: a page's script is tested on its own markup.

import { readFileSync } from "node:fs";

const TEMPLATES = new URL("../../chalicelib/web/templates/", import.meta.url);
const MACROS = { steps: "common/verification.html", birth_field: "common/birth.html" };
const read = (name) => readFileSync(new URL(name, TEMPLATES), "utf8");

// Puts the main part of a page, or a part of one, into the document, and what the layout has around it.
export function open(name) {
  const main = read(name).split("{% block main %}").at(-1)
    .replace(/\{% include "([^"]+)" %\}/g, (_, part) => read(part))
    .replace(/\{\{ (\w+)\(t.*?\) \}\}/g, (call, macro) => (macro in MACROS ? read(MACROS[macro]) : call))
    .replace(/\{\{ t\((["'])(.*?)\1, .*?\) \}\}/g, "$2")
    .replace(/\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}/g, "");
  const { body } = new window.DOMParser().parseFromString(`<p id="offline" hidden></p><p id="unkept" hidden></p>${main}`, "text/html");
  document.body.replaceChildren(...body.childNodes);
}
