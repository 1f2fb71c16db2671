// What every tab of the staff's desk stands on: calls with the log-in, opening a screen under its tab, looking again.

import { asking } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { all, find, make, screen, show } from "../common/dom.js";
import { seoulDay, t } from "../common/lang.js";
import { clearErrors, guarded, showError } from "../common/refusals.js";
import * as cognito from "./cognito.js";

/** A tab: `name` is its first screen and its address in the registry; `screens` are those that open from it.
 * @typedef {{
 *   name: string,
 *   words: string,
 *   open: () => unknown,
 *   screens?: string[],
 *   actions?: Record<string, import("../common/clicks.js").Work>,
 *   start?: () => void,
 * }} Tab */

const DAY_MS = 24 * 3600e3;
const LOOK_AGAIN_SECONDS = [4, 9, 18, 36, 54];
const nav = find(".tabs");
/** @type {Map<string, string>} */
const tabOfScreen = new Map();

export const ask = asking({
  token: cognito.token,
  onLost(error) {
    cognito.forget();
    open("login");
    showError(screen("login"), error);
  },
});

/** A report and a check can be made of what is over. */
export const yesterday = () => seoulDay(Date.now() - DAY_MS);

/** Puts the tabs before what the navigation has already. @param {Tab[]} tabs */
export function startTabs(tabs) {
  nav.prepend(...tabs.map(({ name, words }) => make("button", { type: "button", "data-do": name }, words)));
  for (const { name, open: openTab, screens = [], actions = {}, start } of tabs) {
    for (const one of [name, ...screens]) tabOfScreen.set(one, name);
    onClicks({ [name]: openTab, ...actions });
    start?.();
  }
}

/** @param {string} name @param {{ push?: boolean }} [options] */
export function open(name, options) {
  const tab = tabOfScreen.get(name);
  nav.hidden = !tab;
  for (const button of all("button", nav)) {
    if (button.dataset.do === tab) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  show(name, options);
  clearErrors(screen(name));
}

/** What is made through a queue is read again a few times, while its screen is open.
 * @param {string} name @param {() => unknown} read */
export function lookAgain(name, read, afterSeconds = LOOK_AGAIN_SECONDS) {
  for (const seconds of afterSeconds) {
    setTimeout(() => guarded(() => (screen(name).hidden ? undefined : read())), seconds * 1000);
  }
}

export const openWord = t("열기", "Open");
