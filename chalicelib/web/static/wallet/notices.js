// Notices on this phone: asked for here, never on loading. They come by the browser maker's server, which the page says.

import { button } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { find, make, note } from "../common/dom.js";
import { day, lang, t } from "../common/lang.js";
import { clearErrors, FieldError, guarded } from "../common/refusals.js";
import * as session from "../common/session.js";
import { device } from "../common/storage.js";

/** Whose notices this browser gets, and under which name. It outlives a session that ran out, so that they go on; a log-out ends
 * it. @typedef {{ member_id: string, subscription_id: string, endpoint: string, at: number }} Kept */
const KEPT = "onmin.push";
/** So often a browser says that it is still there: the server forgets one that it has not heard of for 180 days. */
const RENEWED_AFTER_MS = 30 * 86400 * 1000;
/** A log-out does not wait longer for the browser. */
const PATIENCE_MS = 2000;

const box = find("[data-notices]");
const wanted = /** @type {HTMLInputElement} */ (find("[name=notices]", box));

/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** The county's key, which a browser asks with. */
let serverKey = "";

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask } = wallet);
  wanted.addEventListener("change", () => guarded(async () => {
    clearErrors(box);
    wanted.disabled = true;
    try {
      await (wanted.checked ? turnOn() : turnOff());
    } catch (error) {
      wanted.checked = !wanted.checked;
      throw error;
    } finally {
      wanted.disabled = false;
      sayHow();
    }
  }));
}

/** What stands under "Me": the switch as it is, and the other browsers. */
export async function open() {
  const isPossible = sayHow();
  wanted.disabled = !isPossible;
  wanted.checked = false;
  const { data, application_server_key: key } = await ask("GET", "v1/me/push-subscriptions");
  serverKey = key;
  showOthers(data);
  const kept = own();
  if (!isPossible || !kept || !data.some((one) => one.subscription_id === kept.subscription_id)) return;
  wanted.checked = Boolean(await subscribed());
}

/** Goes on being notified, under another address where the browser was given one. Whoever else was notified here before is not
 * any more. */
export async function keepUp() {
  const kept = /** @type {Kept | null} */ (device.read(KEPT));
  if (!kept || problem()) return;
  if (!own()) {
    await forgetHere();
    return;
  }
  const subscription = await subscribed();
  if (!subscription) device.forget(KEPT);
  else if (subscription.endpoint !== kept.endpoint || now() - kept.at > RENEWED_AFTER_MS) await tell(subscription);
}

/** Before a log-out: nothing more comes to this browser, whoever logs in next. */
export async function forgetHere() {
  if (!device.read(KEPT)) return;
  device.forget(KEPT);
  try {
    await Promise.race([subscribed().then((one) => one?.unsubscribe()), new Promise((done) => { setTimeout(done, PATIENCE_MS); })]);
  } catch {
    // The server ends it all the same.
  }
}

async function turnOn() {
  // First of all: some browsers ask only while the tap is fresh.
  const permission = await Notification.requestPermission();
  if (permission !== "granted") throw new FieldError("notices", t("브라우저에서 알림을 허용해야 켤 수 있습니다.", "Allow notifications in the browser to turn this on."));
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: serverKey };
  const old = await pushManager.getSubscription();
  // One that was asked for by another key can't be asked for anew.
  if (old && !own()) await old.unsubscribe();
  await tell(await pushManager.subscribe(options));
}

async function turnOff() {
  const kept = own();
  await forgetHere();
  if (!kept) return;
  const { data } = await ask("DELETE", "v1/me/push-subscriptions/{subscription_id}", { values: { subscription_id: kept.subscription_id } });
  showOthers(data);
}

/** @param {PushSubscription} subscription */
async function tell(subscription) {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  /** @type {Api.Schemas["PushSubscriptionBody"]} */
  const body = { endpoint, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "", language: lang, browser: browserName() };
  const { subscription_id } = await ask("PUT", "v1/me/push-subscriptions", { body });
  device.keep(KEPT, { member_id: session.current()?.member_id, subscription_id, endpoint, at: now() });
}

/** @returns {Kept | null} */
function own() {
  const kept = /** @type {Kept | null} */ (device.read(KEPT));
  return kept && kept.member_id === session.current()?.member_id ? kept : null;
}

async function subscribed() {
  const registration = await navigator.serviceWorker.getRegistration(`${document.baseURI}wallet`);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** @param {Api.Schemas["PushSubscriptionAnswer"][]} all */
function showOthers(all) {
  const others = all.filter((one) => one.subscription_id !== own()?.subscription_id);
  find("[data-notified]", box).replaceChildren(...others.map((one) => make(
    "li", { class: "row" },
    make("span", {}, t(`${one.browser}, ${day(one.created_at.slice(0, 10))}부터`, `${one.browser}, since ${day(one.created_at.slice(0, 10))}`)),
    button(t("끄기", "Turn off"), async () => {
      const { data } = await ask("DELETE", "v1/me/push-subscriptions/{subscription_id}", { values: { subscription_id: one.subscription_id } });
      showOthers(data);
    }, { class: "button second small", "aria-label": t(`${one.browser} 알림 끄기`, `Turn off ${one.browser}`) }),
  )));
}

/** Says why it can't be turned on here, if so. */
function sayHow() {
  const words = problem();
  note("notices-how", words);
  return !words;
}

function problem() {
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent);
  const isInstalled = Boolean(globalThis.matchMedia?.("(display-mode: standalone)").matches);
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis) || !("Notification" in globalThis)) {
    return isApple && !isInstalled
      ? t("아이폰에서는 먼저 공유 단추에서 ‘홈 화면에 추가’를 누르고, 홈 화면에서 열어 켜 주세요.", "On an iPhone, first choose “Add to Home Screen” under Share, then open it from there.")
      : t("이 브라우저는 알림을 받을 수 없습니다.", "This browser cannot be notified.");
  }
  return Notification.permission === "denied"
    ? t("브라우저에서 알림이 막혀 있습니다. 주소 옆 사이트 설정에서 알림을 허용해 주세요.", "Notifications are blocked. Allow them in the browser's settings for this site.")
    : "";
}

/** What its owner knows it by: maker and kind of phone, no more. */
function browserName() {
  const agent = navigator.userAgent;
  const names = [["Whale/", "Whale"], ["SamsungBrowser/", "Samsung Internet"], ["Edg", "Edge"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["CriOS/", "Chrome"], ["Safari/", "Safari"]];
  const systems = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]];
  /** @param {string[][]} table */
  const found = (table) => table.find(([part]) => agent.includes(part))?.[1];
  return [found(names) ?? t("브라우저", "Browser"), found(systems)].filter(Boolean).join(" · ");
}
