// Payments as they come in: by the standing QR nothing else tells the shop, and the customer's screen may be a picture. While
// the page is seen, the shop's list is asked: every two seconds for three minutes after something happened, then every
// fifteen. Each payment is shown once and heard once on this phone, whatever is loaded again in between.

import { Problem, statusOf } from "../common/api.js";
import { button } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { all, find, make } from "../common/dom.js";
import { seoulDay, t, timeToSecond, won } from "../common/lang.js";
import { device } from "../common/storage.js";
import * as chime from "./chime.js";

/** @typedef {Api.Schemas["RedemptionDetail"]} Sale */
/** @typedef {{
 *   ask: Api.Ask,
 *   openOrder: () => string | undefined,
 *   onArrived: (received: Sale[]) => unknown,
 * }} Till `openOrder`: of the sale that this till shows itself; `onArrived` also when all that came in was taken back */

export const QUICK_MS = 2000;
export const SLOW_MS = 15000;
export const QUICK_FOR_MS = 3 * 60 * 1000;
const ROWS = 5;
const PAGES_MAX = 20;
/** The index may show an older payment after a newer one: so many seconds back each one is remembered by itself. */
const REMEMBERED_MS = 60 * 1000;
const SHOWN_MAX = 5;
const DAY_MS = 24 * 3600 * 1000;
/** So much may the phone's clock be off the server's. */
const CLOCKS_MS = 5000;

/** `until`: whatever is older is known; `ids`: of those that are not, the known ones. @typedef {{ until: number, ids: Record<string, number> }} Known */

/** @type {Till} */
let till;
let name = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let isWatching = false;
let isLooking = false;
let lookedAt = 0;
let quickUntil = 0;
/** Who was told to wait asks no sooner, whatever happens. */
let waitUntil = 0;
/** Orders that this till has undone: the list may still show them as paid for a moment. @type {Set<string>} */
const undone = new Set();
/** @type {Sale[]} */
let shown = [];

/** @param {Till} parts */
export function start(parts) {
  till = parts;
  document.addEventListener("visibilitychange", () => { if (!document.hidden) happened(); });
  // Not when a finger comes down: what then disappears would move the button away from under it.
  for (const gesture of ["pointerup", "keydown"]) {
    document.addEventListener(gesture, () => {
      chime.wake().then(tellSilence);
      happened();
    }, { passive: true });
  }
}

/** From now on. What was paid before this phone first looked is known. @param {string} shop whose payments they are */
export function watch(shop) {
  name = `onmin.arrived.${shop}`;
  if (!recalled()) remember({ until: now() - CLOCKS_MS, ids: {} });
  isWatching = true;
  tellSilence();
  happened();
}

export function rest() {
  isWatching = false;
  clearTimeout(timer);
}

/** A payment that this till shows itself is not to come in once more. It is heard as any other. @param {string} id @param {string} at */
export function take(id, at) {
  if (claim([{ redemption_id: id, at }]).length) chime.ring();
}

/** A payment that this till took back is neither seen nor heard as it comes in. @param {string} orderId */
export const passOver = (orderId) => { undone.add(orderId); };

function happened() {
  quickUntil = now() + QUICK_FOR_MS;
  if (isWatching) plan(Math.max(0, lookedAt + QUICK_MS - now(), waitUntil - now()));
}

/** @param {number} wait */
function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(look, wait);
}

async function look() {
  if (!isWatching || document.hidden || isLooking) return;
  isLooking = true;
  lookedAt = now();
  let wait = 0;
  try {
    const fresh = claim((await unknownSales()).filter((one) => one.order_id !== till.openOrder()));
    moveOn();
    // What was taken back before it came in is known from now on, and is no money that was received.
    const received = fresh.filter((one) => one.remaining_amount > 0 && !undone.has(one.order_id));
    if (received.length) {
      quickUntil = now() + QUICK_FOR_MS;
      show(received);
      chime.ring();
    }
    if (fresh.length) await till.onArrived(received);
  } catch (error) {
    if (statusOf(error) === 401) rest();
    // The list is asked again anyway; who is asked to wait, waits.
    const asked = error instanceof Problem ? error.retryAfterSeconds * 1000 : 0;
    wait = Math.max(SLOW_MS, asked);
    waitUntil = now() + asked;
  } finally {
    isLooking = false;
  }
  if (isWatching) plan(wait || (now() < quickUntil ? QUICK_MS : SLOW_MS));
}

/** The newest payments, back to what is known; of yesterday too, if this phone has not looked since. */
async function unknownSales() {
  const since = recalled()?.until ?? now();
  const days = seoulDay(since) === seoulDay(now()) ? [seoulDay(now())] : [seoulDay(now()), seoulDay(now() - DAY_MS)];
  /** @type {Sale[]} */
  const sales = [];
  for (const on of days) {
    /** @type {string | undefined} */
    let cursor;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      /** @type {Api.Page<Sale>} */
      const page = await till.ask("GET", "v1/redemptions", { query: { on, limit: ROWS, cursor } });
      sales.push(...page.data);
      const oldest = page.data.at(-1);
      cursor = page.next_cursor ?? undefined;
      if (!cursor || (oldest && Date.parse(oldest.at) < since)) break;
    }
  }
  return sales;
}

/** Those that are not known yet, which they are from now on: read and written in one go, so that of two tabs one has them.
 * @template {{ redemption_id: string, at: string }} One @param {One[]} sales @returns {One[]} */
export function claim(sales) {
  const { until, ids } = recalled() ?? { until: now() - CLOCKS_MS, ids: {} };
  const fresh = sales.filter((one) => Date.parse(one.at) > until && !(one.redemption_id in ids));
  if (!fresh.length) return [];
  for (const one of fresh) ids[one.redemption_id] = Date.parse(one.at);
  remember({ until, ids });
  return fresh;
}

/** Everything was seen up to now: what is a minute old need not be remembered by itself. */
function moveOn() {
  const { until, ids } = recalled() ?? { until: 0, ids: {} };
  const bound = now() - REMEMBERED_MS;
  if (bound - until < REMEMBERED_MS) return;
  remember({ until: bound, ids: Object.fromEntries(Object.entries(ids).filter(([, at]) => at > bound)) });
}

/** @returns {Known | null} */
const recalled = () => device.read(name);
/** @param {Known} what */
const remember = (what) => device.keep(name, what);

// What is seen and heard

/** @param {Sale[]} received */
function show(received) {
  shown = [...received, ...shown];
  const more = shown.length - SHOWN_MAX;
  const place = find("[data-arrivals]");
  place.hidden = false;
  place.replaceChildren(
    ...shown.slice(0, SHOWN_MAX).map((one) => make("p", { class: "arrival" },
      make("span", { "aria-hidden": "true" }, "✓ "),
      make("strong", { class: "number" }, t(`${won(one.remaining_amount)} 받았습니다`, `${won(one.remaining_amount)} received`)),
      make("span", { class: "number" }, timeToSecond(one.at)))),
    more > 0 ? make("p", {}, t(`그 전 ${more}건은 ‘내역’에 있습니다.`, `${more} earlier ones are in “History”.`)) : "",
    button(t("확인했습니다", "Seen"), () => {
      shown = [];
      place.hidden = true;
      place.replaceChildren();
    }, { class: "button second full" }),
  );
}

/** Before the screen was touched no browser lets a page be heard. */
function tellSilence() {
  for (const notice of all("[data-silent]")) notice.hidden = chime.canRing();
}
