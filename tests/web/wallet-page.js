// The wallet's own page with its script, of a member who is logged in; what the server answers is set by each test.

import { beforeEach } from "node:test";

import { open } from "./markup.js";
import { serveBy, settled } from "./served.js";

export const OF_WALLET = {
  "GET v1/me": { body: { name: "박말순", member_id: "mem_7", phone: "+821087654321", birth_on: "1949-10-02", joined_at: "2026-10-01T00:00:00Z", identity: null } },
  "GET v1/me/wallet": { body: { mileage: { balance: 400, expiring: [] }, voucher: { balance_amount: 21000, lots: [] } } },
  "GET v1/me/entries": { body: { data: [], next_cursor: null } },
  "GET v1/me/consents": { body: { data: [] } },
  "GET v1/merchants/GJ0031": { body: { merchant_code: "GJ0031", name: "강진 국밥", status: "active" } },
  "GET v1/merchants/GJ0032": { body: { merchant_code: "GJ0032", name: "병영 방앗간", status: "active" } },
};
export const answers = {};
export const server = serveBy(answers);
export const went = [];
globalThis.location = { search: "", href: "https://onmin.test/wallet", replace: (to) => went.push(to) };

export const logIn = (member_id = "mem_7") => localStorage.setItem("onmin.session", JSON.stringify({ access_token: `token-${member_id}`, expires_at: "2099-01-01T00:00:00.000Z", member_id }));
// But for what opens the wallet without a net, which is read anew with every look at it: below, and tests/e2e/test_wallet_app.py.
export const kept = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => name !== "onmin.seen").sort();
export const shown = () => document.querySelector("[data-screen]:not([hidden])").dataset.screen;
export const text = (name) => document.querySelector(`[data-screen=${name}]`).textContent;
export async function wait() {
  for (let turns = 0; turns < 12; turns += 1) await settled();
}
export async function press(name, detail = 1) {
  const section = document.querySelector("[data-screen]:not([hidden])");
  const pressed = section.querySelector(`[data-do=${name}]`);
  pressed.dispatchEvent(new window.MouseEvent("click", { bubbles: true, detail }));
  await wait();
}
export async function submit(fields = {}) {
  const form = document.querySelector("[data-screen]:not([hidden]) form");
  for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
  form.dispatchEvent(new window.Event("submit", { cancelable: true, bubbles: true }));
  await wait();
}

logIn();
Object.assign(answers, OF_WALLET);
open("wallet/wallet.html");
const { perform: byName } = await import("../../chalicelib/web/static/common/clicks.js");
await import("../../chalicelib/web/static/wallet/wallet.js");
await wait();
export async function perform(name) {
  byName(name);
  await wait();
}

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, OF_WALLET);
  logIn();
  history.replaceState(null, "", "https://onmin.test/wallet");
  await perform("reload");
  [server.asked.length, went.length] = [0, 0];
});
