// One listener for every button of a page. A button of the markup names what it does (data-do="…"); one that is made here
// carries its work along. Either way it runs once at a time, and what goes wrong is shown on the open screen. A link that
// names something does it in this page; opened in another tab it is a link as all are.

import { busy, make } from "./dom.js";
import { guarded } from "./refusals.js";

/** What a button or link does. It is handed the element itself, and which tap of a quick row it is (1, of a double tap 1 and 2).
 * @typedef {(pressed: HTMLButtonElement, taps?: number) => unknown} Work */

/** @type {Map<string, Work>} */
const works = new Map();
/** @type {WeakMap<Element, Work>} */
const worksOfButtons = new WeakMap();

// eslint-disable-next-line no-restricted-syntax
document.addEventListener("click", run);

/** What buttons with data-do="name" do. @param {Record<string, Work>} actions */
export function onClicks(actions) {
  for (const [name, work] of Object.entries(actions)) {
    if (works.has(name)) throw new Error(`two things are called ${name}`);
    works.set(name, work);
  }
}

/** Does what a named button does. @param {string} name */
export const perform = (name) => works.get(name)?.(make("button"));

/** A button with its work. @param {string} words @param {Work} work @param {Record<string, string | boolean | null | undefined>} [attributes] */
export function button(words, work, attributes = {}) {
  const made = make("button", { type: "button", class: "button second", ...attributes }, words);
  return onClick(made, work);
}

/** What can't be undone: the first press asks, by the button's own words, and the second does it. The second half of a double
 * tap has read nothing. @param {(pressed: HTMLButtonElement) => unknown} ask @param {Work} work @returns {Work} */
export function askingFirst(ask, work) {
  /** @type {WeakSet<HTMLButtonElement>} */
  const asked = new WeakSet();
  return (pressed, taps = 1) => {
    if (asked.has(pressed)) return taps > 1 ? undefined : work(pressed, taps);
    asked.add(pressed);
    return ask(pressed);
  };
}

/** Gives an element of one's own making its work. @template {HTMLButtonElement} B @param {B} made @param {Work} work */
export function onClick(made, work) {
  worksOfButtons.set(made, work);
  return made;
}

/** @param {MouseEvent} event */
function run(event) {
  const { target, detail } = event;
  const pressed = target instanceof Element ? /** @type {HTMLButtonElement | null} */ (target.closest("button, a[data-do]")) : null;
  const work = pressed && (worksOfButtons.get(pressed) ?? works.get(pressed.dataset.do ?? ""));
  if (!work || (pressed.tagName === "A" && isForElsewhere(event))) return;
  if (pressed.tagName === "A") event.preventDefault();
  busy(pressed, () => guarded(() => work(pressed, detail)));
}

/** Whether a link is to be opened in another tab or window. @param {MouseEvent} event */
const isForElsewhere = ({ ctrlKey, metaKey, shiftKey, altKey }) => ctrlKey || metaKey || shiftKey || altKey;
