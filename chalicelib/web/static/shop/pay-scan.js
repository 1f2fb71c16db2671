// The screen on which a customer's code is scanned or typed: a pay code, or the one of a printed card.

import { find, findForm, note, screen } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { clearErrors, FieldError, showError } from "../common/refusals.js";
import { hasCamera, scan } from "../common/scan.js";

const form = findForm("form", screen("code"));
/** @type {AbortController | null} */
let scanning = null;
/** @type {(code: string) => unknown} */
let take;

/** @param {{ take: (code: string) => unknown }} till what becomes of a code */
export function start(till) {
  ({ take } = till);
  onSubmit(form, async () => {
    const typed = form.pay_code.value.replace(/\s/g, "");
    if (!typed) throw new FieldError("pay_code", t("코드를 찍거나 숫자를 적어 주세요.", "Scan the code or type the digits."));
    await take(typed);
  });
}

/** Nothing has been scanned or typed on it yet. Before the screen is opened. */
export function clear() {
  form.pay_code.value = "";
  clearErrors(form);
}

/** Once the screen is open. */
export function begin() {
  const camera = find(".camera", screen("code"));
  camera.hidden = !hasCamera();
  if (camera.hidden) return form.pay_code.focus();
  scanning = new AbortController();
  return watch(scanning.signal);
}

export function stop() {
  scanning?.abort();
  scanning = null;
}

/** Not awaited by the button: the camera runs until a pay code is read, typed, or given up. What is another code, of the shop's
 * own QR for one, is said and passed over. @param {AbortSignal} signal */
async function watch(signal) {
  note("not-a-code", "");
  const video = /** @type {HTMLVideoElement} */ (find("video", screen("code")));
  try {
    const text = await scan(video, signal, (seen) => {
      const isCode = !/[/:]/.test(seen);
      if (!isCode) note("not-a-code", t("결제 코드가 아닙니다. 손님 화면의 ‘결제 코드’를 비춰 주세요.", "This is not a pay code. Point at the pay code on the customer's screen."));
      return isCode;
    });
    await take(text.trim());
  } catch (error) {
    if (signal.aborted) return;
    find(".camera", screen("code")).hidden = true;
    showError(form, error);
  }
}
