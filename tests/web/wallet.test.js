import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, refused, serveBy, settled } from "./served.js";

const OF_WALLET = {
  "GET v1/me": { body: { name: "박말순", member_id: "mem_7", phone: "+821087654321", birth_on: "1949-10-02", joined_at: "2026-10-01T00:00:00Z", identity: null } },
  "GET v1/me/wallet": { body: { mileage: { balance: 400, expiring: [] }, voucher: { balance_amount: 21000, lots: [] } } },
  "GET v1/me/entries": { body: { data: [], next_cursor: null } },
  "GET v1/me/consents": { body: { data: [] } },
  "GET v1/merchants/GJ0031": { body: { merchant_code: "GJ0031", name: "강진 국밥", status: "active" } },
  "GET v1/merchants/GJ0032": { body: { merchant_code: "GJ0032", name: "병영 방앗간", status: "active" } },
};
const PAY = "POST v1/me/payments";
const LEAVE = "DELETE v1/me";
const answers = {};
const server = serveBy(answers);
const went = [];
globalThis.location = { search: "", href: "https://onmin.test/wallet", replace: (to) => went.push(to) };

const logIn = (member_id = "mem_7") => localStorage.setItem("onmin.session", JSON.stringify({ access_token: `token-${member_id}`, expires_at: "2099-01-01T00:00:00.000Z", member_id }));
// But for what opens the wallet without a net, which is read anew with every look at it: below, and tests/e2e/test_wallet_app.py.
const kept = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => name !== "onmin.seen").sort();
const shown = () => document.querySelector("[data-screen]:not([hidden])").dataset.screen;
const text = (name) => document.querySelector(`[data-screen=${name}]`).textContent;
async function wait() {
  for (let turns = 0; turns < 12; turns += 1) await settled();
}
async function press(name, detail = 1) {
  const section = document.querySelector("[data-screen]:not([hidden])");
  const pressed = section.querySelector(`[data-do=${name}]`);
  pressed.dispatchEvent(new window.MouseEvent("click", { bubbles: true, detail }));
  await wait();
}
async function submit(fields = {}) {
  const form = document.querySelector("[data-screen]:not([hidden]) form");
  for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
  form.dispatchEvent(new window.Event("submit", { cancelable: true, bubbles: true }));
  await wait();
}
async function payTo(merchant_code, amount) {
  await perform("home");
  await press("scan");
  await submit({ merchant_code });
  if (shown() !== "amount") return;
  await submit({ amount });
  await submit();
}

logIn();
Object.assign(answers, OF_WALLET);
open("wallet/wallet.html");
const { perform: byName } = await import("../../chalicelib/web/static/common/clicks.js");
await import("../../chalicelib/web/static/wallet/wallet.js");
await wait();
async function perform(name) {
  byName(name);
  await wait();
}

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, OF_WALLET);
  logIn();
  history.replaceState(null, "", "https://onmin.test/wallet");
  await perform("reload");
  [server.asked.length, went.length] = [0, 0];
});
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

test("what was seen opens the wallet of its own member at once, without a net, and nobody else's", async () => {
  const { balance_amount: amount } = OF_WALLET["GET v1/me/wallet"].body.voucher;
  for (const place of ["GET v1/me", "GET v1/me/wallet", "GET v1/me/entries"]) answers[place] = DROPPED;
  Object.defineProperty(navigator, "onLine", { configurable: true, value: false });
  document.querySelector("[data-fill=voucher]").textContent = "";
  perform("reload");
  await settled();
  assert.equal(shown(), "home");
  assert.match(text("home"), new RegExp(`${amount.toLocaleString("ko")}원`));
  assert.doesNotMatch(localStorage.getItem("onmin.seen"), /8765|1949/);
  logIn("mem_8");
  perform("reload");
  await wait();
  assert.equal(shown(), "loading");
  delete navigator.onLine;
});

test("an empty wallet gets no pay code but a way on, and looks once more before it says so", async () => {
  const none = { mileage: { balance: 400, expiring: [] }, voucher: { balance_amount: 0, lots: [] } };
  answers["GET v1/me/wallet"] = { body: none };
  await perform("home");
  const looks = server.sent("GET v1/me/wallet").length;
  await press("code");
  assert.equal(server.sent("POST v1/me/pay-codes").length, 0);
  assert.equal(server.sent("GET v1/me/wallet").length, looks + 1);
  const section = document.querySelector("[data-screen=paycode]");
  assert.deepEqual([...section.querySelectorAll("[data-empty], [data-with-code]")].map((one) => one.hidden), [true, false]);
  assert.equal(section.querySelector("[data-empty] [data-do=convert]").hidden, false);
  none.mileage.balance = 0;
  await perform("home");
  await press("code");
  assert.equal(section.querySelector("[data-empty] [data-do=convert]").hidden, true);
  Object.assign(none.voucher, { balance_amount: 700 });
  answers["POST v1/me/pay-codes"] = { status: 201, body: { pay_code: "x", qr_svg: "<svg/>", expires_at: new Date(Date.now() + 180000).toISOString() } };
  await press("home");
  await press("code");
  assert.equal(server.sent("POST v1/me/pay-codes").length, 1);
  await press("home");
});

test("each view has its address, and back leads to the one before", async () => {
  const bar = document.querySelector(".bottomnav");
  const tap = async (name, more = {}) => {
    bar.querySelector(`[data-do=${name}]`).dispatchEvent(new window.MouseEvent("click", { bubbles: true, cancelable: true, ...more }));
    await wait();
  };
  await tap("history");
  assert.deepEqual([shown(), document.location.pathname], ["history", "/wallet/history"]);
  assert.equal(bar.querySelector("[aria-current=page]").dataset.do, "history");
  await tap("mine");
  assert.deepEqual([shown(), document.location.pathname], ["mine", "/wallet/me"]);
  history.back();
  await new Promise((resolve) => { window.addEventListener("popstate", resolve, { once: true }); });
  await wait();
  assert.deepEqual([shown(), document.location.pathname], ["history", "/wallet/history"]);
  await tap("home");
  await press("scan");
  assert.equal(bar.hidden, true);
});

test("of one's own data what was changed is sent, and nothing else", async () => {
  answers["GET v1/me"] = { body: { ...OF_WALLET["GET v1/me"].body, region_code: "11110", relation: "tourist" } };
  answers["GET "] = { body: [{ code: "11", name_ko: "서울특별시", name_en: "Seoul", counties: [{ code: "11110", name_ko: "종로구", name_en: "Jongno-gu" }, { code: "11140", name_ko: "중구", name_en: "Jung-gu" }] }] };
  const relation = document.querySelector("#relation");
  relation.replaceChildren(new Option("관광", "tourist"), new Option("고향", "expatriate"));
  await perform("mine");
  await press("edit-mine");
  assert.equal(shown(), "mine-edit");
  await submit({ own_name: " " });
  assert.match(text("mine-edit"), /이름을 적어 주세요/);
  answers["PATCH v1/me"] = { body: {} };
  await submit({ own_name: "박말순", region_code: "11140" });
  assert.deepEqual(server.sent("PATCH v1/me").map((one) => one.body), [{ region_code: "11140" }]);
  assert.match(text("mine"), /저장했습니다/);
});

test("shops are looked through here, however a name is spaced, and the nearest first where one allows it", async () => {
  const row = { category: "음식점", address: "", phone: "", accepts_sale_vouchers: true, status: "active", last_paid_on: null, latitude: null, longitude: null };
  answers["GET v1/merchants"] = ({ path }) => ({ body: path.includes("cursor=2")
    ? { data: [{ ...row, merchant_code: "M3", name: "병영 방앗간", category: "식품", latitude: 34.6421, longitude: 126.7671 }], next_cursor: null }
    : { data: [{ ...row, merchant_code: "M1", name: "강진 국밥" }, { ...row, merchant_code: "M2", name: "마량 횟집", latitude: 34.45, longitude: 126.82 }], next_cursor: "2" } });
  const names = () => [...document.querySelectorAll("[data-shops] strong")].map((one) => one.textContent);
  await perform("shops");
  assert.deepEqual(names(), ["강진 국밥", "마량 횟집", "병영 방앗간"]);
  assert.match(text("shops"), /가게 3곳/);
  const search = document.querySelector("#shop-search");
  const type = (words, category = "") => {
    search.elements.namedItem("category").value = category;
    search.elements.namedItem("q").value = words;
    search.dispatchEvent(new window.Event("input"));
  };
  type("강진국");
  assert.deepEqual(names(), ["강진 국밥"]);
  type("", "식품");
  assert.deepEqual(names(), ["병영 방앗간"]);
  type("");
  await press("near");
  assert.match(text("shops"), /위치는 이 휴대전화 밖으로 나가지 않습니다/);
  Object.defineProperty(navigator, "geolocation", { configurable: true, value: {
    getCurrentPosition: (found) => found({ coords: { latitude: 34.642, longitude: 126.767 } }),
  } });
  await press("near");
  assert.deepEqual(names(), ["병영 방앗간", "마량 횟집", "강진 국밥"]);
  assert.deepEqual([...document.querySelectorAll("[data-shops] .amounts")].map((one) => one.textContent), ["10 m", "22 km"]);
  assert.equal(server.asked.some(({ path }) => path.includes("34.6")), false);
  delete navigator.geolocation;
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
});

test("what is wrong with a shop's entry is told once, and thanked for", async () => {
  await perform("shops");
  document.querySelector("[data-shops] button").click();
  await wait();
  assert.equal(shown(), "shop");
  document.querySelector("[data-screen=shop-report] form").kind ??= { value: "closed" };
  await press("report-shop");
  answers["POST v1/merchants/M2/reports"] = answers["POST v1/merchants/M3/reports"] = { status: 201, body: {} };
  await submit({ note: "다른 집 번호" });
  const [told] = server.asked.filter(({ path }) => path.endsWith("/reports"));
  assert.deepEqual(told.body, { kind: "closed", note: "다른 집 번호" });
  assert.equal(shown(), "shop");
  assert.match(text("shop"), /알려 주셔서 고맙습니다/);
});
