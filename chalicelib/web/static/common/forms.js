// Forms. A keyed form sends what moves value: it keeps its Idempotency-Key until there is an answer, so that pressing again
// after a dropped connection asks for the same thing once more, and never for a second one.

import { newKey, statusOf } from "./api.js";
import { all, busy, find, seek } from "./dom.js";
import { t } from "./lang.js";
import { clearErrors, clearFieldError, FieldError, paramOf, showError } from "./refusals.js";

/** One key for one wish, for as long as it is not fulfilled. */
export class WishKey {
  #words = "";

  #key = "";

  /** The same wish keeps its key; another one gets another. @param {unknown} wish */
  of(wish) {
    const words = JSON.stringify(wish);
    if (!this.#key || words !== this.#words) {
      this.#words = words;
      this.#key = newKey();
    }
    return this.#key;
  }

  fulfilled() {
    this.#key = "";
  }
}

/** Calls `handle` when the form is sent; a refusal it throws is shown at its field, or above the button.
 * @param {HTMLFormElement} form @param {() => unknown} handle @param {Record<string, string>} [fields] the form's names for the API's */
export function onSubmit(form, handle, fields = {}) {
  form.noValidate = true;
  form.addEventListener("input", ({ target }) => clearFieldError(form, /** @type {HTMLInputElement} */ (target)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    busy(find('[type="submit"]', form), async () => {
      if (document.body.classList.contains("desk") && saysWhatIsMissing(form)) return;
      try {
        await handle();
      } catch (error) {
        const param = paramOf(error);
        showError(form, error, fields[param] ?? param);
      }
    });
  });
}

/** At a desk, where long forms are filled: every field that is empty is said at once, at the field and above the button. One
 * alone has the form's own words. @param {HTMLFormElement} form */
function saysWhatIsMissing(form) {
  const missing = /** @type {HTMLInputElement[]} */ (all("[required]", form)).filter((field) => isEmpty(field) && !field.closest("[hidden]"));
  if (missing.length < 2) return false;
  for (const { name } of missing) showError(form, new FieldError(name, t("꼭 적어 주세요.", "This is needed.")));
  const names = missing.map((field) => seek(`label[for="${CSS.escape(field.id)}"]`, form)?.textContent?.trim() ?? "").filter(Boolean);
  find("[data-error='']", form).textContent = t(`적지 않은 칸이 ${missing.length}개 있습니다: ${names.join(", ")}`, `${missing.length} fields are empty: ${names.join(", ")}`);
  missing[0]?.focus();
  return true;
}

/** @param {HTMLInputElement} field */
const isEmpty = (field) => (field.type === "checkbox" ? !field.checked : !field.value.trim());

/** `read` checks the fields and gives what is wished; `send` asks for it, under the wish's key; `done` goes on from the
 * answer. With `describe`, the first press only says in words what will happen, and the second does it: for what cannot be
 * undone. Where there is nothing to say of a wish (`null`), the first press does it.
 * @template Wish, Answer
 * @param {HTMLFormElement} form
 * @param {{
 *   read: () => Wish | Promise<Wish>,
 *   send: (wish: Wish, key: string) => Promise<Answer>,
 *   done: (answer: Answer, wish: Wish) => unknown,
 *   describe?: (wish: Wish) => Node[] | null,
 *   confirm?: (wish: Wish) => Promise<boolean>,
 *   fields?: Record<string, string>,
 * }} steps `confirm` asks otherwise, in a dialog; `fields`: the form's names for the API's */
export function keyedForm(form, { read, send, done, describe, confirm, fields }) {
  const key = new WishKey();
  const confirmation = describe ? confirmIn(form, describe) : null;
  onSubmit(form, async () => {
    const wish = await read();
    if (confirmation?.asksFor(wish)) return;
    if (confirm && !await confirm(wish)) return;
    let answer;
    try {
      answer = await send(wish, key.of(wish));
    } catch (error) {
      // What a rule refused is no longer shown as about to happen. Without an answer it may have happened: it stays.
      if (statusOf(error) >= 400 && statusOf(error) < 500) confirmation?.forget();
      throw error;
    }
    key.fulfilled();
    confirmation?.forget();
    await done(answer, wish);
  }, fields);
}

/** @template Wish @param {HTMLFormElement} form @param {(wish: Wish) => Node[] | null} describe */
function confirmIn(form, describe) {
  const check = find("[data-check]", form);
  const button = find('[type="submit"]', form);
  let first = "";
  let asked = "";
  const forget = () => {
    if (!asked) return;
    asked = "";
    check.hidden = true;
    button.textContent = first;
  };
  form.addEventListener("input", forget);
  // A double tap is one press: its second half has read nothing.
  let taps = 0;
  // eslint-disable-next-line no-restricted-syntax
  button.addEventListener("click", ({ detail }) => { taps = detail; });
  return {
    forget,
    /** @param {Wish} wish */
    asksFor(wish) {
      const wished = JSON.stringify(wish);
      if (asked === wished) return taps > 1;
      forget();
      const words = describe(wish);
      if (!words) return false;
      asked = wished;
      first = button.textContent ?? "";
      check.replaceChildren(...words);
      check.hidden = false;
      button.textContent = button.dataset.second ?? first;
      return true;
    },
  };
}
