// Another language is another page: what was typed in this one goes along, for as long as the way there takes.

import { all, screen, SHOWN } from "./dom.js";
import { tab } from "./storage.js";

const NAME = "onmin.typed";
/** @typedef {{ id: string, value: string, checked: boolean }} Typed */

/** Puts back what was typed before the language was changed, each time that a screen is shown for the first time. */
export function keepTyped() {
  const kept = tab.read(NAME);
  tab.forget(NAME);
  /** @type {Map<string, Typed>} */
  const waiting = new Map(kept && kept.at === location.pathname ? kept.fields.map((/** @type {Typed} */ field) => [field.id, field]) : []);
  // eslint-disable-next-line no-restricted-syntax
  for (const link of all("a[hreflang]")) link.addEventListener("click", remember);
  document.addEventListener(SHOWN, (event) => putBack(screen(/** @type {CustomEvent} */ (event).detail), waiting));
}

function remember() {
  const fields = fieldsIn(document)
    .filter((field) => field.type !== "password" && (field.value || field.checked))
    .map(({ id, name, value, checked, type }) => ({ id: id || name, value: type === "checkbox" ? "" : value, checked }));
  tab.keep(NAME, { at: location.pathname, fields });
}

/** @param {HTMLElement} within @param {Map<string, Typed>} waiting */
function putBack(within, waiting) {
  for (const field of fieldsIn(within)) {
    const typed = waiting.get(field.id || field.name);
    if (!typed) continue;
    waiting.delete(field.id || field.name);
    if (field.type === "checkbox") field.checked = typed.checked;
    else if (!field.value) field.value = typed.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** A radio button has its group's name and a value of its own: those of a sign-up are kept by its draft.
 * @param {ParentNode} within */
const fieldsIn = (within) => /** @type {HTMLInputElement[]} */ (all('input:not([type="radio"], [type="file"]), textarea', within));
