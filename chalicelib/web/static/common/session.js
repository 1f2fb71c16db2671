// A member's log-in on this phone, and everything else that is kept of the person: until it runs out, or the person logs out
// or leaves.

import { call } from "./api.js";
import { now } from "./clock.js";
import { device, tab } from "./storage.js";

const NAME = "onmin.session";
const FORGOTTEN = "onmin.forgotten";
/** Each member's payment without an answer. It outlives a log-out: it is sent again, by the member who made it alone. */
export const PAYMENTS = "onmin.payment.";
const OF_PERSON = /^onmin\.(?:session|leaving|login|identity|proof|typed|seen|pay-code|pass|join\..*)$/;

/** @returns {Api.Schemas["SessionAnswer"] | null} */
export function current() {
  const kept = device.read(NAME);
  return kept && new Date(kept.expires_at).getTime() > now() ? kept : null;
}

/** Without a birth date only right after joining, by the token of the sign-up.
 * @param {string} verificationToken @param {string} [bornOn] @param {number} [timeoutMs] */
export async function open(verificationToken, bornOn, timeoutMs) {
  const session = await call("POST", "v1/sessions", { body: { verification_token: verificationToken, birth_on: bornOn }, timeoutMs });
  device.keep(NAME, session);
  return session;
}

/** On all devices; on this one also when the server cannot be reached. */
export async function end() {
  const token = current()?.access_token;
  forgetPerson();
  try {
    if (token) await call("DELETE", "v1/sessions", { token });
  } catch {
    // It has ended already, or nobody was there to tell: this phone has forgotten it.
  }
}

/** Of a session that has ended nothing stays here; what another tab has begun may be somebody else's. */
export function close() {
  forgetIn(device);
  forgetIn(tab);
}

/** Nothing of the person stays in the storage of this browser but a payment without an answer; other tabs forget theirs when
 * they hear of it. @param {string} [left] the member whose payment goes too, since they have left */
export function forgetPerson(left) {
  if (left) device.forget(PAYMENTS + left);
  close();
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

/** @param {typeof device} kept */
function forgetIn(kept) {
  for (const name of kept.names()) if (OF_PERSON.test(name)) kept.forget(name);
}
