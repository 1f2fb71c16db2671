// What every task of the staff's desk stands on: calls with the log-in, the navigation at the side, an address for each view,
// looking again.

import { asking } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { all, fill, find, make, screen, seek, show, shown } from "../common/dom.js";
import { seoulDay, t } from "../common/lang.js";
import { clearErrors, guarded, showError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import * as cognito from "./cognito.js";

/** A task: `name` is its first screen and its address below `staff/`; `views` are the screens that open from it, each by the id
 * of what it shows, as its address has it. `roles`: whom the navigation shows it, unless everybody in the office.
 * @typedef {{
 *   name: string,
 *   words: string,
 *   open: () => unknown,
 *   views?: Record<string, (id: string) => unknown>,
 *   roles?: string[],
 *   actions?: Record<string, import("../common/clicks.js").Work>,
 *   start?: () => void,
 * }} Tab */
/** Tasks under one heading of the navigation. @typedef {{ words: string, tabs: Tab[] }} Group */

const DAY_MS = 24 * 3600e3;
const LOOK_AGAIN_SECONDS = [4, 9, 18, 36, 60, 90];
const OFFICE = ["operator", "manager", "treasurer", "auditor"];
const ROOT = "staff";
const nav = find(".desknav");
const menu = find("[data-menu]");
const menuButton = find('[data-do="menu"]', nav);
/** By a screen, the task that it belongs to. @type {Map<string, Tab>} */
const taskOf = new Map();
/** @type {Tab[]} */
let tasks = [];
let openAddress = "";

export const ask = asking({
  token: cognito.token,
  onLost(error) {
    cognito.forget();
    open("login");
    showError(screen("login"), error);
  },
});

/** A report and a check can be made of what is over. */
export const yesterday = () => seoulDay(now() - DAY_MS);

/** @param {Group[]} groups */
export function startDesk(groups) {
  tasks = groups.flatMap(({ tabs }) => tabs);
  menu.append(...groups.map(({ words, tabs }) => make("div", { role: "group", "aria-label": words }, make("p", { "aria-hidden": "true" }, words), tabs.map(entryOf))));
  for (const tab of tasks) {
    for (const one of [tab.name, ...Object.keys(tab.views ?? {})]) taskOf.set(one, tab);
    onClicks({ [tab.name]: tab.open, ...tab.actions });
    tab.start?.();
  }
  onClicks({ menu: () => unfold(menu.dataset.open === undefined) });
  window.addEventListener("popstate", () => {
    // The link to the content changes the address and opens nothing.
    if (here() !== openAddress) openHere();
  });
}

/** @param {Tab} tab */
const entryOf = ({ name, words }) => make("a", { href: pathOf(name), "data-do": name }, make("span", {}, words), make("span", { class: "count", "data-count": name, hidden: true }));

/** On a narrow screen the entries are folded away. @param {boolean} isOpen */
function unfold(isOpen) {
  menu.toggleAttribute("data-open", isOpen);
  menuButton.setAttribute("aria-expanded", String(isOpen));
}

/** Who is logged in, and what there is for them. */
function greet() {
  const { name, roles } = cognito.person();
  fill(nav, { "staff-name": name, "staff-roles": roles.map((role) => wordsFor("staff_roles", role)).join(", ") });
  for (const { name: task, roles: those = OFFICE } of tasks) find(`[data-do="${task}"]`, menu).hidden = !those.some((role) => roles.includes(role));
  for (const group of all("[role=group]", menu)) group.hidden = all("a", group).every((entry) => entry.hidden);
}

/** How many of a task wait for this person. @param {string} name @param {number} waiting */
export function showWaiting(name, waiting) {
  const place = find(`[data-count="${name}"]`, menu);
  place.textContent = waiting ? String(waiting) : "";
  place.hidden = !waiting;
}

/** @param {string} name @param {string} [id] */
const pathOf = (name, id) => [ROOT, name === tasks[0]?.name && !id ? "" : name, id && encodeURIComponent(id)].filter(Boolean).join("/");

/** Opens a view by what it shows, from another task. @param {string} name @param {string} id */
export const visit = (name, id) => taskOf.get(name)?.views?.[name]?.(id);

const here = () => location.href.replace(/[?#].*$/, "");

/** Shows a screen; `id`: of what it shows, for its address.
 * @param {string} name @param {{ id?: string }} [options] */
export function open(name, { id } = {}) {
  const task = taskOf.get(name);
  nav.hidden = !task;
  unfold(false);
  for (const entry of all("a", menu)) {
    if (entry.dataset.do !== task?.name) entry.removeAttribute("aria-current");
    else {
      entry.setAttribute("aria-current", "page");
      entry.scrollIntoView({ block: "nearest" });
    }
  }
  if (task && task.name !== name) leadBack(screen(name), task);
  const path = task && pathOf(name, id);
  show(name, { path, push: path !== undefined && document.baseURI + path !== here() });
  openAddress = here();
  // The other language has the same view open.
  for (const link of /** @type {HTMLAnchorElement[]} */ (all("a[hreflang]"))) link.href = `${location.pathname}?lang=${link.hreflang}`;
  clearErrors(screen(name));
}

/** Above the heading of what opens from a task, for whom the navigation shows it. @param {HTMLElement} view @param {Tab} task */
function leadBack(view, { name, words }) {
  seek(".crumb", view)?.remove();
  if (find(`[data-do="${name}"]`, menu).hidden) return;
  view.prepend(make("p", { class: "crumb no-print" }, make("a", { href: pathOf(name), "data-do": name }, words)));
}

/** The view whose address is open, once somebody is logged in; the first one for an address of none. */
export const openHere = () => guarded(async () => {
  if (!await cognito.token()) return open("login");
  greet();
  const [, name = "", id = ""] = here().slice(document.baseURI.length).split("/").map(decodeURIComponent);
  const view = id ? taskOf.get(name)?.views?.[name] : undefined;
  try {
    await (view ? view(id) : (tasks.find((one) => one.name === name) ?? first()).open());
  } catch (error) {
    // What was refused is said on a screen, and the page of a link has none yet.
    if (!seek("[data-error='']", screen(shown() ?? "loading")) && cognito.person().name) await first().open();
    throw error;
  }
});

/** What this person sees first. */
const first = () => tasks.find(({ name }) => !find(`[data-do="${name}"]`, menu).hidden) ?? tasks[0];

/** What is made through a queue is read again a few times, while its screen is open.
 * @param {string} name @param {() => unknown} read */
export function lookAgain(name, read, afterSeconds = LOOK_AGAIN_SECONDS) {
  for (const seconds of afterSeconds) {
    setTimeout(() => guarded(() => (screen(name).hidden ? undefined : read())), seconds * 1000);
  }
}

export const openWord = t("열기", "Open");
