// Who is too young for the sign-up form.

import { now } from "../common/clock.js";

const MEMBER_AGE_MIN = 14;

/** Only spares children the further steps; the server decides. @param {string} on */
export function isUnder14(on) {
  const [year, month, dayOfMonth] = on.split("-").map(Number);
  return Date.UTC(year + MEMBER_AGE_MIN, month - 1, dayOfMonth) - 9 * 3600 * 1000 > now();
}
