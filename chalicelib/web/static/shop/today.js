// What the shop has taken today, one payment in full, and its cancel.

import { Problem, statusOf } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, screen, shown } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { explain, hasUnusable } from "../common/given-back.js";
import { count, day, momentToSecond, t, time, timeToSecond, today, won } from "../common/lang.js";
import { amountIn, groupDigits, offerAmounts } from "../common/money.js";
import { readAll } from "../common/paged-list.js";
import { clearErrors, showError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";

/** @typedef {Api.Schemas["RedemptionDetail"]} Sale */
/** @typedef {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} Till */

const PAGE = 100;
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

export async function showToday() {
  open("today", { push: true });
  clearErrors(screen("today"));
  await read();
}

/** Something came in: the list is read again, if it is looked at. */
export const refresh = () => (shown() === "today" ? read() : undefined);

async function read() {
  const on = today();
  const sales = await readAll((cursor) => ask("GET", "v1/redemptions", { query: { on, limit: PAGE, cursor } }));
  sales.sort((one, other) => other.at.localeCompare(one.at));
  const kept = sales.reduce((sum, one) => sum + one.remaining_amount, 0);
  const canceled = sales.reduce((sum, one) => sum + one.amount - one.remaining_amount, 0);
  fill(screen("today"), {
    "today-label": t(`${day(on)} 받은 금액`, `Taken on ${day(on)}`),
    "today-total": won(kept),
    "today-count": t(`결제 ${count(sales.length)}건, 취소한 금액 ${won(canceled)}`, `${count(sales.length)} payments, ${won(canceled)} canceled`),
  });
  const lines = sales.map(line);
  find("[data-sales]").replaceChildren(...(lines.length ? lines : [make("li", {}, t("아직 결제가 없습니다.", "No payments yet."))]));
}

/** @param {Sale} one */
function line(one) {
  const pressable = button("", () => showSale(one), { class: null });
  pressable.append(
    make("span", { class: "spread" }, make("strong", { class: "number" }, won(one.amount)), make("span", { class: "number" }, timeToSecond(one.at))),
    ...(one.status === "captured" ? [] : [make("span", { class: "spread soft" }, make("span", { class: "tag bad" }, wordsFor("redemption_states", one.status)), make("span", { class: "number" }, t(`남은 ${won(one.remaining_amount)}`, `${won(one.remaining_amount)} left`)))]),
  );
  return make("li", {}, pressable);
}

/** @param {string} id */
const readSale = (id) => ask("GET", "v1/redemptions/{redemption_id}", { values: { redemption_id: id } });

/** @param {Sale} one */
async function showSale(one) {
  sale = null;
  render(one);
  open("sale", { push: true });
  try {
    render(await readSale(one.redemption_id));
  } catch (error) {
    if (statusOf(error) !== 401) showError(cancelForm, error);
  }
}

/** @param {Sale} one */
function render(one) {
  // What was typed stays while the details arrive; only another remainder replaces it.
  const isKnown = sale?.redemption_id === one.redemption_id && sale.remaining_amount === one.remaining_amount;
  sale = one;
  clearErrors(cancelForm);
  find("[data-facts]").replaceChildren(...facts([
    [t("결제한 금액", "Paid"), won(one.amount)],
    [t("남은 금액", "Remaining"), won(one.remaining_amount)],
    [t("상태", "State"), wordsFor("redemption_states", one.status)],
    [t("시각", "Time"), momentToSecond(one.at)],
    [t("주문 번호", "Order"), one.order_id],
    ...one.cancels.map(cancelRow),
  ]));
  cancelForm.hidden = one.remaining_amount === 0;
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
  describe: ({ left, body }) => [
    make("p", {}, make("strong", {}, t(`${won(body.amount)}을 손님에게 돌려줍니다.`, `${won(body.amount)} goes back to the customer.`))),
    make("p", {}, left > 0 ? t(`결제는 ${won(left)}이 남습니다. 취소는 되돌릴 수 없습니다.`, `${won(left)} stays paid. A cancel can't be undone.`) : t("결제 전부가 취소됩니다. 되돌릴 수 없습니다.", "The whole payment is canceled. This can't be undone.")),
  ],
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
    render(canceled);
    const given = canceled.cancels.at(-1)?.given_back;
    cancelNote.classList.toggle("warn", Boolean(given && hasUnusable(given)));
    cancelNote.replaceChildren(
      make("p", {}, t(`${won(body.amount)}을 취소했습니다.`, `${won(body.amount)} canceled.`)),
      ...(given ? explain(given) : []),
    );
    cancelNote.hidden = false;
  },
});
