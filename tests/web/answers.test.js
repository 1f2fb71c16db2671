import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { readBirth } from "../../chalicelib/web/static/common/birth.js";
import { offerRegions } from "../../chalicelib/web/static/common/regions.js";
import { isUnder14 } from "../../chalicelib/web/static/join/answers.js";

afterEach(() => mock.timers.reset());

test("eight digits are a birth date if there was such a day", () => {
  assert.equal(readBirth("19580307"), "1958-03-07");
  assert.equal(readBirth("1958. 03. 07."), "1958-03-07");
  assert.equal(readBirth("20000229"), "2000-02-29");
  for (const text of ["19990229", "1958037", "195803071", "18891231", "29990101", "abcdefgh", ""]) assert.equal(readBirth(text), null, text);
});

test("one is 14 from the birthday on, as it begins in Seoul", () => {
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-21T14:59:59Z") });
  assert.ok(isUnder14("2012-11-22"));
  mock.timers.setTime(Date.parse("2026-11-21T15:00:00Z"));
  assert.ok(!isUnder14("2012-11-22"));
});

test("a province offers its counties, and a single one is chosen already", () => {
  const form = make("form", {}, make("select", { name: "province" }), make("div", { id: "county-field" }, make("select", { name: "region_code" })));
  document.body.replaceChildren(form);
  offerRegions(form, [
    { code: "11", name_ko: "서울특별시", name_en: "Seoul", counties: [{ code: "11110", name_ko: "종로구", name_en: "Jongno-gu" }, { code: "11140", name_ko: "중구", name_en: "Jung-gu" }] },
    { code: "36", name_ko: "세종특별자치시", name_en: "Sejong", counties: [{ code: "36110", name_ko: "세종시", name_en: "Sejong-si" }] },
  ]);
  const choose = (code) => {
    form.province.value = code;
    form.province.dispatchEvent(new Event("change"));
    return [...form.region_code.options].map((one) => one.textContent);
  };
  assert.deepEqual(choose("11"), ["골라 주세요", "종로구", "중구"]);
  assert.equal(form.region_code.value, "");
  assert.equal(document.querySelector("#county-field").hidden, false);
  choose("36");
  assert.equal(form.region_code.value, "36110");
  assert.equal(document.querySelector("#county-field").hidden, true);
});
