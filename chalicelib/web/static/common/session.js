// A member's log-in on this phone: kept until it runs out or the person logs out.

import { call, now } from "./api.js";

const NAME = "onmin.session";

/** @returns {Api.Schemas["SessionAnswer"] | null} */
export function current() {
  const kept = JSON.parse(localStorage.getItem(NAME) || "null");
  return kept && new Date(kept.expires_at).getTime() > now() ? kept : null;
}

/** @param {string} verificationToken */
export async function open(verificationToken) {
  const session = await call("POST", "v1/sessions", { body: { verification_token: verificationToken } });
  localStorage.setItem(NAME, JSON.stringify(session));
  return session;
}

export function close() {
  localStorage.removeItem(NAME);
}
