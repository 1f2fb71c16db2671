// A task at the counter: a form whose first press says what will happen and whose second does it, once. What had no answer is
// told above it, and sent again as the same.

import { button } from "../common/clicks.js";
import { find, make, seek } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { sent, unanswered } from "./wishes.js";

/** All fields are looked at; what is wrong is said at each, at once. @template {Record<string, () => any>} R
 * @param {HTMLFormElement} form @param {R} readers @returns {{ [K in keyof R]: ReturnType<R[K]> }} */
export function readAll(form, readers) {
  /** @type {any} */
  const values = {};
  /** @type {FieldError[]} */
  const wrong = [];
  for (const [name, read] of Object.entries(readers)) {
    try {
      values[name] = read();
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      wrong.push(error);
    }
  }
  const [first, ...others] = wrong;
  for (const error of others) showError(form, error);
  if (first) throw first;
  return values;
}

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
export const fieldOf = (form, name) => find(`[name="${name}"]`, form);

/** A tick without which nothing is done. @param {HTMLFormElement} form @param {string} name @param {string} wanted */
export function ticked(form, name, wanted) {
  if (!fieldOf(form, name).checked) throw new FieldError(name, wanted);
}

/** @template Body, Seen, Answer @param {HTMLFormElement} form
 * @param {{
 *   name: string,
 *   read: () => Promise<{ body: Body, seen: Seen }>,
 *   describe: (wish: { body: Body, seen: Seen }) => Node[],
 *   send: (body: Body, key: string) => Promise<Answer>,
 *   say: (body: Body) => string,
 *   done: (answer: Answer, body: Body) => unknown,
 *   refused?: () => unknown,
 * }} parts `say`: what it was, in a line; `refused`: what was looked up is to be looked up anew */
export function task(form, { name, read, describe, send, say, done, refused = () => undefined }) {
  const place = make("div", { class: "notice warn", role: "status", hidden: true });
  form.before(place);

  /** @param {Body} body */
  async function once(body) {
    try {
      return await sent(name, body, (key) => send(body, key));
    } catch (error) {
      refused();
      throw error;
    } finally {
      tell();
    }
  }

  function tell() {
    const waiting = unanswered(name);
    place.hidden = !waiting.length;
    place.replaceChildren(
      make("p", {}, make("strong", {}, t("답을 받지 못해 되었는지 모르는 것이 있습니다. 다시 보내도 한 번만 됩니다.", "It is not known whether these were done. Sent again, they are still done once."))),
      ...waiting.map(({ body }) => make("p", { class: "spread" }, make("span", {}, say(body)),
        button(t("다시 보내기", "Send again"), async () => done(await once(body), body), { class: "button second small" }))));
  }

  keyedForm(form, { read, describe, send: ({ body }) => once(body), done: (answer, { body }) => done(answer, body) });
  return { tell };
}

/** What was done, to be read and printed. @param {HTMLFormElement} form @param {Node[]} words */
export function showDone(form, words) {
  const place = find("[data-done]", form.parentElement ?? document);
  place.replaceChildren(...words, button(t("인쇄", "Print"), () => window.print(), { class: "button second small no-print" }));
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
}

/** The one before is over once the next is begun. @param {HTMLFormElement} form */
export function hideDone(form) {
  const place = seek("[data-done]", form.parentElement ?? document);
  if (place) place.hidden = true;
}
