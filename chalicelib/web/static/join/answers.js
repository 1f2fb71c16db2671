// The parts of the sign-up form that take some reading: a birth date typed as eight digits, a region chosen in two steps.

import { fill, find } from "../common/dom.js";
import { lang, t } from "../common/lang.js";

const MEMBER_AGE_MIN = 14;

/** @typedef {{ code: string, name_ko: string, name_en: string, counties?: Place[] }} Place */

/** Eight digits to "1958-03-07", or null when there is no such day. @param {string} text */
export function readBirth(text) {
  const digits = text.replace(/\D/g, "");
  if (digits.length !== 8) return null;
  const on = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${on}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(on);
  return isReal && date < new Date() && date.getUTCFullYear() >= 1890 ? on : null;
}

/** Only spares children the further steps; the server decides. @param {string} on */
export function isUnder14(on) {
  const [year, month, dayOfMonth] = on.split("-").map(Number);
  return Date.UTC(year + MEMBER_AGE_MIN, month - 1, dayOfMonth) - 9 * 3600 * 1000 > Date.now();
}

/** Reads the typed date back in words, so that a slip is seen before it is sent. @param {HTMLFormElement} form */
export function echoBirth(form) {
  const format = new Intl.DateTimeFormat(t("ko-KR", "en-US"), { timeZone: "UTC", dateStyle: "long" });
  form.birth_on.addEventListener("input", () => {
    const on = readBirth(form.birth_on.value);
    fill(form, { birth: on ? format.format(new Date(on)) : "" });
  });
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
