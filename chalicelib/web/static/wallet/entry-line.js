// One line of a wallet's history: what it was, when, and what came or went, signed and at the right. A press opens its receipt.

import { onClick } from "../common/clicks.js";
import { make } from "../common/dom.js";
import { moment, signedPoints, signedWon, t, time } from "../common/lang.js";
import { moneyWords, openReceipt } from "./entry-receipt.js";

/** @typedef {Api.Schemas["EntryAnswer"]} Entry */

/** `isOfDay`: below the heading of its day, where the time alone is wanted. @param {Entry} entry */
export function entryLine(entry, isOfDay = false) {
  const line = make(
    "button", { type: "button" },
    make("span", { class: "entry" },
      make("span", {},
        make("strong", { class: entry.counterparty ? "named" : null }, entry.counterparty?.name ?? entry.description),
        make("span", { class: "soft small" }, [entry.counterparty && entry.description, isOfDay ? time(entry.at) : moment(entry.at)].filter(Boolean).join(" · "))),
      make("span", { class: "amounts" },
        entry.voucher_amount ? amount(entry.voucher_amount, signedWon(entry.voucher_amount)) : null,
        entry.mileage_amount ? amount(entry.mileage_amount, signedPoints(entry.mileage_amount)) : null,
        moneyOf(entry))),
  );
  return make("li", {}, onClick(line, () => openReceipt(entry)));
}

export function noEntry() {
  return make("li", {}, t("아직 내역이 없습니다.", "Nothing yet."));
}

/** @param {number} value @param {string} words */
const amount = (value, words) => make("span", { class: value > 0 ? "plus" : "minus" }, words);

/** @param {Entry} entry */
function moneyOf(entry) {
  const words = moneyWords(entry);
  return words ? make("span", { class: "soft small" }, words) : null;
}
