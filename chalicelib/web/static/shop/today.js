// What the shop has taken today, one payment in full, and its cancel.

import { newKey } from "../common/api.js";
import { FieldError, clearErrors, fill, find, make, onSubmit, screen, showError } from "../common/dom.js";
import { explain, hasUnusable } from "../common/given-back.js";
import { count, day, moment, t, time, today, won } from "../common/lang.js";
import { groupDigits, readAmount } from "../common/money.js";

const PAGES_MAX = 20;
const STATUS = {
  captured: t("결제", "Paid"),
  partially_canceled: t("일부 취소", "Partly canceled"),
  canceled: t("취소", "Canceled"),
};

const cancelForm = find("form", screen("sale"));
let ask;
let open;
let sale = null;
let cancel = null;

export function start(till) {
  ({ ask, open } = till);
  groupDigits(cancelForm.amount);
}

export async function showToday() {
  const on = today();
  open("today", { push: true });
  clearErrors(screen("today"));
  try {
    const sales = await readAll(on);
    const kept = sales.reduce((sum, one) => sum + one.remaining_amount, 0);
    const canceled = sales.reduce((sum, one) => sum + one.amount - one.remaining_amount, 0);
    fill(screen("today"), {
      "today-label": t(`${day(on)} 받은 금액`, `Taken on ${day(on)}`),
      "today-total": won(kept),
      "today-count": t(`결제 ${count(sales.length)}건, 취소한 금액 ${won(canceled)}`, `${count(sales.length)} payments, ${won(canceled)} canceled`),
    });
    const lines = sales.map(line);
    find("[data-sales]").replaceChildren(...(lines.length ? lines : [make("li", {}, t("아직 결제가 없습니다.", "No payments yet."))]));
  } catch (error) {
    if (error.status !== 401) showError(screen("today"), error);
  }
}

async function readAll(on) {
  const sales = [];
  let cursor = "";
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await ask("GET", `v1/redemptions?on=${on}&limit=100${cursor}`);
    sales.push(...page.data);
    if (!page.next_cursor) break;
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
  return sales.sort((one, other) => other.at.localeCompare(one.at));
}

function line(one) {
  return make("li", {}, make(
    "button", { type: "button", onclick: () => showSale(one) },
    make("span", { class: "spread" }, make("strong", { class: "number" }, won(one.amount)), make("span", {}, time(one.at))),
    one.status === "captured" ? null : make("span", { class: "spread soft" }, make("span", { class: "tag bad" }, STATUS[one.status]), make("span", { class: "number" }, t(`남은 ${won(one.remaining_amount)}`, `${won(one.remaining_amount)} left`))),
  ));
}

async function showSale(one) {
  sale = null;
  render(one);
  open("sale", { push: true });
  try {
    render(await ask("GET", `v1/redemptions/${encodeURIComponent(one.redemption_id)}`));
  } catch (error) {
    if (error.status !== 401) showError(cancelForm, error);
  }
}

function render(one) {
  // What was typed stays while the details arrive; only another remainder replaces it.
  const isKnown = sale?.redemption_id === one.redemption_id && sale.remaining_amount === one.remaining_amount;
  sale = one;
  clearErrors(cancelForm);
  const rows = [
    [t("결제한 금액", "Paid"), won(one.amount)],
    [t("남은 금액", "Remaining"), won(one.remaining_amount)],
    [t("상태", "State"), STATUS[one.status] || one.status],
    [t("시각", "Time"), moment(one.at)],
    [t("주문 번호", "Order"), one.order_id],
    ...(one.cancels || []).map((part) => [t(`취소 ${time(part.at)}`, `Canceled ${time(part.at)}`), [`−${won(part.amount)} (${part.reason}) `, unusable(part)]]),
  ];
  find("[data-facts]").replaceChildren(...rows.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]));
  cancelForm.hidden = one.remaining_amount === 0;
  if (!isKnown) cancelForm.amount.value = count(one.remaining_amount);
  find('[data-fill="cancel-note"]').hidden = true;
}

const unusable = (part) => (hasUnusable(part.given_back) ? make("span", { class: "tag warn" }, t("기한 지남", "Expired")) : "");

onSubmit(cancelForm, async () => {
  // The cancel before must not seem to be this one's answer.
  find('[data-fill="cancel-note"]').hidden = true;
  const amount = readAmount(cancelForm.amount.value);
  if (!amount) throw new FieldError("amount", t("취소할 금액을 적어 주세요.", "Please enter the amount to cancel."));
  const body = { amount, expected_remaining_amount: sale.remaining_amount, reason: cancelForm.reason.value };
  // Pressed again after a dropped connection, it is the same cancel.
  const wish = JSON.stringify([sale.redemption_id, body]);
  if (cancel?.wish !== wish) cancel = { wish, key: newKey() };
  let canceled;
  try {
    canceled = await ask("POST", `v1/redemptions/${encodeURIComponent(sale.redemption_id)}/cancels`, { body, key: cancel.key });
  } catch (error) {
    if (error.status === 409 || error.status === 422) error.param = "amount";
    if (error.code === "expected_remaining_mismatch") render(await ask("GET", `v1/redemptions/${encodeURIComponent(sale.redemption_id)}`));
    throw error;
  }
  cancel = null;
  render(canceled);
  const note = find('[data-fill="cancel-note"]');
  const { given_back: given } = canceled.cancels.at(-1);
  note.classList.toggle("warn", hasUnusable(given));
  note.replaceChildren(
    make("p", {}, t(`${won(amount)}을 취소했습니다.`, `${won(amount)} canceled.`)),
    ...explain(given),
  );
  note.hidden = false;
});
