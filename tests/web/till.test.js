import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, serveBy, settled } from "./served.js";

mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-11-22T06:30:00Z") });

const TAKE = "POST v1/redemptions";
const UNDO = "POST v1/net-cancels";
const LIST = "GET v1/redemptions";
let list = [];
const answers = {
  "GET v1/merchant": { body: { name: "병영 방앗간", merchant_code: "GJ0032", status: "active", over_sales_cap: false, qr_svg: "<svg/>" } },
  [LIST]: ({ path }) => {
    const asked = new URL(path, "https://onmin.test/").searchParams;
    return { body: { data: list.filter((one) => one.on === asked.get("on") && [null, one.order_id].includes(asked.get("order_id"))), next_cursor: null } };
  },
};
const server = serveBy(answers);
const banner = () => document.querySelector("[data-arrivals]");
const shown = () => document.querySelector("[data-screen]:not([hidden])").dataset.screen;
async function wait(milliseconds = 0) {
  mock.timers.tick(milliseconds);
  for (let turns = 0; turns < 12; turns += 1) await settled();
}
async function press(name) {
  document.querySelector(`[data-screen]:not([hidden]) [data-do=${name}]`).click();
  await wait();
}
async function charge(digits, pay_code) {
  for (const digit of digits) [...document.querySelectorAll(".keypad button")].find((one) => one.textContent === digit).click();
  await wait();
  await press("ask-code");
  const form = document.querySelector("[data-screen=code] form");
  form.pay_code.value = pay_code;
  form.dispatchEvent(new window.Event("submit", { cancelable: true }));
  await wait();
}

localStorage.setItem("onmin.merchant-key", "mk_1");
open("shop/till.html");
await import("../../chalicelib/web/static/shop/till.js");
await wait();

test("what the till undid does not come in, though the list shows it as paid for a moment", async () => {
  answers[TAKE] = ({ body }) => {
    list = [{ redemption_id: "rdm_61", order_id: body.order_id, amount: body.amount, remaining_amount: body.amount, status: "captured", at: new Date().toISOString(), on: "2026-11-22", cancels: [] }];
    throw DROPPED;
  };
  await charge("4850", "864208642");
  assert.equal(shown(), "unsure");
  await wait(2500);
  assert.equal(banner().hidden, true);

  answers[UNDO] = { body: { given_back: { lots: [], sentence: "" } } };
  await press("ask-undo");
  await press("undo");
  assert.equal(shown(), "undone");
  await wait(2500);
  Object.assign(list[0], { remaining_amount: 0, status: "canceled" });
  await wait(2500);
  assert.equal(banner().hidden, true);
  assert.ok(server.sent(LIST).length >= 3);
});

test("a sale that waited for four days is shown as paid, not taken once more", async () => {
  answers[TAKE] = ({ body }) => {
    list = [{ redemption_id: "rdm_62", order_id: body.order_id, amount: body.amount, remaining_amount: body.amount, status: "captured", at: new Date().toISOString(), on: "2026-11-22", cancels: [] }];
    throw DROPPED;
  };
  await press("next");
  await charge("9310", "753175317");
  await press("lay-aside");
  // The phone lies there, and knows nothing of what it did not see.
  localStorage.removeItem("onmin.arrived.GJ0032");
  mock.timers.setTime(Date.parse("2026-11-26T00:10:00Z"));
  await press("take-up");
  assert.equal(shown(), "approved");
  assert.match(document.querySelector("[data-screen=approved]").textContent, /9,310원/);
  assert.equal(server.sent(TAKE).length, 2);
});

test("the till says what came back to the customer, and nothing where nothing did", async () => {
  const said = () => document.querySelector('[data-fill="cashback"]');
  for (const [cashback_amount, words] of [[590, "손님이 받은 캐시백 590원"], [0, ""]]) {
    answers[TAKE] = ({ body }) => ({ status: 201, body: { redemption_id: `rdm_7${cashback_amount}`, order_id: body.order_id, amount: body.amount, member_name_masked: "박*순", remaining_balance_amount: 100, cashback_amount, at: new Date().toISOString() } });
    await press("next");
    await charge("5900", "135791357");
    assert.deepEqual([shown(), said().textContent, said().hidden], ["approved", words, !words]);
  }
});

test("the sentence that asks for an amount is gone with the first figure of it", async () => {
  await press("next");
  await press("ask-code");
  const refusal = document.querySelector('[data-screen=till] [data-error="amount"]');
  assert.deepEqual([shown(), refusal.textContent], ["till", "금액을 먼저 눌러 주세요."]);
  [...document.querySelectorAll(".keypad button")].find((one) => one.textContent === "4").click();
  assert.equal(refusal.textContent, "");
  await press("ask-code");
  assert.equal(shown(), "code");
});
