// Invoices to shops that owed too long, below their payouts, each as a letter to be printed; the treasurer writes down that one
// was paid.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, t, today, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["InvoiceRow"]} Invoice */

const PATH = "v1/staff/settlement-invoices";
const PAGE = 20;
const form = findForm("#invoice-form");
/** @type {Invoice | null} */
let chosen = null;

const list = deskTable(find("[data-invoices]"), {
  list: "invoices",
  words: t("청구서", "Invoices"),
  columns: [
    { words: t("가맹점", "Shop"), of: (/** @type {Invoice} */ one) => nameOf(one) },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.is_overdue ? "overdue" : one.status), say: (state) => (state === "overdue" ? t("기한 지남", "Overdue") : wordsFor("invoice_states", state)), tones: { paid: "must", overdue: "bad", issued: "warn" } },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: ({ amount }) => amount },
    { words: t("납부 기한", "Due by"), kind: "day", of: (one) => one.due_on },
    { words: t("받은 날", "Received on"), kind: "day", of: (one) => one.paid_on },
    { words: t("입금 번호", "Bank's reference"), of: ({ reference }) => reference },
    { words: t("청구 번호", "Invoice"), of: (one) => one.invoice_id },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  actions: (one) => [
    button(t("청구서", "Letter"), () => openInvoice(one.invoice_id), { class: "button second small", "aria-label": t(`${nameOf(one)} ${won(one.amount)} 청구서 보기`, `The letter to ${nameOf(one)} for ${won(one.amount)}`) }),
    ...(one.status === "issued" && isTreasurer() ? [button(t("납부 기록", "Paid"), () => choose(one), { class: "button second small", "aria-label": t(`${nameOf(one)} ${won(one.amount)} 납부 기록`, `Record that ${nameOf(one)} paid ${won(one.amount)}`) })] : []),
  ],
  empty: t("청구한 것이 없습니다.", "No shop was invoiced."),
});

/** Anew, with no invoice chosen. */
export async function readInvoices() {
  form.hidden = true;
  note("invoice-note", "");
  await list.read();
}

/** @param {Invoice} one */
const nameOf = (one) => one.merchant_name || one.merchant_id;

/** The others would be refused when all is typed. */
const isTreasurer = () => person().roles.includes("treasurer");

/** The letter itself, which is in Korean. @param {string} id */
export async function openInvoice(id) {
  const one = await ask("GET", `${PATH}/{invoice_id}`, { values: { invoice_id: id } });
  fill(screen("invoice"), {
    "letter-number": `청구서 번호 ${one.invoice_id}`,
    "letter-shop": nameOf(one),
    "letter-amount": `${count(one.amount)}원`,
    "letter-issued": koreanDay(one.issued_on),
  });
  /** @type {[string, string][]} */
  const rows = [
    ["정산 기간", `${koreanDay(one.owing_since)} ~ ${koreanDay(one.settled_on)}`],
    ["낼 기한", koreanDay(one.due_on)],
    ["상태", one.paid_on ? `${koreanDay(one.paid_on)} 납부` : one.is_overdue ? "기한 지남" : "납부 전"],
  ];
  find("[data-letter]").replaceChildren(...facts(rows));
  open("invoice", { id });
}

/** @param {string} date */
function koreanDay(date) {
  const [year, month, of] = date.split("-").map(Number);
  return `${year}년 ${month}월 ${of}일`;
}

/** @param {Invoice} one */
function choose(one) {
  chosen = one;
  form.reset();
  form.paid_on.value = today();
  form.paid_on.min = one.issued_on;
  form.paid_on.max = today();
  fill(screen("payouts"), { "invoice-title": t(`${nameOf(one)}의 ${won(one.amount)} 납부 기록`, `${nameOf(one)} paid ${won(one.amount)}`) });
  form.hidden = false;
  // What was asked about another invoice is not asked about this one.
  form.dispatchEvent(new Event("input"));
  form.amount.focus();
}

groupDigits(form.amount);

keyedForm(form, {
  read() {
    if (!chosen) throw new FieldError("", t("청구서를 골라 주세요.", "Please choose an invoice."));
    const amount = amountIn(form.amount, t("받은 금액을 적어 주세요.", "Please give the amount."));
    if (!form.paid_on.value) throw new FieldError("paid_on", t("받은 날을 골라 주세요.", "Please choose the day."));
    const reference = form.reference.value.trim();
    if (!reference) throw new FieldError("reference", t("입금 번호를 적어 주세요.", "Please give the bank's reference."));
    return { invoice_id: chosen.invoice_id, amount, paid_on: form.paid_on.value, reference };
  },
  describe: ({ amount, paid_on, reference }) => [
    make("p", {}, t(`${day(paid_on)}에 ${won(amount)}을 받은 것으로 기록합니다 (${reference}). 고칠 수 없습니다. 맞으면 한 번 더 눌러 주세요.`, `Records that ${won(amount)} came on ${day(paid_on)} (${reference}). It cannot be changed. If this is right, press once more.`)),
  ],
  send: ({ invoice_id, ...body }, key) => ask("POST", `${PATH}/{invoice_id}/payments`, { values: { invoice_id }, body, key }),
  async done(paid) {
    chosen = null;
    await readInvoices();
    note("invoice-note", t(`${nameOf(paid)}의 ${won(paid.amount)}을 받은 것으로 기록했습니다.`, `Recorded: ${nameOf(paid)} paid ${won(paid.amount)}.`));
  },
});
