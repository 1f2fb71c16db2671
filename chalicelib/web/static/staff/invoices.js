// Invoices to shops that owed too long, below their payouts, each as a letter to be printed; the treasurer writes down what was
// paid, in one part or several; what is still open is withdrawn by two people.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, t, today, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { person } from "./cognito.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["InvoiceRow"]} Invoice */
/** @typedef {Api.Schemas["InvoiceWithdrawalAnswer"]} Withdrawal */

const PATH = "v1/staff/settlement-invoices";
const WITHDRAWALS = "v1/staff/settlement-invoice-withdrawals";
const PAGE = 20;
const form = findForm("#invoice-form");
const withdrawForm = findForm("#withdrawal-form");
/** @type {Invoice | null} */
let chosen = null;

const list = deskTable(find("[data-invoices]"), {
  list: "invoices",
  words: t("청구서", "Invoices"),
  columns: [
    { words: t("가맹점", "Shop"), of: (/** @type {Invoice} */ one) => nameOf(one) },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.is_overdue ? "overdue" : one.status), say: (state) => (state === "overdue" ? t("기한 지남", "Overdue") : wordsFor("invoice_states", state)), tones: { paid: "must", overdue: "bad", issued: "warn", part_paid: "warn" } },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: ({ amount }) => amount },
    { words: t("받은 금액 (원)", "Paid (won)"), kind: "number", of: (one) => one.paid_amount },
    { words: t("남은 금액 (원)", "Open (won)"), kind: "number", of: (one) => one.open_amount },
    { words: t("납부 기한", "Due by"), kind: "day", of: (one) => one.due_on },
    { words: t("청구 번호", "Invoice"), of: (one) => one.invoice_id },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  actions: (one) => [
    button(t("청구서", "Letter"), () => openInvoice(one.invoice_id), { class: "button second small", "aria-label": t(`${nameOf(one)} ${won(one.amount)} 청구서 보기`, `The letter to ${nameOf(one)} for ${won(one.amount)}`) }),
    ...(one.open_amount && isTreasurer() ? [button(t("납부 기록", "Paid"), () => choose(one, form), { class: "button second small", "aria-label": t(`${nameOf(one)} ${won(one.amount)} 납부 기록`, `Record that ${nameOf(one)} paid ${won(one.amount)}`) })] : []),
    ...(one.open_amount && mayPropose() ? [button(t("철회 올리기", "Withdraw"), () => choose(one, withdrawForm), { class: "button second small", "aria-label": t(`${nameOf(one)} ${won(one.open_amount)} 청구 철회 올리기`, `Propose to withdraw the ${won(one.open_amount)} that ${nameOf(one)} owes`) })] : []),
  ],
  empty: t("청구한 것이 없습니다.", "No shop was invoiced."),
});

const withdrawals = deskTable(find("[data-withdrawals]"), {
  list: "invoice_withdrawals",
  words: t("청구 철회", "Withdrawals"),
  columns: [
    { words: t("청구 번호", "Invoice"), of: (/** @type {Withdrawal} */ one) => one.invoice_id },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: ({ amount }) => amount },
    { words: t("사유", "Reason"), of: ({ reason }) => reason },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", WITHDRAWALS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openWithdrawal(one.withdrawal_id), { class: "button second small", "aria-label": `${one.invoice_id} ${openWord}` })],
  empty: t("없습니다.", "None."),
});

/** Anew, with no invoice chosen. */
export async function readInvoices() {
  for (const each of [form, withdrawForm]) each.hidden = true;
  note("invoice-note", "");
  await Promise.all([list.read(), withdrawals.read()]);
}

/** @param {Invoice} one */
const nameOf = (one) => one.merchant_name || one.merchant_id;

/** The others would be refused when all is typed. */
const isTreasurer = () => person().roles.includes("treasurer");
const mayPropose = () => person().roles.some((role) => ["operator", "manager", "treasurer"].includes(role));

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
    ...one.payments.map((part) => /** @type {[string, string]} */ ([`${koreanDay(part.paid_on)} 납부`, `${count(part.amount)}원`])),
    ["상태", stateOf(one)],
  ];
  if (one.open_amount !== one.amount && one.open_amount) rows.push(["남은 금액", `${count(one.open_amount)}원`]);
  find("[data-letter]").replaceChildren(...facts(rows));
  open("invoice", { id });
}

/** As the letter says it, which is in Korean. @param {Invoice} one */
function stateOf(one) {
  if (one.status === "withdrawn") return `남은 ${count(one.withdrawn_amount)}원은 청구를 철회함`;
  if (one.paid_on) return `${koreanDay(one.paid_on)} 모두 납부`;
  if (one.is_overdue) return "기한 지남";
  return one.paid_amount ? "일부 납부" : "납부 전";
}

/** @param {string} date */
function koreanDay(date) {
  const [year, month, of] = date.split("-").map(Number);
  return `${year}년 ${month}월 ${of}일`;
}

/** @param {Invoice} one @param {HTMLFormElement} shown */
function choose(one, shown) {
  chosen = one;
  const title = t(`${nameOf(one)} · 남은 금액 ${won(one.open_amount)}`, `${nameOf(one)} · ${won(one.open_amount)} open`);
  for (const each of [form, withdrawForm]) {
    each.reset();
    each.hidden = each !== shown;
    fill(each, { "invoice-title": title });
    // What was asked about another invoice is not asked about this one.
    each.dispatchEvent(new Event("input"));
  }
  form.paid_on.value = today();
  form.paid_on.min = one.issued_on;
  form.paid_on.max = today();
  (shown === form ? form.amount : withdrawForm.reason).focus();
}

groupDigits(form.amount);

keyedForm(form, {
  read() {
    if (!chosen) throw new FieldError("", t("청구서를 골라 주세요.", "Please choose an invoice."));
    const amount = amountIn(form.amount, t("받은 금액을 적어 주세요.", "Please give the amount."));
    if (!form.paid_on.value) throw new FieldError("paid_on", t("받은 날을 골라 주세요.", "Please choose the day."));
    const reference = form.reference.value.trim();
    if (!reference) throw new FieldError("reference", t("입금 번호를 적어 주세요.", "Please give the bank's reference."));
    if (amount > chosen.open_amount) throw new FieldError("amount", t(`아직 받을 돈 ${won(chosen.open_amount)}보다 많습니다.`, `Only ${won(chosen.open_amount)} are still open.`));
    return { invoice_id: chosen.invoice_id, amount, way: form.way.value, paid_on: form.paid_on.value, reference };
  },
  describe: ({ amount, way, paid_on, reference }) => [
    make("p", {}, t(`${day(paid_on)}에 ${won(amount)}을 받은 것으로 기록합니다 (${wordsFor("payment_ways", way)} ${reference}). 고칠 수 없습니다. 맞으면 한 번 더 눌러 주세요.`, `Records that ${won(amount)} came on ${day(paid_on)} (${wordsFor("payment_ways", way)}, ${reference}). It cannot be changed. If this is right, press once more.`)),
    make("p", {}, t(`그러면 ${won((chosen?.open_amount ?? amount) - amount)}이 남습니다.`, `That leaves ${won((chosen?.open_amount ?? amount) - amount)} open.`)),
  ],
  send: ({ invoice_id, ...body }, key) => ask("POST", `${PATH}/{invoice_id}/payments`, { values: { invoice_id }, body, key }),
  async done(paid) {
    const part = paid.payments.at(-1)?.amount ?? 0;
    chosen = null;
    await readInvoices();
    note("invoice-note", t(`${nameOf(paid)}의 ${won(part)}을 받은 것으로 기록했습니다. 남은 금액 ${won(paid.open_amount)}.`, `Recorded: ${nameOf(paid)} paid ${won(part)}; ${won(paid.open_amount)} still open.`));
  },
});

keyedForm(withdrawForm, {
  read() {
    if (!chosen) throw new FieldError("", t("청구서를 골라 주세요.", "Please choose an invoice."));
    const reason = withdrawForm.reason.value.trim();
    if (!reason) throw new FieldError("reason", t("철회하는 사유를 적어 주세요.", "Please give the reason."));
    return { invoice_id: chosen.invoice_id, reason };
  },
  describe: ({ reason }) => [
    make("p", {}, t(`${won(chosen?.open_amount ?? 0)}을 받지 않기로 올립니다. 다른 사람이 승인하면 끝납니다.`, `Proposes not to ask for ${won(chosen?.open_amount ?? 0)}. Another person's approval settles it.`)),
    make("p", {}, reason),
  ],
  send: (body, key) => ask("POST", WITHDRAWALS, { body, key }),
  async done(made) {
    chosen = null;
    await readInvoices();
    note("invoice-note", t(`${won(made.amount)}의 청구 철회를 올렸습니다.`, `Proposed to withdraw ${won(made.amount)}.`));
  },
});

/** @param {string} id */
export async function openWithdrawal(id) {
  showWithdrawal(await ask("GET", `${WITHDRAWALS}/{withdrawal_id}`, { values: { withdrawal_id: id } }));
  open("withdrawal", { id });
}

/** @param {Withdrawal} one */
function showWithdrawal(one) {
  fill(screen("withdrawal"), { "withdrawal-title": t(`${won(one.amount)} 청구 철회`, `Withdraw ${won(one.amount)}`) });
  /** @type {[string, Node | string | null | undefined][]} */
  const rows = [
    [t("상태", "State"), statusTag(one.status)],
    [t("청구 번호", "Invoice"), one.invoice_id],
    [t("사유", "Reason"), one.reason],
    [t("처리하지 못한 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-withdrawal-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  renderSteps(find("[data-withdrawal-steps]"), one.steps);
  showDecision("withdrawal", one.withdrawal_id, one);
}

onDecision("withdrawal", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${WITHDRAWALS}/{withdrawal_id}/approve`, { values: { withdrawal_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${WITHDRAWALS}/{withdrawal_id}/reject`, { values: { withdrawal_id: id }, body: { reason }, key })), showWithdrawal);
