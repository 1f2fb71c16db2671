// What a receipt says of approval and tax, as chalicelib/paying/slips.py decides it.

import { t, won } from "./lang.js";

/** @typedef {Api.Schemas["SlipAnswer"]} Slip */

/** @param {string} number */
const spaced = (number) => number.replace(/(.{4})(?=.)/, "$1 ");

/** @param {Slip} slip */
function taxWords({ supply_amount: supply, vat_amount: vat, tax_free_amount: free, tax_class: taxed }) {
  if (supply !== null && vat !== null) return t(`공급가액 ${won(supply)}, 부가세 ${won(vat)}`, `Supply ${won(supply)}, VAT ${won(vat)}`);
  if (free) return t(`면세 ${won(free)}`, `Free of VAT: ${won(free)}`);
  if (taxed === "simplified") return t("간이과세 (부가세를 따로 적지 않음)", "Simplified taxpayer: no VAT shown");
  return "";
}

/** In one line. @param {Slip | undefined} slip a till that has no answer of this release has none */
export function slipLine(slip) {
  if (!slip) return "";
  return [t(`승인번호 ${spaced(slip.approval_number)}`, `Approval no. ${spaced(slip.approval_number)}`), taxWords(slip)].filter(Boolean).join(" · ");
}

/** As rows of facts. @param {Slip | undefined} slip @returns {[string, string][]} */
export function slipRows(slip) {
  if (!slip) return [];
  const tax = taxWords(slip);
  return [
    [t("승인번호", "Approval no."), spaced(slip.approval_number)],
    ...(tax ? [/** @type {[string, string]} */ ([t("세금", "Tax"), tax])] : []),
    ...(slip.cash_receipt === "on_request" ? [/** @type {[string, string]} */ ([t("현금영수증", "Cash receipt"), t("손님이 원하면 가게가 발급", "The shop issues it on request")])] : []),
  ];
}
