// The views of the wallet, each with its address: a reload opens the same one, and the phone's back button leads back to it.

import { all, find, SHOWN, show, shown } from "../common/dom.js";

const PATHS = { home: "wallet", paycode: "wallet/pay", pass: "wallet/pass", trips: "wallet/trips", buy: "wallet/buy", shops: "wallet/shops", history: "wallet/history", mine: "wallet/me", visit: "wallet/visit", rewards: "wallet/rewards" };
/** What stands in the navigation at the foot of the screen. */
const MAIN = ["home", "shops", "history", "mine"];
/** What one looks at has it too, as a part of one of these; everything else is a step on the way to something. */
const WITHIN = /** @type {Record<string, string>} */ ({ shop: "shops", receipt: "history", proof: "history", trips: "home", trip: "home", rewards: "mine" });
/** Where back from a step leads, too: what is bought goes on meanwhile. */
const REOPENED = [...MAIN, "buy", "pass", "trips", "rewards"];

/** @typedef {keyof typeof PATHS | "trip" | "trip-apply" | "trip-claim"} View */
/** `push`: back leads to what was open before. @typedef {(push: boolean) => unknown} Open */

/** @type {Map<string, Open>} */
const openers = new Map();

/** @param {Record<string, Open>} views how each is opened */
export function startViews(views) {
  for (const [name, open] of Object.entries(views)) openers.set(name, open);
  const bar = find(".bottomnav");
  document.addEventListener(SHOWN, (event) => {
    const name = /** @type {CustomEvent} */ (event).detail;
    const part = WITHIN[name] ?? name;
    bar.hidden = !MAIN.includes(part);
    // The other language has the same view open.
    for (const link of /** @type {HTMLAnchorElement[]} */ (all("a[hreflang]"))) link.href = `${document.location.pathname}?lang=${link.hreflang}`;
    for (const link of all("a", bar)) {
      if (link.dataset.do === part) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  });
}

/** @param {View} name @param {{ push?: boolean, focus?: boolean }} [options] */
export const showView = (name, { push = false, focus = true } = {}) => show(name, { push: push && shown() !== name, focus, path: /** @type {Record<string, string>} */ (PATHS)[name] });

/** @param {string} name */
export const openView = (name, push = true) => openers.get(name)?.(push);

/** The view whose address is open; the wallet itself for any other. */
export function openHere() {
  const address = location.href.replace(/[?#].*$/, "");
  const found = Object.entries(PATHS).find(([, path]) => document.baseURI + path === address);
  return openView(found?.[0] ?? "home", false);
}

/** Back, to a view that was open; from a step of something always to the wallet. @param {string | undefined} name */
export const openAgain = (name) => openView(name && REOPENED.includes(name) ? name : "home", false);
