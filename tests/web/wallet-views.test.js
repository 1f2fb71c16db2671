import assert from "node:assert/strict";
import { test } from "node:test";

import { DROPPED, settled } from "./served.js";
import { OF_WALLET, answers, logIn, perform, press, server, shown, submit, text, wait } from "./wallet-page.js";

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

test("a notice opens the receipt of what it told of, and back leads to the history", async () => {
  const entry = { kind: "grant", voucher_amount: 5000, voucher_balance: 26000, mileage_amount: 0, mileage_balance: 400, price_amount: null, counterparty: null, at: "2026-11-20T03:00:00.000Z" };
  answers["GET v1/me/entries"] = ({ path }) => ({ body: path.includes("cursor=2")
    ? { data: [{ ...entry, entry_id: "ent_2", description: "청자축제 경품" }], next_cursor: null }
    : { data: [{ ...entry, entry_id: "ent_3", description: "다른 것" }], next_cursor: "2" } });
  location.search = "?entry=ent_2";
  await perform("history");
  location.search = "";
  assert.equal(shown(), "receipt");
  assert.match(text("receipt"), /청자축제 경품\s*\+5,000원/);
  assert.equal(document.querySelector(".bottomnav").hidden, false);
  assert.equal(document.querySelector(".bottomnav [aria-current=page]").dataset.do, "history");
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

test("what is wrong with a shop's entry is told once, and thanked for", async () => {
  await perform("shops");
  document.querySelector("[data-shops] button").click();
  await wait();
  assert.equal(shown(), "shop");
  assert.equal(document.querySelector(".bottomnav [aria-current=page]").dataset.do, "shops");
  document.querySelector("[data-screen=shop-report] form").kind ??= { value: "closed" };
  await press("report-shop");
  answers["POST v1/merchants/M2/reports"] = answers["POST v1/merchants/M3/reports"] = { status: 201, body: {} };
  await submit({ note: "다른 집 번호" });
  const [told] = server.asked.filter(({ path }) => path.endsWith("/reports"));
  assert.deepEqual(told.body, { kind: "closed", note: "다른 집 번호" });
  assert.equal(shown(), "shop");
  assert.match(text("shop"), /알려 주셔서 고맙습니다/);
});

test("the receipt of a payment says approval and tax once they are read, and does without where they are not", async () => {
  const entry = { entry_id: "ent_5", kind: "redemption", description: "상품권 결제", voucher_amount: -1100, voucher_balance: 900, mileage_amount: 0, mileage_balance: 0, price_amount: null, counterparty: { merchant_id: "mch_1", name: "강진 국밥" }, at: "2026-11-20T03:00:00.000Z" };
  answers["GET v1/me/entries"] = { body: { data: [entry, { ...entry, entry_id: "ent_6" }], next_cursor: null } };
  answers["GET v1/me/entries/ent_5/receipt"] = { body: { approval_number: "12345678", tax_class: "general", supply_amount: 1000, vat_amount: 100, tax_free_amount: 0, cash_receipt: "on_request" } };
  answers["GET v1/me/entries/ent_6/receipt"] = DROPPED;
  const look = async (id) => {
    location.search = `?entry=${id}`;
    await perform("history");
    location.search = "";
    await wait();
    return text("receipt");
  };
  assert.match(await look("ent_5"), /승인번호1234 5678.*공급가액 1,000원, 부가세 100원.*현금영수증/s);
  const without = await look("ent_6");
  assert.match(without, /강진 국밥.*1,100원/s);
  assert.doesNotMatch(without, /승인번호/);
});
