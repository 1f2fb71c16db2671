// What shopkeepers type from their papers: days without signs, the number of an application.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readDay } from "../common/typed.js";

/** `20190302`, `2019.3.2` or `2019-03-02` → `2019-03-02`; what is none is a field error. @param {string} text @param {string} field */
export function dayIn(text, field) {
  const day = readDay(text);
  if (!day) throw new FieldError(field, t("날짜를 여덟 자리로 적어 주세요. 예: 20190302", "Please enter the date as eight digits, such as 20190302."));
  return day;
}

/** As it stands in a note: with or without its prefix, in any case. @param {string} text */
export function readId(text) {
  const bare = text.normalize("NFKC").replace(/[\s-]/g, "").replace(/^app_/i, "");
  return `app_${bare.toUpperCase()}`;
}
