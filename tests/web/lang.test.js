import assert from "node:assert/strict";
import { test } from "node:test";

import * as korean from "../../chalicelib/web/static/common/lang.js";

document.documentElement.lang = "en";
const english = await import("../../chalicelib/web/static/common/lang.js?en");
document.documentElement.lang = "ko";

test("amounts are written one way in each language", () => {
  assert.equal(korean.won(1234567), "1,234,567원");
  assert.equal(english.won(1234567), "1,234,567\u00a0won");
  assert.equal(korean.points(0), "0점");
  assert.equal(english.points(5000), "5,000\u00a0points");
});

test("a signed amount has a minus sign, not a hyphen", () => {
  assert.deepEqual([korean.signed(1200), korean.signed(-1200), korean.signed(0)], ["+1,200", "−1,200", "0"]);
});

test("a member number is read in fours", () => {
  assert.equal(korean.memberNumber("mem_06BX3K9QZ7M2T4WA"), "06BX 3K9Q Z7M2 T4WA");
});

test("a Korean number is read as it is written there, others as they are", () => {
  assert.equal(korean.phoneNumber("+821090001001"), "010-9000-1001");
  assert.equal(korean.phoneNumber("+82111234567"), "011-123-4567");
  assert.equal(korean.phoneNumber("+12025550123"), "+12025550123");
});

test("a moment belongs to the day of Seoul", () => {
  assert.equal(korean.day("2026-11-22T15:00:00.000Z"), "2026년 11월 23일");
  assert.equal(korean.day("2026-11-22T14:59:59.999Z"), "2026년 11월 22일");
  assert.equal(korean.seoulDay("2026-12-31T15:00:00Z"), "2027-01-01");
  assert.equal(english.day("2026-11-22T15:00:00.000Z"), "November 23, 2026");
});

test("a business day is Seoul's already", () => {
  assert.equal(korean.day("2026-11-22"), "2026년 11월 22일");
});

test("midnight is 00:00, not 24:00", () => {
  assert.equal(korean.time("2026-11-22T15:00:00Z"), "00:00");
});

test("a particle stays on the line of the bracket or quotation mark before it", () => {
  assert.equal(korean.t("‘내역’에서 (회비)를 봅니다", ""), "‘내역’\u2060에서 (회비)\u2060를 봅니다");
  assert.equal(korean.t("(회비) 를", ""), "(회비) 를");
  assert.equal(english.t("‘내역’에서", "in “History”"), "in “History”");
});

test("a span of days says year and month once", () => {
  assert.match(korean.days("2026-12-01", "2026-12-02"), /^2026년 12월 1일\s?~\s?2일$/);
  assert.match(korean.days("2026-11-30", "2026-12-02"), /^2026년 11월 30일\s?~\s?12월 2일$/);
  assert.equal(korean.days("2026-12-01", "2026-12-01"), "2026년 12월 1일");
});
