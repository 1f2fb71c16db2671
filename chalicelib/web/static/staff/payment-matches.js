// The payment provider's list of each day against our book, and the book against the ledger: below the nightly check of the ledger.

import { find, make } from "../common/dom.js";
import { day, t, won } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { ask } from "./desk.js";

/** @typedef {Api.Schemas["PaymentMatchRow"]} Match */
/** @typedef {Api.Schemas["MatchDifferenceRow"]} Difference */

const PAGE = 7;
/** @type {Record<Difference["kind"], string>} */
const WORDS = {
  only_at_provider: t("결제대행사에만 있음", "Only at the provider"),
  only_here: t("우리 장부에만 있음", "Only in our book"),
  amounts_differ: t("금액이 다름", "The sums differ"),
  purchase_unknown: t("우리가 모르는 구매", "A purchase unknown here"),
  not_in_ledger: t("돈은 왔는데 상품권이 없음", "Paid, but no voucher in the ledger"),
  only_in_ledger: t("상품권은 있는데 돈이 오지 않음", "A voucher in the ledger, but not paid"),
};

const list = pagedList(find("[data-payment-matches]"), {
  load: (cursor) => ask("GET", "v1/staff/payment-matches", { query: { limit: PAGE, cursor } }),
  row,
  empty: () => make("p", {}, t("아직 맞춰 본 날이 없습니다.", "No day has been matched yet.")),
});

export const readMatches = () => list.read();

/** @param {Match} one */
function row(one) {
  const state = one.is_clean ? t("맞음", "Agrees") : t(`다른 것 ${one.differences.length}건`, `${one.differences.length} differ`);
  return make(
    "div", { class: "report-row" },
    make(
      "div", {},
      make("strong", {}, day(one.on)), " ", make("span", { class: `tag ${one.is_clean ? "must" : "bad"}` }, state),
      make("div", { class: "soft" }, t(`받음 ${won(one.paid_amount)} · 돌려줌 ${won(one.back_amount)}`, `In ${won(one.paid_amount)} · back ${won(one.back_amount)}`)),
      one.differences.map((each) => make("div", { class: "small" }, `${WORDS[each.kind]} · ${sums(each)} · `, make("span", { class: "number" }, each.purchase_id))),
    ),
  );
}

/** @param {Difference} one */
const sums = (one) => (one.ledger_amount === null
  ? t(`결제대행사 ${won(one.provider_amount)}, 장부 ${won(one.book_amount)}`, `provider ${won(one.provider_amount)}, book ${won(one.book_amount)}`)
  : t(`장부 ${won(one.book_amount)}, 원장 ${won(one.ledger_amount)}`, `book ${won(one.book_amount)}, ledger ${won(one.ledger_amount)}`));
