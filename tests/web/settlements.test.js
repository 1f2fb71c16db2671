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
let compared;
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
  "POST v1/settlements/stl_1/comparisons": () => compared,
  "GET v1/merchant/payments": { body: { data: [], next_cursor: null } },
  "GET v1/merchant/people": { body: { data: [] } },
  "GET v1/merchant/days/2026-11-30": { body: dayOf("2026-11-30", []) },
  "GET v1/merchant/days/2026-11-29": { body: dayOf("2026-11-29", [{ kind: "cancel", at: "2026-11-29T03:00:01.000Z", amount: -300, terminal_id: "T-2", approval_number: "12345678" }]) },
});
function dayOf(on, data) {
  const none = { count: 0, amount: 0 };
  const sums = data.length ? { payments: none, cancels: { count: 1, amount: 300 }, net_amount: -300, tax: { supply_amount: -273, vat_amount: -27, tax_free_amount: 0, unsplit_amount: 0 } } : { payments: none, cancels: none, net_amount: 0, tax: { supply_amount: 0, vat_amount: 0, tax_free_amount: 0, unsplit_amount: 0 } };
  return { on, ...sums, by_terminal: data.length ? [{ terminal_id: "T-2", ...sums }] : [], data };
}
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

test("the shop's own list beside it: what was understood, what differs and what may be the reason; nothing of it stays", async () => {
  await press("[data-settlements] li:last-child button");
  const place = screen("settlement").querySelector("[data-own-list]");
  const field = place.querySelector("input[type=file]");
  const choose = async (file) => {
    Object.defineProperty(field, "files", { configurable: true, value: file ? [file] : [] });
    place.querySelector("form").dispatchEvent(new window.Event("submit", { cancelable: true, bubbles: true }));
    await settle();
  };
  await choose(null);
  assert.match(place.textContent, /파일을 골라 주세요/);
  const facts = { settlement_id: "stl_1", own: { order_column: "주문번호", amount_column: "결제금액", order_count: 3, amount: 3550 }, settled: { order_count: 2, amount: 2500 } };
  compared = { body: { ...facts, is_equal: false, differences: [
    { kind: "missing_here", order_id: "o-9", own_amount: 50, settled_amount: null },
    { kind: "missing_there", order_id: "qr-1", own_amount: null, settled_amount: 700 },
    { kind: "amount_differs", order_id: "o-1", own_amount: 2800, settled_amount: 2500 },
  ] } };
  await choose(new Blob(["주문번호,결제금액\n"]));
  assert.equal(atob(server.sent("POST v1/settlements/stl_1/comparisons").at(-1).body.csv_base64).length, 26);
  assert.match(place.textContent, /‘주문번호’ 칸과 ‘결제금액’ 칸.*주문 3건, 3,550원.*주문 2건, 2,500원/s);
  assert.match(place.textContent, /주문 3건이 다릅니다/);
  const [here, there, differs] = [...place.querySelectorAll("[data-own-differences] li")].map((one) => one.textContent);
  assert.match(here, /o-9.*가게 목록에만 있음: 50원/s);
  assert.match(there, /qr-1.*정산에만 있음: 700원/s);
  assert.match(differs, /o-1.*가게 목록 2,800원, 정산 2,500원.*300원 차이/s);
  compared = { body: { ...facts, is_equal: true, differences: [] } };
  await choose(new Blob(["x"]));
  assert.match(place.textContent, /모두 같습니다/);
  assert.equal(place.querySelectorAll("[data-own-differences] li").length, 0);
  compared = { status: 400, body: { code: "shop_list_invalid", detail: "파일의 2번째 줄을 읽을 수 없습니다.", line: 2 } };
  await choose(new Blob(["x"]));
  assert.match(place.querySelector("#own-list-error").textContent, /2번째 줄/);
  assert.doesNotMatch(place.textContent, /모두 같습니다/);
  await press("[data-do=settlements]");
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

test("the close of a day: a cancel counts on its own day, with its tax and its till; no day to come is offered", async () => {
  location.hash = "#day";
  window.dispatchEvent(new window.PopStateEvent("popstate"));
  await settle();
  assert.equal(shown(), "day");
  assert.match(screen("day").textContent, /아직 끝나지 않은 날.*결제도 취소도 없습니다/s);
  assert.deepEqual([screen("day").querySelector("[data-do=day-after]").hidden, screen("day").querySelector("[data-day-running]").hidden], [true, false]);
  await press("[data-do=day-before]");
  assert.equal(location.hash, "#day/2026-11-29");
  assert.match(screen("day").querySelector("[data-fill=day-sums]").textContent, /결제 0건 0원, 취소 1건 300원/);
  assert.match(screen("day").querySelector("[data-day-tax]").textContent, /공급가액−?-?273원부가세−?-?27원$/);
  assert.match(screen("day").querySelector("[data-day-tills]").textContent, /T-2.*300원/s);
  assert.deepEqual([screen("day").querySelector("[data-do=day-after]").hidden, screen("day").querySelector("[data-day-running]").hidden], [false, true]);
});
