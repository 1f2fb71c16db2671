import assert from "node:assert/strict";
import { test } from "node:test";

import { dayIn } from "../../chalicelib/web/static/apply/typed-shop.js";
import { readBirth } from "../../chalicelib/web/static/common/birth.js";
import { readCode, readDay, readOneTimeCode, readPhone } from "../../chalicelib/web/static/common/typed.js";
import { readEntryId, readMemberId } from "../../chalicelib/web/static/staff/member-number.js";

test("six digits are taken out of whatever brought them", () => {
  for (const text of [
    "418093", " 418093", "418 093", "418-093", "4 1 8 0 9 3", "４１８０９３",
    "[강진품애] 인증번호 418093\n@onmin.kr #418093",
    "[강진품애] 인증번호 418093. 20261129 유효\n@onmin.kr #418093",
    "인증번호는 418 093 입니다",
    "[Web발신]\n인증번호 [418093] 3분 안에 적어 주세요",
  ]) assert.equal(readOneTimeCode(text), "418093", text);
  for (const text of ["", "41809", "4180934", "12345678901", "418093 또는 902771", "3분 41809"]) assert.equal(readOneTimeCode(text), "", text);
});

test("a number is read in wide digits too", () => {
  assert.equal(readPhone("０１０ー２２２２－３３３３"), "01022223333");
  assert.equal(readPhone("＋81 90-1234-5678"), "+819012345678");
  assert.equal(readPhone("090-1234-5678", "+81"), "+8109012345678");
  assert.equal(readPhone("+1 212 555 0100", "+81"), "+12125550100");
  assert.equal(readPhone("", "+81"), "");
});

test("a code is read however it came", () => {
  assert.equal(readCode(" ＧＪ\u00a0０００７\u200b\n"), "GJ0007");
  assert.equal(readMemberId("06bx 3k9q-z7m2 t4wa"), "mem_06BX3K9QZ7M2T4WA");
  assert.equal(readMemberId("ＭＥＭ＿０６BX3K9QZ7M2T4WA"), "mem_06BX3K9QZ7M2T4WA");
  assert.equal(readEntryId("Ent_06bx3k9qz7m2t4wa "), "ent_06BX3K9QZ7M2T4WA");
  assert.equal(readEntryId(" "), "");
});

test("a birth date is read as it is written here, and never as another day", () => {
  for (const text of ["1964. 11. 2.", "1964년 11월 2일", "1964-11-02", "1964 1102", "１９６４１１０２"]) assert.equal(readBirth(text), "1964-11-02", text);
  for (const text of ["1964. 1. 102", "641102", "1964-112", "19641102 9", "1964.11.2.3"]) assert.equal(readBirth(text), null, text);
});

test("a day of a shop's papers is read by the same rule, also one to come", () => {
  for (const text of ["20190302", "2019.3.2", "2019-03-02", "2019년 3월 2일", "２０１９０３０２"]) {
    assert.equal(readDay(text), "2019-03-02", text);
    assert.equal(dayIn(text, "opened_on"), "2019-03-02", text);
  }
  assert.equal(readDay("20990101"), "2099-01-01");
  for (const text of ["201912", "2019123", "190302", "2019", "20190230", "2019.13.1", "2019 03 02 7", ""]) {
    assert.equal(readDay(text), null, text);
    assert.throws(() => dayIn(text, "opened_on"), { param: "opened_on" }, text);
  }
});
