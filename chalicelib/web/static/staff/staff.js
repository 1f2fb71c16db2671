// The county's staff: logging in, and the tasks of their desk.

import { onClicks } from "../common/clicks.js";
import { find, findForm, make, note, screen, watchConnection } from "../common/dom.js";
import { startFileFields } from "../common/file-field.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError, guarded } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import { readOneTimeCode } from "../common/typed.js";
import * as cognito from "./cognito.js";
import { open, openHere, startDesk } from "./desk.js";
import { draw } from "../common/qr.js";
import { GROUPS } from "./tabs.js";

const loginForm = findForm("form", screen("login"));
const passwordForm = findForm("form", screen("new-password"));
const codeForm = findForm("form", screen("code"));
const appForm = findForm("form", screen("app"));
/** @type {cognito.Challenge | null} */
let challenge = null;

start();

async function start() {
  watchConnection();
  startDesk(GROUPS);
  keepTyped();
  startFileFields();
  onClicks({ logout: logOut, app: showApp, later, print: () => window.print() });
  window.addEventListener("popstate", forgetSecret);
  // Back after logging out may show the page as it was left: it must not.
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
  await openHere();
}

async function logOut() {
  await cognito.logOut();
  // Who comes next begins at the desk's own address, not in what was open last.
  location.replace(new URL("staff", document.baseURI));
}

/** What comes next: a challenge, the app for those who need one, or the desk. @param {cognito.Challenge | null} next */
async function goOn(next) {
  challenge = next;
  if (!next) return await cognito.lacksApp().catch(() => false) ? guarded(showApp) : openHere();
  if (cognito.wantsCode(next)) {
    codeForm.code.value = "";
    return open("code");
  }
  if (next.ChallengeName === "NEW_PASSWORD_REQUIRED") return open("new-password");
  throw new Error(t("이 로그인 방법은 쓸 수 없습니다.", "This way of logging in is not supported."));
}

/** The secret stands on this page alone, as long as it is open. */
async function showApp() {
  const { secret, address } = await cognito.newSecret();
  const place = find("[data-app-code]");
  place.replaceChildren(draw(address, t("인증 앱으로 읽는 QR 코드", "QR code to read with the authenticator app")));
  const words = (secret.match(/.{1,4}/g) ?? []).join(" ");
  find("[data-app-secret]").replaceChildren(make("code", {}, words));
  appForm.code.value = "";
  open("app");
}

function later() {
  forgetSecret();
  return openHere();
}

function forgetSecret() {
  for (const place of ["[data-app-code]", "[data-app-secret]"]) find(place).replaceChildren();
}

onSubmit(loginForm, async () => {
  note("login-note", "");
  const next = await cognito.logIn(loginForm.username.value.trim(), loginForm.password.value);
  loginForm.password.value = "";
  return goOn(next);
});

onSubmit(passwordForm, async () => {
  if (!challenge) return open("login");
  const next = await cognito.answerNewPassword(challenge, passwordForm.new_password.value);
  passwordForm.new_password.value = "";
  return goOn(next);
});

onSubmit(codeForm, async () => {
  if (!challenge) return open("login");
  return goOn(await cognito.answerCode(challenge, codeOf(codeForm)));
});

onSubmit(appForm, async () => {
  await cognito.enrol(codeOf(appForm));
  forgetSecret();
  open("login");
  note("login-note", t("인증 앱을 등록했습니다. 앱의 코드와 함께 다시 로그인해 주세요.", "The app is set up. Log in again, with its code."));
});

/** @param {HTMLFormElement} form */
function codeOf(form) {
  const code = readOneTimeCode(form.code.value);
  if (!code) throw new FieldError("code", t("앱에 보이는 숫자 여섯 자리를 적어 주세요.", "Please enter the six digits that the app shows."));
  return code;
}
