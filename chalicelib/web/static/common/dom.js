// What all pages do with their elements: one screen at a time, busy buttons, refusals beside their fields.

import { t } from "./lang.js";

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
export const screen = (name) => find(`[data-screen="${name}"]`);

// Builds an element; children are texts or elements, so nothing is ever read as markup.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Puts texts into the elements that carry data-fill="name".
export function fill(within, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const element of all(`[data-fill="${name}"]`, within)) element.textContent = value;
  }
}

// Shows one screen and moves the reader's focus to its heading. With `push`, the phone's back button leads back from it.
export function show(name, { push = false, focus = true } = {}) {
  for (const element of all("[data-screen]")) element.hidden = element.dataset.screen !== name;
  const state = { screen: name };
  if (push) history.pushState(state, "");
  else history.replaceState(state, "");
  if (!focus) return;
  window.scrollTo(0, 0);
  const heading = find("h1", screen(name));
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

export const shown = () => all("[data-screen]").find((element) => !element.hidden)?.dataset.screen;

export function onBack(handle) {
  window.addEventListener("popstate", (event) => handle(event.state?.screen));
}

// Runs the work once at a time, with the button marked as busy meanwhile.
export async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// Calls `handle` when the form is sent; a refusal it throws is shown at its field, or above the button.
export function onSubmit(form, handle) {
  form.noValidate = true;
  form.addEventListener("input", ({ target }) => clearFieldError(form, target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    busy(find('[type="submit"]', form), async () => {
      try {
        await handle();
      } catch (error) {
        showError(form, error);
      }
    });
  });
}

export class FieldError extends Error {
  constructor(param, message) {
    super(message);
    this.param = param;
  }
}

export function clearErrors(form) {
  for (const element of all(".error", form)) element.textContent = "";
  for (const input of all("[aria-invalid]", form)) input.removeAttribute("aria-invalid");
}

// A field that is being mended no longer says that it is wrong.
function clearFieldError(form, input) {
  const place = input.name && find(`[data-error="${CSS.escape(input.name)}"]`, form);
  if (place) place.textContent = "";
  input.removeAttribute("aria-invalid");
}

export function showError(form, error) {
  const name = String(error.param || "").split(/[./]/).pop();
  const place = name && find(`[data-error="${CSS.escape(name)}"]`, form);
  const input = name && find(`[name="${CSS.escape(name)}"]`, form);
  const output = place || find("[data-error='']", form);
  if (!output) throw error;
  output.textContent = withReference(error);
  if (input && place) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
  } else {
    output.scrollIntoView({ block: "center" });
  }
}

// Faults of ours carry the number staff can look up; refusals of a rule do not need it.
function withReference(error) {
  if (!(error.status >= 500)) return error.message;
  const id = error.body?.request_id;
  const words = t("잠시 뒤 다시 해 주세요. 같은 문제가 이어지면 담당자에게 알려 주세요.", "Please try again in a moment. If it goes on, tell the staff.");
  return id ? `${words} (${id})` : words;
}

export function watchConnection() {
  const banner = find("#offline");
  const update = () => { banner.hidden = navigator.onLine; };
  window.addEventListener("online", update);
  window.addEventListener("offline", update);
  update();
}
