// Paying shops: what is due on a day and what is held, batches that two people confirm, the bank's file and its answer.

import { Problem } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, t, today, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { base64Of } from "../common/file-bytes.js";
import { showProblems } from "./csv-file.js";
import { ask, open, openWord } from "./desk.js";
import { openInvoice, openWithdrawal, readInvoices } from "./invoices.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["PayableRow"]} Payable */
/** @typedef {Api.Schemas["PayablesAnswer"]} Payables */
/** @typedef {Api.Schemas["BatchRow"]} BatchRow */
/** @typedef {Api.Schemas["BatchAnswer"]} Batch */
/** @typedef {Api.Schemas["LineRow"]} Line */

const PATH = "v1/staff/payout-batches";
const ONE = `${PATH}/{batch_id}`;
const PAGE = 20;
/** @type {Record<string, string>} */
const PAYABLE_TONES = { held: "bad", paid: "must", failed: "bad", closed: "warn", open: "warn" };
// A megabyte in base64.
const FILE_BYTES_MAX = 768 * 1024;
const ACCEPT = { csv: "text/csv", xlsx: "application/octet-stream" };
/** Refusals that tell what is wrong in the file. */
const OF_THE_FILE = ["result_file_invalid", "result_file_unclear", "csv_invalid"];
const dayForm = findForm("#payables-form");
const proposal = findForm("#payout-form");
const fileForm = findForm("#payout-file-form");
const resultForm = findForm("#payout-result-form");
/** @type {Payables | null} */
let payables = null;
/** @type {Batch | null} */
let batch = null;

/** Why it failed: what held the shop back when the bank's file was made, or the bank's own words. @param {string} reason */
function failedWords(reason) {
  const words = wordsFor("payout_holds", reason);
  return words === reason ? t(`은행: ${reason}`, `Bank: ${reason}`) : words;
}

const due = deskTable(find("[data-payables]"), {
  list: "payables",
  words: t("그날 지급할 것", "What is to be paid on the day"),
  columns: [
    { words: t("가맹점", "Shop"), of: (/** @type {Payable} */ one) => one.merchant_name || one.merchant_id },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.held_for ? "held" : one.status), say: (state) => (state === "held" ? t("보류", "Held") : wordsFor("settlement_states", state)), tones: PAYABLE_TONES },
    { words: t("까닭", "Why"), of: (one) => [one.held_for && wordsFor("payout_holds", one.held_for), one.failed_reason && failedWords(one.failed_reason)].filter(Boolean).join(" · ") },
    { words: t("결제받은 날", "Taken on"), kind: "day", of: (one) => one.settled_on },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: (one) => one.amount },
  ],
  empty: t("이날 지급할 것이 없습니다.", "Nothing is to be paid on this day."),
});

const batches = deskTable(find("[data-batches]"), {
  list: "payout_batches",
  words: t("올린 지급", "Payouts proposed"),
  columns: [
    { words: t("지급일", "Paid on"), kind: "day", of: (/** @type {BatchRow} */ one) => one.payout_on },
    { words: t("번", "No."), kind: "number", of: (one) => one.number },
    { words: t("가맹점 수", "Shops"), kind: "number", of: (one) => one.line_count },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: (one) => one.amount },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.batch_id), { class: "button second small", "aria-label": `${titleOf(one)} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const lines = deskTable(find("[data-payout-lines]"), {
  list: "payout_lines",
  words: t("지급할 가맹점", "Shops to be paid"),
  columns: [
    { words: t("가맹점", "Shop"), of: (/** @type {Line} */ one) => one.merchant_name || one.merchant_id },
    { words: t("결과", "Result"), kind: "state", states: "payout_results", tones: { paid: "must", failed: "bad" }, of: ({ result }) => result },
    { words: t("까닭", "Why"), of: ({ reason }) => (reason ? failedWords(reason) : null) },
    { words: t("결제받은 날", "Taken on"), of: (one) => one.settled_on.map(day).join(", ") },
    { words: t("이체 번호", "Reference"), of: ({ reference }) => reference },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: ({ amount }) => amount },
  ],
  empty: t("없습니다.", "None."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "payouts",
  words: t("가맹점 지급", "Shop payouts"),
  views: { payout: openOne, invoice: openInvoice, withdrawal: openWithdrawal },
  async open() {
    open("payouts");
    note("payout-note", "");
    dayForm.on.value ||= today();
    await Promise.all([readDay(), batches.read(), readInvoices()]);
  },
};

onSubmit(dayForm, async () => {
  if (!dayForm.on.value) throw new FieldError("on", t("날을 골라 주세요.", "Please choose a day."));
  note("payout-note", "");
  await readDay();
});

async function readDay() {
  const on = dayForm.on.value;
  const found = await ask("GET", "v1/staff/payouts", { query: { on } });
  // Another day was chosen meanwhile.
  if (on === dayForm.on.value) showDay(found);
}

/** @param {Payable} one */
const isDue = (one) => one.status !== "paid" && !one.held_for;
/** @param {number} number */
const pieces = (number) => t(`${count(number)}건`, number === 1 ? "1 settlement" : `${count(number)} settlements`);
/** @param {number} number */
const shops = (number) => t(`${count(number)}곳`, number === 1 ? "1 shop" : `${count(number)} shops`);

/** @param {Payables} found */
function showDay(found) {
  payables = found;
  const owing = found.data.filter(isDue).length;
  const held = found.data.filter((one) => one.held_for).length;
  fill(screen("payouts"), {
    due: won(found.due_amount), "due-count": pieces(owing),
    held: won(found.held_amount), "held-count": pieces(held),
    paid: won(found.paid_amount), "paid-count": pieces(found.data.length - owing - held),
    "propose-title": t(`${day(found.payout_on)}의 지급 올리기`, `Propose the payouts of ${day(found.payout_on)}`),
  });
  due.show(found.data);
  proposal.hidden = !owing;
  // What was asked about another day is not asked about this one.
  proposal.dispatchEvent(new Event("input"));
}

keyedForm(proposal, {
  read: () => ({ payout_on: payables?.payout_on ?? "" }),
  describe: ({ payout_on }) => [
    make("p", {}, t(`${day(payout_on)}에 ${won(payables?.due_amount ?? 0)}을 지급하도록 올립니다. 보류한 ${won(payables?.held_amount ?? 0)}은 들어가지 않습니다.`, `Proposes to pay ${won(payables?.due_amount ?? 0)} on ${day(payout_on)}, without the ${won(payables?.held_amount ?? 0)} that are held.`)),
    make("p", {}, t("다른 담당자가 승인해야 합니다. 맞으면 한 번 더 눌러 주세요.", "Another person must approve it. If this is right, press once more.")),
  ],
  send: (body, key) => ask("POST", PATH, { body, key }),
  async done(made) {
    note("payout-note", t(`${shops(made.line_count)}에 ${won(made.amount)}을 지급하도록 올렸습니다. 다른 담당자가 승인하면 은행 파일을 받을 수 있습니다.`, `Proposed: ${won(made.amount)} to ${shops(made.line_count)}. Once another person approves, the bank's file can be made.`));
    await Promise.all([readDay(), batches.read()]);
  },
});

/** @param {BatchRow} one */
const titleOf = (one) => t(`${day(one.payout_on)} 지급 ${count(one.number)}번`, `Payouts of ${day(one.payout_on)}, no. ${count(one.number)}`);

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", ONE, { values: { batch_id: id } }));
  note("result-note", "");
  fileForm.reset();
  resultForm.reset();
  open("payout", { id });
}

/** @param {Batch} one */
function showOne(one) {
  batch = one;
  fill(screen("payout"), { "payout-title": titleOf(one) });
  find("[data-payout-facts]").replaceChildren(
    ...facts([[t("상태", "State"), statusTag(one.status)]]),
    ...facts([
      [t("지급할 금액", "To be paid"), `${won(one.amount)} · ${shops(one.line_count)}`],
      [t("입금됨", "Paid"), won(one.paid_amount)],
      [t("입금 안 됨", "Not paid"), won(one.failed_amount)],
      [t("아직 모름", "Not known yet"), won(one.open_amount)],
    ], { class: "number" }),
  );
  lines.show(one.lines);
  const isAtBank = one.status === "approved";
  fileForm.hidden = !isAtBank;
  resultForm.hidden = !isAtBank;
  renderSteps(find("[data-payout-steps]"), one.steps);
  showDecision("payout", one.batch_id, one);
}

onDecision("payout", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${ONE}/approve`, { values: { batch_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${ONE}/reject`, { values: { batch_id: id }, body: { reason } })), showOne);

onSubmit(fileForm, async () => {
  const reason = fileForm.reason.value.trim();
  if (!reason) throw new FieldError("reason", t("파일을 받는 사유를 적어 주세요.", "Please say why the file is made."));
  if (!batch) return;
  const { batch_id } = batch;
  const format = /** @type {"csv" | "xlsx"} */ (fileForm.format.value);
  // Saved byte for byte: its mark tells a spreadsheet that it is UTF-8.
  saveFile(await ask("POST", `${ONE}/files`, { values: { batch_id }, body: { format, reason }, as: "blob", accept: ACCEPT[format] }), `onmin-${batch_id}.${format}`);
  fileForm.reason.value = "";
});

onSubmit(resultForm, async () => {
  note("result-note", "");
  const problems = find("[data-result-problems]");
  problems.replaceChildren();
  /** @type {File | undefined} */
  const file = resultForm.file.files[0];
  if (!file) throw new FieldError("file", t("결과 파일을 골라 주세요.", "Please choose the result file."));
  if (file.size > FILE_BYTES_MAX) throw new FieldError("file", t("파일이 너무 큽니다. 768KB까지입니다.", "The file is too large. The limit is 768 KB."));
  if (!batch) return;
  try {
    showOne(await ask("POST", `${ONE}/results`, { values: { batch_id: batch.batch_id }, body: { csv_base64: await base64Of(file) } }));
  } catch (error) {
    if (!(error instanceof Problem) || !OF_THE_FILE.includes(error.code)) throw error;
    showProblems(problems, error.body.problems ?? []);
    throw new FieldError("file", error.message);
  }
  resultForm.reset();
  note("result-note", t(`결과를 반영했습니다. 입금됨 ${won(batch.paid_amount)}, 입금 안 됨 ${won(batch.failed_amount)}.`, `The result is in: ${won(batch.paid_amount)} paid, ${won(batch.failed_amount)} not paid.`));
}, { csv: "file", csv_base64: "file" });
