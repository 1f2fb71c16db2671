// Refunds that are paid in money at the counter: what a member or today's entries are owed, and handing it over once.

import { newKey, Problem } from "../common/api.js";
import { askingFirst, button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, moment, t, won } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { FieldError, showError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { ask } from "./desk.js";
import { readMemberId } from "./member-number.js";

/** @typedef {Api.Schemas["RefundRow"]} Refund */

const PATH = "v1/staff/refunds";
const PAGE = 20;
const form = findForm("#refund-form");
/** Whose refunds are listed; everybody's of today if nobody's. @type {string | undefined} */
let memberId;
/** The same payout keeps its key: pressing again after a dropped connection records the same one. @type {Map<string, string>} */
const keys = new Map();

const list = pagedList(find("[data-refunds]"), {
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, member_id: memberId } }),
  row,
  empty: () => make("p", { class: "notice" }, t("돌려줄 돈이 없습니다.", "No money is owed.")),
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

/** @param {Refund} one */
function row(one) {
  const words = make("div", {},
    make("strong", { class: "number" }, won(one.refund_amount)), " ", wordsFor("entries", one.kind),
    make("div", { class: "soft number" }, `${memberNumber(one.member_id)} · ${moment(one.at)}`));
  const state = make("div");
  const place = make("div", { class: "report-row", "data-refund": one.entry_id }, words, state);
  if (one.paid_at) state.append(...paid(one.paid_at, one.paid_by));
  else state.append(payButton(one, place));
  return place;
}

/** @param {string} at @param {string | null} by */
const paid = (at, by) => [
  make("span", { class: "tag must" }, t("지급함", "Paid")),
  make("div", { class: "soft small" }, `${moment(at)} · ${by}`),
];

/** @param {Refund} one @param {HTMLElement} place */
function payButton(one, place) {
  const refusal = make("p", { class: "error", "data-error": "", role: "alert" });
  return button(t("지급하기", "Hand over"), askingFirst((pressed) => {
    pressed.textContent = t(`${won(one.refund_amount)}을 건넸습니다. 기록하기`, `I handed over ${won(one.refund_amount)}: record it`);
    pressed.setAttribute("aria-label", `${memberNumber(one.member_id)} ${pressed.textContent}`);
  }, async () => {
    refusal.remove();
    try {
      await pay(one, place);
    } catch (error) {
      place.append(refusal);
      showError(place, error);
    }
  }), { "aria-label": `${won(one.refund_amount)} ${memberNumber(one.member_id)} ${t("지급하기", "Hand over")}` });
}

/** @param {Refund} one */
function keyOf({ entry_id: id }) {
  const key = keys.get(id) ?? newKey();
  keys.set(id, key);
  return key;
}

/** @param {Refund} one @param {HTMLElement} place */
async function pay(one, place) {
  try {
    const done = await ask("POST", `${PATH}/{entry_id}/payouts`, { values: { entry_id: one.entry_id }, body: { member_id: one.member_id }, key: keyOf(one) });
    place.replaceWith(row(done));
  } catch (error) {
    if (!(error instanceof Problem && error.code === "refund_already_paid")) throw error;
    // At another counter: who and when stand in place of the button, and the refusal beside them.
    const fresh = row({ ...one, paid_at: error.body.paid_at, paid_by: error.body.paid_by });
    fresh.append(make("p", { class: "error", role: "alert" }, error.message));
    place.replaceWith(fresh);
  }
}
