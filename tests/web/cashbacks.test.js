import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { refused, serveBy, settled } from "./served.js";

const PATH = "v1/staff/cashback-campaigns";
const PROPOSED = { step: "proposed", at: "2026-11-27T01:00:00.000Z", by: "kim", subject: "sub-kim", reason: "방침 12호" };
const ONE = {
  campaign_id: "cbk_1", name: "병영 캐시백", state: "proposed", rate_percent: 10, floor_amount: 5000, ceiling_amount: 20000, opens_at: "2026-12-01T00:00:00.000Z", closes_at: "2026-12-31T00:00:00.000Z",
  merchant_ids: [], categories: [], areas: ["병영면"], budget_amount: 3000000, given_amount: 0, remaining_amount: 3000000, may_decide: true, steps: [PROPOSED], may_decide_closing: false, closing_steps: [],
};
const OPEN = { ...ONE, state: "open", may_decide: false, steps: [PROPOSED, { ...PROPOSED, step: "approved", by: "lee" }], given_amount: 600000, remaining_amount: 2400000 };
const CLOSING = { ...OPEN, closing_steps: [PROPOSED] };
const answers = {
  [`GET ${PATH}`]: { body: { data: [ONE], next_cursor: null } },
  [`POST ${PATH}`]: { status: 201, body: ONE },
  [`GET ${PATH}/cbk_1`]: { body: ONE },
  [`POST ${PATH}/cbk_1/approve`]: { body: OPEN },
  [`POST ${PATH}/cbk_1/closing`]: { body: CLOSING },
  "GET v1/merchants/M0001": { body: { merchant_id: "mch_1" } },
  "GET v1/merchants/M0009": refused(404, "merchant_not_found", { detail: "없는 가맹점입니다." }),
};
const server = serveBy(answers);
const find = (selector) => document.querySelector(selector);
async function settle() {
  for (let turns = 0; turns < 14; turns += 1) await settled();
}
async function send(selector) {
  find(selector).requestSubmit();
  await settle();
}

open("staff/pages/cashbacks.html");
openNavigation();
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: "x.e30.x", accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
const { tab } = await import("../../chalicelib/web/static/staff/cashbacks.js");
const { startDesk } = await import("../../chalicelib/web/static/staff/desk.js");
startDesk([{ words: "상품권", tabs: [tab] }]);
await tab.open();
await settle();

test("one is proposed with the shops of its codes, by the second press, and a code that is none is told at its field", async () => {
  const form = find("#cashback-form");
  const typed = { name_ko: "병영 캐시백", name_en: "Byeongyeong", opens_at: "2026-12-01T09:00", closes_at: "2026-12-31T09:00", rate_percent: "31", ceiling_amount: "20,000", budget_amount: "3,000,000", areas: "병영면, 마량면", merchant_codes: "M0001, M0009", reason: "방침 12호" };
  for (const [name, value] of Object.entries(typed)) form.elements.namedItem(name).value = value;
  await send("#cashback-form");
  assert.match(find("#cashback-rate-error").textContent, /1에서 30 사이/);
  form.rate_percent.value = "10";
  await send("#cashback-form");
  assert.match(form.querySelector("[data-check]").textContent, /병영 캐시백10% · 한 달 20,000원까지.*150명이 한 달 최대/);
  await send("#cashback-form");
  assert.equal(find("#cashback-shops-error").textContent, "없는 가맹점입니다.");
  assert.equal(server.sent(`POST ${PATH}`).length, 0);
  form.merchant_codes.value = "M0001";
  form.dispatchEvent(new window.Event("input"));
  await send("#cashback-form");
  await send("#cashback-form");
  const [sent] = server.sent(`POST ${PATH}`);
  assert.deepEqual([sent.body.merchant_ids, sent.body.areas, sent.body.floor_amount, sent.body.opens_at, sent.body.budget_amount], [["mch_1"], ["병영면", "마량면"], 0, "2026-12-01T00:00:00.000Z", 3000000]);
});

test("a second person approves it, and closing it early is proposed once", async () => {
  await tab.views.cashback("cbk_1");
  await settle();
  assert.equal(find("#cashback-closing-form").hidden, true);
  await send("[data-screen=cashback] [data-decision]");
  await send("[data-screen=cashback] [data-decision]");
  assert.equal(server.sent(`POST ${PATH}/cbk_1/approve`).length, 1);
  assert.match(find("[data-cashback-tiles]").textContent, /600,000원예산의 20%/);
  const form = find("#cashback-closing-form");
  assert.equal(form.hidden, false);
  form.reason.value = "예산 조정";
  await send("#cashback-closing-form");
  assert.deepEqual(server.sent(`POST ${PATH}/cbk_1/closing`)[0].body, { reason: "예산 조정" });
  assert.deepEqual([form.hidden, find("[data-closing-link]").hidden], [true, false]);
});
