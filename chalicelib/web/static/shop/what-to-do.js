// What a shopkeeper does about a refusal, by its code.

import { t } from "../common/lang.js";

/** @type {Record<string, string>} */
export const WHAT_TO_DO = {
  insufficient_balance: t("금액을 나누어 받거나, 손님이 마일리지를 상품권으로 더 바꾸면 됩니다.", "Take part of it another way, or let the customer turn more mileage into vouchers."),
  merchant_not_eligible: t("마일리지로 만든 상품권으로만 낼 수 있는 가게입니다.", "This shop can only take vouchers made from mileage."),
  net_canceled: t("이미 취소한 주문입니다. ‘그만두기’를 누르고 처음부터 해 주세요.", "This order was undone. Press “Stop” and begin again."),
  typed_codes_paused: t("손님의 QR을 찍거나, 잠시 뒤 숫자를 다시 넣어 주세요.", "Scan the customer's QR code, or type the digits again in a moment."),
  card_closed: t("잃어버렸거나 새로 인쇄한 카드입니다. 다른 방법으로 받아 주세요.", "It was lost or printed anew. Please take the payment another way."),
  card_locked: t("다른 방법으로 받아 주세요.", "Please take the payment another way."),
  card_day_limit_exceeded: t("금액을 줄이거나 나머지를 다른 방법으로 받아 주세요.", "Take less by card, and the rest another way."),
  rate_limited: t("아무것도 결제되지 않았습니다. 잠시 뒤 다시 해 주세요.", "Nothing was charged. Please try again in a moment."),
  order_already_paid: t("‘내역’에서 이 결제를 확인해 주세요.", "Look at this payment in “History”."),
};
