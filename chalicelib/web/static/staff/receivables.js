// What members owe the county: who, since when and for what; a payment is written down by one person, letting go of it takes two.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen, tile } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, memberNumber, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { person } from "./cognito.js";
import { ask, open, openWord, visit } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["ReceivableRow"]} Receivable */
/** @typedef {Api.Schemas["WaiverAnswer"]} Waiver */

const PATH = "v1/staff/receivables";
const WAIVERS = "v1/staff/receivable-waivers";
const PAGE = 20;
const payForm = findForm("#receivable-payment-form");
const waiveForm = findForm("#waiver-form");
/** @type {Receivable | null} */
let chosen = null;

const list = deskTable(find("[data-receivables]"), {
  list: "receivables",
  words: t("받을 돈", "Receivables"),
  columns: [
    { words: t("회원", "Member"), of: (/** @type {Receivable} */ one) => one.member_name_masked },
    { words: t("회원 번호", "Member number"), of: (one) => memberNumber(one.member_id), cell: (one) => make("span", { class: "number" }, memberNumber(one.member_id)) },
    { words: t("받을 돈 (원)", "Owed (won)"), kind: "number", of: (one) => one.owed_amount },
    { words: t("언제부터", "Since"), kind: "day", of: (one) => one.since_on },
    { words: t("며칠째", "Days"), kind: "number", of: (one) => one.age_days + 1 },
    { words: t("무엇 때문에", "For what"), of: (one) => one.causes.map((cause) => `${wordsFor("receivable_causes", cause.kind)} ${won(cause.amount)}`).join(" · ") },
  ],
  async load(cursor) {
    const found = await ask("GET", PATH, { query: { limit: PAGE, cursor } });
    find("[data-receivable-tiles]").replaceChildren(
      tile(t("받을 돈", "Owed"), won(found.total_amount), ""),
      tile(t("회원", "Members"), count(found.member_count), ""),
    );
    return found;
  },
  actions,
  empty: t("갚을 돈이 있는 회원이 없습니다.", "No member owes anything."),
});

const waivers = deskTable(find("[data-waivers]"), {
  list: "waivers",
  words: t("면제 요청", "Waivers"),
  columns: [
    { words: t("회원 번호", "Member number"), of: (/** @type {Waiver} */ one) => memberNumber(one.member_id), cell: (one) => make("span", { class: "number" }, memberNumber(one.member_id)) },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: ({ amount }) => amount },
    { words: t("사유", "Reason"), of: ({ reason }) => reason },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", WAIVERS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.waiver_id), { class: "button second small", "aria-label": `${won(one.amount)} ${openWord}` })],
  empty: t("없습니다.", "None."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "receivables",
  words: t("받을 돈", "Receivables"),
  views: { waiver: openOne },
  async open() {
    open("receivables");
    choose(null, null);
    await Promise.all([list.read(), waivers.read()]);
  },
  start() {
    groupDigits(payForm.amount);
    groupDigits(waiveForm.amount);
  },
};

/** @param {string[]} roles */
const may = (...roles) => person().roles.some((role) => roles.includes(role));

/** What this person may do about it. @param {Receivable} one */
function actions(one) {
  const name = one.member_name_masked;
  return [
    button(openWord, () => visit("member", one.member_id), { class: "button second small", "aria-label": `${name} ${openWord}` }),
    may("operator", "treasurer") ? button(t("납부 기록", "Paid"), () => choose(one, payForm), { class: "button second small", "aria-label": t(`${name} 납부 기록`, `Record that ${name} paid`) }) : null,
    may("operator", "manager", "treasurer") ? button(t("면제 올리기", "Waive"), () => choose(one, waiveForm), { class: "button second small", "aria-label": t(`${name} 면제 올리기`, `Propose to waive what ${name} owes`) }) : null,
  ];
}

/** @param {Receivable | null} one @param {HTMLFormElement | null} form */
function choose(one, form) {
  chosen = one;
  for (const each of [payForm, waiveForm]) {
    each.reset();
    each.hidden = each !== form;
    // What was asked about another member is not asked about this one.
    each.dispatchEvent(new Event("input"));
  }
  note("receivable-note", "");
  if (!one || !form) return;
  const title = t(`${one.member_name_masked} · ${won(one.owed_amount)}`, `${one.member_name_masked} · ${won(one.owed_amount)}`);
  fill(form, { "receivable-title": title });
  form.amount.focus();
}

/** @param {HTMLFormElement} form */
function amountOf(form) {
  if (!chosen) throw new FieldError("", t("회원을 골라 주세요.", "Please choose a member."));
  return { member_id: chosen.member_id, amount: amountIn(form.amount, t("금액을 적어 주세요.", "Please give the amount.")) };
}

keyedForm(payForm, {
  read: () => amountOf(payForm),
  describe: ({ amount }) => [make("p", {}, t(`${chosen?.member_name_masked}에게 ${won(amount)}을 받은 것으로 기록합니다. 고칠 수 없습니다. 맞으면 한 번 더 눌러 주세요.`, `Records that ${chosen?.member_name_masked} paid ${won(amount)}. It cannot be changed. If this is right, press once more.`))],
  send: ({ member_id, amount }, key) => ask("POST", "v1/staff/members/{member_id}/receivable-payments", { values: { member_id }, body: { amount }, key }),
  async done(paid) {
    await tab.open();
    note("receivable-note", t(`${won(paid.paid_amount)}을 받은 것으로 기록했습니다. 남은 돈 ${won(paid.owed_amount)}.`, `Recorded ${won(paid.paid_amount)}; ${won(paid.owed_amount)} still owed.`));
  },
});

keyedForm(waiveForm, {
  read() {
    const reason = waiveForm.reason.value.trim();
    if (!reason) throw new FieldError("reason", t("면제하는 사유를 적어 주세요.", "Please give the reason."));
    return { ...amountOf(waiveForm), reason };
  },
  describe: ({ amount, reason }) => [make("p", {}, t(`${won(amount)}을 받지 않기로 올립니다. 다른 사람이 승인하면 끝납니다.`, `Proposes to waive ${won(amount)}. Another person's approval settles it.`)), make("p", {}, reason)],
  send: (body, key) => ask("POST", WAIVERS, { body, key }),
  async done(made) {
    await tab.open();
    note("receivable-note", t(`${won(made.amount)}의 면제를 올렸습니다.`, `Proposed to waive ${won(made.amount)}.`));
  },
});

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", `${WAIVERS}/{waiver_id}`, { values: { waiver_id: id } }));
  open("waiver", { id });
}

/** @param {Waiver} one */
function showOne(one) {
  fill(screen("waiver"), { "waiver-title": t(`${won(one.amount)} 면제`, `Waive ${won(one.amount)}`) });
  /** @type {[string, Node | string | null | undefined][]} */
  const rows = [
    [t("상태", "State"), statusTag(one.status)],
    [t("회원", "Member"), one.member_name_masked],
    [t("회원 번호", "Member number"), memberNumber(one.member_id)],
    [t("사유", "Reason"), one.reason],
    [t("원장 번호", "Ledger entry"), one.entry_id],
    [t("처리하지 못한 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-waiver-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  renderSteps(find("[data-waiver-steps]"), one.steps);
  showDecision("waiver", one.waiver_id, one);
}

onDecision("waiver", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${WAIVERS}/{waiver_id}/approve`, { values: { waiver_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${WAIVERS}/{waiver_id}/reject`, { values: { waiver_id: id }, body: { reason }, key })), showOne);
