// What the wallet last showed, kept on the phone so that it opens at once and where there is no net: name and number of the
// card, balance, newest entries, a pay code and a pass while they are valid. Neither telephone number nor birth date. A log-out, leaving and
// a session that has ended forget it with all else of the person (common/session.js); another member never sees it.

import { now } from "../common/clock.js";
import { current } from "../common/session.js";
import { device } from "../common/storage.js";

/** `at`: when the balance was read, by this phone's clock.
 * @typedef {{ name: string, at: number, wallet: Api.Schemas["WalletAnswer"], entries: Api.Schemas["EntryAnswer"][] }} Seen */
/** @typedef {Api.Schemas["PayCodeAnswer"] & { isTyped: boolean }} HeldCode */

const SEEN = "onmin.seen";
const CODE = "onmin.pay-code";
const PASS = "onmin.pass";
const ENTRIES_MAX = 20;

/** Of the member who is logged in, once all of it has been seen. @returns {Seen | null} */
export function lastSeen() {
  const seen = own(SEEN);
  return seen?.wallet && seen.name !== undefined ? { entries: [], ...seen } : null;
}

/** @param {Partial<Seen>} part what was seen just now */
export function keepSeen(part) {
  const entries = part.entries && mergedEntries(part.entries);
  keep(SEEN, { ...own(SEEN), ...part, ...(entries && { entries }) });
}

/** Fewer entries than were seen before are the newest of them. @param {Seen["entries"]} newest */
function mergedEntries(newest) {
  const known = new Set(newest.map((entry) => entry.entry_id));
  const before = /** @type {Seen["entries"]} */ (own(SEEN)?.entries ?? []);
  const isAdjacent = before.some((entry) => known.has(entry.entry_id));
  return [...newest, ...(isAdjacent ? before.filter((entry) => !known.has(entry.entry_id)) : [])].slice(0, ENTRIES_MAX);
}

export const forgetSeen = () => device.forget(SEEN);

/** A code that was fetched and is not known to be used. @param {boolean} isTyped @returns {HeldCode | null} */
export function heldCode(isTyped) {
  const code = own(CODE);
  const isGood = code && code.isTyped === isTyped && new Date(code.expires_at).getTime() > now();
  return isGood ? code : null;
}

/** @param {HeldCode} code */
export const holdCode = (code) => keep(CODE, code);

/** A pass that is good for a while yet. @returns {Api.Schemas["PassAnswer"] | null} */
export function heldPass() {
  const pass = own(PASS);
  return pass && new Date(pass.expires_at).getTime() > now() ? pass : null;
}

/** @param {Api.Schemas["PassAnswer"]} pass */
export const holdPass = (pass) => keep(PASS, pass);

export const dropCode = () => device.forget(CODE);

/** @param {string} name @returns {any} */
function own(name) {
  const kept = device.read(name);
  return kept && kept.member_id === current()?.member_id ? kept : null;
}

/** @param {string} name @param {object} value */
function keep(name, value) {
  const member = current()?.member_id;
  if (member) device.keep(name, { ...value, member_id: member });
}
