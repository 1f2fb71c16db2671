import assert from "node:assert/strict";
import { test } from "node:test";

import { DROPPED, refused } from "./served.js";
import { OF_WALLET, answers, kept, logIn, perform, press, server, shown, submit, text, went } from "./wallet-page.js";

const PAY = "POST v1/me/payments";
const LEAVE = "DELETE v1/me";

async function payTo(merchant_code, amount) {
  await perform("home");
  await press("scan");
  await submit({ merchant_code });
  if (shown() !== "amount") return;
  await submit({ amount });
  await submit();
}

test("paying again settles the payment that has no answer, and makes no second one", async () => {
  answers[PAY] = DROPPED;
  await payTo("GJ0031", "7,300");
  assert.equal(shown(), "unsure");
  await payTo("GJ0031", "7,300");
  assert.equal(shown(), "unsure");
  answers[PAY] = { body: { amount: 7300, remaining_balance_amount: 13700, at: "2026-11-22T02:00:00Z" } };
  await perform("home");
  await press("code");
  assert.equal(shown(), "paid");
  const sent = server.sent(PAY);
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map((one) => one.body.order_id + one.headers["Idempotency-Key"])).size, 1);
  assert.deepEqual(kept(), ["onmin.session"]);
});

test("a payment that another tab sent is settled before the confirmed one; its refusal is told of its own shop", async () => {
  await press("scan");
  await submit({ merchant_code: "GJ0032" });
  await submit({ amount: "900" });
  const other = { payment: { merchant_code: "GJ0031", amount: 15500, order_id: "w-other" }, key: "key-other", shop: "강진 국밥", member: "mem_7", begunAt: Date.now(), isUnsure: true };
  localStorage.setItem("onmin.payment.mem_7", JSON.stringify(other));
  answers[PAY] = refused(422, "insufficient_balance");
  await submit();
  assert.deepEqual(server.sent(PAY).map((one) => one.body.order_id), ["w-other"]);
  assert.equal(shown(), "amount");
  assert.match(text("amount"), /강진 국밥/);
  answers[PAY] = DROPPED;
  await submit();
  await submit();
  const { merchant_code, amount } = server.sent(PAY).at(-1).body;
  assert.deepEqual([merchant_code, amount], ["GJ0031", 15500]);
});

test("another member's payment is neither sent nor lost", async () => {
  answers[PAY] = DROPPED;
  await payTo("GJ0031", "2,600");
  logIn("mem_8");
  await payTo("GJ0031", "3,100");
  assert.deepEqual(kept(), ["onmin.payment.mem_7", "onmin.payment.mem_8", "onmin.session"]);
  logIn("mem_7");
  answers[PAY] = { body: { amount: 2600, remaining_balance_amount: 18400, at: "2026-11-22T02:00:00Z" } };
  await perform("reload");
  assert.equal(shown(), "paid");
  assert.deepEqual(kept(), ["onmin.payment.mem_8", "onmin.session"]);
});

async function loseLeaving() {
  localStorage.setItem("onmin.payment.mem_7", JSON.stringify({ member: "mem_7", begunAt: Date.now() }));
  localStorage.setItem("onmin.payment.mem_9", JSON.stringify({ member: "mem_9", begunAt: Date.now() }));
  answers[LEAVE] = DROPPED;
  await perform("mine");
  await press("ask-leave");
  await press("leave");
  assert.deepEqual(went, []);
  assert.deepEqual(kept(), ["onmin.leaving", "onmin.payment.mem_7", "onmin.payment.mem_9", "onmin.session"]);
}

test("leaving whose answer was lost is over when there is no such member any more", async () => {
  await loseLeaving();
  answers[LEAVE] = refused(404, "member_not_found");
  await press("leave");
  assert.deepEqual([went.at(-1), kept()], ["https://onmin.test/wallet?left", ["onmin.payment.mem_9"]]);
});

test("so it is when the wallet is opened later, and when the session has ended", async () => {
  await loseLeaving();
  answers["GET v1/me/wallet"] = refused(404, "member_not_found");
  await perform("reload");
  assert.deepEqual([went.at(-1), kept()], ["https://onmin.test/wallet?left", ["onmin.payment.mem_9"]]);

  logIn();
  went.length = 0;
  answers["GET v1/me/wallet"] = OF_WALLET["GET v1/me/wallet"];
  await loseLeaving();
  answers[LEAVE] = refused(401, "token_expired");
  await press("leave");
  assert.deepEqual([went.at(-1), kept()], ["https://onmin.test/wallet", ["onmin.payment.mem_9"]]);
});

test("a wallet that is not found for another reason forgets nobody", async () => {
  answers["GET v1/me"] = refused(404, "member_not_found");
  await perform("reload");
  assert.deepEqual([went, kept(), shown()], [[], ["onmin.session"], "loading"]);
});

test("a session that has ended leaves the payment alone on the phone", async () => {
  sessionStorage.setItem("onmin.proof", "{}");
  answers[PAY] = refused(401, "token_expired");
  await payTo("GJ0031", "4,800");
  assert.deepEqual([shown(), kept(), went], ["phone", ["onmin.payment.mem_7"], []]);
});

test("with bought vouchers the second half of a double tap leaves nobody out", async () => {
  answers[LEAVE] = refused(409, "bought_vouchers_held");
  await perform("mine");
  await press("ask-leave");
  await press("leave", 1);
  await press("leave", 2);
  assert.deepEqual(server.sent(LEAVE).map((one) => one.path), ["v1/me?confirmed=false"]);
  answers[LEAVE] = { body: {} };
  await press("leave", 1);
  assert.deepEqual([server.sent(LEAVE).at(-1).path, went, kept()], ["v1/me?confirmed=true", ["https://onmin.test/wallet?left"], []]);
});

test("a payment by code is seen to have arrived, with the cashback that came right after it", async () => {
  answers["POST v1/me/pay-codes"] = { status: 201, body: { pay_code: "pc_1", expires_at: "2099-01-01T00:00:00Z", qr_svg: "<svg/>" } };
  const at = new Date(Date.now() + 1000).toISOString();
  const moved = { mileage_amount: 0, mileage_balance: 0, price_amount: null, at };
  answers["GET v1/me/entries"] = { body: { data: [
    { ...moved, entry_id: "ent_9", kind: "cashback", voucher_amount: 590, voucher_balance: 15690, description: "캐시백", counterparty: null },
    { ...moved, entry_id: "ent_8", kind: "redemption", voucher_amount: -5900, voucher_balance: 15100, description: "결제", counterparty: { merchant_id: "mch_1", name: "강진 국밥" } },
  ], next_cursor: null } };
  await perform("home");
  await press("code");
  assert.equal(shown(), "paid");
  assert.match(text("paid"), /5,900원강진 국밥캐시백 590원을 상품권으로 받았습니다남은 상품권 15,690원/);
  await press("home");
});
