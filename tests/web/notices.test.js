import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { runInNewContext } from "node:vm";

import { open } from "./markup.js";
import { serveBy, settled } from "./served.js";

// The service worker, over a browser that is played.

const heard = {};
const shownNotices = [];
const went = [];
let windows = [];
const scope = {
  URL,
  app: "wallet", release: "r1", also: [], icon: "static/county/7-192x192.png?v=r1", location: { href: "https://onmin.test/api/wallet-worker.js" },
  addEventListener: (name, handle) => { heard[name] = handle; },
  registration: { showNotification: async (title, options) => { shownNotices.push({ title, ...options }); } },
  clients: { matchAll: async () => windows, openWindow: async (address) => { went.push(["new", address]); } },
};
const script = readFileSync(new URL("../../chalicelib/web/static/common/worker.js", import.meta.url), "utf8");
runInNewContext(script, scope);
async function happen(name, event) {
  let work;
  heard[name]({ ...event, waitUntil: (promise) => { work = promise; } });
  await work;
}
const pushed = (told) => ({ data: told === undefined ? null : { json: () => JSON.parse(told) } });

beforeEach(() => {
  shownNotices.length = 0;
  went.length = 0;
  windows = [];
});

test("a notice is shown once by its tag, and nothing is kept of it", async () => {
  const told = JSON.stringify({ title: "상품권 결제", body: "하늘 카페 · 상품권 -1,000원", tag: "ent_1", lang: "ko", from: "온 군민" });
  await happen("push", pushed(told));
  await happen("push", pushed(told));
  assert.deepEqual(shownNotices[1], shownNotices[0]);
  const { title, body, tag, renotify, icon } = shownNotices[0];
  assert.deepEqual([title, body, tag, renotify], ["상품권 결제", "하늘 카페 · 상품권 -1,000원", "ent_1", false]);
  assert.equal(icon, "https://onmin.test/api/static/county/7-192x192.png?v=r1");
});

test("what can't be read is shown as news, since a browser demands that something is", async () => {
  for (const told of [undefined, "{", "{}", "null"]) await happen("push", pushed(told));
  assert.deepEqual(new Set(shownNotices.map(({ title }) => title)), new Set(["지갑에 새 내역이 있습니다 · News in your wallet"]));
  assert.equal(shownNotices.length, 4);
});

test("a tap opens what was told of, in the wallet that is open or in a new window", async () => {
  let closed = 0;
  const notification = { close: () => { closed += 1; }, tag: "ent_1" };
  await happen("notificationclick", { notification });
  assert.deepEqual(went, [["new", "https://onmin.test/api/wallet/history?entry=ent_1"]]);

  const here = { url: "https://onmin.test/api/wallet/me", focus: async () => went.push(["focus"]) };
  here.navigate = async (address) => { went.push(["there", address]); return here; };
  windows = [{ url: "https://onmin.test/api/merchant" }, here];
  await happen("notificationclick", { notification });
  assert.deepEqual(went.slice(1), [["there", "https://onmin.test/api/wallet/history?entry=ent_1"], ["focus"]]);

  here.navigate = async () => { throw new TypeError("not controlled"); };
  await happen("notificationclick", { notification: { ...notification, tag: "ends-20261231-30" } });
  assert.deepEqual(went.at(-1), ["new", "https://onmin.test/api/wallet/history"]);
  assert.equal(closed, 3);
});

// The switch on the page "Me".

const answers = {};
const server = serveBy(answers);
const PUT = "PUT v1/me/push-subscriptions";
const GET = "GET v1/me/push-subscriptions";
const DELETE = "DELETE v1/me/push-subscriptions/psh_1";
const mine = { subscription_id: "psh_1", browser: "Chrome · Android", language: "ko", created_at: "2026-11-22T03:00:00.000Z" };
const other = { ...mine, subscription_id: "psh_2", browser: "Safari · iPhone" };
let subscription = null;
let asked = "granted";
const pushManager = {
  getSubscription: async () => subscription,
  subscribe: async (options) => {
    pushManager.options = options;
    subscription = { endpoint: "https://fcm.googleapis.com/x", unsubscribe: async () => { subscription = null; }, toJSON: () => ({ endpoint: "https://fcm.googleapis.com/x", keys: { p256dh: "P", auth: "A" } }) };
    return subscription;
  },
};

const logIn = (member_id) => localStorage.setItem("onmin.session", JSON.stringify({ access_token: "token", expires_at: "2099-01-01T00:00:00.000Z", member_id }));
open("wallet/mine.html");
Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: { ready: Promise.resolve({ pushManager }), getRegistration: async () => ({ pushManager }) } });
globalThis.PushManager = class {};
globalThis.Notification = { permission: "default", requestPermission: async () => asked };
logIn("mem_7");
const { call } = await import("../../chalicelib/web/static/common/api.js");
const notices = await import("../../chalicelib/web/static/wallet/notices.js");
notices.start({ ask: (method, path, options = {}) => call(method, path, { ...options, token: "token" }), refresh: async () => ({}) });
const box = document.querySelector("[data-notices]");
const toggle = box.querySelector("[name=notices]");
async function flip() {
  toggle.checked = !toggle.checked;
  toggle.dispatchEvent(new window.Event("change", { bubbles: true }));
  for (let turns = 0; turns < 12; turns += 1) await settled();
}
const show = () => { document.querySelector("[data-screen=mine]").hidden = false; };

test("it is asked for by a tap alone, with the county's key, and the others are listed", async () => {
  show();
  Object.assign(answers, { [GET]: { body: { data: [other], application_server_key: "KEY", next_cursor: null } }, [PUT]: { body: mine } });
  await notices.open();
  assert.equal(toggle.checked, false);
  assert.match(box.querySelector("[data-notified]").textContent, /Safari · iPhone/);
  assert.equal(subscription, null);

  await flip();
  assert.equal(toggle.checked, true);
  assert.deepEqual(pushManager.options, { userVisibleOnly: true, applicationServerKey: "KEY" });
  const [{ body }] = server.sent(PUT);
  assert.deepEqual([body.endpoint, body.p256dh, body.auth, body.language], ["https://fcm.googleapis.com/x", "P", "A", "ko"]);
  assert.equal(JSON.parse(localStorage.getItem("onmin.push")).subscription_id, "psh_1");
});

test("a refusal of the browser turns the switch back and says why", async () => {
  await notices.forgetHere();
  toggle.checked = false;
  asked = "denied";
  await flip();
  assert.equal(toggle.checked, false);
  assert.match(box.querySelector("[data-error=notices]").textContent, /허용해야/);
  asked = "granted";
});

test("a log-out and another member end it in this browser", async () => {
  await flip();
  assert.notEqual(subscription, null);
  logIn("mem_8");
  await notices.keepUp();
  assert.equal(subscription, null);
  assert.equal(localStorage.getItem("onmin.push"), null);
});

test("turned off, the server is told and the browser takes no more", async () => {
  await flip();
  answers[DELETE] = { body: { data: [], application_server_key: "KEY", next_cursor: null } };
  toggle.checked = true;
  await flip();
  assert.equal(subscription, null);
  assert.equal(localStorage.getItem("onmin.push"), null);
});

test("where it can't be, the page says what would help", async () => {
  globalThis.Notification.permission = "denied";
  await notices.open();
  assert.equal(toggle.disabled, true);
  assert.match(box.querySelector("[data-fill=notices-how]").textContent, /막혀/);
  delete globalThis.PushManager;
  await notices.open();
  assert.match(box.querySelector("[data-fill=notices-how]").textContent, /받을 수 없습니다/);
});
