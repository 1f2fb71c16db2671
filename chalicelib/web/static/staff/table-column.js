// A column of a desk's table: its value as people read it, as a file has it, and which of two rows comes first.

import { count, day, lang, moment } from "../common/lang.js";
import { wordsFor } from "../common/words.js";

/** @typedef {"text" | "number" | "moment" | "day" | "state"} Kind */
/** @typedef {string | number | null | undefined} Value */

/** A column. `say`: words of a state, unless `states` names their table; `tones` of states by value; `cell` is shown in place of the value's
 * own words; `isFiled`: only a file has the column, on the page it stands in the cell of another. @template Row
 * @typedef {{
 *   words: string,
 *   of: (one: Row) => Value,
 *   kind?: Kind,
 *   states?: string,
 *   say?: (value: string) => string,
 *   tones?: Record<string, string>,
 *   isFiled?: boolean,
 *   cell?: (one: Row) => import("../common/dom.js").Child | import("../common/dom.js").Child[],
 * }} Column */

const collator = new Intl.Collator(lang, { numeric: true });
// A column of English dates is half as wide with short months.
/** @type {Intl.DateTimeFormatOptions} */
const inEnglish = { timeZone: "Asia/Seoul", month: "short", day: "numeric" };
const shortDay = new Intl.DateTimeFormat("en-US", { ...inEnglish, year: "numeric" });
const shortMoment = new Intl.DateTimeFormat("en-US", { ...inEnglish, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seoulMoment = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul", dateStyle: "short", timeStyle: "short" });

/** As a dictionary has them, figures in words by their size. @param {string} one @param {string} other */
export const byWords = (one, other) => collator.compare(one, other);

/** @param {Value} value @returns {value is null | undefined | ""} */
export const isNothing = (value) => value === null || value === undefined || value === "";

/** The value as people read it. @template Row @param {Column<Row>} column @param {Row} one */
export function said(column, one) {
  const value = column.of(one);
  if (isNothing(value)) return "";
  switch (column.kind) {
    case "number": return count(Number(value));
    case "moment": return lang === "en" ? shortMoment.format(new Date(String(value))) : moment(String(value));
    case "day": return lang === "en" ? shortDay.format(new Date(String(value))) : day(String(value));
    case "state": return column.say ? column.say(String(value)) : wordsFor(column.states ?? "", String(value));
    default: return String(value);
  }
}

/** The value for a file: numbers as such, moments on Seoul's clock. @template Row @param {Column<Row>} column @param {Row} one @returns {string | number | null} */
export function filed(column, one) {
  const value = column.of(one);
  if (isNothing(value)) return null;
  switch (column.kind) {
    case "number": return Number(value);
    case "moment": return seoulMoment.format(new Date(String(value)));
    case "day": return String(value);
    default: return said(column, one);
  }
}

/** Numbers as numbers, times as times, words as a dictionary has them; what is not there is last. @template Row
 * @param {Column<Row>} column @param {Row} one @param {Row} other */
export function compared(column, one, other) {
  const [first, second] = [column.of(one), column.of(other)];
  if (isNothing(first) || isNothing(second)) return Number(isNothing(first)) - Number(isNothing(second));
  if (column.kind === "number") return Number(first) - Number(second);
  if (column.kind === "moment" || column.kind === "day") return String(first) < String(second) ? -1 : Number(first !== second);
  return byWords(said(column, one), said(column, other));
}
