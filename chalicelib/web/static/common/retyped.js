// Another language is another page: what was typed in this one goes along, for as long as the way there takes.

import { all, find, screen, seek, SHOWN, shown } from "./dom.js";
import { tab } from "./storage.js";

const NAME = "onmin.typed";
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** `byHand`: a person changed it; the page did not put it there. @typedef {{ id: string, value: string, checked: boolean, byHand: boolean }} Typed */
/** @type {WeakSet<EventTarget>} */
const changed = new WeakSet();

/** Puts back what was typed before the language was changed: now, and each time that a screen is shown for the first time. Tells
 * which screen was open then, if the language was changed just now. */
export function keepTyped() {
  const kept = tab.read(NAME);
  tab.forget(NAME);
  const known = kept && kept.at === location.pathname ? kept : { fields: [] };
  /** @type {Map<string, Typed>} */
  const waiting = new Map(known.fields.map((/** @type {Typed} */ field) => [field.id, field]));
  // eslint-disable-next-line no-restricted-syntax
  for (const link of all("a[hreflang]")) link.addEventListener("click", () => remember(/** @type {HTMLAnchorElement} */ (link)));
  document.addEventListener("input", ({ target }) => target && changed.add(target));
  document.addEventListener(SHOWN, (event) => putBack(screen(/** @type {CustomEvent} */ (event).detail), waiting));
  putBack(seek("[data-screen]:not([hidden])") ?? find("main"), waiting);
  return /** @type {string | undefined} */ (known.screen);
}

/** Also the part of the page, where the page has its views there. @param {HTMLAnchorElement} link */
function remember(link) {
  const fields = fieldsIn(document)
    .filter((field) => field.type !== "password" && (field.value || isChecked(field)))
    .map((field) => ({ id: field.id || field.name, value: isBox(field) ? "" : field.value, checked: isChecked(field), byHand: changed.has(field) }));
  tab.keep(NAME, { at: location.pathname, screen: seek("[data-screen]") ? shown() : undefined, fields });
  link.hash = location.hash;
}

/** @param {HTMLElement} within @param {Map<string, Typed>} waiting */
function putBack(within, waiting) {
  for (const field of fieldsIn(within)) {
    const typed = waiting.get(field.id || field.name);
    if (!typed || !hasRoom(field, typed)) continue;
    waiting.delete(field.id || field.name);
    if (isBox(field)) field.checked = typed.checked;
    else field.value = typed.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // A box that is ticked may be sent at once: putting it back must send nothing.
    if (isList(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** What the page itself put into a field is there anew; a list may not have been read yet. @param {Field} field @param {Typed} typed */
function hasRoom(field, typed) {
  if (isList(field)) return typed.byHand && [...field.options].some((option) => option.value === typed.value);
  return typed.byHand || isBox(field) || !field.value;
}

/** @param {Field} field @returns {field is HTMLSelectElement} */
const isList = (field) => field.type === "select-one";
/** @param {Field} field @returns {field is HTMLInputElement} */
const isBox = (field) => field.type === "checkbox";
/** @param {Field} field */
const isChecked = (field) => isBox(field) && field.checked;

/** A radio button has its group's name and a value of its own: those of a sign-up are kept by its draft.
 * @param {ParentNode} within */
const fieldsIn = (within) => /** @type {Field[]} */ (all('input:not([type="radio"], [type="file"]), textarea, select', within));
