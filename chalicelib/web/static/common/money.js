// Entering an amount: a field that groups its digits while one types, quick buttons, and the till's keypad.

import { button } from "./clicks.js";
import { find } from "./dom.js";
import { count, t } from "./lang.js";

const DIGITS_MAX = 8;

/** @param {string} text */
export const readAmount = (text, digitsMax = DIGITS_MAX) => Number(text.replace(/\D/g, "").slice(0, digitsMax)) || 0;

/** @param {HTMLInputElement} input */
export function groupDigits(input, digitsMax = DIGITS_MAX) {
  input.addEventListener("input", () => {
    const amount = readAmount(input.value, digitsMax);
    input.value = amount ? count(amount) : "";
  });
}

/** @param {Element} place @param {[string, number][]} amounts @param {(amount: number) => unknown} choose */
export function offerAmounts(place, amounts, choose) {
  place.replaceChildren(...amounts.map(([label, amount]) => button(label, () => choose(amount), { class: null })));
}

/** Fills `place` with the keys; `output` shows the amount. Digits typed on a real keyboard count as well.
 * @param {{ section: HTMLElement, onChange: (amount: number) => unknown }} parts */
export function startKeypad({ section, onChange }) {
  const output = find("output", section);
  let digits = "";
  /** @param {string} text */
  const set = (text) => {
    digits = text.replace(/^0+/, "").slice(0, DIGITS_MAX);
    output.textContent = count(Number(digits));
    onChange(Number(digits));
  };
  /** @param {string} key */
  const press = (key) => set(key === "⌫" ? digits.slice(0, -1) : digits + key);
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "⌫"];
  find(".keypad", section).append(...keys.map((key) => button(key, () => press(key), {
    class: null,
    "aria-label": key === "⌫" ? t("한 글자 지우기", "Delete the last digit") : null,
  })));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (section.hidden || event.ctrlKey || event.metaKey || isTyping) return;
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("⌫");
  });
  return { set: (/** @type {number} */ amount) => set(amount ? String(amount) : "") };
}
