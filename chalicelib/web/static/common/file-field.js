// A field for a file in the language of the page: browsers say "No file chosen" in their own. The input lies above it unseen,
// so that mouse, keyboard, screen readers and what is dropped reach the browser's own.

import { all, make } from "./dom.js";
import { t } from "./lang.js";

const NONE = t("고른 파일이 없습니다", "No file chosen");

/** Every field for a file of the page. Without scripts they are as the browser has them. */
export function startFileFields() {
  for (const input of /** @type {HTMLInputElement[]} */ (all('.field input[type="file"]'))) fileField(input);
}

/** One that is made here, or stands in the markup. @param {HTMLInputElement} input */
export function fileField(input) {
  const name = make("span", { "aria-hidden": "true", "data-chosen": true }, NONE);
  const field = make("span", { class: "file" });
  input.replaceWith(field);
  field.append(make("span", { "aria-hidden": "true", class: "button second small" }, t("파일 고르기", "Choose a file")), name, input);
  const say = () => { name.textContent = [...(input.files ?? [])].map((file) => file.name).join(", ") || NONE; };
  input.addEventListener("change", say);
  // What is chosen is gone after the event that says so.
  input.form?.addEventListener("reset", () => setTimeout(say));
  return field;
}
