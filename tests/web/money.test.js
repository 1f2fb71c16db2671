import assert from "node:assert/strict";
import { test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { groupDigits, offerAmounts, readAmount, startKeypad } from "../../chalicelib/web/static/common/money.js";
import { settled } from "./served.js";

test("an amount is read out of what people type", () => {
  assert.equal(readAmount("12,000원"), 12000);
  assert.equal(readAmount(" 1 000 "), 1000);
  assert.equal(readAmount("-500"), 500);
  assert.equal(readAmount("아니요"), 0);
  assert.equal(readAmount(""), 0);
});

test("no more digits count than an amount may have", () => {
  assert.equal(readAmount("123456789"), 12345678);
  assert.equal(readAmount("100000000000", 12), 100000000000);
});

test("digits are grouped while one types", () => {
  const input = make("input");
  groupDigits(input);
  input.value = "1234567";
  input.dispatchEvent(new Event("input"));
  assert.equal(input.value, "1,234,567");
  input.value = "0";
  input.dispatchEvent(new Event("input"));
  assert.equal(input.value, "");
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
  const section = make("section", {}, make("output"), make("div", { class: "keypad" }));
  document.body.append(section);
  let amount = null;
  const keypad = startKeypad({ section, onChange: (value) => { amount = value; } });
  const key = (words) => [...section.querySelectorAll("button")].find((one) => one.textContent === words);
  for (const words of ["0", "1", "2", "00"]) {
    key(words).click();
    await settled();
  }
  assert.equal(amount, 1200);
  for (const name of ["3", "Backspace", "Backspace"]) document.dispatchEvent(new KeyboardEvent("keydown", { key: name }));
  assert.equal(amount, 120);
  assert.equal(section.querySelector("output").textContent, "120");
  keypad.set(0);
  assert.equal(amount, 0);
});
