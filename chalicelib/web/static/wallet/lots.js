// Each voucher with what can be done with it: taking a purchase back, and having the rest of a spent one paid back.

import { button } from "../common/clicks.js";
import { fill, find, findForm, make, screen, show } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { explain } from "../common/given-back.js";
import { day, t, today, won } from "../common/lang.js";
import { clearErrors } from "../common/refusals.js";
import * as online from "./purchase-cancel.js";

/** @typedef {Api.Schemas["LotAnswer"]} Lot */
/** @typedef {Lot & { purchase: NonNullable<Lot["purchase"]> }} BoughtLot */
/** @typedef {{ what: "cancel" | "refund", id: string }} Choice */

const takeBack = screen("take-back");
const list = find("[data-lots]");
/** @type {import("./wallet.js").Wallet} */
let wallet;
/** @type {Choice | null} */
let choice = null;
let wasOpened = false;

/** @param {import("./wallet.js").Wallet} own */
export function start(own) {
  wallet = own;
}

/** @param {Lot[]} lots */
export function fillLots(lots) {
  const bought = lots.filter((lot) => lot.kind === "sale");
  const given = lots.filter((lot) => lot.kind !== "sale");
  list.replaceChildren(
    ...group(t("돈을 내고 산 상품권", "Vouchers you bought"), bought),
    ...group(t("마일리지로 만들거나 받은 상품권", "Vouchers from mileage, or given to you"), given),
    ...(given.length ? [make("p", { class: "hint" }, t("마일리지로 만들거나 받은 상품권은 돈으로 돌려드리지 않습니다.", "Vouchers from mileage, or given to you, are not paid back in money."))] : []),
    ...(lots.length ? [] : [make("p", {}, t("아직 상품권이 없습니다.", "No vouchers yet."))]),
  );
  // Whoever has bought something sees once, without looking for it, what can be done with it.
  const details = list.closest("details");
  if (details && bought.length && !wasOpened) details.open = true;
  wasOpened ||= bought.length > 0;
}

/** @param {string} title @param {Lot[]} lots */
const group = (title, lots) => (lots.length ? [make("h3", {}, title), make("ul", { class: "lots" }, lots.map(line))] : []);

/** @param {Lot} lot */
const line = (lot) => make(
  "li", {},
  make("div", { class: "spread" }, make("strong", { class: "number" }, won(lot.remaining_amount)), make("span", { class: "soft" }, lot.expires_on ? t(`${day(lot.expires_on)}까지`, `until ${day(lot.expires_on)}`) : "")),
  lot.purchase ? make("div", { class: "soft" }, t(`${won(lot.face_amount)} 상품권을 ${won(lot.purchase.price_amount)}에 샀습니다.`, `Bought for ${won(lot.purchase.price_amount)}, worth ${won(lot.face_amount)}.`)) : null,
  lot.purchase ? choices(/** @type {BoughtLot} */ (lot)) : null,
);

/** @param {BoughtLot} lot */
function choices(lot) {
  const { cancel_until_on: until, change_refund_amount: refund, spend_more_amount: more, refund_percent: percent } = lot.purchase;
  return [
    until ? make("p", { class: "small" }, t(`쓰지 않았으면 ${day(until)}까지 구매를 취소할 수 있습니다.`, `Unused, it can be given back until ${day(until)}.`)) : null,
    until ? offer(t("구매 취소", "Cancel the purchase"), lot, "cancel") : null,
    more ? make("p", { class: "small" }, t(`${won(more)}을 더 쓰면(상품권 금액의 ${percent}%) 남은 금액을, 할인받은 만큼 빼고, 돈으로 돌려받을 수 있습니다.`, `Spend ${won(more)} more (${percent}% in all), and the rest can be paid back in money, less your discount.`)) : null,
    refund === null ? null : make("p", { class: "small" }, t(`거의 다 쓰셔서, 남은 금액을 ${won(refund)}으로 돌려받을 수 있습니다.`, `You have spent most of it: the rest can be paid back as ${won(refund)}.`)),
    refund === null ? null : offer(t("잔액 환불", "Have the rest paid back"), lot, "refund"),
  ];
}

/** @param {string} label @param {BoughtLot} lot @param {Choice["what"]} what */
const offer = (label, lot, what) => button(label, () => openChoice(lot, what), {
  class: "button second full",
  "aria-label": `${label}: ${won(lot.remaining_amount)}`,
});

/** What comes back is said before anything is asked; what was bought online goes back the way it was paid, not over a counter.
 * @param {BoughtLot} lot @param {Choice["what"]} what */
async function openChoice(lot, what) {
  const isCancel = what === "cancel";
  if (isCancel && await online.openBought(lot.purchase.purchase_id)) return;
  choice = { what, id: isCancel ? lot.purchase.purchase_id : lot.voucher_id };
  fill(takeBack, {
    "take-back-title": isCancel ? t("구매를 취소할까요?", "Cancel this purchase?") : t("남은 금액을 돌려받을까요?", "Have the rest paid back?"),
    "take-back-voucher": won(lot.remaining_amount),
    "take-back-money": won(isCancel ? lot.purchase.price_amount : lot.purchase.change_refund_amount ?? 0),
    "take-back-why": isCancel ? t("살 때 낸 돈을 그대로 돌려받습니다.", "You get back what you paid.") : t("남은 금액에서, 살 때 할인받은 만큼을 뺀 돈입니다.", "This is the rest, less the discount you had on it."),
    "take-back-limit": isCancel ? limitWords(lot.purchase.bought_on) : t("구매 한도는 그대로입니다.", "Your purchase limits stay as they are."),
    "take-back-yes": isCancel ? t("구매 취소하기", "Cancel the purchase") : t("돌려받기", "Have it paid back"),
  });
  clearErrors(takeBack);
  show("take-back", { push: true });
}

/** @param {string} boughtOn */
function limitWords(boughtOn) {
  const on = today();
  if (boughtOn.slice(0, 7) === on.slice(0, 7)) return t("이달과 올해의 구매 한도가 되살아납니다.", "Your limits of this month and this year are restored.");
  if (boughtOn.slice(0, 4) === on.slice(0, 4)) return t("올해의 구매 한도가 되살아납니다. 지난달의 한도는 그대로입니다.", "Your limit of this year is restored; the past month's is not.");
  return t("지난해의 구매 한도는 그대로입니다.", "The past year's limits stay as they are.");
}

keyedForm(findForm("form", takeBack), {
  read() {
    if (!choice) throw new Error("nothing is chosen");
    return choice;
  },
  send: ({ what, id }, key) => (what === "cancel"
    ? wallet.ask("POST", "v1/me/purchases/{purchase_id}/cancel", { values: { purchase_id: id }, key })
    : wallet.ask("POST", "v1/me/vouchers/{voucher_id}/change-refund", { values: { voucher_id: id }, key })),
  done(answer) {
    fill(screen("taken-back"), { "taken-back-money": won(answer.refund_amount) });
    find("[data-taken-back]").replaceChildren(...explain(answer.given_back));
    show("taken-back");
    wallet.refresh().catch(() => {});
  },
});
