// Paying shops: what is due on a day and what is held, batches that two people confirm, the bank's file and its answer.

import { Problem } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, t, today, won } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { onDecision, renderSteps, showDecision, statusTag } from "./approvals.js";
import { base64Of, showProblems } from "./csv-file.js";
import { ask, open, openWord } from "./desk.js";
import { openInvoice, readInvoices } from "./invoices.js";

/** @typedef {Api.Schemas["PayableRow"]} Payable */
/** @typedef {Api.Schemas["PayablesAnswer"]} Payables */
/** @typedef {Api.Schemas["BatchRow"]} BatchRow */
/** @typedef {Api.Schemas["BatchAnswer"]} Batch */
/** @typedef {Api.Schemas["LineRow"]} Line */

const PATH = "v1/staff/payout-batches";
const ONE = `${PATH}/{batch_id}`;
const PAGE = 20;
// A megabyte in base64.
const FILE_BYTES_MAX = 768 * 1024;
const ACCEPT = { csv: "text/csv", xlsx: "application/octet-stream" };
/** Refusals that tell what is wrong in the file. */
const OF_THE_FILE = ["result_file_invalid", "csv_invalid"];
const dayForm = findForm("#payables-form");
const proposal = findForm("#payout-form");
const fileForm = findForm("#payout-file-form");
const resultForm = findForm("#payout-result-form");
/** @type {Payables | null} */
let payables = null;
/** @type {Batch | null} */
let batch = null;

const batches = pagedList(find("[data-batches]"), {
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  row: batchRow,
  empty: () => make("p", {}, t("아직 없습니다.", "Nothing yet.")),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "payouts",
  words: t("가맹점 지급", "Shop payouts"),
  views: { payout: openOne, invoice: openInvoice },
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
  const due = found.data.filter(isDue).length;
  const held = found.data.filter((one) => one.held_for).length;
  fill(screen("payouts"), {
    due: won(found.due_amount), "due-count": pieces(due),
    held: won(found.held_amount), "held-count": pieces(held),
    paid: won(found.paid_amount), "paid-count": pieces(found.data.length - due - held),
    "propose-title": t(`${day(found.payout_on)}의 지급 올리기`, `Propose the payouts of ${day(found.payout_on)}`),
  });
  find("[data-payables]").replaceChildren(...(found.data.length ? found.data.map(payableRow) : [make("p", {}, t(`${day(found.payout_on)}에 지급할 것이 없습니다.`, `Nothing is to be paid on ${day(found.payout_on)}.`))]));
  proposal.hidden = !due;
  // What was asked about another day is not asked about this one.
  proposal.dispatchEvent(new Event("input"));
}

/** @param {Payable} one */
function payableRow(one) {
  const tag = one.held_for
    ? make("span", { class: "tag bad" }, t("보류", "Held"))
    : make("span", { class: `tag ${{ paid: "must", failed: "bad" }[/** @type {string} */ (one.status)] ?? "warn"}` }, wordsFor("settlement_states", one.status));
  const why = [one.held_for && wordsFor("payout_holds", one.held_for), one.failed_reason && t(`은행: ${one.failed_reason}`, `Bank: ${one.failed_reason}`)].filter(Boolean).join(" · ");
  return make(
    "div", { class: "report-row tight" },
    make("div", {}, make("strong", {}, one.merchant_name || one.merchant_id), " ", tag, make("div", { class: "soft" }, t(`${day(one.settled_on)}에 받은 결제`, `Taken on ${day(one.settled_on)}`), why ? ` · ${why}` : "")),
    make("strong", { class: "number" }, won(one.amount)),
  );
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

/** @param {BatchRow} one */
function batchRow(one) {
  return make(
    "div", { class: "report-row" },
    make("div", {}, make("strong", {}, titleOf(one)), " ", statusTag(one.status), make("div", { class: "soft number" }, `${shops(one.line_count)} · ${won(one.amount)}`)),
    button(openWord, () => openOne(one.batch_id), { "aria-label": `${titleOf(one)} ${openWord}` }),
  );
}

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
  find("[data-payout-lines]").replaceChildren(...one.lines.map(lineRow));
  const isAtBank = one.status === "approved";
  fileForm.hidden = !isAtBank;
  resultForm.hidden = !isAtBank;
  renderSteps(find("[data-payout-steps]"), one.steps);
  showDecision("payout", one.batch_id, one);
}

/** @param {Line} one */
function lineRow(one) {
  const result = one.result ? make("span", { class: `tag ${one.result === "paid" ? "must" : "bad"}` }, wordsFor("payout_results", one.result)) : null;
  return make(
    "div", { class: "report-row tight" },
    make("div", {}, make("strong", {}, one.merchant_name || one.merchant_id), " ", result, make("div", { class: "soft" }, one.settled_on.map(day).join(", "), ` · ${one.reference}`, one.reason ? ` · ${one.reason}` : "")),
    make("strong", { class: "number" }, won(one.amount)),
  );
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
