import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { admittedBefore, charge, chargeOfClass, judged } from "../../chalicelib/web/static/gate/judging.js";
import { isSigned, readPass } from "../../chalicelib/web/static/gate/pass.js";

const made = JSON.parse(readFileSync(new URL("../data/pass.json", import.meta.url), "utf8"));
const keys = [{ key_id: made.key_id, public_key: made.public_key }];
const NOON = Date.parse("2026-11-22T03:00:00Z");
const HOUR = 3600000;
const day = {
  on: "2026-11-22", is_open: true, closed_by: null, reason: "", group_from: 20,
  opens_at: "2026-11-22T00:00:00Z", closes_at: "2026-11-22T09:00:00Z", entry_from: "2026-11-21T23:30:00Z", entry_until: "2026-11-22T08:30:00Z",
  fees: [{ age_class: "adult", amount: 2000, group_amount: 1000 }, { age_class: "youth", amount: 1500, group_amount: null }],
  benefits: [
    { visitor_class: "online_resident", kind: "percent", value: 33, proof: "x", article: "x" },
    { visitor_class: "senior", kind: "free", value: 0, proof: "x", article: "x" },
    { visitor_class: "resident", kind: "amount", value: 5000, proof: "x", article: "x" },
  ],
};
const rules = { facility_digest: "aabbccdd", now: "2026-11-22T02:00:00Z", keys, days: [day], revoked: [], admitted: "" };
const pass = readPass(made.text);

test("a pass is read as it was made, and its signature holds", async () => {
  assert.equal(pass.holder, made.holder);
  assert.equal(pass.age, "youth");
  assert.equal(pass.until, Date.parse(made.until));
  assert.equal(pass.from, NOON);
  assert.equal(await isSigned(pass, keys), true);
});

test("one changed letter forges nothing, and neither does another key", async () => {
  for (const place of [12, 60, 120, 174]) {
    const other = made.text[place] === "0" ? "1" : "0";
    const forged = readPass(made.text.slice(0, place) + other + made.text.slice(place + 1));
    assert.notEqual(forged && await isSigned(forged, keys), true, String(place));
  }
  assert.equal(await isSigned(pass, [{ key_id: made.key_id, public_key: "11".repeat(32) }]) === true, false);
  assert.equal(await isSigned(pass, []), false);
});

test("what is no pass is none", () => {
  for (const text of ["", "x", "ONMIN1:", made.text.slice(1), `${made.text}0`, made.text.replace("ONMIN1:", "ONMIN2:"), `ONMIN1:${"!".repeat(168)}`]) assert.equal(readPass(text), null, text);
});

test("a gate judges by window, stop, place, hours and day, in this order", () => {
  const told = (changed = {}, here = new Map(), at = NOON, signed = true) => judged(pass, signed, { ...rules, ...changed }, here, at).outcome;
  assert.equal(told(), "admitted");
  assert.equal(told({}, new Map(), NOON, false), "pass_invalid");
  assert.equal(judged(null, true, rules, new Map(), NOON).outcome, "pass_invalid");
  assert.equal(told({}, new Map(), NOON + 24 * HOUR), "pass_expired");
  assert.equal(told({}, new Map(), NOON - HOUR), "pass_not_yet_valid");
  const stopped = [{ holder: made.holder, since: "2026-11-22T04:00:00Z" }];
  assert.equal(told({ revoked: stopped }), "admitted");
  assert.equal(told({ revoked: stopped }, new Map(), NOON + HOUR), "pass_revoked");
  assert.equal(told({}, new Map(), NOON + 5.5 * HOUR), "facility_closed");
  assert.equal(told({ days: [{ ...day, is_open: false }] }), "facility_closed");
  assert.equal(told({ days: [] }), "facility_closed");
  assert.equal(told({}, new Map([[made.holder, NOON - HOUR]])), "already_admitted_today");
  assert.equal(judged({ ...pass, facility: "00112233" }, true, rules, new Map(), NOON).outcome, "pass_for_other_facility");
});

test("who was let in elsewhere today is known, and who was yesterday is forgotten", () => {
  const read = { ...rules, admitted: made.holder + "0".repeat(16) };
  assert.deepEqual([...admittedBefore(read, NOON).keys()], [made.holder, "0".repeat(16)]);
  assert.equal(admittedBefore(read, NOON + 24 * HOUR).size, 0);
});

test("charges are the county's to the won", () => {
  assert.deepEqual(charge(day, "online_resident", "adult"), { fee: 2000, pay: 1340 });
  assert.deepEqual(charge(day, "online_resident", "youth"), { fee: 1500, pay: 1005 });
  assert.deepEqual(charge(day, "online_resident", "senior"), { fee: 2000, pay: 0 });
  assert.deepEqual(chargeOfClass(day, "resident"), { fee: 2000, pay: 0 });
  assert.deepEqual(chargeOfClass(day, "adult", true), { fee: 2000, pay: 1000 });
  assert.deepEqual(chargeOfClass(day, "soldier", true), { fee: 1500, pay: 1500 });
  assert.deepEqual(chargeOfClass(day, "child"), { fee: 0, pay: 0 });
});
