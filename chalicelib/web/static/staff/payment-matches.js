// The payment provider's list of each day against our book, and the book against the ledger: below the nightly check of the ledger.

import { find, make } from "../common/dom.js";
import { t, won } from "../common/lang.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["PaymentMatchRow"]} Match */
/** @typedef {Api.Schemas["MatchDifferenceRow"]} Difference */

const PAGE = 20;
/** @type {Record<Difference["kind"], string>} */
const WORDS = {
  only_at_provider: t("결제대행사에만 있음", "Only at the provider"),
  only_here: t("우리 장부에만 있음", "Only in our book"),
  amounts_differ: t("금액이 다름", "The sums differ"),
  purchase_unknown: t("우리가 모르는 구매", "A purchase unknown here"),
  not_in_ledger: t("돈은 왔는데 상품권이 없음", "Paid, but no voucher in the ledger"),
  only_in_ledger: t("상품권은 있는데 돈이 오지 않음", "A voucher in the ledger, but not paid"),
};

const list = deskTable(find("[data-payment-matches]"), {
  list: "payment_matches",
  words: t("온라인 결제 대사", "Online payments"),
  columns: [
    { words: t("날", "Day"), kind: "day", of: (/** @type {Match} */ one) => one.on },
    { words: t("결과", "Result"), kind: "state", of: (one) => (one.is_clean ? "clean" : "off"), say: (state) => (state === "clean" ? t("맞음", "Agrees") : t("다름", "Differs")), tones: { clean: "must", off: "bad" } },
    { words: t("받음 (원)", "In (won)"), kind: "number", of: (one) => one.paid_amount },
    { words: t("돌려줌 (원)", "Back (won)"), kind: "number", of: (one) => one.back_amount },
    { words: t("다른 것", "What differs"), of: (one) => one.differences.map(wordsOf).join("; "), cell: (one) => one.differences.map((each) => make("div", { class: "small" }, wordsOf(each))) },
  ],
  load: (cursor) => ask("GET", "v1/staff/payment-matches", { query: { limit: PAGE, cursor } }),
  empty: t("아직 맞춰 본 날이 없습니다.", "No day has been matched yet."),
});

export const readMatches = () => list.read();

/** @param {Difference} one */
const wordsOf = (one) => `${WORDS[one.kind]} · ${sums(one)} · ${one.purchase_id}`;

/** @param {Difference} one */
const sums = (one) => (one.ledger_amount === null
  ? t(`결제대행사 ${won(one.provider_amount)}, 장부 ${won(one.book_amount)}`, `provider ${won(one.provider_amount)}, book ${won(one.book_amount)}`)
  : t(`장부 ${won(one.book_amount)}, 원장 ${won(one.ledger_amount)}`, `book ${won(one.book_amount)}, ledger ${won(one.ledger_amount)}`));
