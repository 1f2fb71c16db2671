// By what this browser works for a shop: as one of the shop's phones, at which a person gives a PIN, or by the key of a till.

import { now } from "../common/clock.js";
import { device } from "../common/storage.js";

/** @typedef {Api.Schemas["ShopSessionAnswer"]} Session */

const KEY_NAME = "onmin.merchant-key";
const DEVICE_NAME = "onmin.shop-device";
const SESSION_NAME = "onmin.shop-session";
/** Who was here last: chosen already when the next one comes. */
const LAST_NAME = "onmin.shop-person";

export const deviceToken = () => device.text(DEVICE_NAME);
/** @returns {Session | null} */
export function session() {
  /** @type {Session | null} */
  const kept = deviceToken() ? device.read(SESSION_NAME) : null;
  return kept && Date.parse(kept.expires_at) > now() ? kept : null;
}
/** What payments are asked for with; nothing while nobody gave a PIN. */
export const token = () => (deviceToken() ? (session()?.access_token ?? null) : device.text(KEY_NAME));
export const isPhone = () => Boolean(deviceToken());
export const isOwner = () => session()?.person.role === "owner";
/** A key is judged by what it may; a clerk by what the owner shows. */
export const seesSettlements = () => !isPhone() || isOwner() || Boolean(session()?.person.sees_settlements);
export const lastPerson = () => device.text(LAST_NAME);

/** @param {string} key */
export const keepKey = (key) => device.keepText(KEY_NAME, key);
/** @param {string} made */
export function keepDevice(made) {
  device.keepText(DEVICE_NAME, made);
  // A phone of a shop has no use for a key, which would open the same shop without a PIN.
  device.forget(KEY_NAME);
}
/** @param {Session} begun */
export function keepSession(begun) {
  device.keep(SESSION_NAME, begun);
  device.keepText(LAST_NAME, begun.person.person_id);
}
export const lock = () => device.forget(SESSION_NAME);
export function leave() {
  for (const name of [KEY_NAME, DEVICE_NAME, SESSION_NAME, LAST_NAME]) device.forget(name);
}
