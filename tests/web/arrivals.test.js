import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Problem } from "../../chalicelib/web/static/common/api.js";
import { make } from "../../chalicelib/web/static/common/dom.js";
import { settled } from "./served.js";

const START = Date.parse("2026-11-22T05:00:00.000Z");
mock.timers.enable({ apis: ["setTimeout", "Date"], now: START });

// A browser's sound, as a page meets it: silent until somebody touches the screen.
let rings = 0;
let isTouched = false;
class AudioContext {
  state = "suspended";
  currentTime = 0;
  async resume() { if (isTouched) this.state = "running"; }
  createOscillator() { return { frequency: {}, connect: (to) => to, start: () => { rings += 1; }, stop() {} }; }
  createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }; }
}
globalThis.AudioContext = AudioContext;
let isHidden = false;
Object.defineProperty(document, "hidden", { get: () => isHidden });
document.body.replaceChildren(make("div", { "data-arrivals": true, hidden: true }), make("p", { "data-silent": true }));

const arrivals = await import("../../chalicelib/web/static/shop/arrivals.js");
const { QUICK_FOR_MS, QUICK_MS, SLOW_MS } = arrivals;

let list = [];
let asked = [];
let told = [];
let openOrder;
let fault = null;
const ask = async (method, path, { query }) => {
  asked.push(query);
  if (fault) throw fault;
  const rows = list.filter((one) => one.on === query.on);
  const from = Number(query.cursor ?? 0);
  const next = from + query.limit < rows.length ? String(from + query.limit) : null;
  return { data: rows.slice(from, from + query.limit), next_cursor: next };
};
arrivals.start({ ask, openOrder: () => openOrder, onArrived: (sales) => told.push(...sales.map((one) => one.redemption_id)) });

const seoul = (at) => new Date(at + 9 * 3600 * 1000).toISOString().slice(0, 10);
/** A payment, as the shop's list has it: the newest first. */
function paid(id, amount, ago = 0, remaining_amount = amount) {
  const at = Date.now() - ago;
  const status = remaining_amount === amount ? "captured" : remaining_amount ? "partially_canceled" : "canceled";
  list.unshift({ redemption_id: id, order_id: `qr-${id}`, amount, remaining_amount, status, at: new Date(at).toISOString(), on: seoul(at) });
}
async function pass(milliseconds, step = 500) {
  for (let left = milliseconds; left > 0; left -= step) {
    mock.timers.tick(Math.min(step, left));
    await settled();
  }
}
async function touch() {
  isTouched = true;
  document.dispatchEvent(new window.Event("pointerup"));
  await settled();
}
const banner = () => document.querySelector("[data-arrivals]");

beforeEach(async () => {
  arrivals.rest();
  fault = null;
  openOrder = undefined;
  isHidden = false;
  banner().querySelector("button")?.click();
  await pass(10 * 60 * 1000, 60 * 1000);
  localStorage.clear();
  [list, asked, told] = [[], [], []];
  rings = 0;
});

test("before the screen is touched, a payment is shown and the page says that it cannot be heard", async () => {
  paid("rdm_old", 900, 60 * 1000);
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  paid("rdm_1", 4300);
  await pass(2 * QUICK_MS);
  assert.deepEqual([told, rings], [["rdm_1"], 0]);
  assert.match(banner().textContent, /4,300원 받았습니다\d\d:\d\d:\d\d/);
  assert.equal(document.querySelector("[data-silent]").hidden, false);
  await touch();
  assert.equal(document.querySelector("[data-silent]").hidden, true);
});

test("each payment is shown once and heard once, also after the page was loaded again", async () => {
  arrivals.watch("GJ0001");
  await touch();
  await pass(QUICK_MS);
  paid("rdm_2", 1200);
  await pass(3 * QUICK_MS);
  assert.deepEqual([told, rings], [["rdm_2"], 2], "two tones");
  arrivals.rest();
  paid("rdm_3", 700);
  await pass(30 * 1000);
  arrivals.watch("GJ0001");
  await pass(3 * QUICK_MS);
  assert.deepEqual([told, rings], [["rdm_2", "rdm_3"], 4]);
});

test("every two seconds for three minutes after something happened, then every fifteen; hidden, never", async () => {
  arrivals.watch("GJ0001");
  await settled();
  await pass(QUICK_FOR_MS);
  assert.ok(asked.length >= QUICK_FOR_MS / QUICK_MS - 2 && asked.length <= QUICK_FOR_MS / QUICK_MS + 2, String(asked.length));
  await pass(SLOW_MS);
  asked = [];
  await pass(10 * SLOW_MS);
  assert.ok(asked.length >= 9 && asked.length <= 10, String(asked.length));
  isHidden = true;
  await pass(SLOW_MS);
  asked = [];
  await pass(10 * SLOW_MS);
  assert.equal(asked.length, 0);
  isHidden = false;
  document.dispatchEvent(new window.Event("visibilitychange"));
  await pass(2 * QUICK_MS);
  assert.ok(asked.length >= 2);
});

test("pressing keys asks no oftener", async () => {
  arrivals.watch("GJ0001");
  asked = [];
  for (let key = 0; key < 20; key += 1) {
    document.dispatchEvent(new window.Event("keydown"));
    await pass(100, 100);
  }
  assert.ok(asked.length <= 2, String(asked.length));
});

test("more payments at once than a page holds are all there", async () => {
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  for (let n = 0; n < 12; n += 1) paid(`rdm_crowd_${n}`, 100 + n);
  await pass(2 * QUICK_MS);
  assert.equal(new Set(told).size, 12);
  assert.equal(told.length, 12);
});

test("a payment that the index shows late is not passed over by newer ones", async () => {
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  paid("rdm_new", 300);
  await pass(2 * QUICK_MS);
  paid("rdm_late", 200, 3000);
  list.reverse();
  await pass(2 * QUICK_MS);
  assert.deepEqual(told, ["rdm_new", "rdm_late"]);
});

test("what the till shows itself does not come in once more", async () => {
  arrivals.watch("GJ0001");
  await touch();
  openOrder = "qr-rdm_own";
  paid("rdm_own", 5000);
  await pass(2 * QUICK_MS);
  arrivals.take("rdm_own", list[0].at);
  openOrder = undefined;
  await pass(2 * QUICK_MS);
  assert.deepEqual([told, rings], [[], 2]);
});

test("a payment just before midnight is not lost to the new day", async () => {
  mock.timers.setTime(Date.parse("2026-11-23T14:59:00.000Z"));
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  arrivals.rest();
  mock.timers.setTime(Date.parse("2026-11-23T14:59:59.000Z"));
  paid("rdm_night", 800);
  mock.timers.setTime(Date.parse("2026-11-23T15:00:20.000Z"));
  arrivals.watch("GJ0001");
  await pass(2 * QUICK_MS);
  assert.deepEqual(told, ["rdm_night"]);
});

test("while the server is away it is asked every fifteen seconds, and nothing is lost", async () => {
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  fault = new Error("away");
  await pass(4 * SLOW_MS);
  asked = [];
  paid("rdm_meanwhile", 650);
  await pass(4 * SLOW_MS);
  assert.ok(asked.length <= 5, String(asked.length));
  fault = null;
  await pass(2 * SLOW_MS);
  assert.deepEqual(told, ["rdm_meanwhile"]);
});

test("a phone that another shop takes over begins anew", async () => {
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  arrivals.rest();
  await pass(20 * 1000);
  paid("rdm_theirs", 550, 10 * 1000);
  arrivals.watch("GJ0002");
  await pass(2 * QUICK_MS);
  assert.deepEqual(told, []);
});

test("a phone that can keep nothing knows until the page is closed", async () => {
  const broken = mock.method(window.Storage.prototype, "setItem", () => { throw new Error("full"); });
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  paid("rdm_mem", 450);
  await pass(4 * QUICK_MS);
  broken.mock.restore();
  assert.deepEqual(told, ["rdm_mem"]);
});

test("what was taken back before it came in is neither shown nor heard; of a part the rest is", async () => {
  arrivals.watch("GJ0001");
  await touch();
  await pass(QUICK_MS);
  paid("rdm_back", 7700, 0, 0);
  await pass(2 * QUICK_MS);
  assert.deepEqual([told, rings, banner().hidden], [[], 0, true]);
  paid("rdm_part", 6600, 0, 1100);
  await pass(2 * QUICK_MS);
  assert.deepEqual([told, rings], [["rdm_part"], 2]);
  assert.match(banner().textContent, /1,100원 받았습니다/);
  assert.doesNotMatch(banner().textContent, /6,600/);
});

test("a sale that this till undid does not come in, though the list still shows it as paid", async () => {
  arrivals.watch("GJ0001");
  await touch();
  openOrder = "qr-rdm_undone";
  paid("rdm_undone", 2800);
  await pass(2 * QUICK_MS);
  arrivals.passOver("qr-rdm_undone");
  openOrder = undefined;
  await pass(2 * QUICK_MS);
  Object.assign(list[0], { status: "canceled", remaining_amount: 0 });
  await pass(2 * QUICK_MS);
  assert.deepEqual([told, rings], [[], 0]);
});

test("who is asked to wait waits, though the screen is touched", async () => {
  arrivals.watch("GJ0001");
  await pass(QUICK_MS);
  fault = new Problem(429, { code: "rate_limited" }, 40);
  await pass(QUICK_MS);
  [asked, fault] = [[], null];
  await pass(20 * 1000);
  await touch();
  await pass(17 * 1000);
  assert.deepEqual(asked, []);
  await pass(3 * QUICK_MS);
  assert.ok(asked.length > 0);
});
