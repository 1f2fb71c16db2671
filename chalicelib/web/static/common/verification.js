// Proving that a phone is one's own: number, six digits by SMS within three minutes, a token in return.

import { call, now, Problem } from "./api.js";
import { FieldError, find, onSubmit, screen, show, showError } from "./dom.js";
import { t } from "./lang.js";

// `draft` keeps {phone, verification_id, expires_at, resend_at} over a reload; `save` is called when it changes.
// Ends by calling `onVerified(token, expiresAt)`.
export function startVerification({ purpose, draft, save, onVerified }) {
  const phoneForm = find("form", screen("phone"));
  const codeForm = find("form", screen("code"));
  const codeInput = find('[name="code"]', codeForm);
  const resend = find("[data-resend]", codeForm);
  const clock = find("[data-clock]", codeForm);
  let timer;

  async function send() {
    const answer = await call("POST", "v1/verifications", { body: { phone: draft.phone, purpose } });
    Object.assign(draft, answer);
    save();
  }

  function enterCode(push) {
    find("[data-fill='phone']", codeForm).textContent = draft.phone.replace(/^(01\d)(\d{3,4})(\d{4})$/, "$1-$2-$3");
    codeInput.value = "";
    show("code", { push });
    codeInput.focus();
    clearInterval(timer);
    timer = setInterval(tick, 1000);
    tick();
    readMessage(codeInput, codeForm);
  }

  function tick() {
    const left = secondsUntil(draft.expires_at);
    const wait = secondsUntil(draft.resend_at);
    clock.textContent = left > 0
      ? t(`남은 시간 ${clockText(left)}`, `Time left ${clockText(left)}`)
      : t("시간이 지났습니다. 인증번호를 다시 받아 주세요.", "Time is up. Please get a new code.");
    resend.disabled = wait > 0;
    resend.textContent = wait > 0
      ? t(`다시 받기 (${wait}초 뒤)`, `Send again (in ${wait} s)`)
      : t("인증번호 다시 받기", "Send the code again");
    if (shownElsewhere(codeForm)) clearInterval(timer);
  }

  onSubmit(phoneForm, async () => {
    const phone = find('[name="phone"]', phoneForm).value.replace(/[^\d+]/g, "");
    if (phone.replace(/\D/g, "").length < 9) {
      throw new FieldError("phone", t("휴대전화 번호를 끝까지 적어 주세요.", "Please enter the whole phone number."));
    }
    const isSame = phone === draft.phone && draft.verification_id && secondsUntil(draft.resend_at) > 0;
    draft.phone = phone;
    // Going back and forth must not use up the few messages a phone may get.
    if (!isSame) await send();
    enterCode(true);
  });

  onSubmit(codeForm, async () => {
    const code = codeInput.value.replace(/\D/g, "");
    if (code.length !== 6) throw new FieldError("code", t("숫자 여섯 자리를 적어 주세요.", "Please enter the six digits."));
    try {
      const answer = await call("POST", `v1/verifications/${encodeURIComponent(draft.verification_id)}/confirm`, { body: { code } });
      clearInterval(timer);
      await onVerified(answer.verification_token, answer.expires_at);
    } catch (error) {
      // Whatever is wrong with a verification shows at the one field there is.
      if (error instanceof Problem && error.status < 500 && !error.param) error.param = "code";
      throw error;
    }
  });

  codeInput.addEventListener("input", () => {
    if (codeInput.value.replace(/\D/g, "").length === 6) codeForm.requestSubmit();
  });

  resend.addEventListener("click", async () => {
    try {
      await send();
      enterCode(false);
    } catch (error) {
      showError(codeForm, error);
    }
  });

  return { resume: () => enterCode(false) };
}

const shownElsewhere = (form) => form.closest("[data-screen]").hidden;

export const secondsUntil = (at) => (at ? Math.max(0, Math.ceil((new Date(at) - now()) / 1000)) : 0);
export const clockText = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// Browsers with WebOTP fill the code in from the message itself; the others offer it above the keyboard.
async function readMessage(input, form) {
  if (!("OTPCredential" in window)) return;
  try {
    const message = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal: AbortSignal.timeout(180000) });
    if (message?.code && !shownElsewhere(form)) {
      input.value = message.code;
      form.requestSubmit();
    }
  } catch {
    // Refused or timed out: the person types it.
  }
}
