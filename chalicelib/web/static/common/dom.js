// What all pages do with their elements: finding and making them, one screen at a time, busy buttons, files to keep.

/** @typedef {Node | string | null | undefined} Child */

/** Of the document, when a screen is shown; its name is the detail. */
export const SHOWN = "onmin:shown";
const SITE = document.title.split(" · ").at(-1) ?? "";

/** What must be there. @template {Element} [E=HTMLElement] @param {string} selector @param {ParentNode} [within] @returns {E} */
export function find(selector, within = document) {
  const found = /** @type {E | null} */ (within.querySelector(selector));
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** What may be there. @param {string} selector @param {ParentNode} [within] @returns {HTMLElement | null} */
export const seek = (selector, within = document) => within.querySelector(selector);

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
export const all = (selector, within = document) => [...within.querySelectorAll(/** @type {"div"} */ (selector))];

/** @param {string} name */
export const screen = (name) => find(`[data-screen="${name}"]`);

/** The form of a screen, or the one with this selector. @param {string} selector @param {ParentNode} [within] @returns {HTMLFormElement} */
export const findForm = (selector, within = document) => find(selector, within);

/** Builds an element; children are texts or elements, so nothing is ever read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, string | boolean | null | undefined>} [attributes] @param {(Child | Child[])[]} children */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  const shownChildren = /** @type {(Node | string)[]} */ (children.flat().filter((child) => child !== null && child !== undefined));
  element.append(...shownChildren);
  return element;
}

/** Terms and their values, for a `dl`. @param {[string, Child | Child[]][]} rows @param {Record<string, string>} [attributes] of the values */
export const facts = (rows, attributes = {}) => rows.flatMap(([label, value]) => [make("dt", {}, label), make("dd", attributes, value)]);

/** One figure, what it is, and what it means. @param {string} label @param {string} figure @param {string} small */
export const tile = (label, figure, small) => make("div", { class: "tile" }, make("p", { class: "soft" }, label), make("p", { class: "figure" }, figure), make("p", { class: "small" }, small));

/** Puts texts into the elements that carry data-fill="name". @param {ParentNode} within @param {Record<string, string>} values */
export function fill(within, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const element of all(`[data-fill="${name}"]`, within)) element.textContent = value;
  }
}

/** Says something in the place data-fill="name", which is hidden while there is nothing to say. @param {string} name @param {string} words */
export function note(name, words) {
  const place = find(`[data-fill="${name}"]`);
  place.textContent = words;
  place.hidden = !words;
}

/** Shows one screen and moves the reader's focus to its heading. With `push`, the phone's back button leads back from it; `path`
 * is its own address below the base, where it has one.
 * @param {string} name @param {{ push?: boolean, focus?: boolean, path?: string }} [options] */
export function show(name, { push = false, focus = true, path } = {}) {
  for (const element of all("[data-screen]")) element.hidden = element.dataset.screen !== name;
  const state = { screen: name };
  const address = path && document.baseURI + path;
  if (push) history.pushState(state, "", address);
  else history.replaceState(state, "", address);
  // Links are relative to <base>: the one to the content would lead to the page's first address.
  seek("a.skip")?.setAttribute("href", `${location.pathname}${location.search}#main`);
  const heading = seek("h1", screen(name));
  // A person's name stays out of the browser's history.
  const words = heading?.dataset.title ?? heading?.textContent?.trim();
  document.title = words ? `${words} · ${SITE}` : SITE;
  document.dispatchEvent(new CustomEvent(SHOWN, { detail: name }));
  if (!focus) return;
  window.scrollTo(0, 0);
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

export const shown = () => all("[data-screen]").find((element) => !element.hidden)?.dataset.screen;

/** @param {(name: string | undefined) => unknown} handle */
export function onBack(handle) {
  window.addEventListener("popstate", (event) => handle(event.state?.screen));
}

/** Runs the work once at a time, with the button marked as busy meanwhile. @param {Element} button @param {() => unknown} work */
export async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** @param {Blob} blob @param {string} name */
export function saveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** @param {unknown} value @param {string} name */
export const saveJson = (value, name) => saveFile(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }), name);

/** @param {string} svg @param {string} alt */
export const imageOf = (svg, alt) => make("img", { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, alt });

export function watchConnection() {
  const banner = find("#offline");
  const update = () => { banner.hidden = navigator.onLine; };
  window.addEventListener("online", update);
  window.addEventListener("offline", update);
  update();
}
