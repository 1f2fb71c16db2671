// A mobile number proved at the desk: a code is sent, and read aloud by who stands there.

import { call } from "../common/api.js";
import { fill, find } from "../common/dom.js";
import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readOneTimeCode, readPhone } from "../common/typed.js";
import { requestCode } from "../common/verification.js";

/** Of a form with the fields `phone` and `code`, the second shown once a code was sent; `note` is where that is said. */
export class PhoneProof {
  #form;

  #note;

  #purpose;

  /** @type {{ phone: string, id: string, token: string } | null} */
  #sent = null;

  /** @param {HTMLFormElement} form @param {string} note @param {"signup" | "login"} purpose */
  constructor(form, note, purpose) {
    this.#form = form;
    this.#note = note;
    this.#purpose = purpose;
  }

  /** @param {string} words */
  #say(words) {
    fill(this.#form, { [this.#note]: words });
  }

  #codeField() {
    return find("[data-phone-code]", this.#form);
  }

  /** @param {string} [campaignCode] */
  async send(campaignCode) {
    const phone = readPhone(this.#form.phone.value, "");
    if (!phone) throw new FieldError("phone", t("번호를 적어 주세요.", "Please enter the number."));
    const sent = await requestCode({ phone, purpose: this.#purpose, campaign_code: campaignCode }, (words) => this.#say(words));
    this.#sent = { phone, id: sent.verification_id, token: "" };
    this.#say(t("보냈습니다. 3분 안에 불러 준 번호를 적어 주세요.", "Sent. Enter what is read aloud within three minutes."));
    this.#codeField().hidden = false;
    this.#form.code.focus();
  }

  /** The token of the number, or nothing where none was typed: a code is checked once. */
  async token() {
    const phone = this.#form.phone.value.trim() ? readPhone(this.#form.phone.value, "") : "";
    if (!phone) return null;
    const sent = this.#sent;
    if (!sent || sent.phone !== phone) throw new FieldError("phone", t("인증번호를 보내고, 불러 준 번호를 적어 주세요.", "Send a code, and enter what is read aloud."));
    if (!sent.token) {
      const code = readOneTimeCode(this.#form.code.value);
      if (!/^\d{6}$/.test(code)) throw new FieldError("code", t("숫자 여섯 자리를 적어 주세요.", "Please enter the six digits."));
      const confirmed = await call("POST", "v1/verifications/{verification_id}/confirm", { values: { verification_id: sent.id }, body: { code } });
      sent.token = confirmed.verification_token;
    }
    return sent.token;
  }

  forget() {
    this.#sent = null;
    this.#codeField().hidden = true;
    this.#say("");
  }
}
