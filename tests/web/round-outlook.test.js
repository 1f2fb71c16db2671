// What the desk is told of a round's end: in words, with its range.

import assert from "node:assert/strict";
import { test } from "node:test";

import { daysWords, outlookWords } from "../../chalicelib/web/static/staff/round-outlook.js";

const OUTLOOK = { sold_out_at: null, soonest_at: null, latest_at: null, unsold_amount: 0, unsold_least: 0, unsold_most: 0 };
/** @param {object} changes */
const words = (changes) => outlookWords({ outlook: { ...OUTLOOK, ...changes } });

test("a round that sells out is told when, and a slow pace that it may not", () => {
  const said = words({ sold_out_at: "2026-12-10T03:00:00Z", soonest_at: "2026-12-08T03:00:00Z" });
  assert.match(said, /12월 10일 12:00에 다 팔립니다/);
  assert.match(said, /가장 이르면 12월 8일 12:00, 가장 늦으면 닫을 때까지 남음/);
});

test("a round that leaves something is told how much, from the least to the most", () => {
  const said = words({ unsold_amount: 2_000_000, unsold_least: 0, unsold_most: 5_000_000 });
  assert.match(said, /닫을 때 2,000,000원이 남습니다 \(0원에서 5,000,000원\)/);
  assert.match(words({ unsold_amount: 700, unsold_least: 700, unsold_most: 700 }), /700원이 남습니다\.$/);
});

test("where nothing can be told, nothing is said", () => {
  assert.equal(outlookWords({ outlook: null }), "");
});

test("a year of days that are left out is one span and no page full of dates", () => {
  const year = Array.from({ length: 300 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10));
  assert.equal(daysWords([...year, "2026-12-03"]), "2026년 1월 1일 ~ 2026년 10월 27일, 2026년 12월 3일");
  assert.equal(daysWords([]), "");
});
