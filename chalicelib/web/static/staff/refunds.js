// Refunds that are paid in money at the counter: what a member or today's entries are owed, and handing it over once.

import { newKey } from "../common/api.js";
import { FieldError, busy, find, make, onSubmit, showError } from "../common/dom.js";
import { memberNumber, moment, t, won } from "../common/lang.js";

const PATH = "v1/staff/refunds";
const KINDS = {
  purchase_cancel: t("구매 취소", "Purchase canceled"),
  change_refund: t("잔액 환불", "Rest of a voucher"),
};
const form = find("#refund-form");
const list = find("[data-refunds]");
let desk;
let memberIdOf;
let question = "";
// The same payout keeps its key: pressing again after a dropped connection records the same one.
const keys = new Map();

// `memberId(text)` reads a member number, or throws a FieldError.
export function start(staff, memberId) {
  desk = staff;
  memberIdOf = memberId;
  form.addEventListener("input", clear);
}

export function clear() {
  list.replaceChildren();
}

export const actions = {
  "refunds-today": async () => {
    question = "";
    await read();
  },
};

onSubmit(form, async () => {
  if (!form.member_id.value.trim()) throw new FieldError("member_id", t("회원 번호를 적어 주세요.", "Please enter the member number."));
  question = `&member_id=${memberIdOf(form.member_id.value)}`;
  await read();
});

async function read(cursor = "") {
  const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
  const page = await desk.ask("GET", `${PATH}?limit=20${question}${more}`);
  const rows = page.data.map(row);
  if (cursor) find("[data-more]", list)?.remove();
  else clear();
  if (page.next_cursor) rows.push(make("button", { type: "button", class: "button second full", "data-more": true, onclick: (event) => busy(event.currentTarget, () => desk.guarded(() => read(page.next_cursor))) }, t("더 보기", "Show more")));
  list.append(...rows);
  if (!list.children.length) list.append(make("p", { class: "notice" }, t("돌려줄 돈이 없습니다.", "No money is owed.")));
}

function row(one) {
  const words = make("div", {},
    make("strong", { class: "number" }, won(one.refund_amount)), " ", KINDS[one.kind],
    make("div", { class: "soft number" }, `${memberNumber(one.member_id)} · ${moment(one.at)}`));
  const state = make("div");
  const place = make("div", { class: "report-row", "data-refund": one.entry_id }, words, state);
  if (one.paid_at) state.append(...paid(one));
  else state.append(payButton(one, place));
  return place;
}

const paid = (one) => [
  make("span", { class: "tag must" }, t("지급함", "Paid")),
  make("div", { class: "soft small" }, `${moment(one.paid_at)} · ${one.paid_by}`),
];

// It can't be undone: the first press asks, the second records it.
function payButton(one, place) {
  const button = make("button", { type: "button", class: "button second", "aria-label": `${won(one.refund_amount)} ${memberNumber(one.member_id)} ${t("지급함", "Paid")}` }, t("지급함", "Paid"));
  const error = make("p", { class: "error", "data-error": "", role: "alert" });
  button.addEventListener("click", () => busy(button, async () => {
    error.remove();
    if (!button.dataset.isAsked) {
      button.dataset.isAsked = "yes";
      button.textContent = t(`${won(one.refund_amount)}을 건넸습니다. 기록하기`, `I handed over ${won(one.refund_amount)}: record it`);
      button.setAttribute("aria-label", `${memberNumber(one.member_id)} ${button.textContent}`);
      return;
    }
    try {
      await pay(one, place);
    } catch (problem) {
      place.append(error);
      showError(place, problem);
    }
  }));
  return button;
}

async function pay(one, place) {
  if (!keys.has(one.entry_id)) keys.set(one.entry_id, newKey());
  try {
    const done = await desk.ask("POST", `${PATH}/${one.entry_id}/payouts`, { body: { member_id: one.member_id }, key: keys.get(one.entry_id) });
    place.replaceWith(row(done));
  } catch (problem) {
    if (problem.code !== "refund_already_paid") throw problem;
    // At another counter: who and when stand in place of the button, and the refusal beside them.
    const fresh = row({ ...one, paid_at: problem.body.paid_at, paid_by: problem.body.paid_by });
    fresh.append(make("p", { class: "error", role: "alert" }, problem.message));
    place.replaceWith(fresh);
  }
}
