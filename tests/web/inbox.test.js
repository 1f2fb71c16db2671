// The inbox: every kind that the morning's mail knows of is looked for, and a kind that somebody may not see hides no other.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { refused, serveBy, settled } from "./served.js";

const answers = {};
const server = serveBy(answers);
const none = { body: { data: [], next_cursor: null } };

const pages = ["cashbacks", "data-uses", "duties", "inbox"].flatMap((page) => {
  open(`staff/pages/${page}.html`);
  return [...document.body.childNodes];
});
document.body.replaceChildren(...pages);
openNavigation();
const badge = document.createElement("span");
badge.dataset.count = "inbox";
document.querySelector("[data-menu]").append(badge);
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: "x.e30.x", accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
const { table } = await import("../../chalicelib/web/static/common/words.js");
const { SOURCES, tab } = await import("../../chalicelib/web/static/staff/inbox.js");

test("the inbox looks for every kind that waits, and for no other", () => {
  assert.deepEqual(Object.keys(SOURCES), Object.keys(table("matters")));
});

test("what may be decided stands first, and what may not be seen is left out", async () => {
  const steps = [{ step: "proposed", at: "2026-11-20T01:00:00.000Z", by: "bora" }];
  for (const path of ["adjustments", "bulk-grants", "counter-sale-requests", "receivable-waivers", "settlement-invoice-withdrawals", "payout-batches", "setting-proposals", "campaign-proposals", "facility-proposals", "segment-messages", "cashback-campaigns", "merchant-applications", "merchant-changes", "personal-data-uses", "trips", "draws"]) answers[`GET v1/staff/${path}`] = none;
  answers["GET v1/staff/segment-messages"] = refused(403, "forbidden");
  answers["GET v1/staff/interest-proposals"] = { body: { data: [{ proposal_id: "int_1", total_amount: 700, may_decide: true, steps }], next_cursor: null } };
  const duty = { duty_id: "issue_report-2026-H1", kind: "issue_report", period: "2026-H1", due_on: "2026-11-24" };
  answers["GET v1/staff/duties"] = { body: { data: [{ ...duty, state: "due" }, { ...duty, state: "upcoming" }, { ...duty, kind: "merchant_decision", state: "due" }, { ...duty, kind: "fee_deposit", state: "due" }] } };

  await tab.open();
  await settled();

  assert.equal(badge.textContent, "1");
  const rows = (place) => [...document.querySelectorAll(`${place} tbody tr`)].map((row) => row.textContent);
  assert.equal(rows("[data-inbox]").length, 1);
  assert.match(rows("[data-inbox]")[0], /금고 계좌 이자.*700원.*bora/);
  assert.equal(rows("[data-inbox-others]").length, 1);
  assert.match(rows("[data-inbox-others]")[0], /법정 기한/);
  server.end();
});
