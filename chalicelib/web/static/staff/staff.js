// The county's staff: logging in, and the tabs of their desk.

import { onClicks, perform } from "../common/clicks.js";
import { findForm, onBack, screen, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { guarded } from "../common/refusals.js";
import * as cognito from "./cognito.js";
import { open, startTabs } from "./desk.js";
import { TABS } from "./tabs.js";

const [FIRST] = TABS;
const loginForm = findForm("form", screen("login"));
const passwordForm = findForm("form", screen("new-password"));
/** @type {cognito.Challenge | null} */
let challenge = null;

start();

async function start() {
  watchConnection();
  startTabs(TABS);
  onClicks({ logout: logOut, print: () => window.print() });
  onBack((name) => perform(TABS.some((tab) => tab.name === name) ? name ?? "" : FIRST.name));
  if (await cognito.token()) await guarded(FIRST.open);
  else open("login");
}

function logOut() {
  cognito.logOut();
  location.reload();
}

onSubmit(loginForm, async () => {
  challenge = await cognito.logIn(loginForm.username.value.trim(), loginForm.password.value);
  loginForm.password.value = "";
  if (!challenge) return guarded(FIRST.open);
  if (challenge.ChallengeName === "NEW_PASSWORD_REQUIRED") {
    challenge.ChallengeParameters.USER_ID_FOR_SRP ||= loginForm.username.value.trim();
    return open("new-password");
  }
  throw new Error(t("이 로그인 방법은 아직 쓸 수 없습니다.", "This way of logging in is not supported."));
});

onSubmit(passwordForm, async () => {
  if (!challenge) return open("login");
  await cognito.answerNewPassword(challenge, passwordForm.new_password.value);
  passwordForm.new_password.value = "";
  return guarded(FIRST.open);
});
