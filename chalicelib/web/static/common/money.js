// Entering an amount: read strictly, in a field that groups its digits while one types; quick buttons; the till's keypad.

import { button } from "./clicks.js";
import { find, seek } from "./dom.js";
import { count, t } from "./lang.js";
import { FieldError } from "./refusals.js";
import { table } from "./words.js";

const DIGITS_MAX = Number(table("digits").amount);
// As chalicelib/core/amounts.py has it; both are held to tests/amounts.json.
const AMOUNT = /^(?:₩ *)?(0|[1-9]\d{0,2}(?:,\d{3}){1,4}|[1-9]\d{0,14})(?: *(?:원|점|won|points?))?$/i;

const PASTED = ["insertFromPaste", "insertFromDrop", "insertReplacementText"];

/** The whole number that is written, or null: never another one. @param {string} text */
export function readAmount(text) {
  const found = AMOUNT.exec(narrow(text));
  return found ? Number(found[1].replaceAll(",", "")) : null;
}

/** Wide digits, signs and spaces as the narrow ones. Not NFKC, for which "10²" is 102. @param {string} text */
function narrow(text) {
  return text
    .normalize("NFC")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("\uffe6", "₩")
    .replace(/\p{Zs}/gu, " ")
    .trim();
}

/** The number in a field; what is none, or is left out, is a field error.
 * @param {HTMLInputElement} input @param {string} wanted what is said of an empty field */
export function numberIn(input, wanted, digitsMax = DIGITS_MAX) {
  if (!input.value.trim()) throw new FieldError(input.name, wanted);
  const number = readAmount(input.value);
  if (number === null) {
    throw new FieldError(input.name, t(
      "4500이나 4,500처럼 숫자로만 적어 주세요. 소수점, 빼기표, ‘만’ 같은 글자는 쓸 수 없습니다.",
      "Write a whole number, as 4500 or 4,500: no decimals, minus signs or words.",
    ));
  }
  if (number >= 10 ** digitsMax) throw new FieldError(input.name, tooLarge(digitsMax));
  return number;
}

/** A number that is not 0. @param {HTMLInputElement} input @param {string} wanted */
export function amountIn(input, wanted, digitsMax = DIGITS_MAX) {
  const amount = numberIn(input, wanted, digitsMax);
  if (!amount) throw new FieldError(input.name, wanted);
  return amount;
}

/** @param {number} digitsMax */
const tooLarge = (digitsMax) => t(`${count(10 ** digitsMax - 1)}까지 적을 수 있습니다.`, `The most is ${count(10 ** digitsMax - 1)}.`);

/** What is no amount stays as it was written, to be told when it is sent. @param {HTMLInputElement} input */
export function groupDigits(input) {
  let grouped = "";
  input.addEventListener("input", (event) => {
    const text = input.value;
    // In the midst of our own groups a digit more or less leaves the commas in wrong places; nobody wrote those. What is
    // pasted has its own: "1,5" over "1,234" is no 15.
    const isOurs = !PASTED.includes(/** @type {InputEvent} */ (event).inputType) && isDigitEdit(grouped, text);
    const amount = readAmount(isOurs ? text.replaceAll(",", "") : text);
    grouped = amount ? count(amount) : "";
    if (amount) input.value = grouped;
  });
}

/** Whether nothing but digits was put in, or something taken out, in one place. @param {string} before @param {string} after */
function isDigitEdit(before, after) {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return before !== "" && /^\d*$/.test(narrow(after.slice(start, after.length - end)));
}

/** @param {Element} place @param {[string, number][]} amounts @param {(amount: number) => unknown} choose */
export function offerAmounts(place, amounts, choose) {
  place.replaceChildren(...amounts.map(([label, amount]) => button(label, () => choose(amount), { class: null })));
}

/** What stands on a bill is three or four zeros at once. @type {Record<string, string>} */
const ZEROS = { 천: "000", 만: "0000" };
/** @type {Record<string, string>} */
const LABELS = { "⌫": t("한 글자 지우기", "Delete the last digit"), C: t("모두 지우기", "Delete all") };

/** Fills `place` with the keys; `output` shows the amount. Digits typed on a real keyboard count as well.
 * @param {{ section: HTMLElement, onChange: (amount: number) => unknown, keys?: string[] }} parts `keys`: beside digits "천",
 *   "만", "⌫" and "C", which begins anew */
export function startKeypad({ section, onChange, keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "⌫"] }) {
  const output = find("output", section);
  const refusal = seek('[data-error="amount"]', section);
  let digits = "";
  /** A key whose digits have no room does nothing: half of "00" would be another amount. @param {string} text */
  const set = (text) => {
    const wanted = text.replace(/^0+/, "");
    const fits = wanted.length <= DIGITS_MAX;
    if (refusal) refusal.textContent = fits ? "" : tooLarge(DIGITS_MAX);
    if (!fits) return;
    digits = wanted;
    output.textContent = count(Number(digits));
    onChange(Number(digits));
  };
  /** @param {string} key */
  const press = (key) => set(key === "⌫" ? digits.slice(0, -1) : key === "C" ? "" : digits + (ZEROS[key] ?? key));
  find(".keypad", section).append(...keys.map((key) => button(key, () => press(key), {
    class: null,
    "aria-label": LABELS[key] ?? null,
  })));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (section.hidden || event.ctrlKey || event.metaKey || isTyping) return;
    const key = narrow(event.key);
    if (/^\d$/.test(key)) press(key);
    else if (key === "Backspace") press("⌫");
  });
  return { press, set: (/** @type {number} */ amount) => set(amount ? String(amount) : "") };
}
