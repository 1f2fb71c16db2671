import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { answered, begin, stayUnsure, unanswered } from "../../chalicelib/web/static/wallet/pending.js";

const logIn = (member_id) => localStorage.setItem("onmin.session", JSON.stringify({ access_token: "t", expires_at: "2099-01-01T00:00:00.000Z", member_id }));

beforeEach(() => localStorage.clear());

test("a payment is kept with its order and key until there is an answer", () => {
  logIn("mem_1");
  const pending = begin({ merchant_code: "GJ0001", amount: 900 }, "청자 찻집");
  assert.match(pending.payment.order_id, /^w-[0-9a-f]{24}$/);
  assert.deepEqual(unanswered(), pending);
  answered(pending);
  assert.equal(unanswered(), null);
});

test("whoever logs in next does not pay for it, and its own member still can", () => {
  logIn("mem_1");
  const pending = begin({ merchant_code: "GJ0001", amount: 900 }, "청자 찻집");
  localStorage.removeItem("onmin.session");
  assert.equal(unanswered(), null);
  logIn("mem_2");
  assert.equal(unanswered(), null);
  logIn("mem_1");
  assert.deepEqual(unanswered(), pending);
});

test("two members on one phone each keep their own payment", () => {
  logIn("mem_1");
  const first = begin({ merchant_code: "GJ0001", amount: 900 }, "청자 찻집");
  logIn("mem_2");
  const second = begin({ merchant_code: "GJ0044", amount: 12700 }, "마량 횟집");
  // The answer to the first comes while the second is logged in.
  stayUnsure(first);
  assert.deepEqual(unanswered(), second);
  answered(first);
  assert.deepEqual(unanswered(), second);
  logIn("mem_1");
  assert.equal(unanswered(), null);
});

test("what the server no longer knows as the same order is not sent again, whose ever it is", () => {
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-01T00:00:00Z") });
  logIn("mem_1");
  begin({ merchant_code: "GJ0001", amount: 900 }, "청자 찻집");
  mock.timers.setTime(Date.parse("2026-11-14T23:00:00Z"));
  assert.notEqual(unanswered(), null);
  mock.timers.setTime(Date.parse("2026-11-15T01:00:00Z"));
  logIn("mem_2");
  assert.equal(unanswered(), null);
  assert.deepEqual(Object.keys(localStorage), ["onmin.session"]);
  mock.timers.reset();
});

test("without a log-in nothing is kept", () => {
  begin({ merchant_code: "GJ0001", amount: 900 }, "청자 찻집");
  assert.deepEqual(Object.keys(localStorage), []);
});
