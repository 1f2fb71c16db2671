// What the pages' frame does for whoever looks at them: titles, the order of buttons, ways on, what was typed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, serveBy, settled } from "./served.js";

const answers = {
  "GET v1/me": { body: { name: "박말순", member_id: "mem_7", phone: "+821087654321", birth_on: "1949-10-02", joined_at: "2026-10-01T00:00:00Z", identity: null, region_code: "11110", relation: "family" } },
  "GET v1/me/consents": { body: { data: [] } },
  "GET ": { body: [{ code: "11", name_ko: "서울", name_en: "Seoul", counties: [{ code: "11110", name_ko: "종로구", name_en: "Jongno-gu" }] }] },
  "GET v1/me/wallet": { body: { mileage: { balance: 5000, expiring: [] }, voucher: { balance_amount: 0, lots: [] } } },
  "GET v1/me/entries": { body: { data: [], next_cursor: null } },
};
serveBy(answers);
globalThis.location = { search: "", pathname: "/wallet", href: "https://onmin.test/wallet", hash: "", replace() {} };
localStorage.setItem("onmin.session", JSON.stringify({ access_token: "token-mem_7", expires_at: "2099-01-01T00:00:00.000Z", member_id: "mem_7" }));
sessionStorage.setItem("onmin.typed", JSON.stringify({ at: "/wallet", fields: [
  { id: "merchant_code", value: "GJ0031", checked: false },
  { id: "cancel_amount", value: "7", checked: false },
  { id: "own_name", value: "박말자", checked: false, byHand: true },
  { id: "relation", value: "visitor", checked: false, byHand: true },
] }));
document.title = "내 지갑 · 온 군민";
open("wallet/wallet.html");
const link = document.createElement("a");
link.className = "language";
link.hreflang = "en";
document.body.prepend(link);
const wait = async () => { for (let turns = 0; turns < 12; turns += 1) await settled(); };
const { perform } = await import("../../chalicelib/web/static/common/clicks.js");
await import("../../chalicelib/web/static/wallet/wallet.js");
await wait();

const home = document.querySelector("[data-screen=home]");
const order = () => [...home.querySelectorAll(".actions button")].map((button) => button.dataset.do);

test("a title says which step one is at, and no name of a person", async () => {
  assert.equal(document.title, "내 지갑 · 온 군민");
  perform("convert");
  await wait();
  assert.equal(document.title, "마일리지를 상품권으로 · 온 군민");
});

test("with nothing to spend, turning mileage into vouchers comes first for the eye and for the keyboard", async () => {
  assert.deepEqual(order(), ["convert", "code", "scan"]);
  assert.equal(home.querySelector(".actions button").className, "button full");
  answers["GET v1/me/wallet"].body.voucher.balance_amount = 3000;
  perform("home");
  await wait();
  assert.equal(order()[0], "code");
  assert.equal(home.querySelectorAll(".actions .button.full").length, 1);
});

test("a pay code that cannot be fetched leaves no empty box, but says so and can be asked for again", async () => {
  answers["POST v1/me/pay-codes"] = DROPPED;
  perform("code");
  await wait();
  const section = document.querySelector("[data-screen=paycode]");
  assert.equal(section.hidden, false);
  assert.equal(section.querySelector("[data-qr]").hidden, true);
  assert.equal(section.querySelector("[data-no-code]").hidden, false);
  assert.equal(section.querySelector("[data-do=new-code]").hidden, false);
  assert.match(section.querySelector("h1").textContent, /받지 못했습니다/);
  assert.equal(section.querySelector(".error").textContent, "");
  answers["POST v1/me/pay-codes"] = { status: 201, body: { pay_code: "x", qr_svg: "<svg/>", expires_at: new Date(Date.now() + 180000).toISOString() } };
  perform("new-code");
  await wait();
  assert.equal(section.querySelector("[data-qr]").hidden, false);
  assert.equal(section.querySelector("[data-no-code]").hidden, true);
  assert.equal(section.querySelector("h1").textContent, "가게에 보여 주세요");
  perform("home");
  await wait();
});

test("whoever has left is led on", () => {
  assert.ok(document.querySelector('[data-screen=left] a.button[href="./"]'));
});

test("what was typed comes along into another language, on the screen where it was typed", async () => {
  assert.equal(sessionStorage.getItem("onmin.typed"), null);
  perform("scan");
  await wait();
  assert.equal(document.querySelector("#merchant_code").value, "GJ0031");

  document.querySelector("#merchant_code").value = "GJ0032";
  link.dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
  const { at, screen, fields } = JSON.parse(sessionStorage.getItem("onmin.typed"));
  assert.deepEqual([at, screen], ["/wallet", "scan"]);
  assert.deepEqual(fields.filter(({ id }) => id === "merchant_code"), [{ id: "merchant_code", value: "GJ0032", checked: false, byHand: true }]);
});

test("what a person changed is put back over what the page has from the server", async () => {
  perform("mine");
  await wait();
  const relation = document.querySelector("#relation");
  relation.replaceChildren(new window.Option("고향", "family"), new window.Option("여행", "visitor"));
  perform("edit-mine");
  await wait();
  assert.equal(document.querySelector("#own_name").value, "박말자");
  assert.equal(relation.value, "visitor");
});
