// A printed card at the till: its QR is scanned like a pay code, then its holder types the PIN on the shop's phone.

import { call, Problem } from "../common/api.js";
import { fill, find, findForm, screen } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";

const CARD = /^(\][a-z]\d)?oc[0-9a-z]{42}$/i;
const PIN = /^\d{4}$/;
const TIMEOUT_MS = 8000;
const form = findForm("form", screen("card"));
let card = "";

/** Whether what was scanned is a printed card and no pay code. @param {string} text */
export const isCard = (text) => CARD.test(readCode(text));

/** Asks for the PIN of a card. @param {string} text @param {string} amount in words @param {(name: string) => unknown} open */
export function askPin(text, amount, open) {
  card = readCode(text);
  form.pin.value = "";
  fill(screen("card"), { amount });
  open("card");
  form.pin.focus();
}

/** The pay code of a card for the open sale, so that the payment itself is one like any other.
 * @param {string} token @param {{ amount: number, order_id: string }} sale @param {string} pin */
async function payCode(token, { amount, order_id }, pin) {
  const answer = await call("POST", "v1/card-pay-codes", { body: { card_code: card, pin, amount, order_id }, token, timeoutMs: TIMEOUT_MS });
  return answer.pay_code;
}

/** `sale`: the one that is open; `charge` takes the payment, `refused` shows why not. A wrong PIN is said at the field, and the next
 * one is typed there.
 * @param {{ token: () => string, sale: () => { amount: number, order_id: string }, charge: (payCode: string) => unknown, refused: (error: unknown) => unknown }} till */
export function start({ token, sale, charge, refused }) {
  onSubmit(form, async () => {
    const pin = readCode(form.pin.value);
    form.pin.value = "";
    if (!PIN.test(pin)) throw new FieldError("pin", t("비밀번호는 숫자 네 자리입니다.", "The PIN has four digits."));
    let code;
    try {
      code = await payCode(token(), sale(), pin);
    } catch (error) {
      const isAtField = !(error instanceof Problem) || error.code === "card_pin_wrong" || error.status >= 500;
      if (isAtField) throw error;
      return refused(error);
    }
    return charge(code);
  });
  form.pin.addEventListener("input", () => { if (PIN.test(form.pin.value)) form.requestSubmit(); });
  find("[data-card-hint]").hidden = false;
}
