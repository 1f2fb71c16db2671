// Codes and numbers that identify, as people type, paste and scan them: wide digits, spaces and what stands around a code
// make no difference. Amounts are read in money.js, where nothing may be passed over.

/** @param {string} text */
const narrow = (text) => text.normalize("NFKC");

/** Without spaces and what shows nothing. @param {string} text */
export const readCode = (text) => narrow(text).replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]/g, "");

/** Digits and the plus of a number from abroad, which a chosen country stands in for. @param {string} text @param {string} [country] "+81", or "" for Korea */
export function readPhone(text, country = "") {
  const digits = narrow(text).replace(/[^\d+]/g, "");
  return country && digits && !digits.startsWith("+") ? country + digits : digits;
}

/** The six digits of a one-time code, also out of the whole message that brought it; "" if they are not there.
 * @param {string} text */
export function readOneTimeCode(text) {
  const message = narrow(text);
  // The line for browsers names it; other digits of the message (hours, minutes) are not it.
  const bound = /@\S+\s+#(\d{6})(?!\d)/.exec(message);
  if (bound) return bound[1];
  const sixes = new Set(message.match(/\d+/g)?.filter((digits) => digits.length === 6));
  if (sixes.size) return sixes.size === 1 ? [...sixes][0] : "";
  const inHalves = /(?:^|\D)(\d{3})[\s-](\d{3})(?!\d)/.exec(message);
  if (inHalves) return inHalves[1] + inHalves[2];
  const digits = message.replace(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : "";
}

/** "1958. 3. 7.", "1958년 3월 7일" and "19580307" as its eight digits; "" for anything else, never another day.
 * @param {string} text */
function readDayDigits(text) {
  const parts = narrow(text).match(/\d+/g) ?? [];
  const joined = parts.join("");
  const lengths = parts.map((part) => part.length).join();
  if (["8", "4,4", "4,2,2"].includes(lengths)) return joined;
  if (!/^4,[12],[12]$/.test(lengths)) return "";
  return parts.map((part) => part.padStart(2, "0")).join("");
}

/** A day as it is written here, to "1958-03-07"; null for anything else, and when there is no such day. @param {string} text */
export function readDay(text) {
  const digits = readDayDigits(text);
  if (!digits) return null;
  const on = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${on}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(on) ? on : null;
}
