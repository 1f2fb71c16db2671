// The day's counter sales with their receipts, and the sales that another person must approve.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, t, won } from "../common/lang.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["CounterSaleRow"]} Sale */
/** @typedef {Api.Schemas["CounterRequestAnswer"]} Request */

const SALES = "v1/staff/purchases";
const REQUESTS = "v1/staff/counter-sale-requests";
const PAGE = 20;
const form = findForm("#receipt-form");

export const views = { "counter-request": openOne };

const sales = deskTable(find("[data-counter-sales]"), {
  list: "counter_sales",
  words: t("창구 판매", "Counter sales"),
  columns: [
    { words: t("영수증", "Receipt"), of: (/** @type {Sale} */ one) => one.receipt_reference, cell: (one) => one.receipt_reference ?? make("span", { class: "soft" }, t("없음", "none")) },
    { words: t("받은 돈 (원)", "Taken (won)"), kind: "number", of: (one) => one.price_amount },
    { words: t("상품권 (원)", "Vouchers (won)"), kind: "number", of: (one) => one.face_amount },
    { words: t("판 사람", "Sold by"), of: (one) => one.sold_by },
    { words: t("때", "When"), kind: "moment", of: ({ at }) => at },
    { words: t("회원 번호", "Member number"), of: (one) => memberNumber(one.member_id) },
    { words: t("승인", "Approval"), kind: "state", of: (one) => (one.request_id ? "approved" : null), say: () => t("승인받음", "Approved") },
  ],
  load: (cursor) => ask("GET", SALES, { query: { limit: PAGE, cursor, on: form.on.value || undefined, receipt_reference: form.receipt.value.trim() || undefined } }),
  empty: t("없습니다.", "None."),
});

const requests = deskTable(find("[data-counter-requests]"), {
  list: "counter_requests",
  words: t("승인이 필요한 판매", "Sales to be approved"),
  columns: [
    { words: t("상품권 (원)", "Vouchers (won)"), kind: "number", of: (/** @type {Request} */ one) => one.amount },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", REQUESTS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.request_id), { class: "button second small", "aria-label": `${won(one.amount)} ${openWord}` })],
  empty: t("없습니다.", "None."),
});

export const read = () => Promise.all([sales.read(), requests.read()]);

onSubmit(form, sales.read, { on: "on", receipt_reference: "receipt" });

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", `${REQUESTS}/{request_id}`, { values: { request_id: id } }));
  open("counter-request", { id });
}

/** @param {Request} one */
function showOne(one) {
  /** @type {[string, Node | string | null | undefined][]} */
  const rows = [
    [t("상품권", "Vouchers"), won(one.amount)],
    [t("상태", "State"), statusTag(one.status)],
    [t("회원", "Member"), one.member_name_masked],
    [t("회원 번호", "Member number"), memberNumber(one.member_id)],
    [t("영수증 번호", "Receipt"), one.receipt_reference],
    [t("원장 번호", "Ledger entry"), one.entry_id],
    [t("팔지 못한 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-counter-request-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  renderSteps(find("[data-counter-request-steps]"), one.steps);
  showDecision("counter-request", one.request_id, one);
}

onDecision("counter-request", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${REQUESTS}/{request_id}/approve`, { values: { request_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${REQUESTS}/{request_id}/reject`, { values: { request_id: id }, body: { reason }, key })), showOne);
