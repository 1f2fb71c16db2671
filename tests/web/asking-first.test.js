import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { refused, serveBy, settled } from "./served.js";

const SEARCH = "POST v1/staff/left-wallets/search";
const RECORD = "POST v1/staff/left-wallets/mem_31/refunds";
const PAYOUT = "POST v1/staff/refunds/ent_5/payouts";
const REFUNDS = "GET v1/staff/refunds";
const answers = {
  [SEARCH]: { body: { data: [{ member_id: "mem_31", left_at: "2026-11-02T04:00:00Z", vouchers: [{ voucher_id: "vou_4", face_amount: 50000, remaining_amount: 18200, refund_amount: 16380, expires_on: "2031-11-01" }] }] } },
  [REFUNDS]: { body: { data: [{ entry_id: "ent_5", member_id: "mem_32", kind: "leaving_refund", at: "2026-11-20T04:00:00Z", refund_amount: 7410, paid_at: null, paid_by: null }], next_cursor: null } },
};
const server = serveBy(answers);

sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: "id", accessToken: "access", expiresAt: Date.parse("2099-01-01") }));
open("staff/pages/counter.html");
openNavigation();
document.querySelector("[data-screen=counter]").hidden = false;
await import("../../chalicelib/web/static/staff/left-wallets.js");
const refunds = await import("../../chalicelib/web/static/staff/refunds.js");

async function wait() {
  for (let turns = 0; turns < 12; turns += 1) await settled();
}
async function press(button, detail) {
  button.dispatchEvent(new window.MouseEvent("click", { bubbles: true, detail }));
  await wait();
}
beforeEach(() => { server.asked.length = 0; });

async function findLeft() {
  const form = document.querySelector("#left-form");
  form.phone.value = "010-2233-4455";
  form.birth_on.value = "19471231";
  form.dispatchEvent(new window.Event("submit", { cancelable: true }));
  await wait();
  return document.querySelector("[data-left-voucher] button");
}

async function listRefunds() {
  await refunds.actions["refunds-today"]();
  return document.querySelector("[data-refund] button");
}

for (const [name, read, place, words] of [["a refund to who left", findLeft, RECORD, /16,380원 환불을 기록하기/], ["a payout", listRefunds, PAYOUT, /7,410원을 건넸습니다/]]) {
  test(`${name} is not recorded by one double tap, nor by a third tap of the row`, async () => {
    const button = await read();
    for (const detail of [1, 2, 3]) await press(button, detail);
    assert.match(button.textContent, words);
    assert.equal(server.sent(place).length, 0);

    // Without an answer it is pressed again, under the same key; a keyboard's press counts no taps.
    answers[place] = refused(503, "try_again");
    await press(button, 1);
    await press(button, 0);
    assert.equal(server.sent(place).length, 2);
    assert.equal(new Set(server.sent(place).map((one) => one.headers["Idempotency-Key"])).size, 1);
  });
}
