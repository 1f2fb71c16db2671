// A member's log-in on this phone: kept until it runs out or the person logs out.

import { call, now } from "./api.js";

const NAME = "onmin.session";

/** @returns {Api.Schemas["SessionAnswer"] | null} */
export function current() {
  const kept = JSON.parse(localStorage.getItem(NAME) || "null");
  return kept && new Date(kept.expires_at).getTime() > now() ? kept : null;
}

/** Without a birth date only right after joining, by the token of the sign-up. @param {string} verificationToken @param {string} [bornOn] */
export async function open(verificationToken, bornOn) {
  const session = await call("POST", "v1/sessions", { body: { verification_token: verificationToken, birth_on: bornOn } });
  localStorage.setItem(NAME, JSON.stringify(session));
  return session;
}

/** On this phone alone: of a session that has ended, or on somebody else's device. */
export function close() {
  localStorage.removeItem(NAME);
}

/** On all devices; on this one also when the server cannot be reached. */
export async function end() {
  const token = current()?.access_token;
  close();
  try {
    if (token) await call("DELETE", "v1/sessions", { token });
  } catch {
    // It has ended already, or nobody was there to tell: this phone has forgotten it.
  }
}
