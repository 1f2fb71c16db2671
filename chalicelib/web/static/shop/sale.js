// One sale at the till. Its order id is made once and kept on the phone until the answer is final: whatever is sent
// again after a dropped connection is the same order, so the customer is charged once. A sale whose answer does not come
// can be laid aside, so that the till goes on; it stays kept, to be looked up or undone.

import { call, isUnsure, newKey, Problem } from "../common/api.js";
import { now } from "../common/clock.js";
import { seoulDay, t, today } from "../common/lang.js";
import { device } from "../common/storage.js";

/** `sentAt`, `lastSentAt`: the first and the last time that it was sent.
 * @typedef {{ order_id: string, amount: number, pay_code?: string, key?: string, isSent?: boolean, sentAt?: number, lastSentAt?: number, wasAside?: boolean }} OpenSale */
/** Found again by its order, a payment comes without the customer's name and the rest of the balance.
 * @typedef {Pick<Api.Schemas["RedemptionAnswer"], "redemption_id" | "amount" | "at"> & Partial<Api.Schemas["RedemptionAnswer"]>} Approved */
/** @typedef {{ state: "approved", redemption: Approved } | { state: "refused" | "unsure", error: unknown }} Outcome */

/** A phone that changes hands keeps each shop's sales apart: by another shop's key no order is found, and none undone. */
let shop = "";
const name = () => `onmin.sale.${shop}`;
const asideName = () => `onmin.sales-aside.${shop}`;
const ASIDE_MAX = 20;
const TIMEOUT_MS = 8000;
const ORDER_ID_CHARACTERS = 21;
/** After so long the server looks for no order any more, and can forbid none. */
const KEPT_MS = 15 * 24 * 3600 * 1000;
/** What is sent may be charged so much later, or by a clock that is so much behind. */
const LATE_MS = 10 * 60 * 1000;
const CLOCKS_MS = 60 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const WAS_CANCELED = {
  code: "net_canceled",
  detail: t("이 결제는 취소되었습니다. 물건을 주시려면 새로 결제해 주세요.", "This payment was canceled. Take a new payment before handing over the goods."),
};
/** Net-cancels answer so where nothing was charged, and nothing can be any more. */
const NEVER_CHARGED = ["pay_code_invalid", "pay_code_expired"];

/** @param {string} code of the shop whose key this till has */
export const at = (code) => { shop = code; };
/** @returns {OpenSale | null} */
export const pending = () => device.read(name());
/** @param {OpenSale} sale */
const keep = (sale) => device.keep(name(), sale);
export const forget = () => device.forget(name());

/** Sales without an answer that wait, the oldest first. @returns {OpenSale[]} */
export function aside() {
  /** @type {OpenSale[]} */
  const sales = device.read(asideName()) ?? [];
  return sales.filter(({ sentAt = 0, lastSentAt = sentAt }) => now() - lastSentAt < KEPT_MS);
}
/** @param {OpenSale[]} sales */
const keepAside = (sales) => device.keep(asideName(), sales);

function openSale() {
  const sale = pending();
  if (!sale) throw new Error("no sale is open");
  return sale;
}

/** Starts a sale, or goes on with the open one when only the customer's code is another. @param {number} amount */
export function open(amount) {
  const kept = pending();
  const sale = kept?.amount === amount ? kept : { order_id: newKey(`${today().replaceAll("-", "")}-`).slice(0, ORDER_ID_CHARACTERS), amount };
  keep(sale);
  return sale;
}

/** Lets the till go on without knowing: the open sale waits. */
export function layAside() {
  const sales = aside();
  if (sales.length >= ASIDE_MAX) throw new Error(t("미뤄 둔 결제가 너무 많습니다. 먼저 확인해 주세요.", "Too many payments wait. Please settle them first."));
  keepAside([...sales, openSale()]);
  forget();
}

/** The oldest of those that wait is the open sale again. @returns {OpenSale | null} */
export function takeUp() {
  const [oldest, ...rest] = aside();
  if (!oldest) return null;
  keep({ ...oldest, wasAside: true });
  keepAside(rest);
  return oldest;
}

/** The shop's list shows these orders: those of them that waited wait no longer. @param {string[]} orders */
export function arrived(orders) {
  const sales = aside();
  const rest = sales.filter((one) => !orders.includes(one.order_id));
  if (rest.length < sales.length) keepAside(rest);
}

/** Charges the code. @param {string} token @param {string} payCode @returns {Promise<Outcome>} */
export async function charge(token, payCode) {
  const sale = openSale();
  const wasUnsure = Boolean(sale.isSent);
  if (sale.pay_code !== payCode) Object.assign(sale, { pay_code: payCode, key: newKey() });
  Object.assign(sale, { isSent: true, sentAt: sale.sentAt ?? now(), lastSentAt: now() });
  keep(sale);
  const { amount, order_id, key = newKey() } = sale;
  try {
    const redemption = await call("POST", "v1/redemptions", { body: { pay_code: payCode, amount, order_id }, token, key, timeoutMs: TIMEOUT_MS });
    forget();
    return { state: "approved", redemption };
  } catch (error) {
    if (isUnsure(error, wasUnsure)) return { state: "unsure", error };
    keep({ ...sale, isSent: false, sentAt: undefined });
    return { state: "refused", error };
  }
}

/** The business days on which the order can have been charged: without a day the server looks at today and yesterday only,
 * and a sale that was laid aside may be older. @param {OpenSale} sale */
function daysOf({ sentAt = now(), lastSentAt = now() }) {
  const last = seoulDay(lastSentAt + LATE_MS);
  const days = [];
  for (let moment = sentAt - CLOCKS_MS; seoulDay(moment) <= last; moment += DAY_MS) days.push(seoulDay(moment));
  return days;
}

/** What the order has paid, whatever became of it; nothing only after every day was asked. @param {OpenSale} sale @param {string} token */
async function paymentOf(sale, token) {
  /** @type {Api.Schemas["RedemptionDetail"][]} */
  const found = [];
  for (const on of daysOf(sale)) {
    const { data } = await call("GET", "v1/redemptions", { query: { order_id: sale.order_id, on }, token, timeoutMs: TIMEOUT_MS });
    found.push(...data.filter((one) => one.order_id === sale.order_id));
  }
  return found.find((one) => one.remaining_amount > 0) ?? found[0];
}

/** After a lost answer: first asks what became of the order, and only if nothing is there sends it again. The customer of
 * a sale that was laid aside may have paid otherwise: that one is looked up only.
 * @param {string} token @returns {Promise<Outcome>} */
export async function settle(token) {
  const sale = openSale();
  let payment;
  try {
    payment = await paymentOf(sale, token);
  } catch (error) {
    return { state: "unsure", error };
  }
  if (payment) {
    forget();
    // What another till has given back of it is not shown as taken.
    return payment.remaining_amount > 0 ? { state: "approved", redemption: { ...payment, amount: payment.remaining_amount } } : { state: "refused", error: new Problem(409, WAS_CANCELED) };
  }
  if (sale.wasAside) return { state: "unsure", error: new Problem(404, { detail: t("지금까지는 결제되지 않았습니다. ‘결제 취소하기’를 누르면 앞으로도 결제되지 않습니다.", "So far it is not charged. “Undo the payment” makes sure that it never is.") }) };
  return charge(token, sale.pay_code ?? "");
}

/** Makes sure that the order is not charged, now or later. Answers what was given back; nothing if nothing was charged.
 * @param {string} token */
export async function undo(token) {
  const { pay_code, order_id } = openSale();
  try {
    const answer = await call("POST", "v1/net-cancels", { body: { pay_code: pay_code ?? "", order_id }, token, key: `net-${order_id}`, timeoutMs: TIMEOUT_MS });
    forget();
    return answer.given_back;
  } catch (error) {
    if (!(error instanceof Problem) || !NEVER_CHARGED.includes(error.code)) throw error;
    forget();
    return null;
  }
}
