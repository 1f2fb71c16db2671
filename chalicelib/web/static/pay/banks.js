// Banks by the code that the payment provider has for them; the clearing code is the same with a 0 before it, but for one.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";

/** @type {[string, string, string][]} */
const BANKS = [
  ["11", "NH농협은행", "NH Bank"], ["12", "지역농축협", "Local NongHyup"], ["06", "KB국민은행", "KB Kookmin"], ["88", "신한은행", "Shinhan"],
  ["20", "우리은행", "Woori"], ["81", "하나은행", "Hana"], ["03", "IBK기업은행", "IBK"], ["90", "카카오뱅크", "KakaoBank"],
  ["92", "토스뱅크", "Toss Bank"], ["89", "케이뱅크", "K bank"], ["71", "우체국", "Post office"], ["45", "새마을금고", "MG"],
  ["48", "신협", "Shinhyup"], ["07", "수협은행", "Suhyup"], ["34", "광주은행", "Kwangju Bank"], ["37", "전북은행", "Jeonbuk Bank"],
  ["39", "경남은행", "Kyongnam Bank"], ["32", "부산은행", "Busan Bank"], ["31", "iM뱅크", "iM Bank"], ["35", "제주은행", "Jeju Bank"],
  ["23", "SC제일은행", "SC First"], ["27", "씨티은행", "Citibank"], ["02", "산업은행", "KDB"], ["64", "산림조합", "SJ"],
];

/** @param {string} code */
export function bankName(code) {
  const found = BANKS.find(([known]) => known === code);
  return found ? t(found[1], found[2]) : code;
}

/** Clearing codes and names, for a choice. @returns {[string, string][]} */
export const clearingBanks = () => BANKS.map(([code, ko, en]) => [code === "06" ? "004" : `0${code}`, t(ko, en)]);

/** To which account money goes back, as a form asks for it; throws a FieldError for what is missing. @param {HTMLFormElement} form */
export function readAccount(form) {
  /** @param {string} name */
  const typed = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();
  const account = { bank_code: typed("bank_code"), account_number: typed("account_number").replace(/[\s-]/g, ""), holder: typed("holder") };
  if (!account.bank_code) throw new FieldError("bank_code", t("은행을 골라 주세요.", "Please choose the bank."));
  if (!/^\d{6,20}$/.test(account.account_number)) throw new FieldError("account_number", t("계좌번호를 숫자로 적어 주세요.", "Please write the account number in digits."));
  if (!account.holder) throw new FieldError("holder", t("예금주를 적어 주세요.", "Please write whose account it is."));
  return account;
}
