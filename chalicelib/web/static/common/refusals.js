// A refusal is shown at its field; what has no field of its own, above the button.

import { Problem, statusOf } from "./api.js";
import { all, find, seek } from "./dom.js";
import { t } from "./lang.js";

export class FieldError extends Error {
  /** @param {string} param @param {string} message */
  constructor(param, message) {
    super(message);
    this.param = param;
  }
}

/** @param {ParentNode} form */
export function clearErrors(form) {
  for (const element of all(".error", form)) element.textContent = "";
  for (const input of all("[aria-invalid]", form)) input.removeAttribute("aria-invalid");
}

/** A field that is being mended no longer says that it is wrong. @param {HTMLFormElement} form @param {HTMLInputElement} input */
export function clearFieldError(form, input) {
  const place = input.name && seek(`[data-error="${CSS.escape(input.name)}"]`, form);
  if (place) place.textContent = "";
  input.removeAttribute("aria-invalid");
}

/** `param` is the field it belongs to, where the page knows better than the answer. @param {ParentNode} form @param {unknown} error @param {string} [param] */
export function showError(form, error, param = paramOf(error)) {
  const name = param.split(/[./]/).pop();
  const place = name ? seek(`[data-error="${CSS.escape(name)}"]`, form) : null;
  const input = name ? seek(`[name="${CSS.escape(name)}"]`, form) : null;
  const output = place || seek("[data-error='']", form);
  if (!output) throw error;
  output.textContent = withReference(error);
  if (input && place) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
  } else {
    output.scrollIntoView({ block: "center" });
  }
}

/** On the screen that is open. @param {unknown} error */
export const showErrorHere = (error) => showError(find("[data-screen]:not([hidden])"), error);

/** The work of a button: what goes wrong is said on the screen that is open. A lost log-in has shown itself already.
 * @param {() => unknown} work */
export async function guarded(work) {
  try {
    await work();
  } catch (error) {
    if (statusOf(error) !== 401) showErrorHere(error);
  }
}

/** @param {unknown} error */
export const paramOf = (error) => (error instanceof Problem || error instanceof FieldError ? error.param : "");
/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** Faults of ours carry the number staff can look up; refusals of a rule do not need it. @param {unknown} error */
function withReference(error) {
  if (!(error instanceof Problem) || error.status < 500) return messageOf(error);
  const id = error.body.request_id;
  const words = t("잠시 뒤 다시 해 주세요. 같은 문제가 이어지면 담당자에게 알려 주세요.", "Please try again in a moment. If it goes on, tell the staff.");
  return id ? `${words} (${id})` : words;
}
