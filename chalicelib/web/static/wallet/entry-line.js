// One line of a wallet's history: what it was, when, and what came or went.

import { make } from "../common/dom.js";
import { moment, signed, t, won } from "../common/lang.js";
import { proofButton } from "./proof.js";

/** @typedef {Api.Schemas["EntryAnswer"]} Entry */

/** @param {Entry} entry */
export function entryLine(entry) {
  return make(
    "li", { class: "entry" },
    make("div", {},
      make("strong", { class: entry.counterparty ? "named" : null }, entry.counterparty?.name ?? entry.description),
      make("span", { class: "soft small" }, [entry.counterparty && entry.description, moment(entry.at)].filter(Boolean).join(" · ")),
      proofButton(entry)),
    make("div", { class: "amounts" },
      entry.mileage_amount ? amount(t("마일리지", "Mileage"), entry.mileage_amount) : null,
      entry.voucher_amount ? amount(t("상품권", "Vouchers"), entry.voucher_amount) : null,
      moneyOf(entry)),
  );
}

export function noEntry() {
  return make("li", {}, t("아직 내역이 없습니다.", "Nothing yet."));
}

/** @param {string} label @param {number} value */
const amount = (label, value) => make("span", {}, make("small", { class: "soft" }, label), make("span", { class: value > 0 ? "plus" : "minus" }, signed(value)));

/** Of a purchase: what was paid, or is paid back, in money. It is shown at the counter, weeks later too. @param {Entry} entry */
function moneyOf({ price_amount: price }) {
  if (price === null) return null;
  return make("span", { class: "soft small" }, price > 0 ? t(`낸 돈 ${won(price)}`, `You paid ${won(price)}`) : t(`돌려받는 돈 ${won(Math.abs(price))}`, `Money back ${won(Math.abs(price))}`));
}
