// One sale at the till. Its order id is made once and kept on the phone until the answer is final: whatever is sent
// again after a dropped connection is the same order, so the customer is charged once.

import { call, isUnsure, newKey, Problem, statusOf } from "../common/api.js";
import { t, today } from "../common/lang.js";
import { device } from "../common/storage.js";

/** @typedef {{ order_id: string, amount: number, pay_code?: string, key?: string, isSent?: boolean }} OpenSale */
/** Found again by its order, a payment comes without the customer's name and the rest of the balance.
 * @typedef {Pick<Api.Schemas["RedemptionAnswer"], "amount" | "at"> & Partial<Api.Schemas["RedemptionAnswer"]>} Approved */
/** @typedef {{ state: "approved", redemption: Approved } | { state: "refused" | "unsure", error: unknown }} Outcome */

const NAME = "onmin.sale";
const TIMEOUT_MS = 8000;
const ORDER_ID_CHARACTERS = 21;
const WAS_CANCELED = {
  code: "net_canceled",
  detail: t("이 결제는 취소되었습니다. 물건을 주시려면 새로 결제해 주세요.", "This payment was canceled. Take a new payment before handing over the goods."),
};

/** @returns {OpenSale | null} */
export const pending = () => device.read(NAME);
/** @param {OpenSale} sale */
const keep = (sale) => device.keep(NAME, sale);
export const forget = () => device.forget(NAME);

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

/** Charges the code. @param {string} token @param {string} payCode @returns {Promise<Outcome>} */
export async function charge(token, payCode) {
  const sale = openSale();
  if (sale.pay_code !== payCode) Object.assign(sale, { pay_code: payCode, key: newKey() });
  sale.isSent = true;
  keep(sale);
  const { amount, order_id, key = newKey() } = sale;
  try {
    const redemption = await call("POST", "v1/redemptions", { body: { pay_code: payCode, amount, order_id }, token, key, timeoutMs: TIMEOUT_MS });
    forget();
    return { state: "approved", redemption };
  } catch (error) {
    if (isUnsure(error)) return { state: "unsure", error };
    keep({ ...sale, isSent: false });
    return { state: "refused", error };
  }
}

/** After a lost answer: first asks what became of the order, and only if nothing is there sends it again.
 * @param {string} token @returns {Promise<Outcome>} */
export async function settle(token) {
  const sale = openSale();
  try {
    const found = await call("GET", "v1/redemptions", { query: { order_id: sale.order_id }, token, timeoutMs: TIMEOUT_MS });
    const redemption = found.data.find((one) => one.order_id === sale.order_id);
    if (redemption) {
      forget();
      return redemption.status === "captured" ? { state: "approved", redemption } : { state: "refused", error: new Problem(409, WAS_CANCELED) };
    }
  } catch (error) {
    if (statusOf(error) !== 404) return { state: "unsure", error };
  }
  return charge(token, sale.pay_code ?? "");
}

/** Makes sure that the order is not charged, now or later. Answers what was given back. @param {string} token */
export async function undo(token) {
  const { pay_code, order_id } = openSale();
  const answer = await call("POST", "v1/net-cancels", { body: { pay_code: pay_code ?? "", order_id }, token, key: `net-${order_id}`, timeoutMs: TIMEOUT_MS });
  forget();
  return answer;
}
