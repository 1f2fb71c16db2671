// A printed card: its PIN is typed by who will use it, then it is shown once, to be printed.

import { button } from "../common/clicks.js";
import { facts, fill, find, make, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { moment, t, won } from "../common/lang.js";
import { draw } from "../common/qr.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";
import { ask, open } from "./desk.js";
import { PhoneProof } from "./phone-proof.js";

/** @typedef {Api.Schemas["CardAnswer"]} Known */
/** @typedef {Api.Schemas["PrintedCardAnswer"]} Printed */

const PATH = "v1/staff/members/{member_id}/card";
const PIN = /^\d{4}$/;
/** Where one goes on from a card that is printed. @type {() => unknown} */
let goOn = () => undefined;

export const actions = {
  "card-printed": () => {
    find("[data-card-qr]").replaceChildren();
    return goOn();
  },
};

/** The number as it stands on a card. @param {string} number */
const spaced = (number) => number.replace(/(\d{4})(?=\d)/, "$1 ");

/** A form that prints: `subject` says for whom, and which card it replaces; `then` goes on once it is printed.
 * @param {HTMLFormElement} form @param {{ subject: () => { member_id: string, replaces?: string | null }, then: (member_id: string) => unknown }} parts */
export function startCardForm(form, { subject, then }) {
  keyedForm(form, {
    read: () => {
      const pin = readCode(form.pin.value);
      if (!PIN.test(pin)) throw new FieldError("pin", t("비밀번호는 숫자 네 자리입니다.", "The PIN has four digits."));
      if (readCode(form.again.value) !== pin) throw new FieldError("again", t("두 번호가 다릅니다. 다시 눌러 주세요.", "The two are not the same. Please type it again."));
      const reason = form.reason.value.trim();
      if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
      const { member_id, replaces = null } = subject();
      return { member_id, body: { pin, replaces, reason } };
    },
    send: ({ member_id, body }, key) => ask("POST", PATH, { values: { member_id }, body, key }),
    done(printed) {
      form.pin.value = "";
      form.again.value = "";
      showPrinted(printed, () => then(printed.member_id));
    },
  });
}

/** @param {Printed} printed @param {() => unknown} then */
function showPrinted(printed, then) {
  goOn = then;
  fill(screen("card-print"), { "card-holder": t(`${printed.name_masked} 님`, printed.name_masked), "card-number": spaced(printed.card_number) });
  find("[data-card-qr]").replaceChildren(draw(printed.card_code, t("카드의 QR 코드", "The card's QR code")));
  open("card-print", { id: printed.member_id });
}

/** The first number of who joined without one: the wallet opens by it from then on. `then` goes on.
 * @param {HTMLFormElement} form @param {{ member: () => string, then: (member_id: string) => unknown }} parts */
export function startFirstNumber(form, { member, then }) {
  const proof = new PhoneProof(form, "first-number-sent", "login");
  keyedForm(form, {
    read: async () => {
      const token = await proof.token();
      if (!token) throw new FieldError("phone", t("번호를 적어 주세요.", "Please enter the number."));
      return { member_id: member(), body: { verification_token: token, reason: form.reason.value.trim() } };
    },
    send: ({ member_id, body }) => ask("PUT", "v1/staff/members/{member_id}/number", { values: { member_id }, body }),
    done(changed) {
      proof.forget();
      form.reset();
      return then(changed.member_id);
    },
  });
  return () => proof.send();
}

/** @param {string} member_id */
export const readCard = (member_id) => ask("GET", PATH, { values: { member_id } });

/** A member's card, with a button that closes it, for a stated reason.
 * @param {Element} place @param {Known} known @param {() => unknown} close */
export function showCard(place, { card, day_maximum: maximum }, close) {
  if (!card) {
    place.replaceChildren(make("p", {}, t("카드가 없습니다.", "There is no card.")));
    return;
  }
  place.replaceChildren(
    make("dl", { class: "facts" }, facts([
      [t("카드 번호", "Card number"), make("span", { class: "number" }, spaced(card.card_number))],
      [t("인쇄", "Printed"), moment(card.issued_at)],
      [t("상태", "State"), card.is_locked ? make("span", { class: "tag warn" }, t("비밀번호를 다섯 번 틀려 잠김", "Locked after five wrong PINs")) : make("span", { class: "tag must" }, t("쓸 수 있음", "In use"))],
      [t("오늘", "Today"), t(`${won(maximum)} 가운데 ${won(card.used_today)} 확인`, `${won(card.used_today)} of ${won(maximum)}`)],
    ])),
    make("p", {}, button(t("잃어버린 카드 정지", "Close a lost card"), close, { class: "button danger small" })),
  );
}

/** @param {string} member_id @param {string} card_number @param {string} reason */
export const closeCard = (member_id, card_number, reason) => ask("POST", `${PATH}/close`, { values: { member_id }, body: { card_number, reason } });
