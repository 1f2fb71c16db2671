// One payment in full, and its cancel.

import { Problem, statusOf } from "../common/api.js";
import { facts, find, findForm, make, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { explain, hasUnusable } from "../common/given-back.js";
import { count, day, momentToSecond, t, time, won } from "../common/lang.js";
import { amountIn, groupDigits, offerAmounts } from "../common/money.js";
import { clearErrors, showError } from "../common/refusals.js";
import { slipRows } from "../common/slip.js";
import { wordsFor } from "../common/words.js";
import { mark } from "./addresses.js";
import { takerOf } from "./crew.js";

/** The list says also until when and by whom it can be taken back.
 * @typedef {Api.Schemas["RedemptionDetail"] & Partial<Pick<Api.Schemas["PaymentRow"], "cancel_until" | "can_cancel">>} Sale */
/** @typedef {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} Till */

const confirmation = /** @type {HTMLDialogElement} */ (find("[data-confirm]"));
const cancelForm = findForm("form", screen("sale"));
const cancelNote = find('[data-fill="cancel-note"]');
/** @type {Till["ask"]} */
let ask;
/** @type {Till["open"]} */
let open;
/** @type {Sale | null} */
let sale = null;

/** @param {Till} till */
export function start(till) {
  ({ ask, open } = till);
  groupDigits(cancelForm.amount);
}

/** @param {string} id */
async function readSale(id) {
  const { cancel_until, can_cancel } = sale?.redemption_id === id ? sale : {};
  return { ...await ask("GET", "v1/redemptions/{redemption_id}", { values: { redemption_id: id } }), cancel_until, can_cancel };
}

/** @param {Sale} one as the list has it */
export async function showSale(one) {
  sale = null;
  render(one);
  open("sale", { push: true });
  mark("payment", one.redemption_id);
  try {
    render(await readSale(one.redemption_id));
  } catch (error) {
    if (statusOf(error) !== 401) showError(cancelForm, error);
  }
}

/** @param {string} id by its address @param {{ push?: boolean }} [options] */
export async function showSaleOf(id, options) {
  sale = null;
  render(await readSale(id));
  open("sale", options);
  mark("payment", id);
}

/** @param {Sale} one */
function render(one) {
  // What was typed stays while the details arrive; only another remainder replaces it.
  const isKnown = sale?.redemption_id === one.redemption_id && sale.remaining_amount === one.remaining_amount;
  sale = one;
  clearErrors(cancelForm);
  find("[data-facts]").replaceChildren(...facts([
    [t("결제한 금액", "Paid"), won(one.amount)],
    ...(one.cashback_amount ? /** @type {[string, string][]} */ ([[t("손님이 받은 캐시백", "Cashback to the customer"), won(one.cashback_amount)]]) : []),
    [t("남은 금액", "Remaining"), won(one.remaining_amount)],
    [t("상태", "State"), wordsFor("redemption_states", one.status)],
    [t("시각", "Time"), momentToSecond(one.at)],
    [t("주문 번호", "Order"), one.order_id],
    ...slipRows(one.receipt),
    ...(takerOf(one.terminal_id) ? /** @type {[string, Node][]} */ ([[t("받은 사람", "Taken by"), make("span", { class: "named" }, takerOf(one.terminal_id))]]) : []),
    ...(one.cancel_until && one.remaining_amount > 0 ? /** @type {[string, string][]} */ ([[t("취소할 수 있는 날", "Can be canceled until"), t(`${day(one.cancel_until)}까지`, day(one.cancel_until))]]) : []),
    ...one.cancels.map(cancelRow),
  ]));
  // What the list did not say (a payment that has just been looked up) is for the server to refuse.
  cancelForm.hidden = one.remaining_amount === 0 || one.can_cancel === false;
  find("[data-cannot]").hidden = !cancelForm.hidden || one.remaining_amount === 0;
  if (!isKnown) {
    // The whole amount is a choice of its own, so that no single tap takes a payment back.
    const setAmount = (/** @type {number} */ amount) => {
      cancelForm.amount.value = count(amount);
      cancelForm.dispatchEvent(new Event("input"));
    };
    setAmount(0);
    cancelForm.amount.value = "";
    offerAmounts(find("[data-quick]", cancelForm), [[t(`전부 ${won(one.remaining_amount)}`, `All of it: ${won(one.remaining_amount)}`), one.remaining_amount]], setAmount);
  }
  cancelNote.hidden = true;
}

/** @param {Api.Schemas["CancelAnswer"]} part @returns {[string, (Node | string)[]]} */
const cancelRow = (part) => [t(`취소 ${time(part.at)}`, `Canceled ${time(part.at)}`), [
  `−${won(part.amount)} (${part.reason}) `,
  part.cashback_taken_back_amount ? make("span", { class: "soft" }, t(`캐시백 ${won(part.cashback_taken_back_amount)} 거두어들임 `, `${won(part.cashback_taken_back_amount)} of cashback taken back `)) : "",
  hasUnusable(part.given_back) ? make("span", { class: "tag warn" }, t("기한 지남", "Expired")) : "",
]];

keyedForm(cancelForm, {
  read() {
    // The cancel before must not seem to be this one's answer.
    cancelNote.hidden = true;
    const amount = amountIn(cancelForm.amount, t("취소할 금액을 적어 주세요.", "Please enter the amount to cancel."));
    if (!sale) throw new Error("no sale is open");
    return { id: sale.redemption_id, left: sale.remaining_amount - amount, body: { amount, expected_remaining_amount: sale.remaining_amount, reason: cancelForm.reason.value } };
  },
  confirm: ({ left, body }) => asked([
    make("p", { class: "big" }, won(body.amount)),
    make("p", {}, left > 0 ? t(`손님에게 돌려줍니다. 결제는 ${won(left)}이 남습니다. 되돌릴 수 없습니다.`, `This goes back to the customer, and ${won(left)} stays paid. It can't be undone.`) : t("손님에게 모두 돌려줍니다. 되돌릴 수 없습니다.", "All of it goes back to the customer. It can't be undone.")),
  ]),
  async send({ id, body }, key) {
    try {
      return await ask("POST", "v1/redemptions/{redemption_id}/cancels", { values: { redemption_id: id }, body, key });
    } catch (error) {
      if (error instanceof Problem && [409, 422].includes(error.status)) error.param = "amount";
      if (error instanceof Problem && error.code === "expected_remaining_mismatch") render(await readSale(id));
      throw error;
    }
  },
  done(canceled, { body }) {
    render({ ...canceled, cancel_until: sale?.cancel_until, can_cancel: sale?.can_cancel });
    const given = canceled.cancels.at(-1)?.given_back;
    cancelNote.classList.toggle("warn", Boolean(given && hasUnusable(given)));
    cancelNote.replaceChildren(
      make("p", {}, t(`${won(body.amount)}을 취소했습니다.`, `${won(body.amount)} canceled.`)),
      ...(given ? explain(given) : []),
    );
    cancelNote.hidden = false;
  },
});

/** Whether it is meant, asked in a dialog; the double tap that opened it has read nothing. @param {Node[]} words */
function asked(words) {
  find("[data-check]", confirmation).replaceChildren(...words);
  confirmation.returnValue = "";
  confirmation.showModal();
  return new Promise((resolve) => {
    confirmation.addEventListener("close", () => resolve(confirmation.returnValue === "yes"), { once: true });
  });
}
