// The day's counter sales with their receipts, and the sales that another person must approve.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, moment, t, won } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { onDecision, renderSteps, showDecision, statusTag } from "./approvals.js";
import { ask, open, openWord } from "./desk.js";

/** @typedef {Api.Schemas["CounterSaleRow"]} Sale */
/** @typedef {Api.Schemas["CounterRequestAnswer"]} Request */

const SALES = "v1/staff/purchases";
const REQUESTS = "v1/staff/counter-sale-requests";
const PAGE = 20;
const form = findForm("#receipt-form");

export const views = { "counter-request": openOne };

const sales = pagedList(find("[data-counter-sales]"), {
  load: (cursor) => ask("GET", SALES, { query: { limit: PAGE, cursor, on: form.on.value || undefined, receipt_reference: form.receipt.value.trim() || undefined } }),
  row: saleRow,
  empty: () => make("p", {}, t("없습니다.", "None.")),
});

const requests = pagedList(find("[data-counter-requests]"), {
  load: (cursor) => ask("GET", REQUESTS, { query: { limit: PAGE, cursor } }),
  row: requestRow,
  empty: () => make("p", {}, t("없습니다.", "None.")),
});

export const read = () => Promise.all([sales.read(), requests.read()]);

onSubmit(form, sales.read, { on: "on", receipt_reference: "receipt" });

/** @param {Sale} sale */
function saleRow(sale) {
  const receipt = sale.receipt_reference ?? t("영수증 없음", "no receipt");
  return make(
    "div", { class: "report-row" },
    make(
      "div", {},
      make("strong", { class: "number" }, won(sale.price_amount)), " ", t(`(상품권 ${won(sale.face_amount)})`, `(vouchers of ${won(sale.face_amount)})`),
      make("div", { class: "soft number" }, `${receipt} · ${sale.sold_by} · ${moment(sale.at)}`),
      make("div", { class: "soft number" }, memberNumber(sale.member_id)),
    ),
    sale.request_id ? make("span", { class: "tag" }, t("승인받음", "Approved")) : make("span"),
  );
}

/** @param {Request} one */
function requestRow(one) {
  return make(
    "div", { class: "report-row" },
    make("div", {}, make("strong", { class: "number" }, won(one.amount)), " ", statusTag(one.status), make("div", { class: "soft number" }, `${one.steps[0].by} · ${moment(one.steps[0].at)}`)),
    button(openWord, () => openOne(one.request_id), { "aria-label": `${won(one.amount)} ${openWord}` }),
  );
}

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
