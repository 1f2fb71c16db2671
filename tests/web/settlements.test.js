import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { open } from "./markup.js";
import { serveBy, settled } from "./served.js";

mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-11-30T03:00:00Z") });

const SUMMARY = {
  settlement_id: "stl_1", on: "2026-11-22", status: "paid", payout_on: "2026-11-25", gross_amount: 2500, fee_amount: 12, county_fee_amount: 0,
  net_amount: 2488, carried_in_amount: 0, payout_amount: 2488, carried_out_amount: 0, invoice_on: null, row_count: 2, failed_reason: null,
};
const FAILED = { ...SUMMARY, settlement_id: "stl_2", on: "2026-11-23", status: "failed", failed_reason: "계좌번호 오류" };
const OWED = { ...SUMMARY, settlement_id: "stl_3", on: "2026-11-24", status: "carried_over", payout_on: null, gross_amount: -700, fee_amount: 0, net_amount: -700, payout_amount: 0, carried_out_amount: -700 };
const ROW = { kind: "payment", at: "2026-11-22T03:00:01.000Z", redemption_id: "rdm_7", amount: 2800, fee_amount: 14, fee_basis_points: 50, explanation: "2,800원의 0.5%입니다." };
const CANCEL = { ...ROW, kind: "cancel", amount: -300, fee_amount: -2, explanation: "2원을 돌려드립니다." };
const REDEMPTION = { redemption_id: "rdm_7", order_id: "o-1", amount: 2800, remaining_amount: 2500, status: "partially_canceled", at: ROW.at, on: "2026-11-22", cancels: [] };
const LIST = "GET v1/settlements";
const server = serveBy({
  "GET v1/merchant": { body: { name: "병영 방앗간", merchant_code: "GJ0032", status: "active", over_sales_cap: false, qr_svg: "<svg/>" } },
  "GET v1/redemptions": { body: { data: [], next_cursor: null } },
  [LIST]: ({ path }) => {
    const asked = new URL(path, "https://onmin.test/").searchParams;
    if (asked.get("from_on") !== "2026-11-01") return { body: { data: [], next_cursor: null } };
    return { body: asked.get("cursor") ? { data: [SUMMARY], next_cursor: null } : { data: [OWED, FAILED], next_cursor: "b" } };
  },
  "GET v1/settlements/stl_1": { body: { ...SUMMARY, data: [ROW, CANCEL] } },
  "GET v1/redemptions/rdm_7": { body: REDEMPTION },
});
const screen = (name) => document.querySelector(`[data-screen=${name}]`);
const shown = () => document.querySelector("[data-screen]:not([hidden])").dataset.screen;
async function settle() {
  for (let turns = 0; turns < 14; turns += 1) await settled();
}
async function press(selector) {
  screen(shown()).querySelector(selector).click();
  await settle();
}

localStorage.setItem("onmin.merchant-key", "mk_1");
open("shop/till.html");
location.hash = "#settlements/2026-11";
await import("../../chalicelib/web/static/shop/till.js");
await settle();

test("a month by its address: every page of it, its sums, and each day's state in words", () => {
  assert.equal(shown(), "settlements");
  const [owed, failed, paid] = [...screen("settlements").querySelectorAll("[data-settlements] li")].map((one) => one.textContent);
  assert.match(owed, /다음으로 넘김.*−?700원.*700원을 다음 정산에서 뺍니다/s);
  assert.match(failed, /지급 못 함.*계좌번호 오류/s);
  assert.match(paid, /11월 22일.*지급함.*2,488원.*11월 25일.*에 2,488원을 지급했습니다/s);
  assert.match(screen("settlements").querySelector("[data-fill=month]").textContent, /2026년 11월/);
  assert.equal(screen("settlements").querySelector("[data-fill=month-net]").textContent, "4,276원");
  assert.match(screen("settlements").querySelector("[data-fill=month-sums]").textContent, /4,300원, 수수료 24원.*2,488원/);
  assert.equal(screen("settlements").querySelector("[data-do=month-after]").hidden, true);
});

test("the month before is asked for by its own days, and has its own address", async () => {
  await press("[data-do=month-before]");
  const last = new URL(server.sent(LIST).at(-1).path, "https://onmin.test/").searchParams;
  assert.deepEqual([last.get("from_on"), last.get("to_on")], ["2026-10-01", "2026-10-31"]);
  assert.equal(location.hash, "#settlements/2026-10");
  assert.match(screen("settlements").querySelector("[data-settlements]").textContent, /정산이 없습니다/);
  await press("[data-do=month-after]");
  assert.equal(location.hash, "#settlements/2026-11");
});

test("one settlement explains each row, which leads to its payment", async () => {
  await press("[data-settlements] li:last-child button");
  assert.deepEqual([shown(), location.hash], ["settlement", "#settlement/stl_1"]);
  const [payment, cancel] = [...screen("settlement").querySelectorAll("[data-settled-rows] li")].map((one) => one.textContent);
  assert.match(payment, /결제 12:00:01.*2,800원.*0\.5%.*−14원.*2,800원의 0\.5%입니다/s);
  assert.match(cancel, /취소.*−300원.*\+2원.*돌려드립니다/s);
  await press("[data-settled-rows] li:first-child button");
  assert.deepEqual([shown(), location.hash], ["sale", "#payment/rdm_7"]);
});
