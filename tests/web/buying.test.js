import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, refused, serveBy, settled } from "./served.js";

const LIMITS = { month: { limit: 500000, used: 0, remaining: 500000, resets_at: "2026-11-30T15:00:00Z" }, year: { limit: null, used: 0, remaining: null, resets_at: "2026-12-31T15:00:00Z" } };
const ROUND = {
  round_id: "rnd_1", name: "11월 특별 판매", opens_at: "2026-11-01T00:00:00Z", closes_at: "2099-11-30T15:00:00Z", discount_percent: 10, budget_amount: 1e7,
  sold_amount: 0, remaining_amount: 1e7, state: "open", mode: "first_come", channels: ["online", "counter"], denominations: [10000, 50000], discount_shares: null, turns: [], lottery: null,
};
const PURCHASE = {
  purchase_id: "pur_1", round_id: "rnd_1", status: "queued", face_amount: 50000, price_amount: 45000, asked_at: "2026-11-22T02:00:00Z", ahead: 120,
  poll_after_seconds: 4, pay_by_at: null, payment_url: null, voucher_id: null, reason: null, detail: null, limit: null, used: null, remaining: null, resets_at: null,
};
const OF_WALLET = {
  "GET v1/me": { body: { name: "박말순" } },
  "GET v1/me/wallet": { body: { mileage: { balance: 0, expiring: [] }, voucher: { balance_amount: 0, lots: [] }, purchase_limits: LIMITS } },
  "GET v1/me/entries": { body: { data: [], next_cursor: null } },
  "GET v1/rounds": { body: { data: [ROUND], next_cursor: null } },
  "GET v1/me/purchases": { body: { data: [], next_cursor: null } },
};
const ASK = "POST v1/me/purchases";
const ONE = "GET v1/me/purchases/pur_1";
const CANCEL = "POST v1/me/purchases/pur_1/cancel";
const answers = {};
const server = serveBy(answers);
globalThis.location = { search: "", href: "https://onmin.test/wallet", replace() {} };
// jsdom has no dialogs, nor these names of a form.
window.HTMLDialogElement ??= window.HTMLElement;
window.HTMLElement.prototype.showModal = function showModal() { this.setAttribute("open", ""); };
window.HTMLElement.prototype.close = function close() { this.removeAttribute("open"); };
mock.timers.enable({ apis: ["setInterval", "Date"], now: Date.parse("2026-11-22T02:00:00Z") });

const shown = () => document.querySelector("[data-screen]:not([hidden])").dataset.screen;
const section = () => document.querySelector("[data-screen]:not([hidden])");
const text = () => section().textContent.replace(/\s+/g, " ");
const dialog = () => document.querySelector("[data-buy-cancel]");
async function wait() {
  for (let turns = 0; turns < 12; turns += 1) await settled();
}
async function pass(seconds) {
  for (let gone = 0; gone < seconds; gone += 1) {
    mock.timers.tick(1000);
    await wait();
  }
}
async function click(found) {
  found.dispatchEvent(new window.MouseEvent("click", { bubbles: true, detail: 1 }));
  await wait();
}
const press = (name) => click(section().querySelector(`[data-do=${name}]`));
async function submit(form) {
  form.dispatchEvent(new window.Event("submit", { cancelable: true, bubbles: true }));
  await wait();
}
const amounts = () => [...document.querySelectorAll("[data-amounts] input")];
async function choose(face) {
  await click(document.querySelector("[data-rounds] button"));
  amounts().find(({ value }) => value === String(face)).checked = true;
  await submit(section().querySelector("form"));
}
const queued = (more = {}) => ({ body: { ...PURCHASE, ...more } });
const inList = (more = {}) => ({ body: { data: [{ ...PURCHASE, ...more }], next_cursor: null } });
const paying = () => ({ status: "awaiting_payment", ahead: null, poll_after_seconds: 3, pay_by_at: new Date(Date.now() + 570_000).toISOString(), payment_url: "https://onmin.test/pay/pur_1" });
const hide = (isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
  document.dispatchEvent(new window.Event("visibilitychange"));
};

Object.assign(answers, OF_WALLET);
localStorage.setItem("onmin.session", JSON.stringify({ access_token: "t", expires_at: "2099-01-01T00:00:00.000Z", member_id: "mem_7" }));
open("wallet/wallet.html");
const { perform: byName } = await import("../../chalicelib/web/static/common/clicks.js");
await import("../../chalicelib/web/static/wallet/wallet.js");
await wait();
async function perform(name) {
  byName(name);
  await wait();
}

beforeEach(async () => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, OF_WALLET);
  dialog().close();
  await perform("home");
  server.asked.length = 0;
});

test("the wallet leads to what is on sale, and so does one with nothing in it", async () => {
  assert.match(text(), /11월 특별 판매: 10% 싸게 살 수 있습니다/);
  assert.ok([...document.querySelectorAll("[data-buy-offer]")].every((place) => !place.hidden));
  await press("buy");
  assert.equal(shown(), "buy");
  assert.match(text(), /이번 달에 500,000원까지 더 살 수 있습니다/);
  assert.match(text(), /45,000원 내고 50,000원/);
});

test("an amount is asked for once, after it was said in words, and leads to the place in line", async () => {
  await perform("buy");
  await choose(50000);
  assert.equal(server.sent(ASK).length, 0);
  assert.match(text(), /45,000원 내고 50,000원.*지금은 돈이 나가지 않습니다/);
  answers[ASK] = DROPPED;
  await submit(section().querySelector("form"));
  answers[ASK] = { status: 202, body: { purchase_id: "pur_1", status: "queued", status_url: "/v1/me/purchases/pur_1" } };
  answers[ONE] = queued();
  answers["GET v1/me/purchases"] = inList();
  await submit(section().querySelector("form"));
  const sent = server.sent(ASK);
  assert.deepEqual(sent.map(({ body }) => body), Array(2).fill({ round_id: "rnd_1", amount: 50000 }));
  assert.equal(new Set(sent.map(({ headers }) => headers["Idempotency-Key"])).size, 1);
  assert.equal(shown(), "buy-queue");
  assert.match(text(), /앞에 120명.*4초 뒤에 다시 확인합니다/);
});

test("the place is there again after a reload; it is asked for when the server said, and never while the page is hidden", async () => {
  answers["GET v1/me/purchases"] = inList();
  answers[ONE] = queued({ ahead: 3, poll_after_seconds: 2 });
  await perform("buy");
  assert.equal(shown(), "buy-queue");
  await pass(3);
  assert.equal(server.sent(ONE).length, 0);
  await pass(1);
  assert.equal(server.sent(ONE).length, 1);
  assert.match(text(), /앞에 3명/);
  hide(true);
  await pass(30);
  assert.equal(server.sent(ONE).length, 1);
  answers[ONE] = queued(paying());
  hide(false);
  await wait();
  assert.equal(server.sent(ONE).length, 2);
  assert.equal(shown(), "buy-pay");
});

test("whoever leaves the line's page asks no more", async () => {
  answers["GET v1/me/purchases"] = inList();
  await perform("buy");
  await perform("home");
  await pass(30);
  assert.equal(server.sent(ONE).length, 0);
});

test("an answer that is lost is said, and asked for again", async () => {
  answers["GET v1/me/purchases"] = inList();
  answers[ONE] = refused(500, "internal_error");
  await perform("buy");
  await pass(4);
  assert.match(text(), /10초 뒤에 다시 확인합니다.*잠시 뒤 다시 해 주세요/);
  answers[ONE] = queued({ ahead: 0 });
  await pass(10);
  assert.match(text(), /곧 차례입니다/);
});

test("one button leads to the payment, with the time that is left; given up, nothing was charged", async () => {
  answers["GET v1/me/purchases"] = inList(paying());
  await perform("buy");
  assert.match(text(), /45,000원.*9분 30초 안에 결제해 주세요/);
  assert.equal(section().querySelector("[data-pay-link]").getAttribute("href"), "https://onmin.test/pay/pur_1");
  await press("buy-cancel");
  assert.ok(dialog().hasAttribute("open"));
  assert.equal(dialog().querySelector("[data-refund-account]").hidden, true);
  answers[CANCEL] = { status: 201, body: {} };
  answers[ONE] = queued({ status: "canceled", poll_after_seconds: null });
  await submit(dialog().querySelector("form"));
  assert.deepEqual(server.sent(CANCEL).map(({ body }) => body), [{}]);
  assert.equal(shown(), "buy-over");
  assert.match(text(), /취소한 구매입니다/);
});

test("what was bought is shown with its voucher; paid into an account number, it is canceled with an account for the money", async () => {
  const lot = { voucher_id: "vch_1", kind: "sale", source: "rnd_1", face_amount: 50000, remaining_amount: 50000, expires_on: "2031-11-22", purchase: { purchase_id: "pur_1", bought_on: "2026-11-22", price_amount: 45000, refund_percent: 60, cancel_until_on: "2026-11-29", change_refund_amount: null, spend_more_amount: 30000 } };
  const done = { status: "completed", ahead: null, poll_after_seconds: null, voucher_id: "vch_1" };
  answers["GET v1/me/wallet"] = { body: { ...OF_WALLET["GET v1/me/wallet"].body, voucher: { balance_amount: 50000, lots: [lot] } } };
  answers["GET v1/me/purchases"] = inList(done);
  await perform("buy");
  await click(document.querySelector("[data-purchases] button"));
  assert.equal(shown(), "buy-done");
  assert.match(text(), /2031년 11월 22일까지/);
  answers["GET v1/payments/pur_1"] = { body: { method: "virtual_account" } };
  await press("buy-cancel");
  assert.match(dialog().textContent, /내신 45,000원을 모두 돌려드립니다/);
  const form = dialog().querySelector("form");
  await submit(form);
  assert.match(dialog().textContent, /은행을 골라 주세요/);
  for (const [name, value] of Object.entries({ bank_code: "004", account_number: "123-456 789", holder: " 박말순 " })) form.elements.namedItem(name).value = value;
  answers[CANCEL] = refused(422, "purchase_used");
  await submit(form);
  assert.match(dialog().textContent, /refused: purchase_used/);
  answers[CANCEL] = { status: 201, body: {} };
  answers[ONE] = queued({ status: "canceled", poll_after_seconds: null });
  await submit(form);
  assert.deepEqual(server.sent(CANCEL).at(-1).body, { refund_account: { bank_code: "004", account_number: "123456789", holder: "박말순" } });
  assert.match(text(), /내신 방법으로 모두 돌아갑니다/);
});

test("why nothing came of a ticket is said in words, with when one can buy again", async () => {
  const cases = [
    ["round_sold_out", {}, /남은 상품권이 모자랍니다.*돈은 나가지 않았습니다/],
    ["purchase_limit_exceeded", { resets_at: "2026-11-30T15:00:00Z" }, /구매 한도를 넘습니다.*2026년 12월 1일부터/],
    ["holding_cap_exceeded", {}, /쓰신 뒤에 다시 사 주세요/],
    ["payment_expired", {}, /결제 시간이 지났습니다/],
  ];
  for (const [reason, more, words] of cases) {
    answers["GET v1/me/purchases"] = inList({ status: "rejected", reason, detail: "서버의 말.", poll_after_seconds: null, ...more });
    await perform("buy");
    await click(document.querySelector("[data-purchases] button"));
    assert.equal(shown(), "buy-over");
    assert.match(text(), words);
    assert.match(text(), /서버의 말/);
    await press("buy-rounds");
    assert.equal(shown(), "buy");
  }
});

test("nothing is offered above the limit, and a used-up limit says from when", async () => {
  const limited = (remaining) => ({ body: { ...OF_WALLET["GET v1/me/wallet"].body, purchase_limits: { ...LIMITS, month: { ...LIMITS.month, remaining } } } });
  answers["GET v1/me/wallet"] = limited(20000);
  await perform("home");
  await perform("buy");
  await click(document.querySelector("[data-rounds] button"));
  assert.deepEqual(amounts().map(({ value }) => value), ["10000"]);
  answers["GET v1/me/wallet"] = limited(0);
  await perform("home");
  await perform("buy");
  await click(document.querySelector("[data-rounds] button"));
  assert.equal(shown(), "buy");
  assert.match(text(), /이번 달 구매 한도를 다 쓰셨습니다. 2026년 12월 1일부터/);
});

test("a refusal at the counter of the line stays at its form", async () => {
  await perform("buy");
  await choose(50000);
  answers[ASK] = refused(422, "not_your_turn", { resets_at: "2026-11-24T15:00:00Z" });
  await submit(section().querySelector("form"));
  assert.equal(shown(), "buy-amount");
  assert.match(text(), /refused: not_your_turn 2026년 11월 25일부터 살 수 있습니다/);
});
