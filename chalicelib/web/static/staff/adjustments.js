// Adjustments: one member of staff proposes, another approves or rejects.

import { newKey } from "../common/api.js";
import { FieldError, busy, fill, find, make, onSubmit, screen } from "../common/dom.js";
import { memberNumber, moment, points, t, won } from "../common/lang.js";
import { groupDigits, readAmount } from "../common/money.js";
import { facts, onDecision, renderSteps, showDecision, statusTag } from "./approvals.js";

const MEMBER = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const PATH = "v1/staff/adjustments";
const form = find("#adjustment-form");
const list = find("[data-adjustments]");
const filter = find("#adjustment-status");
let desk;
let matter = null;
let wish = null;

export function start(staff) {
  desk = staff;
  groupDigits(form.amount);
  filter.addEventListener("change", () => desk.guarded(() => read()));
  onDecision("adjustment", async (what, body, key) => showOne(await desk.ask("POST", `${PATH}/${matter.adjustment_id}/${what}`, { body, key })));
}

export async function showList() {
  desk.open("adjustments", { push: true });
  await read();
}

async function read(cursor = "") {
  const query = new URLSearchParams({ limit: "20", ...(filter.value ? { status: filter.value } : {}), ...(cursor ? { cursor } : {}) });
  const page = await desk.ask("GET", `${PATH}?${query}`);
  const rows = page.data.map(row);
  if (cursor) find("[data-more]", list)?.remove();
  if (page.next_cursor) rows.push(make("button", { type: "button", class: "button second full", "data-more": true, onclick: (event) => busy(event.currentTarget, () => desk.guarded(() => read(page.next_cursor))) }, t("더 보기", "Show more")));
  if (cursor) list.append(...rows);
  else list.replaceChildren(...(rows.length ? rows : [make("p", {}, t("아직 없습니다.", "Nothing yet."))]));
}

const amountOf = (one) => (one.voucher_amount
  ? `${t("상품권", "Voucher")} ${sign(one.voucher_amount)}${won(Math.abs(one.voucher_amount))}`
  : `${t("마일리지", "Mileage")} ${sign(one.mileage)}${points(Math.abs(one.mileage))}`);
const sign = (amount) => (amount < 0 ? "−" : "+");

const row = (one) => make(
  "div", { class: "report-row" },
  make("div", {}, make("strong", { class: "number" }, amountOf(one)), " ", statusTag(one.status), make("div", { class: "soft" }, one.reason)),
  make("button", { type: "button", class: "button second", "aria-label": `${amountOf(one)} ${one.reason} ${t("열기", "Open")}`, onclick: () => { showOne(one); desk.open("adjustment", { push: true }); } }, t("열기", "Open")),
);

function showOne(one) {
  matter = one;
  find("[data-adjustment-facts]").replaceChildren(...facts([
    [t("금액", "Amount"), amountOf(one)],
    [t("상태", "State"), statusTag(one.status)],
    [t("회원", "Member"), memberNumber(one.member_id)],
    [t("사유", "Reason"), one.reason],
    [t("바로잡는 내역", "Entry corrected"), one.corrects_entry_id],
    [t("원장 번호", "Ledger entry"), one.entry_id],
    [t("반영되지 않은 까닭", "Why it was refused"), one.refusal?.detail],
  ]));
  renderSteps(find("[data-adjustment-steps]"), one.steps);
  showDecision("adjustment", one);
}

onSubmit(form, async () => {
  find('[data-fill="adjustment-note"]').hidden = true;
  const amount = readAmount(form.amount.value) * (form.way.value === "minus" ? -1 : 1);
  if (!amount) throw new FieldError("amount", t("금액을 적어 주세요.", "Please enter the amount."));
  const body = { member_id: memberId(form.member_id.value), [form.kind.value]: amount, reason: form.reason.value.trim() };
  if (form.corrects_entry_id.value.trim()) body.corrects_entry_id = form.corrects_entry_id.value.trim();
  // Pressed again after a dropped connection, it is the same proposal.
  const words = JSON.stringify(body);
  if (wish?.words !== words) wish = { words, key: newKey() };
  let made;
  try {
    made = await desk.ask("POST", PATH, { body, key: wish.key });
  } catch (error) {
    if (["mileage", "voucher_amount"].includes(error.param)) error.param = "amount";
    throw error;
  }
  wish = null;
  form.reset();
  fill(screen("adjustments"), { "adjustment-note": t(`${moment(made.steps[0].at)}에 올렸습니다. 다른 담당자가 승인하면 반영됩니다.`, `Proposed at ${moment(made.steps[0].at)}. It takes effect when another person approves it.`) });
  find('[data-fill="adjustment-note"]').hidden = false;
  await read();
});

// As it stands on the resident card, "06BX 3K9Q Z7M2 T4WA", or as the id.
const memberId = (text) => {
  const bare = text.replace(/\s|-/g, "").replace(/^mem_/i, "").toUpperCase();
  if (!MEMBER.test(bare)) throw new FieldError("member_id", t("회원증에 있는 16자리를 그대로 적어 주세요.", "Please enter the 16 characters as they stand on the card."));
  return `mem_${bare}`;
};
