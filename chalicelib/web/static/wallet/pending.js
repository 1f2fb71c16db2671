// A payment that was sent or is about to be, kept on the phone until there is an answer: each member's apart, since a phone may
// be a family's or a booth's.

import { newKey } from "../common/api.js";
import { now } from "../common/clock.js";
import { current, PAYMENTS } from "../common/session.js";
import { device } from "../common/storage.js";

/** `member` made it. `isUnsure`: it was sent once already, and no answer came.
 * @typedef {{ payment: Api.Schemas["MemberPaymentBody"], key: string, shop: string, member: string, begunAt: number, isUnsure?: boolean }} Pending */

/** The server knows an order for 15 days: sent again after them, it would be another payment. */
const KEPT_MS = 14 * 24 * 3600 * 1000;

/** Only where none is unanswered: two orders are two payments. @param {Omit<Pending["payment"], "order_id">} payment @param {string} shop @returns {Pending} */
export function begin(payment, shop) {
  const pending = { payment: { ...payment, order_id: newKey("w-") }, key: newKey(), shop, member: current()?.member_id ?? "", begunAt: now() };
  // Nobody's is not sent either: the log-in comes first.
  if (pending.member) keep(pending);
  return pending;
}

/** Of the member who is logged in. @returns {Pending | null} */
export function unanswered() {
  forgetOld();
  const member = current()?.member_id;
  return member ? device.read(PAYMENTS + member) : null;
}

/** @param {Pending} pending */
export function stayUnsure(pending) {
  const unsure = { ...pending, isUnsure: true };
  keep(unsure);
  return unsure;
}

/** @param {Pending} pending */
export const answered = ({ member }) => device.forget(PAYMENTS + member);

/** @param {Pending} pending */
const keep = (pending) => device.keep(PAYMENTS + pending.member, pending);

function forgetOld() {
  for (const name of device.names()) {
    if (name.startsWith(PAYMENTS) && !(now() - device.read(name)?.begunAt < KEPT_MS)) device.forget(name);
  }
}
