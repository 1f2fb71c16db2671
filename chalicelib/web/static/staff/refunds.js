// Refunds that are paid in money at the counter: what a member or today's entries are owed, and handing it over once.

import { newKey, Problem } from "../common/api.js";
import { askingFirst, button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, t, won } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { ask } from "./desk.js";
import { readMemberId } from "./member-number.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["RefundRow"]} Refund */

const PATH = "v1/staff/refunds";
const PAGE = 20;
const form = findForm("#refund-form");
/** Whose refunds are listed; everybody's of today if nobody's. @type {string | undefined} */
let memberId;
/** The same payout keeps its key: pressing again after a dropped connection records the same one. @type {Map<string, string>} */
const keys = new Map();

/** What was refused of a row that was paid elsewhere meanwhile, by the entry. @type {Map<string, string>} */
const refusals = new Map();

const list = deskTable(find("[data-refunds]"), {
  list: "refunds",
  words: t("돌려줄 돈", "Money to pay back"),
  columns: [
    { words: t("회원 번호", "Member number"), of: (/** @type {Refund} */ one) => memberNumber(one.member_id), cell: (one) => make("span", { class: "number" }, memberNumber(one.member_id)) },
    { words: t("돌려줄 돈 (원)", "To pay back (won)"), kind: "number", of: (one) => one.refund_amount, cell: (one) => won(one.refund_amount) },
    { words: t("무엇", "What"), kind: "state", states: "entries", of: ({ kind }) => kind, cell: ({ kind }) => wordsFor("entries", kind) },
    { words: t("기록한 때", "Recorded"), kind: "moment", of: ({ at }) => at },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.paid_at ? "paid" : "open"), say: (state) => (state === "paid" ? t("지급함", "Paid") : t("줄 돈", "Open")), tones: { paid: "must", open: "warn" } },
    { words: t("지급한 때", "Paid at"), kind: "moment", of: (one) => one.paid_at },
    { words: t("지급한 사람", "Paid by"), of: (one) => one.paid_by },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, member_id: memberId } }),
  actions: (one) => [one.paid_at ? make("p", { class: "error", role: "alert" }, refusals.get(one.entry_id)) : payPlace(one)],
  marks: (one) => ({ "data-refund": one.entry_id }),
  empty: t("돌려줄 돈이 없습니다.", "No money is owed."),
});

export const { clear } = list;
form.addEventListener("input", clear);

/** @type {Record<string, import("../common/clicks.js").Work>} */
export const actions = {
  "refunds-today": () => {
    memberId = undefined;
    return list.read();
  },
};

onSubmit(form, async () => {
  if (!form.member_id.value.trim()) throw new FieldError("member_id", t("회원 번호를 적어 주세요.", "Please enter the member number."));
  memberId = readMemberId(form.member_id.value);
  await list.read();
});

/** The button, and below it what was refused. @param {Refund} one */
function payPlace(one) {
  const refusal = make("p", { class: "error", "data-error": "", role: "alert" });
  const place = make("div");
  place.append(button(t("지급하기", "Hand over"), askingFirst((pressed) => {
    pressed.textContent = t(`${won(one.refund_amount)}을 건넸습니다. 기록하기`, `I handed over ${won(one.refund_amount)}: record it`);
    pressed.setAttribute("aria-label", `${memberNumber(one.member_id)} ${pressed.textContent}`);
  }, async () => {
    refusal.remove();
    try {
      await pay(one);
    } catch (error) {
      place.append(refusal);
      showError(place, error);
    }
  }), { class: "button second small", "aria-label": `${won(one.refund_amount)} ${memberNumber(one.member_id)} ${t("지급하기", "Hand over")}` }));
  return place;
}

/** @param {Refund} one */
function keyOf({ entry_id: id }) {
  const key = keys.get(id) ?? newKey();
  keys.set(id, key);
  return key;
}

/** @param {Refund} one */
async function pay(one) {
  try {
    list.replace(one, await ask("POST", `${PATH}/{entry_id}/payouts`, { values: { entry_id: one.entry_id }, body: { member_id: one.member_id }, key: keyOf(one) }));
  } catch (error) {
    if (!(error instanceof Problem && error.code === "refund_already_paid")) throw error;
    // At another counter: who and when stand in place of the button, and the refusal beside them.
    refusals.set(one.entry_id, error.message);
    list.replace(one, { ...one, paid_at: error.body.paid_at, paid_by: error.body.paid_by });
  }
}
