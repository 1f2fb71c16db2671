import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { current, end, forgetPerson, onForgotten, open } from "../../chalicelib/web/static/common/session.js";
import { device, tab } from "../../chalicelib/web/static/common/storage.js";
import { charge, open as openSale, pending } from "../../chalicelib/web/static/shop/sale.js";
import { DROPPED, serve } from "./served.js";

const real = { localStorage: globalThis.localStorage, sessionStorage: globalThis.sessionStorage };
const FAULTS = {
  forbidden: { get() { throw new DOMException("denied", "SecurityError"); } },
  missing: { value: null },
  full: { value: { getItem: (name) => real.localStorage.getItem(name), removeItem: (name) => real.localStorage.removeItem(name), setItem() { throw new DOMException("full", "QuotaExceededError"); } } },
};
const SESSION = { access_token: "t", expires_at: "2099-01-01T00:00:00.000Z", member_id: "mem_1" };
let server;

const put = (fault) => Object.keys(real).forEach((name) => Object.defineProperty(globalThis, name, { configurable: true, ...fault }));
const banner = () => document.querySelector("#unkept");

beforeEach(() => {
  real.localStorage.clear();
  real.sessionStorage.clear();
  document.body.replaceChildren(make("p", { id: "unkept", hidden: true }));
});
afterEach(() => {
  for (const name of ["a", "onmin.session", "onmin.sale"]) device.forget(name);
  for (const [name, value] of Object.entries(real)) Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  server?.end();
});

test("what can be kept is kept, and nothing is said", () => {
  assert.equal(device.keep("a", { b: 1 }), true);
  assert.deepEqual(JSON.parse(real.localStorage.getItem("a")), { b: 1 });
  assert.deepEqual(device.read("a"), { b: 1 });
  assert.equal(banner().hidden, true);
});

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`storage that is ${name}: all goes on in memory, and the page says so`, async () => {
    real.localStorage.setItem("a", '"old"');
    put(fault);
    assert.equal(device.keep("a", "new"), false);
    assert.equal(device.read("a"), "new");
    assert.equal(banner().hidden, false);
    device.forget("a");
    assert.equal(device.read("a"), null);

    server = serve({ body: SESSION }, DROPPED, { status: 204, body: "" });
    await open("token");
    assert.equal(current().access_token, "t");
    const { order_id } = openSale(700);
    await charge("key", "123456789");
    assert.equal(pending().order_id, order_id);
    await end();
    assert.equal(current(), null);
  });
}

test("what nobody can read any more counts as nothing", () => {
  real.localStorage.setItem("onmin.session", "{cut off");
  assert.equal(current(), null);
});

test("after leaving nothing of the person is kept; another member's payment, the shop's and the staff's own stay", () => {
  for (const name of ["onmin.session", "onmin.leaving", "onmin.payment.mem_1", "onmin.payment.mem_2", "onmin.merchant-key", "onmin.sale"]) real.localStorage.setItem(name, '"x"');
  for (const name of ["onmin.join.celadon", "onmin.login", "onmin.identity", "onmin.proof", "onmin.staff"]) real.sessionStorage.setItem(name, '"x"');
  forgetPerson("mem_1");
  assert.deepEqual(Object.keys(real.localStorage).sort(), ["onmin.merchant-key", "onmin.payment.mem_2", "onmin.sale"]);
  assert.deepEqual(Object.keys(real.sessionStorage), ["onmin.staff"]);
});

test("a log-out and the next person who joins keep payments without an answer, each for its member alone", async () => {
  real.localStorage.setItem("onmin.session", JSON.stringify(SESSION));
  for (const member of ["mem_1", "mem_2"]) real.localStorage.setItem(`onmin.payment.${member}`, "{}");
  server = serve({ status: 204, body: "" });
  await end();
  forgetPerson();
  assert.deepEqual(Object.keys(real.localStorage).sort(), ["onmin.payment.mem_1", "onmin.payment.mem_2"]);
});

test("another tab forgets the person when it hears of it, and nothing that tabs share", () => {
  const hear = mock.fn();
  onForgotten(() => current() === null, hear);
  tab.keep("onmin.join.celadon", { done: { name: "김" } });
  device.keep("onmin.session", SESSION);
  const told = (key, newValue) => window.dispatchEvent(new window.StorageEvent("storage", { key, newValue }));
  told("onmin.session", null);
  told("onmin.forgotten", null);
  assert.equal(hear.mock.callCount(), 0);
  told("onmin.forgotten", "1");
  assert.equal(hear.mock.callCount(), 1);
  assert.equal(tab.read("onmin.join.celadon"), null);
  assert.deepEqual(device.read("onmin.session"), SESSION);
});

test("a page that comes back as it was shows nobody who was forgotten meanwhile", () => {
  const forget = mock.fn();
  onForgotten(() => current() === null, forget);
  const comeBack = (persisted) => window.dispatchEvent(new window.PageTransitionEvent("pageshow", { persisted }));
  device.keep("onmin.session", SESSION);
  comeBack(true);
  device.forget("onmin.session");
  comeBack(false);
  assert.equal(forget.mock.callCount(), 0);
  comeBack(true);
  assert.equal(forget.mock.callCount(), 1);
});

/** A storage with room for so many characters in all. */
const holding = (room) => ({
  value: {
    getItem: (name) => real.localStorage.getItem(name),
    removeItem: (name) => real.localStorage.removeItem(name),
    setItem(name, text) {
      const others = Object.entries(real.localStorage).filter(([one]) => one !== name).map((pair) => pair.join(""));
      // Some browsers count the text before along with the new one.
      if ([name, text, real.localStorage.getItem(name) ?? "", ...others].join("").length > room) throw new DOMException("full", "QuotaExceededError");
      real.localStorage.setItem(name, text);
    },
  },
});

test("what no longer fits leaves nothing older behind: a reload finds no state of before", () => {
  real.localStorage.setItem("a", '"unsent"');
  put(holding(20));
  assert.equal(device.keep("a", "sent to the server, waiting for its answer"), false);
  assert.equal(device.read("a"), "sent to the server, waiting for its answer");
  assert.equal(real.localStorage.getItem("a"), null);
  assert.equal(banner().hidden, false);
});

test("where there is room without the text before, the new one is kept", () => {
  real.localStorage.setItem("a", '"0123456789"');
  put(holding(20));
  assert.equal(device.keep("a", "abcdefghij"), true);
  assert.equal(real.localStorage.getItem("a"), '"abcdefghij"');
  assert.equal(banner().hidden, true);
});
