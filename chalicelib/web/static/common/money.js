// Entering an amount: a field that groups its digits while one types, quick buttons, and the till's keypad.

import { find, make } from "./dom.js";
import { count, t } from "./lang.js";

const DIGITS_MAX = 8;

export const readAmount = (text) => Number(text.replace(/\D/g, "").slice(0, DIGITS_MAX)) || 0;

export function groupDigits(input) {
  input.addEventListener("input", () => {
    const amount = readAmount(input.value);
    input.value = amount ? count(amount) : "";
  });
}

export function offerAmounts(place, amounts, choose) {
  place.replaceChildren(...amounts.map(([label, amount]) => make("button", { type: "button", onclick: () => choose(amount) }, label)));
}

// Fills `place` with the keys; `output` shows the amount. Digits typed on a real keyboard count as well.
export function startKeypad({ section, onChange }) {
  const output = find("output", section);
  let digits = "";
  const set = (text) => {
    digits = text.replace(/^0+/, "").slice(0, DIGITS_MAX);
    output.textContent = count(Number(digits));
    onChange(Number(digits));
  };
  const press = (key) => set(key === "⌫" ? digits.slice(0, -1) : digits + key);
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "⌫"];
  find(".keypad", section).append(...keys.map((key) => make("button", {
    type: "button",
    "aria-label": key === "⌫" ? t("한 글자 지우기", "Delete the last digit") : null,
    onclick: () => press(key),
  }, key)));
  document.addEventListener("keydown", (event) => {
    if (section.hidden || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("⌫");
  });
  return { set: (amount) => set(amount ? String(amount) : "") };
}
