// Closed days of a sight at the desk: a span with both reasons is announced, and one that has not begun is taken back at the second press.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { serveBy, settled } from "./served.js";

const PATH = "v1/staff/facilities/fac_1/notices";
const NOTICE = { notice_id: "ntc_1", on: "2026-12-01", until: "2026-12-03", is_open: false, reason: "전기 공사", reason_en: "Works", made_at: "2026-11-20T01:00:00.000Z", taken_back_at: null, may_take_back: true };
const answers = { [`GET ${PATH}`]: { body: { data: [NOTICE] } }, [`POST ${PATH}`]: { status: 201, body: NOTICE }, [`POST ${PATH}/ntc_1/take-back`]: { body: NOTICE } };
const server = serveBy(answers);
const find = (selector) => document.querySelector(selector);
async function settle() {
  for (let turns = 0; turns < 9; turns += 1) await settled();
}

open("staff/pages/visits.html");
openNavigation();
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: "x.e30.x", accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
const { show } = await import("../../chalicelib/web/static/staff/sight-notices.js");

test("who may not announce sees the days alone", async () => {
  await show("fac_1", false);
  assert.equal(find("#sight-notice-form").parentElement.hidden, true);
  assert.match(find("[data-sight-notices] tbody tr").textContent, /전기 공사Works/);
  assert.equal(find("[data-sight-notices] tbody button"), null);
});

test("a span is announced with both reasons, and taken back at the second press", async () => {
  await show("fac_1", true);
  const form = find("#sight-notice-form");
  const typed = { on: "2026-12-01", until: "2026-12-03", reason: " 전기 공사 ", reason_en: "Works" };
  for (const [name, value] of Object.entries(typed)) form.elements.namedItem(name).value = value;
  form.dispatchEvent(new window.Event("submit", { cancelable: true }));
  await settle();
  assert.deepEqual(server.sent(`POST ${PATH}`)[0].body, { ...typed, reason: "전기 공사", is_open: false, is_urgent: false });

  const press = find("[data-sight-notices] tbody button");
  press.click();
  await settle();
  assert.equal(server.sent(`POST ${PATH}/ntc_1/take-back`).length, 0);
  press.click();
  await settle();
  assert.equal(server.sent(`POST ${PATH}/ntc_1/take-back`).length, 1);
});
