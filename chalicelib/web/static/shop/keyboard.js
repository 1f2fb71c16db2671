// A keyboard at the till, or a scanner that is one: digits are the amount, Enter goes on, and on the code's screen whatever comes
// is the code.

import { findForm, screen, shown } from "../common/dom.js";

/** @param {{ askCode: () => unknown, next: () => unknown, press: (key: string) => void }} till */
export function startKeyboard({ askCode, next, press }) {
  const { pay_code: field } = findForm("form", screen("code"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea, button, a, summary");
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    const name = shown();
    if (name === "code" && event.key.length === 1) field.focus();
    else if (name === "till" && event.key === "Enter") {
      askCode();
      field.focus();
    } else if (name === "approved" && event.key === "Enter") next();
    else if (name === "approved" && /^[1-9]$/.test(event.key)) {
      next();
      press(event.key);
    }
  });
}
