// Serial numbers of notes, as chalicelib/paper/serials.py has them: two letters, eight digits and Damm's check digit. A number
// that was mistyped is said before it is sent; whose note it is, the server knows.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";

/** Both ends belong to it. @typedef {{ series: string, first: number, last: number }} Range */

const FORM = /^([A-Z]{2})(\d{8})(\d)$/;
const DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];

/** @param {string} series @param {number} number */
function checkDigit(series, number) {
  const places = [...series].map((letter) => String(letter.charCodeAt(0) - 64).padStart(2, "0")).join("");
  return [...places, ...String(number).padStart(8, "0")].reduce((interim, digit) => Number(DAMM[interim]?.[Number(digit)]), 0);
}

/** As it is printed. @param {string} series @param {number} number */
export const serialText = (series, number) => `${series}${String(number).padStart(8, "0")}${checkDigit(series, number)}`;

/** @param {string} text */
function readSerial(text) {
  const found = FORM.exec(readCode(text).replaceAll("-", "").toUpperCase());
  if (!found || checkDigit(found[1] ?? "", Number(found[2])) !== Number(found[3])) {
    throw new FieldError("notes", t(`${text.trim().slice(0, 20)}: 일련번호를 다시 확인해 주세요. 영문 두 자와 숫자 아홉 자리입니다.`, `${text.trim().slice(0, 20)}: please check the serial number: two letters and nine digits.`));
  }
  return { series: found[1] ?? "", number: Number(found[2]) };
}

/** One note, or from one to another of its series. @param {string} first @param {string} [last] @returns {Range} */
export function readRange(first, last = "") {
  const begin = readSerial(first);
  const end = last.trim() ? readSerial(last) : begin;
  if (end.series !== begin.series || end.number < begin.number) throw new FieldError("notes", t("끝 번호가 첫 번호와 같은 묶음의 뒤 번호가 아닙니다.", "The last number does not follow the first one in its series."));
  return { series: begin.series, first: begin.number, last: end.number };
}

/** @param {Range} range */
export const sizeOf = ({ first, last }) => last - first + 1;
/** @param {Range[]} ranges */
export const countOf = (ranges) => ranges.reduce((sum, range) => sum + sizeOf(range), 0);
/** As the API takes it. @param {Range} range */
export const named = ({ series, first, last }) => ({ first: serialText(series, first), last: serialText(series, last) });

/** With one more, in the order of their numbers; neighbours are one range, so that notes that are scanned one by one stay few.
 * @param {Range[]} ranges @param {Range} more @returns {Range[]} */
export function joined(ranges, more) {
  const met = ranges.find(({ series, first, last }) => series === more.series && first <= more.last && more.first <= last);
  if (met) {
    const serial = serialText(more.series, Math.max(met.first, more.first));
    throw new FieldError("notes", t(`${serial}번 상품권이 두 번 들어 있습니다.`, `Note ${serial} is named twice.`));
  }
  const ordered = [...ranges, more].sort((one, other) => (one.series < other.series ? -1 : one.series > other.series ? 1 : one.first - other.first));
  /** @type {Range[]} */
  const found = [];
  for (const range of ordered) {
    const before = found.at(-1);
    if (before && before.series === range.series && before.last + 1 === range.first) found[found.length - 1] = { ...before, last: range.last };
    else found.push(range);
  }
  return found;
}

/** Without these notes. @param {Range[]} ranges @param {string[]} serials */
export function without(ranges, serials) {
  return serials.map((text) => readRange(text)).reduce((left, gone) => left.flatMap((range) => {
    if (range.series !== gone.series || gone.first < range.first || gone.first > range.last) return [range];
    return [{ ...range, last: gone.first - 1 }, { ...range, first: gone.first + 1 }].filter((part) => part.first <= part.last);
  }), ranges);
}
