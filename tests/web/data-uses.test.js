// The month's review: nothing is signed before all of it stands there, and the inbox counts a month once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { refused, serveBy, settled } from "./served.js";

const PATH = "GET v1/staff/personal-data-uses";
const USE = { audit_id: "aud_1", at: "2026-10-05T01:00:00.000Z", by: "bora", action: "member_revealed", target_id: "mem_1", reason: "창구 확인", reviewed_by: null, is_mine: false };
const answers = {};
const server = serveBy(answers);
const find = (selector) => document.querySelector(selector);
async function settle() {
  for (let turns = 0; turns < 14; turns += 1) await settled();
}

open("staff/pages/data-uses.html");
openNavigation();
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: "x.e30.x", accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
const { tab, waitingIn } = await import("../../chalicelib/web/static/staff/data-uses.js");

test("a month is signed once all its pages stand there, and not before", async () => {
  let last;
  answers[PATH] = ({ path }) => (path.includes("cursor=") ? last : { body: { data: [USE], next_cursor: "b" } });
  last = refused(500, "internal_error");
  find("#uses-period").value = "2026-10";
  await assert.rejects(tab.open());
  assert.equal(find("#review-form").hidden, true);
  last = { body: { data: [{ ...USE, audit_id: "aud_2" }], next_cursor: null } };
  await tab.open();
  await settle();
  assert.equal(find("#review-form").hidden, false);
  assert.equal(find("[data-uses]").querySelectorAll("tbody tr").length, 2);
});

test("what waits in a month is counted once", async () => {
  answers[PATH] = { body: { data: [USE, { ...USE, is_mine: true }], next_cursor: null } };
  const before = server.sent(PATH).length;
  assert.deepEqual([await waitingIn("2026-09"), await waitingIn("2026-09")], [1, 1]);
  assert.equal(server.sent(PATH).length, before + 1);
});

test("a month with too many records is no reason to show nothing, and one that failed is asked again", async () => {
  answers[PATH] = refused(422, "search_too_wide");
  assert.equal(await waitingIn("2026-08"), null);
  answers[PATH] = refused(500, "internal_error");
  await assert.rejects(waitingIn("2026-07"));
  answers[PATH] = { body: { data: [], next_cursor: null } };
  assert.equal(await waitingIn("2026-07"), 0);
});
