import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { serveBy, settled } from "./served.js";

const PATH = "v1/staff/receivables";
const WAIVERS = "v1/staff/receivable-waivers";
const PAYMENTS = "v1/staff/members/mem_1/receivable-payments";
const DEBT = { member_id: "mem_1", member_name_masked: "김*수", owed_amount: 9000, since_on: "2026-11-20", age_days: 2, causes: [{ kind: "cashback", source_id: null, amount: 9000, at: "2026-11-20T01:00:00.000Z" }] };
const WAIVER = { waiver_id: "wvr_1", status: "proposed", member_id: "mem_1", member_name_masked: "김*수", amount: 4000, reason: "방침 3호", entry_id: null, refusal: null, may_decide: true, steps: [{ step: "proposed", at: "2026-11-27T01:00:00.000Z", by: "kim", subject: "sub-kim", reason: "방침 3호" }] };
const server = serveBy({
  [`GET ${PATH}`]: { body: { data: [DEBT], total_amount: 9000, member_count: 1, next_cursor: null } },
  [`GET ${WAIVERS}`]: { body: { data: [WAIVER], next_cursor: null } },
  [`POST ${WAIVERS}`]: { status: 201, body: WAIVER },
  [`POST ${PAYMENTS}`]: { status: 201, body: { entry_id: "ent_1", paid_amount: 5000, owed_amount: 4000 } },
});
const find = (selector) => document.querySelector(selector);
async function settle() {
  for (let turns = 0; turns < 14; turns += 1) await settled();
}
async function send(selector) {
  find(selector).requestSubmit();
  await settle();
}
const press = async (words) => {
  [...document.querySelectorAll("[data-receivables] button")].find((one) => one.textContent === words).click();
  await settle();
};

open("staff/pages/receivables.html", { name: "waiver", list_name: "receivables" });
openNavigation();
const claims = btoa(JSON.stringify({ "cognito:groups": ["treasurer"] }));
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: `x.${claims}.x`, accessToken: `x.${claims}.x`, refreshToken: "x", expiresAt: 4102444800000 }));
const { tab } = await import("../../chalicelib/web/static/staff/receivables.js");
const { startDesk } = await import("../../chalicelib/web/static/staff/desk.js");
startDesk([{ words: "회원", tabs: [tab] }]);
await tab.open();
await settle();

test("a payment is written down for the chosen member by the second press", async () => {
  assert.match(find("[data-receivables]").textContent, /김\*수.*9,000.*2026.*3캐시백/);
  await press("납부 기록");
  find("#receivable-payment-form").elements.namedItem("amount").value = "5,000";
  await send("#receivable-payment-form");
  assert.equal(server.sent(`POST ${PAYMENTS}`).length, 0);
  await send("#receivable-payment-form");
  assert.deepEqual(server.sent(`POST ${PAYMENTS}`).map(({ body }) => body), [{ amount: 5000 }]);
});

test("letting go of it needs a reason and is only proposed", async () => {
  await press("면제 올리기");
  assert.equal(find("#receivable-payment-form").hidden, true);
  const form = find("#waiver-form");
  form.elements.namedItem("amount").value = "4,000";
  await send("#waiver-form");
  assert.match(find("#waiver-reason-error").textContent, /사유/);
  form.elements.namedItem("reason").value = "방침 3호";
  await send("#waiver-form");
  await send("#waiver-form");
  assert.deepEqual(server.sent(`POST ${WAIVERS}`).map(({ body }) => body), [{ member_id: "mem_1", amount: 4000, reason: "방침 3호" }]);
});
