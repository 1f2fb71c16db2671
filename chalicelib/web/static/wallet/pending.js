// A payment that was sent or is about to be, kept on the phone until there is an answer.

import { newKey } from "../common/api.js";
import { current, PAYMENT } from "../common/session.js";
import { device } from "../common/storage.js";

/** `member` made it. `isUnsure`: it was sent once already, and no answer came.
 * @typedef {{ payment: Api.Schemas["MemberPaymentBody"], key: string, shop: string, member?: string, isUnsure?: boolean }} Pending */

/** @param {Omit<Pending["payment"], "order_id">} payment @param {string} shop @returns {Pending} */
export function begin(payment, shop) {
  const pending = { payment: { ...payment, order_id: newKey("w-") }, key: newKey(), shop, member: current()?.member_id };
  device.keep(PAYMENT, pending);
  return pending;
}

/** Whoever is logged in now may be another person: a payment is sent again by the member who made it alone.
 * @returns {Pending | null} */
export function unanswered() {
  const pending = device.read(PAYMENT);
  return pending && pending.member === current()?.member_id ? pending : null;
}

/** @param {Pending} pending */
export function stayUnsure(pending) {
  device.keep(PAYMENT, { ...pending, isUnsure: true });
  return pending;
}

export const answered = () => device.forget(PAYMENT);
