// Into the wallet: a number that is proved, then the birth date. A member who changes the number proves the new one the same way.

import { Problem } from "../common/api.js";
import { birthOf, echoBirth } from "../common/birth.js";
import { onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { fill, findForm, screen, show } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { showError } from "../common/refusals.js";
import * as session from "../common/session.js";
import { tab } from "../common/storage.js";
import { startVerification } from "../common/verification.js";
import { openView } from "./views.js";

const NAME = "onmin.login";
/** `token`: of a number that was proved, while the birth date is asked for. `changing`: a member proves a new number.
 * @type {import("../common/verification.js").Draft & { token?: string, changing?: boolean }} */
const draft = tab.read(NAME) ?? {};
const save = () => tab.keep(NAME, draft);
const birthForm = findForm("form", screen("birth"));
/** @type {Api.Ask} */
let ask;
/** @type {() => unknown} */
let enter;

const verification = startVerification({
  purpose: "login",
  draft,
  save,
  onVerified: (token) => {
    if (draft.changing && session.current()) return changeNumber(token);
    draft.token = token;
    save();
    askBirth();
  },
});

/** @param {{ ask: Api.Ask, enter: () => unknown }} wallet */
export function start(wallet) {
  ({ ask, enter } = wallet);
  echoBirth(birthForm);
  onClicks({ "change-number": askNumber });
}

/** Where one was in logging in, or at its beginning. */
export function resume() {
  if (draft.token) return askBirth();
  if (draft.verification_id && draft.expires_at && new Date(draft.expires_at) > new Date(now())) return verification.resume();
  return show("phone", { focus: false });
}

/** Back, within the log-in. @param {string | undefined} name */
export const showStep = (name) => show(name === "code" && !draft.token ? "code" : "phone");

/** @param {Problem} error */
export function askAgain(error) {
  show("phone");
  showError(findForm("form", screen("phone")), error);
}

export function forgetChange() {
  if (draft.changing) forgetDraft();
}

/** @param {string} token */
async function changeNumber(token) {
  try {
    await ask("PATCH", "v1/me", { body: { verification_token: token } });
  } catch (error) {
    if (error instanceof Problem && error.status < 500) error.param = "code";
    throw error;
  }
  forgetDraft();
  await openView("mine", false);
}

function askNumber() {
  forgetDraft();
  draft.changing = true;
  save();
  show("phone", { push: true });
}

function askBirth() {
  show("birth");
  birthForm.birth_on.focus();
}

onSubmit(birthForm, async () => {
  try {
    await session.open(draft.token ?? "", birthOf(birthForm));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) return proveAgain(error);
    error.param ||= "birth_on";
    if (error.status === 404) {
      error.message = t("이 번호와 생년월일로 가입한 분이 없습니다. 생년월일을 다시 봐 주세요. 아직 가입하지 않았다면 축제 부스의 QR 코드로 먼저 가입해 주세요.", "Nobody has joined with this number and date of birth. Please check the date. If you have not joined yet, join first with the QR code at a festival booth.");
    }
    throw error;
  }
  forgetDraft();
  await enter();
});

/** The number was proved too long ago. @param {Problem} error */
function proveAgain(error) {
  forgetDraft();
  show("phone");
  showError(findForm("form", screen("phone")), error, "");
}

function forgetDraft() {
  tab.forget(NAME);
  for (const name of /** @type {(keyof typeof draft)[]} */ (Object.keys(draft))) delete draft[name];
  birthForm.reset();
  fill(birthForm, { birth: "" });
}
