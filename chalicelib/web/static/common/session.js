// A member's log-in on this phone, and everything else that is kept of the person: until it runs out, or the person logs out
// or leaves.

import { call, now } from "./api.js";
import { device, tab } from "./storage.js";

const NAME = "onmin.session";
const FORGOTTEN = "onmin.forgotten";
/** A payment without an answer outlives a log-out: it is sent again, by the member who made it alone. */
export const PAYMENT = "onmin.payment";
const OF_PERSON = /^onmin\.(?:session|payment|login|identity|proof|join\..*)$/;

/** @returns {Api.Schemas["SessionAnswer"] | null} */
export function current() {
  const kept = device.read(NAME);
  return kept && new Date(kept.expires_at).getTime() > now() ? kept : null;
}

/** Without a birth date only right after joining, by the token of the sign-up. @param {string} verificationToken @param {string} [bornOn] */
export async function open(verificationToken, bornOn) {
  const session = await call("POST", "v1/sessions", { body: { verification_token: verificationToken, birth_on: bornOn } });
  device.keep(NAME, session);
  return session;
}

/** On this phone alone: of a session that has ended. */
export function close() {
  device.forget(NAME);
}

/** On all devices; on this one also when the server cannot be reached. */
export async function end() {
  const token = current()?.access_token;
  forgetPerson(PAYMENT);
  try {
    if (token) await call("DELETE", "v1/sessions", { token });
  } catch {
    // It has ended already, or nobody was there to tell: this phone has forgotten it.
  }
}

/** Nothing of the person stays in the storage of this browser; other tabs forget theirs when they hear of it.
 * @param {string} [but] the one name that stays */
export function forgetPerson(but) {
  forgetIn(device, but);
  forgetIn(tab, but);
  device.announce(FORGOTTEN);
}

/** Calls `handle` when another tab has forgotten the person, and this one has too; and when a browser brings back a page as
 * it was before. @param {() => boolean} isForgotten @param {() => unknown} handle */
export function onForgotten(isForgotten, handle) {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== FORGOTTEN || !newValue) return;
    // What tabs share is forgotten there already, and may be another person's by now.
    forgetIn(tab);
    handle();
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && isForgotten()) handle();
  });
}

/** @param {typeof device} kept @param {string} [but] */
function forgetIn(kept, but) {
  for (const name of kept.names()) if (OF_PERSON.test(name) && name !== but) kept.forget(name);
}
