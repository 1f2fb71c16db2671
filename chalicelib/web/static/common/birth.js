// A birth date typed as eight digits, and read back in words.

import { now } from "./clock.js";
import { fill } from "./dom.js";
import { t } from "./lang.js";
import { FieldError } from "./refusals.js";
import { readDay } from "./typed.js";

/** A day on which somebody who lives was born, as "1958-03-07", or null. @param {string} text */
export function readBirth(text) {
  const on = readDay(text);
  return on && new Date(`${on}T00:00:00Z`) < new Date(now()) && on >= "1890" ? on : null;
}

/** The form's birth date; what is none is a field error. @param {HTMLFormElement} form */
export function birthOf(form) {
  const bornOn = readBirth(form.birth_on.value);
  if (!bornOn) throw new FieldError("birth_on", t("생년월일 여덟 자리를 다시 봐 주세요. 예: 19580307", "Please check the eight digits, such as 19580307."));
  return bornOn;
}

/** Reads the typed date back in words, so that a slip is seen before it is sent. @param {HTMLFormElement} form */
export function echoBirth(form) {
  const format = new Intl.DateTimeFormat(t("ko-KR", "en-US"), { timeZone: "UTC", dateStyle: "long" });
  form.birth_on.addEventListener("input", () => {
    const on = readBirth(form.birth_on.value);
    fill(form, { birth: on ? format.format(new Date(on)) : "" });
  });
}
