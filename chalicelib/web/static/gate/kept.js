// What a gate keeps on its device until it has reported it: each scan and each count of people under a name of its own, so that
// keeping one more costs the same however many wait. Scans of days before are forgotten once they are reported.

import { newKey } from "../common/api.js";
import { seoulDay } from "../common/lang.js";
import { device } from "../common/storage.js";

/** @typedef {import("./judging.js").Outcome} Outcome */
/** `code` goes once it is reported. @typedef {{ id: string, code?: string, at: number, holder?: string, outcome: Outcome, isReported?: boolean }} Scan */
/** @typedef {{ id: string, at: number, isGroup: boolean, visitors: Api.Schemas["VisitorRow"][], isReported?: boolean, isVoid?: boolean, isVoidReported?: boolean }} Count */

const KEY = "onmin.gate-key";
const RULES = "onmin.gate-rules";
const DEVICE = "onmin.gate-device";
const SCAN = "onmin.gate-scan.";
const COUNT = "onmin.gate-count.";

export const gateKey = () => device.text(KEY);
/** @param {string} key */
export const keepKey = (key) => device.keepText(KEY, key);
export const forgetKey = () => device.forget(KEY);

/** The name under which this device reports, for good: what was half reported under one gate's key is known under another's. */
export function deviceId() {
  const known = device.text(DEVICE);
  if (known) return known;
  const made = newKey("gate-");
  device.keepText(DEVICE, made);
  return made;
}

/** `skewMs`: how far this device's clock was behind ours when they were read.
 * @returns {{ rules: import("./judging.js").Rules, skewMs: number } | null} */
export const keptRules = () => device.read(RULES);
/** @param {import("./judging.js").Rules} rules @param {number} skewMs */
export const keepRules = (rules, skewMs) => device.keep(RULES, { rules, skewMs });

/** @type {Map<string, Scan>} */
const scans = new Map();
/** @type {Map<string, Count>} */
const counts = new Map();

/** @type {WeakMap<Scan | Count, string>} */
const days = new WeakMap();
/** Worked out once of each: after every scan all of the day are counted. @param {Scan | Count} each */
function dayOf(each) {
  const day = days.get(each) ?? seoulDay(each.at);
  days.set(each, day);
  return day;
}

/** Reads what is kept, once. @param {number} at */
export function open(at) {
  for (const name of device.names()) {
    if (name.startsWith(SCAN)) load(name, scans);
    else if (name.startsWith(COUNT)) load(name, counts);
  }
  const today = seoulDay(at);
  for (const scan of scans.values()) if (scan.isReported && dayOf(scan) !== today) drop(SCAN, scans, scan.id);
  for (const count of counts.values()) if (isSettled(count) && dayOf(count) !== today) drop(COUNT, counts, count.id);
}

/** @param {Scan} scan */
export function keepScan(scan) {
  scans.set(scan.id, scan);
  device.keep(SCAN + scan.id, scan);
}

/** @param {Count} count */
export function keepCount(count) {
  counts.set(count.id, count);
  device.keep(COUNT + count.id, count);
}

export const waitingScans = () => [...scans.values()].filter((scan) => !scan.isReported);
/** Those to be reported, or whose taking back is. */
export const waitingCounts = () => [...counts.values()].filter((count) => !isSettled(count));

/** @param {number} at */
export function scansOf(at) {
  const day = seoulDay(at);
  return [...scans.values()].filter((scan) => dayOf(scan) === day);
}
/** @param {number} at */
export function countsOf(at) {
  const day = seoulDay(at);
  return [...counts.values()].filter((count) => !count.isVoid && dayOf(count) === day);
}

/** @param {Count} count */
const isSettled = (count) => Boolean(count.isReported && (!count.isVoid || count.isVoidReported));

/** @template T @param {string} name @param {Map<string, T>} into */
function load(name, into) {
  const found = device.read(name);
  if (found?.id) into.set(found.id, found);
}

/** @param {string} prefix @param {Map<string, unknown>} from @param {string} id */
function drop(prefix, from, id) {
  from.delete(id);
  device.forget(prefix + id);
}
