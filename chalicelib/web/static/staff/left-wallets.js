// What someone bought who has left: found by number and birth date, and its refund recorded. Another of staff hands it over.

import { newKey } from "../common/api.js";
import { birthOf, echoBirth } from "../common/birth.js";
import { askingFirst, button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { day, memberNumber, moment, t, won } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { readPhone } from "../common/typed.js";
import { ask } from "./desk.js";

/** @typedef {Api.Schemas["LeftVoucher"]} Voucher */
/** Who they are, as it was typed. @typedef {{ phone: string, birth_on: string }} Who */

const form = findForm("#left-form");
const place = find("[data-left-wallets]");

export const clear = () => place.replaceChildren();

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
  place.replaceChildren(...data.flatMap((wallet) => [
    make("p", { class: "soft number" }, t(`${memberNumber(wallet.member_id)} · ${moment(wallet.left_at)}에 탈퇴`, `${memberNumber(wallet.member_id)} · left ${moment(wallet.left_at)}`)),
    ...wallet.vouchers.map((voucher) => row(wallet.member_id, voucher, who)),
  ]));
});

/** @param {string} memberId @param {Voucher} voucher @param {Who} who */
function row(memberId, voucher, who) {
  const until = voucher.expires_on ? t(`${day(voucher.expires_on)}까지`, `until ${day(voucher.expires_on)}`) : "";
  const state = make("div");
  const whole = make("div", { class: "report-row", "data-left-voucher": voucher.voucher_id }, make("div", {},
    make("strong", { class: "number" }, t(`돌려줄 돈 ${won(voucher.refund_amount)}`, `${won(voucher.refund_amount)} to pay back`)),
    make("div", { class: "soft number" }, t(`상품권 ${won(voucher.face_amount)} 가운데 ${won(voucher.remaining_amount)} 남음 · ${until}`, `${won(voucher.remaining_amount)} left of ${won(voucher.face_amount)} · ${until}`))), state);
  state.append(recordButton(memberId, voucher, who, whole));
  return whole;
}

/** Recorded under one key, however often it is pressed.
 * @param {string} memberId @param {Voucher} voucher @param {Who} who @param {HTMLElement} whole */
function recordButton(memberId, { voucher_id, refund_amount }, who, whole) {
  const key = newKey();
  const refusal = make("p", { class: "error", "data-error": "", role: "alert" });
  return button(t("환불 기록", "Record refund"), askingFirst((pressed) => {
    pressed.textContent = t(`${won(refund_amount)} 환불을 기록하기`, `Record ${won(refund_amount)} to pay back`);
  }, async (pressed) => {
    refusal.remove();
    try {
      await ask("POST", "v1/staff/left-wallets/{member_id}/refunds", { values: { member_id: memberId }, body: { ...who, voucher_id }, key });
      pressed.replaceWith(make("p", { class: "soft small" }, t("기록했습니다. 다른 담당자가 위의 ‘돌려줄 돈’에서 이 회원 번호로 찾아 돈을 건넵니다.", "Recorded. Another person finds it above under “Money to pay back”, by this member number, and hands it over.")));
    } catch (error) {
      whole.append(refusal);
      showError(whole, error);
    }
  }));
}
