// By what this browser works for an agent: the key of its counter, and who began to work there by a PIN.

import { now } from "../common/clock.js";
import { device } from "../common/storage.js";

const KEY_NAME = "onmin.teller-key";
const SESSION_NAME = "onmin.teller-session";
export const KEY_FORM = /^at_(?:live|test)_[0-9A-Z]{16}-[1-9]\d{0,2}-[\w-]{27}$/;
export const PIN_FORM = /^\d{6}$/;

export const counterKey = () => device.text(KEY_NAME);

/** By what the counter sells; nothing while nobody gave a PIN. @returns {string | null} */
export function token() {
  /** @type {Api.Schemas["TellerSessionAnswer"] | null} */
  const kept = counterKey() ? device.read(SESSION_NAME) : null;
  return kept && Date.parse(kept.expires_at) > now() ? kept.access_token : null;
}

/** A new key is another counter's, or this one's anew: whoever worked by the one before does no more. @param {string} key */
export function keepKey(key) {
  device.forget(SESSION_NAME);
  device.keepText(KEY_NAME, key);
}
/** @param {Api.Schemas["TellerSessionAnswer"]} begun */
export const keepSession = (begun) => device.keep(SESSION_NAME, begun);
export const lock = () => device.forget(SESSION_NAME);
export function leave() {
  lock();
  device.forget(KEY_NAME);
}

/** The key in what was scanned, typed, or stands in the address; nothing if there is none. @param {string} text */
export function keyIn(text) {
  const key = text.trim().split("#").pop() ?? "";
  return KEY_FORM.test(key) ? key : null;
}
