import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { amountIn, groupDigits, numberIn, offerAmounts, readAmount, startKeypad } from "../../chalicelib/web/static/common/money.js";
import { settled } from "./served.js";

const { numbers, others } = JSON.parse(readFileSync(new URL("../amounts.json", import.meta.url), "utf8"));

test("an amount is the number that is written, and anything else is none", () => {
  for (const [text, amount] of numbers) assert.equal(readAmount(text), amount, text);
  for (const text of others) assert.equal(readAmount(text), null, text);
});

const inputOf = (value) => Object.assign(make("input", { name: "amount" }), { value });
const refusal = (value, read = amountIn, ...more) => {
  try {
    return read(inputOf(value), "금액을 적어 주세요.", ...more);
  } catch (error) {
    return [error.param, error.message];
  }
};

test("what is no amount is told at its field", () => {
  assert.equal(refusal("9,900원"), 9900);
  assert.equal(refusal("99,999,999"), 99999999);
  for (const text of ["", "  ", "0"]) assert.deepEqual(refusal(text), ["amount", "금액을 적어 주세요."]);
  for (const text of ["9,900.00", "-9900", "2만원", "1e4", "9,90"]) assert.match(refusal(text)[1], /소수점, 빼기표/, text);
  for (const text of ["100000000", "123,456,789"]) assert.deepEqual(refusal(text), ["amount", "99,999,999까지 적을 수 있습니다."]);
  assert.equal(refusal("300,000,000,000", amountIn, 12), 300000000000);
  assert.equal(refusal("0", numberIn), 0);
});

/** Types or pastes at the end of a field that groups. */
function typing() {
  const input = make("input", { name: "amount" });
  groupDigits(input);
  return (text, inputType = "insertText") => {
    input.value = text;
    input.dispatchEvent(new window.InputEvent("input", { inputType }));
    return input.value;
  };
}

test("digits are grouped while one types", () => {
  const now = typing();
  let shown = "";
  for (const digit of "1234567") shown = now(shown + digit);
  assert.equal(shown, "1,234,567");
  for (const step of ["123,456", "12,345", "1,234"]) {
    shown = now(shown.slice(0, -1));
    assert.equal(shown, step);
  }
  // In the middle: 1,234 → 1,9234.
  assert.equal(now("1,9234"), "19,234");
  assert.equal(now(""), "");
});

test("what was pasted and is no amount stays as it is, to be told", () => {
  for (const text of ["4,5", "4.5", "9,900.00", "-900", "12,34", "3만"]) assert.equal(typing()(text), text);
  assert.equal(typing()("₩9,900"), "9,900");
  const now = typing();
  now("1234");
  assert.equal(now("1,234.5"), "1,234.5");
  assert.equal(now("1,234.56"), "1,234.56");
  const over = typing();
  over("1234");
  assert.equal(over("1,5", "insertFromPaste"), "1,5");
  assert.equal(over("1,500", "insertFromPaste"), "1,500");
});

test("an amount that is offered is taken by pressing it", async () => {
  const place = make("div");
  document.body.append(place);
  const chosen = [];
  offerAmounts(place, [["천 원", 1000], ["전부", 4321]], (amount) => chosen.push(amount));
  place.lastElementChild.click();
  await settled();
  assert.deepEqual(chosen, [4321]);
});

test("the keypad takes presses and a keyboard, and forgets leading zeros", async () => {
  const section = make("section", {}, make("output"), make("div", { class: "keypad" }), make("p", { "data-error": "amount" }));
  document.body.append(section);
  let amount = null;
  const keypad = startKeypad({ section, onChange: (value) => { amount = value; } });
  const key = (words) => [...section.querySelectorAll("button")].find((one) => one.textContent === words);
  const type = (...keys) => keys.forEach((name) => document.dispatchEvent(new KeyboardEvent("keydown", { key: name })));
  for (const words of ["0", "1", "2", "00"]) {
    key(words).click();
    await settled();
  }
  assert.equal(amount, 1200);
  type("3", "Backspace", "Backspace");
  assert.equal(amount, 120);
  assert.equal(section.querySelector("output").textContent, "120");

  // No half of a key: two zeros where one has room are none, and that is said.
  type("3", "4", "5", "６");
  key("00").click();
  await settled();
  assert.equal(amount, 1203456);
  assert.match(section.querySelector("[data-error]").textContent, /99,999,999까지/);
  type("7");
  assert.equal(amount, 12034567);
  assert.equal(section.querySelector("[data-error]").textContent, "");
  type("8");
  assert.equal(amount, 12034567);
  keypad.set(0);
  assert.equal(amount, 0);
});
