// Adjustments: one member of staff proposes, another approves or rejects.

import { button } from "../common/clicks.js";
import { facts, find, findForm, note } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { memberNumber, moment, points, signed, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { guarded } from "../common/refusals.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { ask, open, openWord } from "./desk.js";
import { readEntryId, readMemberId } from "./member-number.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["AdjustmentAnswer"]} Adjustment */

const PATH = "v1/staff/adjustments";
const PAGE = 20;
const form = findForm("#adjustment-form");
const filter = /** @type {HTMLSelectElement} */ (find("#adjustment-status"));

const list = deskTable(find("[data-adjustments]"), {
  list: "adjustments",
  words: t("조정", "Adjustments"),
  columns: [
    { words: t("사유", "Reason"), of: (/** @type {Adjustment} */ one) => one.reason },
    { words: t("상품권 (원)", "Vouchers (won)"), kind: "number", of: (one) => one.voucher_amount || null, cell: (one) => (one.voucher_amount ? signed(one.voucher_amount) : "") },
    { words: t("마일리지 (점)", "Mileage (points)"), kind: "number", of: (one) => one.mileage || null, cell: (one) => (one.mileage ? signed(one.mileage) : "") },
    { words: t("회원 번호", "Member number"), of: (one) => memberNumber(one.member_id) },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, status: /** @type {Adjustment["status"]} */ (filter.value) } }),
  actions: (one) => [button(openWord, () => openOne(one.adjustment_id), { class: "button second small", "aria-label": `${amountOf(one)} ${one.reason} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "adjustments",
  words: t("조정", "Adjustments"),
  views: { adjustment: openOne },
  async open() {
    open("adjustments");
    await list.read();
  },
  start() {
    groupDigits(form.amount);
    filter.addEventListener("change", () => guarded(list.read));
  },
};

/** Opens the form for one member's wallet. An entry is put right by what it moved, the other way.
 * @param {string} memberId @param {Api.Schemas["StaffEntryAnswer"]} [entry] */
export async function proposeFor(memberId, entry) {
  form.reset();
  await tab.open();
  form.member_id.value = memberNumber(memberId);
  if (entry) {
    const isVoucher = entry.voucher_amount !== 0;
    form.corrects_entry_id.value = entry.entry_id;
    form.kind.value = isVoucher ? "voucher_amount" : "mileage";
    form.way.value = (isVoucher ? entry.voucher_amount : entry.mileage_amount) < 0 ? "plus" : "minus";
  }
  form.scrollIntoView({ block: "start" });
  form.amount.focus({ preventScroll: true });
}

onDecision("adjustment", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PATH}/{adjustment_id}/approve`, { values: { adjustment_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PATH}/{adjustment_id}/reject`, { values: { adjustment_id: id }, body: { reason }, key })), showOne);

/** @param {number} mileage @param {number} vouchers */
const amounts = (mileage, vouchers) => [
  vouchers && `${t("상품권", "Voucher")} ${sign(vouchers)}${won(Math.abs(vouchers))}`,
  mileage && `${t("마일리지", "Mileage")} ${sign(mileage)}${points(Math.abs(mileage))}`,
].filter(Boolean).join(", ") || t("없음", "none");
/** @param {Adjustment} one */
const amountOf = (one) => amounts(one.mileage, one.voucher_amount);
/** @param {number} amount */
const sign = (amount) => (amount < 0 ? "−" : "+");

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", `${PATH}/{adjustment_id}`, { values: { adjustment_id: id } }));
  open("adjustment", { id });
}

/** @param {Adjustment} one */
function showOne(one) {
  /** @type {[string, Node | string | null | undefined][]} */
  const rows = [
    [t("금액", "Amount"), amountOf(one)],
    [t("상태", "State"), statusTag(one.status)],
    [t("회원", "Member"), one.member_name_masked],
    [t("회원 번호", "Member number"), memberNumber(one.member_id)],
    [t("사유", "Reason"), one.reason],
    [t("바로잡는 내역", "Entry corrected"), one.corrects_entry_id],
    [t("그 내역의 금액", "What it moved"), one.corrected && amounts(one.corrected.mileage_amount, one.corrected.voucher_amount)],
    [t("이미 바로잡은 금액", "Corrected before"), one.corrected && amounts(one.corrected.corrected_mileage_amount, one.corrected.corrected_voucher_amount)],
    [t("원장 번호", "Ledger entry"), one.entry_id],
    [t("반영되지 않은 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-adjustment-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  renderSteps(find("[data-adjustment-steps]"), one.steps);
  showDecision("adjustment", one.adjustment_id, one);
}

keyedForm(form, {
  read() {
    note("adjustment-note", "");
    const amount = amountIn(form.amount, t("금액을 적어 주세요.", "Please enter the amount.")) * (form.way.value === "minus" ? -1 : 1);
    const corrects = readEntryId(form.corrects_entry_id.value);
    return {
      member_id: readMemberId(form.member_id.value, t("회원증에 있는 16자리를 그대로 적어 주세요.", "Please enter the 16 characters as they stand on the card.")),
      [/** @type {"mileage"} */ (form.kind.value)]: amount,
      reason: form.reason.value.trim(),
      ...(corrects ? { corrects_entry_id: corrects } : {}),
    };
  },
  send: (body, key) => ask("POST", PATH, { body, key }),
  async done(made) {
    form.reset();
    const at = moment(made.steps[0].at);
    note("adjustment-note", t(`${at}에 올렸습니다. 다른 담당자가 승인하면 반영됩니다.`, `Proposed at ${at}. It takes effect when another person approves it.`));
    await list.read();
  },
  fields: { mileage: "amount", voucher_amount: "amount" },
});
