// What someone bought who has left: found by number and birth date, and its refund recorded. Another of staff hands it over.

import { newKey } from "../common/api.js";
import { birthOf, echoBirth } from "../common/birth.js";
import { askingFirst, button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, t, won } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { readPhone } from "../common/typed.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** Who they are, as it was typed. @typedef {{ phone: string, birth_on: string }} Who */
/** @typedef {Api.Schemas["LeftVoucher"] & { member_id: string, left_at: string, who: Who }} Voucher */

const form = findForm("#left-form");

const list = deskTable(find("[data-left-wallets]"), {
  list: "left_vouchers",
  words: t("탈퇴한 분의 상품권", "Vouchers of who has left"),
  columns: [
    { words: t("회원 번호", "Member number"), of: (/** @type {Voucher} */ one) => memberNumber(one.member_id), cell: (one) => make("span", { class: "number" }, memberNumber(one.member_id)) },
    { words: t("돌려줄 돈 (원)", "To pay back (won)"), kind: "number", of: (one) => one.refund_amount, cell: (one) => won(one.refund_amount) },
    { words: t("남은 금액 (원)", "Left (won)"), kind: "number", of: (one) => one.remaining_amount },
    { words: t("액면 (원)", "Face value (won)"), kind: "number", of: (one) => one.face_amount },
    { words: t("유효기간", "Valid until"), kind: "day", of: (one) => one.expires_on },
    { words: t("탈퇴", "Left"), kind: "moment", of: (one) => one.left_at },
  ],
  actions: (one) => [recordPlace(one)],
  marks: (one) => ({ "data-left-voucher": one.voucher_id }),
  empty: t("남은 상품권이 없습니다.", "No voucher is left."),
});

export const { clear } = list;

export function start() {
  echoBirth(form);
  form.addEventListener("input", clear);
}

onSubmit(form, async () => {
  clear();
  const phone = readPhone(form.phone.value);
  if (!phone) throw new FieldError("phone", t("휴대전화 번호를 적어 주세요.", "Please enter the mobile number."));
  const who = { phone, birth_on: birthOf(form) };
  const { data } = await ask("POST", "v1/staff/left-wallets/search", { body: who });
  list.show(data.flatMap((wallet) => wallet.vouchers.map((voucher) => ({ ...voucher, member_id: wallet.member_id, left_at: wallet.left_at, who }))));
});

/** Recorded under one key, however often it is pressed. @param {Voucher} one */
function recordPlace({ voucher_id, refund_amount, member_id, who }) {
  const key = newKey();
  const refusal = make("p", { class: "error", "data-error": "", role: "alert" });
  const place = make("div");
  place.append(button(t("환불 기록", "Record refund"), askingFirst((pressed) => {
    pressed.textContent = t(`${won(refund_amount)} 환불을 기록하기`, `Record ${won(refund_amount)} to pay back`);
  }, async (pressed) => {
    refusal.remove();
    try {
      await ask("POST", "v1/staff/left-wallets/{member_id}/refunds", { values: { member_id }, body: { ...who, voucher_id }, key });
      pressed.replaceWith(make("p", { class: "soft small" }, t("기록했습니다. 다른 담당자가 위의 ‘돌려줄 돈’에서 이 회원 번호로 찾아 돈을 건넵니다.", "Recorded. Another person finds it above under “Money to pay back”, by this member number, and hands it over.")));
    } catch (error) {
      place.append(refusal);
      showError(place, error);
    }
  }), { class: "button second small" }));
  return place;
}
