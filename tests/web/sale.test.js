import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { arrived, aside, at, charge, layAside, open, pending, settle, takeUp, undo } from "../../chalicelib/web/static/shop/sale.js";
import { DROPPED, refused, serve } from "./served.js";

const PAID = { redemption_id: "red_1", amount: 1200, remaining_amount: 1200, status: "captured", at: "2026-11-22T01:00:00.000Z" };
const NONE = { body: { data: [], next_cursor: null } };
let server;

beforeEach(() => {
  localStorage.clear();
  at("GJ0001");
});
afterEach(() => server?.end());

test("an order is made once for an amount", () => {
  const first = open(1200);
  assert.match(first.order_id, /^\d{8}-[0-9a-f]{12}$/);
  assert.equal(open(1200).order_id, first.order_id);
  assert.notEqual(open(1300).order_id, first.order_id);
});

test("an approved sale is over", async () => {
  server = serve({ status: 201, body: PAID });
  const { order_id } = open(1200);
  const outcome = await charge("key", "123456789");
  assert.equal(outcome.state, "approved");
  assert.deepEqual(server.asked[0].body, { pay_code: "123456789", amount: 1200, order_id });
  assert.equal(pending(), null);
});

test("a dropped connection is unsure, and the same order is sent again under the same key", async () => {
  server = serve(DROPPED, { body: { data: [], next_cursor: null } }, { status: 201, body: PAID });
  open(1200);
  assert.equal((await charge("key", "123456789")).state, "unsure");
  assert.equal(pending().isSent, true);
  assert.equal((await settle("key")).state, "approved");
  const [sent, asked, again] = server.asked;
  assert.match(asked.path, /^v1\/redemptions\?order_id=/);
  assert.deepEqual(again.body, sent.body);
  assert.equal(server.keys()[2], server.keys()[0]);
});

test("a sale that went through is found, not charged again", async () => {
  const { order_id } = open(1200);
  server = serve(DROPPED, { body: { data: [{ ...PAID, order_id }] } });
  await charge("key", "123456789");
  assert.equal((await settle("key")).state, "approved");
  assert.equal(server.asked.length, 2);
  assert.equal(pending(), null);
});

test("a sale that was canceled meanwhile is not approved", async () => {
  const { order_id } = open(1200);
  server = serve(DROPPED, { body: { data: [{ ...PAID, order_id, status: "canceled", remaining_amount: 0 }] } });
  await charge("key", "123456789");
  const outcome = await settle("key");
  assert.deepEqual([outcome.state, outcome.error.code], ["refused", "net_canceled"]);
});

test("while nobody can say what became of it, nothing is sent", async () => {
  open(1200);
  server = serve(DROPPED, refused(503, "try_again"));
  await charge("key", "123456789");
  assert.equal((await settle("key")).state, "unsure");
  assert.equal(server.asked.length, 2);
});

test("a refused code gives way to another one of the same order, under another key", async () => {
  server = serve(refused(422, "insufficient_balance"), { status: 201, body: PAID });
  const { order_id } = open(1200);
  assert.equal((await charge("key", "111111111")).state, "refused");
  assert.equal(pending().isSent, false);
  await charge("key", "222222222");
  assert.equal(server.asked[1].body.order_id, order_id);
  assert.notEqual(server.keys()[1], server.keys()[0]);
});

test("undoing names the order, under one key however often it is pressed", async () => {
  const { order_id } = open(1200);
  server = serve(DROPPED, DROPPED, { body: { given_back: { lots: [], sentence: "" } } });
  await charge("key", "123456789");
  await assert.rejects(undo("key"));
  await undo("key");
  assert.deepEqual(server.keys().slice(1), [`net-${order_id}`, `net-${order_id}`]);
  assert.equal(pending(), null);
});

test("used-up digits are a refusal: the same order goes on with a scanned code", async () => {
  server = serve(refused(429, "typed_codes_paused"), { status: 201, body: PAID });
  const { order_id } = open(3400);
  const outcome = await charge("key", "987654321");
  assert.deepEqual([outcome.state, outcome.error.code, pending().isSent], ["refused", "typed_codes_paused", false]);
  assert.equal((await charge("key", "2ZRYF")).state, "approved");
  assert.equal(server.asked[1].body.order_id, order_id);
});

test("after a lost answer a 429 says nothing about the first try: it stays open, and can be undone", async () => {
  server = serve(DROPPED, { body: { data: [], next_cursor: null } }, refused(429, "rate_limited"), { body: { given_back: { lots: [], sentence: "" } } });
  open(3400);
  await charge("key", "987654321");
  const outcome = await settle("key");
  assert.deepEqual([outcome.state, outcome.error.code, pending().isSent], ["unsure", "rate_limited", true]);
  assert.ok(await undo("key"));
  assert.equal(pending(), null);
});

test("a sale laid aside lets the till go on, survives a reload and is only looked up, never charged again", async () => {
  server = serve(DROPPED, { status: 201, body: PAID }, { body: { data: [], next_cursor: null } });
  const { order_id } = open(3400);
  await charge("key", "987654321");
  layAside();
  assert.deepEqual([pending(), aside().map((one) => one.order_id)], [null, [order_id]]);

  const other = open(5600);
  assert.notEqual(other.order_id, order_id);
  assert.equal((await charge("key", "111222333")).state, "approved");

  assert.equal(takeUp().order_id, order_id);
  assert.equal((await settle("key")).state, "unsure");
  assert.equal(server.asked.length, 3);
  layAside();
  assert.equal(aside().length, 1);
});

test("what waited is found paid, or shown by the shop's list", async () => {
  server = serve(DROPPED, DROPPED);
  const first = open(100);
  await charge("key", "1");
  layAside();
  const second = open(200);
  await charge("key", "2");
  layAside();
  arrived([second.order_id, "another"]);
  assert.deepEqual(aside().map((one) => one.order_id), [first.order_id]);
  server.end();
  server = serve({ body: { data: [{ ...PAID, order_id: first.order_id }] } });
  takeUp();
  assert.equal((await settle("key")).state, "approved");
  assert.deepEqual([pending(), aside()], [null, []]);
});

for (const code of ["pay_code_invalid", "pay_code_expired"]) {
  test(`undoing what was never charged ends it (${code})`, async () => {
    server = serve(DROPPED, refused(code === "pay_code_invalid" ? 400 : 422, code));
    open(700);
    await charge("key", "000000000");
    assert.equal(await undo("key"), null);
    assert.equal(pending(), null);
  });
}

test("another shop's key finds none of this shop's sales", async () => {
  server = serve(DROPPED, DROPPED);
  open(1500);
  await charge("key", "1");
  layAside();
  open(1600);
  await charge("key", "2");
  at("GJ0002");
  assert.deepEqual([pending(), aside(), takeUp()], [null, [], null]);
});

/** A sale that is sent at one time, laid aside, and looked up at another. */
async function laidAside(sentAt, amount, lookedUpAt) {
  mock.timers.enable({ apis: ["Date"], now: Date.parse(sentAt) });
  server = serve(DROPPED);
  const { order_id } = open(amount);
  await charge("key", "246813579");
  layAside();
  server.end();
  mock.timers.setTime(Date.parse(lookedUpAt));
  takeUp();
  return order_id;
}
const daysAsked = () => server.asked.map(({ path }) => new URL(path, "https://onmin.test/").searchParams.get("on"));

test("a sale three days old is found on its own day, and neither taken again nor undone", async () => {
  const order_id = await laidAside("2026-11-19T03:20:00Z", 8700, "2026-11-22T05:00:00Z");
  server = serve({ body: { data: [{ ...PAID, amount: 8700, remaining_amount: 8700, order_id }] } });
  const outcome = await settle("key");
  mock.timers.reset();
  assert.deepEqual([outcome.state, outcome.redemption.amount, daysAsked()], ["approved", 8700, ["2026-11-19"]]);
  assert.deepEqual([pending(), aside()], [null, []]);
});

test("a sale at the end of a day is looked for on the next day too", async () => {
  const order_id = await laidAside("2026-11-20T14:59:59Z", 2300, "2026-11-27T01:00:00Z");
  server = serve(NONE, { body: { data: [{ ...PAID, amount: 2300, remaining_amount: 2300, order_id }] } });
  const outcome = await settle("key");
  mock.timers.reset();
  assert.deepEqual([outcome.state, daysAsked()], ["approved", ["2026-11-20", "2026-11-21"]]);
});

test("not charged is said only after every day from the first to the last try was asked", async () => {
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-14T02:00:00Z") });
  server = serve(DROPPED, NONE, DROPPED);
  open(6100);
  await charge("key", "135792468");
  mock.timers.setTime(Date.parse("2026-11-16T02:00:00Z"));
  // Nothing is there on the day of the first try: sent again, two days later.
  assert.equal((await settle("key")).state, "unsure");
  server.end();
  server = serve(NONE, NONE, NONE, DROPPED);
  mock.timers.setTime(Date.parse("2026-11-16T03:00:00Z"));
  assert.equal((await settle("key")).state, "unsure");
  layAside();
  server.end();

  mock.timers.setTime(Date.parse("2026-11-25T00:00:00Z"));
  server = serve(NONE, DROPPED, NONE, NONE, NONE);
  takeUp();
  assert.doesNotMatch((await settle("key")).error.message, /지금까지는 결제되지 않았습니다/);
  assert.match((await settle("key")).error.message, /지금까지는 결제되지 않았습니다/);
  mock.timers.reset();
  assert.deepEqual(daysAsked(), ["2026-11-14", "2026-11-15", "2026-11-14", "2026-11-15", "2026-11-16"]);
});

test("of a payment that another till took back in part, the rest is taken; a page before the network is no answer", async () => {
  const { order_id } = open(9000);
  server = serve(DROPPED, { status: 404, body: "<html>log in to the network</html>" }, { body: { data: [{ ...PAID, order_id, amount: 9000, remaining_amount: 3500, status: "partially_canceled" }] } });
  await charge("key", "975318642");
  assert.equal((await settle("key")).state, "unsure");
  const outcome = await settle("key");
  assert.deepEqual([outcome.state, outcome.redemption.amount, server.asked.length], ["approved", 3500, 3]);
});
