// The treasury account by day, the interest that the bank's statement says, and what is published of the fund each half-year.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, moment, t, today, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { person } from "./cognito.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["AccountDayRow"]} Day */
/** @typedef {Api.Schemas["CheckedRow"]} Checked */
/** @typedef {Api.Schemas["InterestProposalAnswer"]} Proposal */
/** @typedef {Api.Schemas["PublicationRow"]} Publication */
/** @typedef {"xlsx" | "csv" | "html"} Format */

const NAME = "treasury";
const PROPOSALS = "v1/staff/interest-proposals";
const PAGE = 20;
/** @type {Format[]} */
const FORMATS = ["xlsx", "csv", "html"];
/** @type {Record<Format, string>} */
const ACCEPT = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", csv: "text/csv", html: "text/html" };
const rangeForm = findForm("#treasury-range-form");
const interestForm = findForm("#interest-form");
const publishForm = findForm("#fund-form");
/** What a file says, row by row; none while one day is typed. @type {Checked[]} */
let checked = [];

/** @param {keyof Day} field @param {string} words */
const money = (field, words) => ({ words, kind: /** @type {const} */ ("number"), of: (/** @type {Day} */ one) => /** @type {number | null} */ (one[field]) });

const FLOWS = /** @type {(keyof Day)[]} */ (["received_amount", "repaid_amount", "bought_spent_amount", "given_spent_amount", "notes_exchanged_amount", "interest_amount"]);

const days = deskTable(find("[data-treasury-days]"), {
  list: "treasury_account",
  words: t("금고 계좌 일별", "Treasury account by day"),
  columns: [
    { words: t("날짜", "Day"), kind: "day", of: (/** @type {Day} */ one) => one.on },
    money("received_amount", t("판매대금 (원)", "Purchase money (won)")),
    money("repaid_amount", t("돌려줌 (원)", "Given back (won)")),
    money("bought_spent_amount", t("가맹점 결제, 구매 (원)", "At shops, bought (won)")),
    money("given_spent_amount", t("가맹점 결제, 정책 (원)", "At shops, granted (won)")),
    money("notes_exchanged_amount", t("지류 환전 (원)", "Notes exchanged (won)")),
    money("interest_amount", t("이자 (원)", "Interest (won)")),
    money("bought_left_amount", t("잔액, 구매 (원)", "Left, bought (won)")),
    money("notes_left_amount", t("잔액, 지류 (원)", "Left, notes (won)")),
    money("given_left_amount", t("잔액, 정책 (원)", "Left, granted (won)")),
  ],
  sums: (rows) => [t("합계", "Total"), ...FLOWS.map((field) => count(rows.reduce((sum, one) => sum + Number(one[field] ?? 0), 0))), null, null, null],
  empty: t("기간을 골라 주세요.", "Please choose days."),
});

const rows = deskTable(find("[data-interest-rows]"), {
  list: "interest_rows",
  words: t("파일의 줄", "Rows of the file"),
  columns: [
    { words: t("줄", "Line"), kind: "number", of: (/** @type {Checked} */ one) => one.line },
    { words: t("날짜", "Day"), kind: "day", of: (one) => one.on },
    { words: t("이자 (원)", "Interest (won)"), kind: "number", of: (one) => one.amount },
    { words: t("지금 (원)", "Now (won)"), kind: "number", of: (one) => one.before_amount },
    { words: t("결과", "Result"), of: (one) => wordsFor("interest_rows", one.state) },
  ],
  empty: t("줄이 없습니다.", "No rows."),
});

const proposals = deskTable(find("[data-interest-proposals]"), {
  list: "interest_proposals",
  words: t("이자 기록", "Records of interest"),
  columns: [
    { words: t("날짜", "Days"), of: (/** @type {Proposal} */ one) => daysOf(one) },
    { words: t("이자 (원)", "Interest (won)"), kind: "number", of: (one) => one.total_amount },
    { words: t("사유", "Reason"), of: ({ reason }) => reason },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PROPOSALS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.proposal_id), { class: "button second small", "aria-label": `${daysOf(one)} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const publications = deskTable(find("[data-fund-publications]"), {
  list: "fund_publications",
  words: t("공표", "Publications"),
  columns: [
    { words: t("반기", "Half-year"), of: (/** @type {Publication} */ one) => halfOf(one.half_year) },
    { words: t("판", "Version"), kind: "number", of: (one) => one.version },
    { words: t("공표 파일을 만든 때", "Made"), kind: "moment", of: (one) => one.published_at },
    { words: t("지문 (csv)", "SHA-256 (csv)"), of: (one) => one.csv_sha256, cell: (one) => make("span", { class: "number small", title: one.csv_sha256 }, one.csv_sha256.slice(0, 16)) },
  ],
  actions: (one) => FORMATS.map((format) => button(format, () => download(one.half_year, format), { class: "button quiet small", "aria-label": t(`${halfOf(one.half_year)} ${format} 받기`, `${halfOf(one.half_year)}: the ${format}`) })),
  empty: t("아직 공표한 것이 없습니다.", "Nothing is published yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: NAME,
  words: t("금고 계좌", "Treasury account"),
  roles: ["operator", "manager", "treasurer", "auditor"],
  views: { "interest-proposal": openOne },
  async open() {
    open(NAME);
    note("treasury-note", "");
    const may = person().roles;
    interestForm.hidden = !may.includes("treasurer");
    publishForm.hidden = !may.includes("treasurer") && !may.includes("manager");
    const on = today();
    rangeForm.from_on.value ||= `${on.slice(0, 8)}01`;
    rangeForm.to_on.value ||= on;
    publishForm.half_year.value ||= lastHalf(on);
    choose([]);
    await Promise.all([readDays(), proposals.read(), readPublications()]);
  },
  start() {
    groupDigits(interestForm.amount);
    interestForm.file.addEventListener("change", () => void readFile());
    rangeForm.addEventListener("submit", (event) => {
      event.preventDefault();
      void readDays();
    });
  },
};

async function readDays() {
  const { data } = await ask("GET", "v1/staff/treasury-account", { query: { from_on: rangeForm.from_on.value, to_on: rangeForm.to_on.value } });
  days.show(data);
}

async function readPublications() {
  const { data } = await ask("GET", "v1/fund-publications", {});
  publications.show(data);
}

/** @param {string} on */
function lastHalf(on) {
  const year = Number(on.slice(0, 4));
  return Number(on.slice(5, 7)) <= 6 ? `${year - 1}-H2` : `${year}-H1`;
}

/** @param {string} name */
function halfOf(name) {
  const [year = "", half] = name.split("-");
  return half === "H1" ? t(`${year}년 상반기`, `${year}, first half`) : t(`${year}년 하반기`, `${year}, second half`);
}

/** @param {Proposal} one */
function daysOf({ rows: of }) {
  const [first] = of;
  if (!first) return "";
  return of.length === 1 ? day(first.on) : t(`${day(first.on)} 외 ${count(of.length - 1)}일`, `${day(first.on)} and ${count(of.length - 1)} more`);
}

/** @param {Checked[]} found */
function choose(found) {
  checked = found;
  find("[data-interest-report]").hidden = !found.length;
  find("[data-interest-day]").hidden = Boolean(found.length);
  for (const name of ["on", "amount"]) interestForm[name].required = !found.length;
  rows.show(found);
}

async function readFile() {
  const [file] = interestForm.file.files ?? [];
  choose(file ? (await ask("POST", "v1/staff/interest-files", { body: { content: await file.text() } })).data : []);
}

/** What is proposed: of a file what is new or corrects, if nothing in it is wrong. */
function rowsTyped() {
  if (!checked.length) return [{ on: interestForm.on.value, amount: amountIn(interestForm.amount, t("이자를 적어 주세요.", "Please give the interest.")) }];
  const wanted = checked.filter(({ state }) => state === "new" || state === "corrects");
  if (wanted.length + checked.filter(({ state }) => state === "unchanged").length < checked.length) throw new FieldError("file", t("고쳐야 할 줄이 있습니다. 파일을 고쳐 다시 골라 주세요.", "Some rows are wrong. Please correct the file and choose it again."));
  if (!wanted.length) throw new FieldError("file", t("새로 기록할 것이 없습니다.", "There is nothing new in it."));
  return wanted.map((one) => ({ on: one.on ?? "", amount: one.amount ?? 0 }));
}

keyedForm(interestForm, {
  read() {
    const reason = interestForm.reason.value.trim();
    if (!reason) throw new FieldError("reason", t("어느 내역서인지, 고치면 까닭을 적어 주세요.", "Please say by which statement, or why it is corrected."));
    return { rows: rowsTyped(), reason };
  },
  describe: (body) => [make("p", {}, t(`${count(body.rows.length)}일, 이자 ${won(sumOf(body.rows))}을 올립니다. 다른 사람이 확정하면 기록됩니다.`, `Proposes ${won(sumOf(body.rows))} of interest for ${count(body.rows.length)} days. Another person's confirmation records it.`))],
  send: (body, key) => ask("POST", PROPOSALS, { body, key }),
  async done(made) {
    interestForm.reset();
    await tab.open();
    note("treasury-note", t(`이자 ${won(made.total_amount)}을 올렸습니다.`, `Proposed ${won(made.total_amount)} of interest.`));
  },
});

/** @param {{ amount: number }[]} of */
const sumOf = (of) => of.reduce((sum, one) => sum + one.amount, 0);

keyedForm(publishForm, {
  read: () => ({ half_year: publishForm.half_year.value.trim() }),
  describe: ({ half_year: half }) => [make("p", {}, t(`${halfOf(half)} 공표 파일을 만들어 지문과 함께 보관합니다. 누구나 받을 수 있습니다.`, `Makes the files for ${halfOf(half)} and keeps them with their hashes. Anyone may read them.`))],
  send: (body) => ask("POST", "v1/staff/fund-publications", { body }),
  async done(made) {
    await readPublications();
    note("treasury-note", t(`${halfOf(made.half_year)} 공표 파일 ${made.version}판이 있습니다. 공표한 뒤 법정 기한에 이행을 기록해 주세요.`, `Version ${made.version} for ${halfOf(made.half_year)} is there. Once it is published, record it under what is due by law.`));
  },
});

/** @param {string} half @param {Format} format */
async function download(half, format) {
  saveFile(await ask("GET", "v1/fund-publications/{half_year}", { values: { half_year: half }, query: { format }, as: "blob", accept: ACCEPT[format] }), `fund-${half}.${format}`);
}

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", `${PROPOSALS}/{proposal_id}`, { values: { proposal_id: id } }));
  open("interest-proposal", { id });
}

/** @param {Proposal} one */
function showOne(one) {
  fill(screen("interest-proposal"), { "interest-title": t(`이자 ${won(one.total_amount)}`, `Interest of ${won(one.total_amount)}`) });
  const first = one.steps[0];
  /** @type {[string, Node | string | null | undefined][]} */
  const shown = [
    [t("상태", "State"), statusTag(one.status)],
    [t("사유", "Reason"), one.reason],
    [t("올린 때", "Proposed"), first ? moment(first.at) : ""],
    ...one.rows.map((row) => /** @type {[string, string]} */ ([day(row.on), row.version > 1 ? t(`${won(row.amount)} (정정, ${row.version}판)`, `${won(row.amount)} (corrects, version ${row.version})`) : won(row.amount)])),
    [t("처리하지 못한 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-interest-facts]").replaceChildren(...facts(shown.filter(([, value]) => value)));
  renderSteps(find("[data-interest-proposal-steps]"), one.steps);
  showDecision("interest-proposal", one.proposal_id, one);
}

onDecision("interest-proposal", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PROPOSALS}/{proposal_id}/approve`, { values: { proposal_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PROPOSALS}/{proposal_id}/reject`, { values: { proposal_id: id }, body: { reason }, key })), showOne);
