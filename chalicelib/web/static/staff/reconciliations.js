// The ledger's nightly reconciliation: the last nights, and of one day its sums and each difference, named.

import { newKey } from "../common/api.js";
import { button } from "../common/clicks.js";
import { fill, find, findForm, make, note, screen } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, t } from "../common/lang.js";
import { table as served, wordsFor } from "../common/words.js";
import { ask, lookAgain, open, openWord, yesterday } from "./desk.js";
import { readMatches } from "./payment-matches.js";
import { deskTable } from "./table.js";

/** Sums of the ledger that must agree. @typedef {Record<string, number>} Sums */
/** A day as its file has it.
 * @typedef {{
 *   difference_count: number,
 *   wallet_count: number,
 *   entry_count: number,
 *   checks: Record<string, number>,
 *   differences: { kind: string, entry_id: string | null, subject: string | null, detail: string }[],
 *   mileage: Sums, voucher: Sums, mileage_of_day: Sums, voucher_of_day: Sums,
 * }} Day */
/** @typedef {Api.Schemas["ReconciliationRow"]} Row */

const PATH = "v1/staff/reconciliations";
const LIST_MAX = 31;
const SHOWN_MAX = 100;
const dayForm = findForm("#reconcile-form");
let shownOn = "";

const list = deskTable(find("[data-reconciliations]"), {
  list: "reconciliations",
  words: t("원장 대사", "Ledger check"),
  columns: [
    { words: t("날", "Day"), kind: "day", of: (/** @type {Row} */ one) => one.on },
    { words: t("결과", "Result"), kind: "state", of: (one) => String(one.difference_count), say: (number) => stateWords(Number(number)), cell: (one) => state(one.difference_count) },
    { words: t("지갑", "Wallets"), kind: "number", of: (one) => one.wallet_count },
    { words: t("내역", "Entries"), kind: "number", of: (one) => one.entry_count },
  ],
  actions: (one) => [button(openWord, () => openDay(one.on), { class: "button second small", "aria-label": `${day(one.on)} ${openWord}` })],
  empty: t("아직 대사한 날이 없습니다. 매일 새벽 2시에 어제의 원장을 맞춰 봅니다.", "No day was reconciled yet. Every night at 2:00 yesterday's ledger is."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "reconciliations",
  words: t("원장 대사", "Ledger check"),
  views: { reconciliation: openDay },
  async open() {
    open("reconciliations");
    // A page that stays open overnight has another yesterday than it began with.
    if (!dayForm.on.value || dayForm.on.value === dayForm.on.max) dayForm.on.value = yesterday();
    dayForm.on.max = yesterday();
    await Promise.all([read(), readMatches()]);
  },
  actions: {
    async reconcile() {
      const on = shownOn;
      const words = await reconcile(on);
      note("reconciliation-note", words);
      lookAgain("reconciliation", () => on === shownOn && readDay(on));
    },
  },
};

async function read() {
  showList(await ask("GET", PATH, { query: { limit: LIST_MAX } }));
}

/** @param {string} on */
async function openDay(on) {
  await readDay(on);
  shownOn = on;
  fill(screen("reconciliation"), { "reconciliation-title": day(on) });
  note("reconciliation-note", "");
  open("reconciliation", { id: on });
}

/** @param {string} on */
async function readDay(on) {
  renderDay(find("[data-reconciliation]"), /** @type {Day} */ (await ask("GET", `${PATH}/{on}`, { values: { on } })));
}

onSubmit(dayForm, async () => {
  note("reconcile-note", await reconcile(dayForm.on.value));
  lookAgain("reconciliations", read);
});

/** @param {string} on */
async function reconcile(on) {
  await ask("POST", `${PATH}/{on}/run`, { values: { on }, key: newKey() });
  return t(`${day(on)}의 원장을 다시 맞춰 봅니다. 잠시 뒤 목록에서 볼 수 있습니다.`, `The ledger of ${day(on)} is being reconciled. It will be in the list shortly.`);
}

/** @param {string} text */
const inWords = (text) => text.split(", ").map((word) => wordsFor("details", word)).join(", ");
const SUMS = [
  ["issued", t("준 금액", "Issued"), ""],
  ["adjusted", t("조정·일괄 지급", "Adjusted, bulk grants"), ""],
  ["spent", t("쓴 금액", "Spent"), "−"],
  ["expired", t("소멸", "Expired"), "−"],
  ["refunded", t("환불", "Refunded"), "−"],
  ["outstanding", t("남은 금액", "Outstanding"), "−"],
  ["difference", t("차이", "Difference"), "="],
];

/** @param {number} number */
const stateWords = (number) => (number ? t(`차이 ${count(number)}건`, `${count(number)} differences`) : t("이상 없음", "No differences"));

/** @param {number} number */
const state = (number) => make("span", { class: `tag ${number ? "bad" : "must"}` }, stateWords(number));

/** @param {{ data: Row[] }} page */
function showList({ data }) {
  const bad = data.filter((one) => !one.is_clean).length;
  const headline = bad
    ? t(`맞춰 본 최근 ${data.length}일 가운데 ${bad}일에 차이가 있습니다.`, `Of the last ${data.length} days checked, ${bad} differ.`)
    : t(`맞춰 본 최근 ${data.length}일 모두 이상이 없습니다.`, `Of the last ${data.length} days checked, none differs.`);
  find("[data-reconciled]").replaceChildren(...(data.length ? [make("p", { class: bad ? "notice bad" : "notice", role: "status" }, headline)] : []));
  list.show(data);
}

/** @param {Element} place @param {Day} found */
function renderDay(place, found) {
  place.replaceChildren(
    make("p", {}, state(found.difference_count), t(
      ` · 지갑 ${count(found.wallet_count)}개의 내역 ${count(found.entry_count)}건을 맞춰 보았습니다.`,
      ` · ${count(found.entry_count)} entries of ${count(found.wallet_count)} wallets were checked.`,
    )),
    ...(found.difference_count ? [differences(found)] : []),
    make("div", { class: "panels" }, checks(found), sums(found)),
  );
}

/** @param {Day} found */
function differences(found) {
  const rows = found.differences.slice(0, SHOWN_MAX).map((one) => make(
    "li", {},
    make("strong", {}, wordsFor("differences", one.kind)),
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

/** @param {Day} found */
const checks = (found) => make("div", { class: "box" }, make("h2", {}, t("맞춰 본 것", "What was checked")), Object.entries(served("checks")).map(([name, words]) => make(
  "div", { class: "report-row tight" }, make("span", {}, words), state(found.checks[name]),
)));

/** @param {Day} found */
const sums = (found) => [
  table(t("마일리지 (점)", "Mileage (points)"), found.mileage, found.mileage_of_day),
  table(t("상품권 (원)", "Vouchers (won)"), found.voucher, found.voucher_of_day),
];

/** @param {string} caption @param {Sums} whole @param {Sums} ofDay */
const table = (caption, whole, ofDay) => make("div", { class: "box" }, make(
  "table", {},
  make("caption", {}, caption),
  make("thead", {}, make("tr", {}, make("td", {}), [t("처음부터", "From the start"), t("그날", "That day")].map((head) => make("th", { scope: "col", class: "number" }, head)))),
  make("tbody", {}, SUMS.map(([name, words, sign]) => make(
    "tr", {}, make("th", { scope: "row" }, `${sign} ${words}`.trim()), [whole, ofDay].map((column) => make("td", { class: "number" }, count(column[name]))),
  ))),
));
