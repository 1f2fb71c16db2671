// Texts stand where they are used, in both languages side by side; amounts and times are written one way everywhere.

import { now } from "./clock.js";

export const lang = document.documentElement.lang === "en" ? "en" : "ko";

/** What stands behind a bracket or a quotation mark stays with it: browsers would begin a line with a particle.
 * @param {string} korean */
const held = (korean) => korean.replace(/([)’”])(?=[가-힣])/g, "$1\u2060");

/** @param {string} korean @param {string} english */
export const t = (korean, english) => (lang === "en" ? english : held(korean));

const locale = t("ko-KR", "en-US");
const digits = new Intl.NumberFormat(locale);

/** @param {number} value */
export const count = (value) => digits.format(value);
/** A figure and its unit stay on one line. @param {number} amount */
export const won = (amount) => t(`${digits.format(amount)}원`, `${digits.format(amount)}\u00a0won`);
/** @param {number} mileage */
export const points = (mileage) => t(`${digits.format(mileage)}점`, `${digits.format(mileage)}\u00a0points`);
/** "mem_06BX3K9QZ7M2T4WA" as people read a number aloud: 06BX 3K9Q Z7M2 T4WA. @param {string} memberId */
export const memberNumber = (memberId) => memberId.replace(/^mem_/, "").replace(/(.{4})(?=.)/g, "$1 ");
/** A number of Korea as it is written there; of elsewhere as it is. @param {string} phone */
export const phoneNumber = (phone) => phone.replace(/^\+82(\d{2})(\d{3,4})(\d{4})$/, "0$1-$2-$3");
/** @param {number} amount */
export const signed = (amount) => (amount > 0 ? `+${digits.format(amount)}` : digits.format(amount).replace("-", "−"));
/** @param {number} amount */
export const signedWon = (amount) => t(`${signed(amount)}원`, `${signed(amount)}\u00a0won`);
/** @param {number} mileage */
export const signedPoints = (mileage) => t(`${signed(mileage)}점`, `${signed(mileage)}\u00a0points`);

const seoul = { timeZone: "Asia/Seoul" };
const dayFormat = new Intl.DateTimeFormat(locale, { ...seoul, year: "numeric", month: "long", day: "numeric" });
const monthFormat = new Intl.DateTimeFormat(locale, { ...seoul, year: "numeric", month: "long" });
const weekdayFormat = new Intl.DateTimeFormat(locale, { ...seoul, month: "long", day: "numeric", weekday: "short" });
const weekdayOfYearFormat = new Intl.DateTimeFormat(locale, { ...seoul, year: "numeric", month: "long", day: "numeric", weekday: "short" });
const timeFormat = new Intl.DateTimeFormat(locale, { ...seoul, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const momentFormat = new Intl.DateTimeFormat(locale, {
  ...seoul, month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
/** @type {Intl.DateTimeFormatOptions} */
const toSecond = { ...seoul, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
const timeToSecondFormat = new Intl.DateTimeFormat(locale, toSecond);
const momentToSecondFormat = new Intl.DateTimeFormat(locale, { ...toSecond, month: "long", day: "numeric" });
const isoDayFormat = new Intl.DateTimeFormat("sv-SE", seoul);

/** A business day ("2026-11-22") is Seoul's already; a moment ("…Z") is turned into Seoul's. @param {string} on */
export const day = (on) => dayFormat.format(noon(on));
/** @param {string} on */
const noon = (on) => new Date(on.length === 10 ? `${on}T12:00:00+09:00` : on);
/** From the first business day through the last, which says no year or month twice. @param {string} first @param {string} last */
export const days = (first, last) => dayFormat.formatRange(noon(first), noon(last));
/** The last day of what ends at a moment that is not inside any more. @param {string} endsAt */
export const lastDay = (endsAt) => day(new Date(Date.parse(endsAt) - 1).toISOString());
/** The month of a business day. @param {string} on */
export const month = (on) => monthFormat.format(new Date(`${on.slice(0, 7)}-15T12:00:00+09:00`));
/** A business day with its day of the week; of this year without the year. @param {string} on */
export const weekday = (on) => (on.slice(0, 4) === today().slice(0, 4) ? weekdayFormat : weekdayOfYearFormat).format(new Date(`${on}T12:00:00+09:00`));
/** @param {string} at */
export const time = (at) => timeFormat.format(new Date(at));
/** @param {string} at */
export const moment = (at) => momentFormat.format(new Date(at));
/** @param {string | number} at */
export const timeToSecond = (at) => timeToSecondFormat.format(new Date(at));
/** @param {string} at */
export const momentToSecond = (at) => momentToSecondFormat.format(new Date(at));
/** The business day of a moment, as "2026-11-22". @param {string | number | Date} at */
export const seoulDay = (at) => isoDayFormat.format(new Date(at));
/** What a `datetime-local` field says is Seoul's. @param {string} local */
export const seoulMoment = (local) => new Date(`${local}:00+09:00`).toISOString();
export const today = () => seoulDay(now());
