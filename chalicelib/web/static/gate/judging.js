// What a gate says of a pass by what it knows itself. The same rules in the same order as chalicelib/visits/admissions.py, which
// decide when the gate reports.

import { seoulDay } from "../common/lang.js";

/** @typedef {Api.Schemas["RulesAnswer"]} Rules */
/** @typedef {Api.Schemas["ScanOutcome"]["outcome"]} Outcome */
/** In won: the fee of the age, and what is left to pay. @typedef {{ fee: number, pay: number }} Charge */
/** @typedef {{ outcome: Outcome, since?: number, charge?: Charge, day?: Rules["days"][number] }} Verdict */

const EVERYWHERE = "00000000";
const TOLERANCE_MS = 2 * 60 * 1000;

/** @param {import("./pass.js").Pass | null} pass @param {boolean | undefined} isSigned @param {Rules} rules
 * @param {Map<string, number>} here who was let in here today, and when; 0 where only the county knows
 * @param {number} at by our clock @returns {Verdict} */
export function judged(pass, isSigned, rules, here, at) {
  if (!pass || isSigned === false) return { outcome: "pass_invalid" };
  if (at >= pass.until) return { outcome: "pass_expired" };
  if (at < pass.from - TOLERANCE_MS) return { outcome: "pass_not_yet_valid" };
  const stopped = rules.revoked.find(({ holder }) => holder === pass.holder);
  if (stopped && Date.parse(stopped.since) <= at) return { outcome: "pass_revoked" };
  if (pass.facility !== EVERYWHERE && pass.facility !== rules.facility_digest) return { outcome: "pass_for_other_facility" };
  const today = rules.days.find(({ on }) => on === seoulDay(at));
  if (!today?.is_open || at < Date.parse(today.entry_from) || at >= Date.parse(today.entry_until)) return { outcome: "facility_closed", day: today };
  const since = here.get(pass.holder);
  if (since !== undefined) return { outcome: "already_admitted_today", since };
  return { outcome: "admitted", charge: charge(today, "online_resident", pass.age), day: today };
}

/** Who the county had let in today when the rules were read. @param {Rules} rules @param {number} at */
export function admittedBefore(rules, at) {
  const isOfToday = seoulDay(rules.now) === seoulDay(at);
  return new Map((isOfToday ? (rules.admitted.match(/.{16}/g) ?? []) : []).map((holder) => [holder, 0]));
}

/** Of one visitor. @param {Rules["days"][number]} day @param {string} visitor @param {string} age @returns {Charge} */
export function charge(day, visitor, age) {
  const fee = feeOf(day, age)?.amount ?? 0;
  const discounts = day.benefits.filter(({ visitor_class: of }) => of === visitor || of === age).map((benefit) => discount(benefit, fee));
  return { fee, pay: fee - Math.max(0, ...discounts) };
}

/** @param {Rules["days"][number]} day @param {string} visitor */
export function chargeOfClass(day, visitor, isGroup = false) {
  const age = ageOf(visitor);
  const alone = charge(day, visitor, age);
  const group = isGroup ? day.fees.find(({ age_class: of }) => of === age)?.group_amount : undefined;
  return { fee: alone.fee, pay: Math.min(alone.pay, group ?? alone.pay) };
}

/** Whose fee somebody of this class would pay. @param {string} visitor */
function ageOf(visitor) {
  if (visitor === "soldier") return "youth";
  return ["infant", "child", "youth", "senior"].includes(visitor) ? visitor : "adult";
}

/** @param {Rules["days"][number]} day @param {string} age */
function feeOf(day, age) {
  const of = (/** @type {string} */ name) => day.fees.find(({ age_class: each }) => each === name);
  return of(age) ?? (age === "senior" ? of("adult") : undefined);
}

/** @param {Api.Schemas["BenefitRow"]} benefit @param {number} fee */
function discount({ kind, value = 0 }, fee) {
  if (kind === "free") return fee;
  return kind === "percent" ? Math.ceil((fee * value) / 100) : Math.min(fee, value);
}
