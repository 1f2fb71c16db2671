import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answered, begin, unanswered } from "../../chalicelib/web/static/wallet/pending.js";

const logIn = (member_id) => localStorage.setItem("onmin.session", JSON.stringify({ access_token: "t", expires_at: "2099-01-01T00:00:00.000Z", member_id }));

beforeEach(() => localStorage.clear());

test("a payment is kept with its order and key until there is an answer", () => {
  logIn("mem_1");
  const pending = begin({ merchant_code: "GJ0001", amount: 900 }, "청자 찻집");
  assert.match(pending.payment.order_id, /^w-[0-9a-f]{24}$/);
  assert.deepEqual(unanswered(), pending);
  answered();
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
