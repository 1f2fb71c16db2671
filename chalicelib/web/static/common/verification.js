// Proving that a phone is one's own: number, six digits by SMS within three minutes, a token in return.

import { call, Problem } from "./api.js";
import { solve } from "./challenge.js";
import { onClicks } from "./clicks.js";
import { now } from "./clock.js";
import { find, findForm, screen, seek, show } from "./dom.js";
import { onSubmit } from "./forms.js";
import { t } from "./lang.js";
import { FieldError } from "./refusals.js";
import { readOneTimeCode, readPhone } from "./typed.js";
import { hasForm } from "./words.js";

const PHONE_DIGITS_MIN = 9;

/** @typedef {Partial<Api.Schemas["VerificationAnswer"]> & { phone?: string }} Draft */

/** `draft` keeps {phone, verification_id, expires_at, resend_at} over a reload; `save` is called when it changes. `at` is whose
 * number it is, where a page proves two: "guardian" has the screens guardian and guardian-code. `check` is asked before a message
 * is sent. Ends by calling `onVerified(token, expiresAt)`.
 * @param {{ purpose: "signup" | "login" | "guardian" | "companion", campaignCode?: string, draft: Draft, save: () => void, onVerified: (token: string, expiresAt: string) => unknown, at?: string, check?: () => void }} parts */
export function startVerification({ purpose, campaignCode, draft, save, onVerified, at = "", check = () => {} }) {
  const codeScreen = at ? `${at}-code` : "code";
  const [phoneName, codeName] = at ? [`${at}_phone`, `${at}_code`] : ["phone", "code"];
  const phoneForm = findForm("form", screen(at || "phone"));
  const codeForm = findForm("form", screen(codeScreen));
  const phoneInput = /** @type {HTMLInputElement} */ (find(`[name="${phoneName}"]`, phoneForm));
  const country = /** @type {HTMLSelectElement | null} */ (seek("select[data-country]", phoneForm));
  const codeInput = /** @type {HTMLInputElement} */ (find(`[name="${codeName}"]`, codeForm));
  const resend = /** @type {HTMLButtonElement} */ (find(`[data-do="resend-${codeScreen}"]`, codeForm));
  const clock = find("[data-clock]", codeForm);
  const hint = find(`#${phoneInput.id || "phone"}-hint`, phoneForm);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  /** @type {AbortController | undefined} */
  let reading;

  const code = () => readOneTimeCode(codeInput.value);

  async function send() {
    const answer = await requestCode({ phone: draft.phone ?? "", purpose, campaign_code: campaignCode }, (words) => { hint.textContent = clock.textContent = words; });
    Object.assign(draft, answer);
    save();
  }

  /** @param {boolean} push */
  function enterCode(push) {
    find("[data-fill='phone']", codeForm).textContent = (draft.phone ?? "").replace(/^(01\d)(\d{3,4})(\d{4})$/, "$1-$2-$3");
    codeInput.value = "";
    show(codeScreen, { push });
    codeInput.focus();
    clearInterval(timer);
    timer = setInterval(tick, 1000);
    tick();
    // A browser waits for one message at a time.
    reading?.abort();
    reading = new AbortController();
    readMessage(codeInput, codeForm, reading.signal);
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
    const phone = readPhone(phoneInput.value, country?.value);
    if (phone.replace(/\D/g, "").length < PHONE_DIGITS_MIN) {
      throw new FieldError(phoneName, t("휴대전화 번호를 끝까지 적어 주세요.", "Please enter the whole phone number."));
    }
    const isSame = phone === draft.phone && draft.verification_id && secondsUntil(draft.resend_at) > 0;
    draft.phone = phone;
    check();
    // Going back and forth must not use up the few messages a phone may get.
    if (!isSame) await send();
    enterCode(true);
  }, { phone: phoneName });

  onSubmit(codeForm, async () => {
    if (!hasForm("code", code())) throw new FieldError(codeName, t("숫자 여섯 자리를 적어 주세요.", "Please enter the six digits."));
    try {
      const answer = await call("POST", "v1/verifications/{verification_id}/confirm", {
        values: { verification_id: draft.verification_id ?? "" }, body: { code: code() },
      });
      clearInterval(timer);
      await onVerified(answer.verification_token, answer.expires_at);
    } catch (error) {
      // Whatever is wrong with a verification shows at the one field there is.
      if (error instanceof Problem && error.status < 500 && !error.param) error.param = "code";
      throw error;
    }
  }, { code: codeName });

  codeInput.addEventListener("input", () => {
    if (!hasForm("code", code())) return;
    // Of a message that was pasted whole, the digits alone stay to be seen.
    codeInput.value = code();
    codeForm.requestSubmit();
  });

  onClicks({
    [`resend-${codeScreen}`]: async () => {
      await send();
      enterCode(false);
    },
    [`change-${codeScreen}`]: () => {
      show(at || "phone");
      phoneInput.focus();
    },
  });

  return { resume: () => enterCode(false) };
}

/** Has a code sent; where many were, a challenge is solved first, which `wait` says.
 * @param {Api.Schemas["VerificationBody"]} body @param {(words: string) => void} wait */
export async function requestCode(body, wait) {
  /** @param {Api.Schemas["SolutionBody"]} [solution] */
  const ask = (solution) => call("POST", "v1/verifications", { body: { ...body, solution } });
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Problem && error.code === "challenge_required")) throw error;
    wait(t("잠깐 확인하고 있습니다. 몇 초 걸립니다.", "Checking for a moment. This takes some seconds."));
    return ask(await solve(error.body.challenge));
  }
}

/** @param {HTMLFormElement} form */
const shownElsewhere = (form) => Boolean(/** @type {HTMLElement | null} */ (form.closest("[data-screen]"))?.hidden);

/** @param {string | null | undefined} at */
export const secondsUntil = (at) => (at ? Math.max(0, Math.ceil((new Date(at).getTime() - now()) / 1000)) : 0);
/** @param {number} seconds */
export const clockText = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Browsers with WebOTP fill the code in from the message itself; the others offer it above the keyboard.
 * @param {HTMLInputElement} input @param {HTMLFormElement} form @param {AbortSignal} signal */
async function readMessage(input, form, signal) {
  if (!("OTPCredential" in window)) return;
  try {
    const message = /** @type {(Credential & { code?: string }) | null} */ (
      await navigator.credentials.get({ otp: { transport: ["sms"] }, signal })
    );
    if (message?.code && !shownElsewhere(form)) {
      input.value = readOneTimeCode(message.code);
      form.requestSubmit();
    }
  } catch {
    // Refused or ended: the person types it.
  }
}
