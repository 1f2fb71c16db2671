// The parts of the sign-up form that take some reading: who is too young, a region chosen in two steps.

import { find } from "../common/dom.js";
import { lang, t } from "../common/lang.js";

const MEMBER_AGE_MIN = 14;

/** @typedef {{ code: string, name_ko: string, name_en: string, counties?: Place[] }} Place */

/** Only spares children the further steps; the server decides. @param {string} on */
export function isUnder14(on) {
  const [year, month, dayOfMonth] = on.split("-").map(Number);
  return Date.UTC(year + MEMBER_AGE_MIN, month - 1, dayOfMonth) - 9 * 3600 * 1000 > Date.now();
}

/** @param {HTMLFormElement} form @param {Place[]} provinces */
export function offerRegions(form, provinces) {
  const county = form.region_code;
  /** @param {Place} place */
  const nameOf = (place) => (lang === "en" ? place.name_en : place.name_ko);
  form.province.append(...provinces.map((place) => new Option(nameOf(place), place.code)));
  form.province.addEventListener("change", () => {
    const counties = provinces.find((place) => place.code === form.province.value)?.counties || [];
    county.replaceChildren(
      new Option(t("골라 주세요", "Choose"), ""),
      ...counties.map((place) => new Option(nameOf(place), place.code)),
    );
    // Sejong and overseas have a single entry below them: nothing is left to choose.
    if (counties.length === 1) county.value = counties[0].code;
    find("#county-field").hidden = counties.length <= 1;
  });
}
