// A region chosen in two steps: province, then county or district.

import { find } from "./dom.js";
import { lang, t } from "./lang.js";

/** @typedef {{ code: string, name_ko: string, name_en: string, counties?: Place[] }} Place */

/** All there are, in the order of the official list. @returns {Promise<Place[]>} */
export const readRegions = async () => (await fetch(document.body.dataset.regions ?? "", { method: "GET" })).json();

/** Of a county, which province. @param {Place[]} provinces @param {string} code */
export const provinceOf = (provinces, code) => provinces.find(({ counties }) => counties?.some((county) => county.code === code));

/** @param {Place} place */
export const nameOf = (place) => (lang === "en" ? place.name_en : place.name_ko);

/** Where somebody lives: province and county, or the code of one that is in the list no more. @param {Place[]} provinces @param {string} code */
export function placeOf(provinces, code) {
  const province = provinceOf(provinces, code);
  const county = province?.counties?.find((place) => place.code === code);
  if (!province || !county) return code;
  return province.counties?.length === 1 ? nameOf(province) : t(`${nameOf(province)} ${nameOf(county)}`, `${nameOf(county)}, ${nameOf(province)}`);
}

/** @param {HTMLFormElement} form @param {Place[]} provinces */
export function offerRegions(form, provinces) {
  const county = form.region_code;
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
