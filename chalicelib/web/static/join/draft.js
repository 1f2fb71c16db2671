// What is kept of a sign-up in this tab: every step, so that a reload or a dropped connection loses nothing.

import { newKey } from "../common/api.js";
import { tab } from "../common/storage.js";

/** What is kept of a sign-up that was composed: the very request, and the ticket once there is one.
 * @typedef {{ key: string, body: Api.Schemas["SignupBody"], id?: string }} Signup */
/** @typedef {import("../common/verification.js").Draft} PhoneDraft */
/** @typedef {{
 *   phone: PhoneDraft,
 *   answers: Record<string, string>,
 *   consents?: Api.Schemas["SignupBody"]["consents"],
 *   token?: string,
 *   token_expires_at?: string,
 *   guardianPhone: PhoneDraft,
 *   guardian?: Api.Schemas["GuardianBody"],
 *   wish?: { key: string, words: string },
 *   isPersonDone?: boolean,
 *   isComplete?: boolean,
 *   signup?: Signup,
 *   done?: import("./card.js").Done,
 *   channel?: string,
 * }} Draft */

export const campaignCode = document.body.dataset.code ?? "";
const NAME = `onmin.join.${campaignCode}`;

/** @type {Draft} */
export const draft = { phone: {}, guardianPhone: {}, answers: {}, ...tab.read(NAME) };

/** By which link one came: of this opening or, after a reload without it, of the one before in this tab. The server knows whether it
 * is one of ours. */
const CHANNEL = /^[a-z0-9-]{1,30}\.[A-Za-z0-9]{1,9}$/;
const linked = new URLSearchParams(location.search).get("c") ?? "";
if (CHANNEL.test(linked)) draft.channel = linked;

export const save = () => tab.keep(NAME, draft);
export const forget = () => tab.forget(NAME);
export const isForgotten = () => tab.read(NAME) === null;

/** The answers are of no more use: only what the card shows stays in the tab. @param {import("./card.js").Done} done */
export function keepOnly(done) {
  for (const name of /** @type {(keyof Draft)[]} */ (Object.keys(draft))) delete draft[name];
  Object.assign(draft, { done, phone: {}, guardianPhone: {}, answers: {} });
  save();
}

/** The same answers keep their key also when a number had to be proved again: what was sent under it may have arrived.
 * @param {Omit<Signup["body"], "verification_token">} filledIn */
export function keyOf(filledIn) {
  const guardian = filledIn.guardian && { ...filledIn.guardian, verification_token: "" };
  const words = JSON.stringify([draft.phone.phone, { ...filledIn, guardian }]);
  if (draft.wish?.words !== words) draft.wish = { key: newKey(), words };
  return draft.wish.key;
}
