import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, refused, serve, settled } from "./served.js";

open("wallet/wallet.html");
const DONE = { visit_id: "vis_1", entry_id: "ent_1", granted_mileage: 1000, mileage_balance: 6000, description: "갈대축제 방문" };
const { start, open: openVisit, takeCode } = await import("../../chalicelib/web/static/wallet/visit.js");
const { asking } = await import("../../chalicelib/web/static/common/api.js");
const asksWhoItIs = [];
start({ ask: asking({ token: () => "t", isLost: () => false, onLost() {} }), refresh: async () => ({}), askForIdentity: (next) => asksWhoItIs.push(next) });
const scan = (code) => {
  history.replaceState(null, "", `https://onmin.test/wallet/visit#${code}`);
  return takeCode();
};
const isShown = (name) => !document.querySelector(`[data-visit-${name}]`).hidden;
const again = () => document.querySelector('[data-screen="visit"] [data-do="visit-again"]');

test("a scanned code leaves the address, and is sent with one key until there is an answer", async () => {
  const server = serve(DROPPED, { status: 201, body: DONE }, { status: 200, body: { name: "갈대축제", collected: 1, needed: 2 } });
  assert.equal(scan("reed26-a.7K3M9QXZ"), true);
  assert.equal(location.href, "https://onmin.test/wallet/visit");
  await openVisit(false);
  assert.equal(again().hidden, false);
  again().click();
  await settled();
  await settled();
  assert.deepEqual(server.asked.map(({ body }) => body), Array(3).fill({ code: "reed26-a.7K3M9QXZ" }));
  assert.equal(document.querySelector("[data-fill=visit-stamp]").textContent, "갈대축제 스탬프 1 / 2곳");
  assert.equal(new Set(server.keys().slice(0, 2)).size, 1);
  assert.deepEqual([isShown("done"), document.querySelector("[data-fill=visit-points]").textContent], [true, "+1,000점"]);
  await openVisit(false);
  assert.equal(isShown("none"), true);
  server.end();
});

test("what is refused is said and not sent again; who has to be known first is asked, and the code waits", async () => {
  const server = serve(refused(422, "visit_code_expired"), refused(422, "identity_required"), { status: 201, body: DONE }, refused(422, "stamp_place_unknown"));
  scan("reed26-a.AAAAAAAA");
  await openVisit(false);
  assert.equal(document.querySelector('[data-screen="visit"] .error').textContent, "refused: visit_code_expired");
  await openVisit(false);
  assert.equal(server.asked.length, 1);
  scan("reed26-a.BBBBBBBB");
  await openVisit(false);
  assert.deepEqual(asksWhoItIs, ["visit"]);
  await openVisit(false);
  assert.deepEqual([server.asked.length, isShown("done")], [4, true]);
  assert.equal(document.querySelector("[data-fill=visit-stamp]").hidden, true);
  server.end();
});

test("another address is no visit", () => {
  history.replaceState(null, "", "https://onmin.test/wallet/pass#reed26-a.7K3M9QXZ");
  assert.equal(takeCode(), false);
});
