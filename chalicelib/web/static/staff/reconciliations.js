// The ledger's nightly reconciliation: the last nights, and of one day its sums and each difference, named.

import { busy, find, make } from "../common/dom.js";
import { count, day, t } from "../common/lang.js";

const LIST_MAX = 31;
const SHOWN_MAX = 100;
const CHECKS = {
  wallets: t("지갑마다 내역이 앞의 내역과 이어지는가", "Each wallet's entries follow one another"),
  index: t("날짜별 목록이 원장과 같은가", "The list by day has what the ledger has"),
  merchants: t("가맹점별 결제에서 취소를 뺀 금액이 정산할 금액과 같은가", "Per shop, payments less cancels are what is settled"),
  sums: t("준 금액이 쓴 금액, 남은 금액, 소멸, 환불의 합과 같은가", "Issued is spent, outstanding, expired and refunded"),
  root: t("공개한 기록이 원장과 같은가", "The published record has what the ledger has"),
  budgets: t("판매 회차의 예산이 맞는가", "The budgets of sale rounds add up"),
  adjustments: t("조정과 일괄 지급이 두 사람이 승인한 대로인가", "Adjustments and bulk grants are as two people approved them"),
};
const KINDS = {
  entry_unreadable: t("내역을 읽을 수 없습니다", "The entry cannot be read"),
  entry_broken: t("내역이 기록된 뒤에 바뀌었거나 앞의 내역과 이어지지 않습니다", "The entry was changed, or does not follow the one before"),
  index_missing: t("날짜별 목록에 이 내역이 없습니다", "The list by day lacks this entry"),
  index_extra: t("원장에 없는 내역이 날짜별 목록에 있습니다", "The list by day has an entry that the ledger has not"),
  index_different: t("날짜별 목록의 내용이 원장과 다릅니다", "The list by day has the entry otherwise"),
  merchant_index_missing: t("가맹점 목록에 이 내역이 없습니다", "The shop's list lacks this entry"),
  merchant_index_extra: t("원장에 없는 내역이 가맹점 목록에 있습니다", "The shop's list has an entry that the ledger has not"),
  merchant_index_different: t("가맹점 목록의 내용이 원장과 다릅니다", "The shop's list has the entry otherwise"),
  merchant_sum: t("정산할 금액이 원장의 금액과 다릅니다", "What is to be settled is not what the ledger says"),
  ledger_sum: t("준 금액과 쓰고 남은 금액의 합이 다릅니다", "Issued and used amounts do not add up"),
  day_totals_broken: t("그날의 합계가 앞날과 이어지지 않습니다", "The day's totals do not follow the day before"),
  day_totals_different: t("보고서에 쓰는 하루 합계가 원장과 다릅니다", "The totals that reports use are not the ledger's"),
  root_missing: t("그날의 기록이 공개되지 않았습니다", "The day's record was not published"),
  root_broken: t("공개한 기록이 바뀌었거나 앞날과 이어지지 않습니다", "The published record was changed, or does not follow"),
  root_lacks_entry: t("공개한 기록에 이 내역이 없습니다", "The published record lacks this entry"),
  root_has_unknown: t("공개한 기록에 있는 내역이 원장에서 사라졌습니다", "An entry that was published is gone from the ledger"),
  round_budget: t("회차에 남은 예산이 판매한 금액과 맞지 않습니다", "What is left of the round does not fit what was sold"),
  adjustment_not_applied: t("승인한 뒤 한 시간이 넘도록 반영되지 않았습니다", "Approved over an hour ago and not in the ledger yet"),
  adjustment_not_approved: t("두 사람의 승인 없이 반영된 조정이거나, 승인한 내용과 다릅니다", "An adjustment without the approval of two people, or not as approved"),
  grant_not_approved: t("두 사람의 승인 없이 일괄 지급된 내역이거나, 승인한 파일과 다릅니다", "A bulk grant without the approval of two people, or not as in the approved file"),
  bulk_grant_not_completed: t("승인한 뒤 한 시간이 넘도록 일괄 지급이 끝나지 않았습니다", "A bulk grant approved over an hour ago is not finished"),
};
// What a difference says beside its kind: the parts of an entry that do not fit, and the sums that do not add up.
const WORDS = {
  hash: t("지문", "fingerprint"),
  place: t("자리", "place"),
  lots: t("보유 내역의 합", "sum of the lots"),
  sequence: t("순번", "number"),
  hash_link: t("앞 내역과의 연결", "link to the one before"),
  time: t("시각", "time"),
  mileage_balance: t("마일리지 잔액", "mileage balance"),
  voucher_balance: t("상품권 잔액", "voucher balance"),
  allocations: t("낱낱의 변동", "changes of the lots"),
  mileage: t("마일리지, 처음부터", "mileage, from the first day on"),
  voucher: t("상품권, 처음부터", "vouchers, from the first day on"),
  mileage_of_day: t("마일리지, 그날", "mileage, that day"),
  voucher_of_day: t("상품권, 그날", "vouchers, that day"),
  carry_over: t("이월 예산", "carry-over account"),
  record: t("그날의 기록", "the day's record"),
  leaves: t("내역 지문의 목록", "the list of fingerprints"),
  "kept record differs": t("잠긴 보관함의 기록과 다름", "not as kept in the locked store"),
  link: t("앞날 기록과의 연결", "link to the day before"),
  merkle_root: t("내역 모두의 지문", "fingerprint of all entries"),
  entry_count: t("내역의 수", "number of entries"),
  proposal: t("올린 기록이 없음", "no proposal"),
  approval: t("승인 기록이 없음", "no approval"),
  approver: t("올린 사람과 승인한 사람이 같음", "approved by the proposer"),
  outcome: t("이 내역을 가리키는 처리 기록이 없음", "no outcome that names this entry"),
  member: t("다른 회원", "another member"),
  amount: t("다른 금액", "another amount"),
  claim: t("이 내역을 가리키는 지급 기록이 없음", "no record that names this entry"),
  row: t("승인한 파일에 없는 줄", "not a row of the approved file"),
};
const inWords = (text) => text.split(", ").map((word) => WORDS[word] || word).join(", ");
const SUMS = [
  ["issued", t("준 금액", "Issued"), ""],
  ["adjusted", t("조정·일괄 지급", "Adjusted, bulk grants"), ""],
  ["spent", t("쓴 금액", "Spent"), "−"],
  ["expired", t("소멸", "Expired"), "−"],
  ["refunded", t("환불", "Refunded"), "−"],
  ["outstanding", t("남은 금액", "Outstanding"), "−"],
  ["difference", t("차이", "Difference"), "="],
];

const state = (differences) => (differences
  ? make("span", { class: "tag bad" }, t(`차이 ${count(differences)}건`, `${count(differences)} differences`))
  : make("span", { class: "tag must" }, t("이상 없음", "No differences")));

// The list; `open` shows one day.
export function renderList(place, { data }, open) {
  if (!data.length) {
    place.replaceChildren(make("p", { class: "notice" }, t("아직 대사한 날이 없습니다. 매일 새벽 2시에 어제의 원장을 맞춰 봅니다.", "No day was reconciled yet. Every night at 2:00 yesterday's ledger is.")));
    return;
  }
  const bad = data.filter((one) => !one.is_clean).length;
  const headline = bad
    ? t(`맞춰 본 최근 ${data.length}일 가운데 ${bad}일에 차이가 있습니다.`, `Of the last ${data.length} days checked, ${bad} differ.`)
    : t(`맞춰 본 최근 ${data.length}일 모두 이상이 없습니다.`, `Of the last ${data.length} days checked, none differs.`);
  place.replaceChildren(
    make("p", { class: bad ? "notice bad" : "notice", role: "status" }, headline),
    make("div", { class: "box" }, data.map((one) => row(one, open))),
  );
}

const row = (one, open) => make(
  "div", { class: "report-row tight" },
  make("span", {}, make("strong", { class: "number" }, day(one.on)), make("br"), state(one.difference_count), make("span", { class: "soft" }, t(
    ` · 지갑 ${count(one.wallet_count)}개, 내역 ${count(one.entry_count)}건`,
    ` · ${count(one.wallet_count)} wallets, ${count(one.entry_count)} entries`,
  ))),
  make("button", {
    type: "button", class: "button second", "aria-label": `${day(one.on)} ${t("열기", "Open")}`,
    onclick: (event) => busy(event.currentTarget, () => open(one.on)),
  }, t("열기", "Open")),
);

export function renderDay(place, found) {
  place.replaceChildren(
    make("p", {}, state(found.difference_count), t(
      ` · 지갑 ${count(found.wallet_count)}개의 내역 ${count(found.entry_count)}건을 맞춰 보았습니다.`,
      ` · ${count(found.entry_count)} entries of ${count(found.wallet_count)} wallets were checked.`,
    )),
    ...(found.difference_count ? [differences(found)] : []),
    make("div", { class: "panels" }, checks(found), sums(found)),
  );
}

function differences(found) {
  const rows = found.differences.slice(0, SHOWN_MAX).map((one) => make(
    "li", {},
    make("strong", {}, KINDS[one.kind] || one.kind),
    make("br"),
    one.entry_id ? make("code", {}, one.entry_id) : inWords(one.subject || ""),
    one.detail ? make("span", { class: "soft" }, ` (${inWords(one.detail)})`) : null,
  ));
  const rest = found.difference_count - rows.length;
  return make(
    "div", { class: "box" },
    make("h2", {}, t("어긋난 내역", "What differs")),
    make("ul", { class: "differences" }, rows),
    rest > 0 ? make("p", { class: "soft" }, t(`이 밖에 ${count(rest)}건이 더 있습니다.`, `And ${count(rest)} more.`)) : null,
    make("p", { class: "hint" }, t(
      "저절로 고쳐지는 것은 없습니다. 먼저 개발 담당자에게 번호를 알려 까닭을 찾습니다. 회원의 금액을 바로잡아야 하면 한 사람이 조정을 올리고 다른 사람이 승인합니다.",
      "Nothing mends itself. Give the numbers to the developer first, to find the cause. If a member's amount must be put right, one person proposes an adjustment and another approves it.",
    )),
  );
}

const checks = (found) => make("div", { class: "box" }, make("h2", {}, t("맞춰 본 것", "What was checked")), Object.entries(CHECKS).map(([name, words]) => make(
  "div", { class: "report-row tight" }, make("span", {}, words), state(found.checks[name]),
)));

const sums = (found) => [
  table(t("마일리지 (점)", "Mileage (points)"), found.mileage, found.mileage_of_day),
  table(t("상품권 (원)", "Vouchers (won)"), found.voucher, found.voucher_of_day),
];

const table = (caption, whole, ofDay) => make("div", { class: "box" }, make(
  "table", {},
  make("caption", {}, caption),
  make("thead", {}, make("tr", {}, make("td", {}), [t("처음부터", "From the start"), t("그날", "That day")].map((head) => make("th", { scope: "col", class: "number" }, head)))),
  make("tbody", {}, SUMS.map(([name, words, sign]) => make(
    "tr", {}, make("th", { scope: "row" }, `${sign} ${words}`.trim()), [whole, ofDay].map((column) => make("td", { class: "number" }, count(column[name]))),
  ))),
));

export const listPath = `v1/staff/reconciliations?limit=${LIST_MAX}`;
export const dayPath = (on) => `v1/staff/reconciliations/${encodeURIComponent(on)}`;
export const listPlace = () => find("[data-reconciliations]");
export const dayPlace = () => find("[data-reconciliation]");
