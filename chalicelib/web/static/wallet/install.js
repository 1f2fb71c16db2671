// The wallet as an app of its own: by the browser's question where it has one, else by words.

import { find, note } from "../common/dom.js";
import { t } from "../common/lang.js";

/** @typedef {Event & { prompt(): Promise<unknown> }} Question */

/** @type {Question | null} */
let question = null;

window.addEventListener("beforeinstallprompt", (event) => {
  // Asked when the person wants it, not when the browser does.
  event.preventDefault();
  question = /** @type {Question} */ (event);
  offerToInstall();
});
window.addEventListener("appinstalled", () => {
  question = null;
  offerToInstall();
});

const isInstalled = () => Boolean(globalThis.matchMedia?.("(display-mode: standalone)").matches);

export function offerToInstall() {
  find("[data-install]").hidden = isInstalled();
  find("[data-do=install]").hidden = !question;
  note("install-how", question ? "" : t("브라우저 메뉴에서 ‘홈 화면에 추가’를 누르세요.", "Choose “Add to home screen” in the browser's menu."));
}

export async function install() {
  await question?.prompt();
  question = null;
  offerToInstall();
}
