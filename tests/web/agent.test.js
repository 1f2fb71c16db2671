import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, refused, serveBy, settled } from "./served.js";

// Made by chalicelib/paper/serials.py.
const SERIALS = ["GA000000012", "GA000000020", "GA000000501", "GA999999998"];
const KEY = `at_live_${"0".repeat(16)}-1-${"a".repeat(27)}`;
const ROUNDS = { data: [{ round_id: "rnd_1", name: "가을", state: "open", discount_percent: 10, channels: ["counter", "paper"], remaining_amount: 500000 }], next_cursor: null };
const STOCK = { data: [{ series: "GA", denomination: 10000, expires_on: "2031-11-01", held: 100, coming: 0, returning: 0, sold: 0, voided: 0 }] };
const SOLD = { entry_id: "ent_1", member_id: "mem_06H02CHZG2WVD3YG", purchase_id: "pur_1", voucher_id: null, round_id: "rnd_1", notes: [{ first: "GA000000017", last: "GA000000033", count: 3 }], face_amount: 30000, price_amount: 27000, at: "2026-11-22T03:00:00Z", purchase_limits: { month: { remaining: 470000 } } };
const ALWAYS = {
  "GET v1/agent": { body: { agent_id: "agt_1", agent_name: "농협", teller_id: "t1", label: "1번", has_pin: true } },
  "GET v1/agent/stock": { body: STOCK },
  "GET v1/rounds": { body: ROUNDS },
  "POST v1/agent/paper-sales/validate": { body: { member_name_masked: "홍*동", face_amount: 30000, price_amount: 27000, note_count: 3 } },
};

const { joined, named, readRange, serialText, without } = await import("../../chalicelib/web/static/agent/serials.js");
open("agent/agent.html");
document.body.append(document.createElement("nav"));
document.querySelector("nav").className = "bottomnav";
localStorage.setItem("onmin.teller-key", KEY);
localStorage.setItem("onmin.teller-session", JSON.stringify({ access_token: "as_1", expires_at: "2100-01-01T00:00:00Z" }));
const first = serveBy(ALWAYS);
await import("../../chalicelib/web/static/agent/agent.js");
for (let turns = 0; turns < 6; turns += 1) await settled();
first.end();

const at = (selector) => document.querySelector(selector);
const type = (selector, value) => { at(selector).value = value; };
async function add(picker, number, last = number) {
  type(`#${picker}-first`, serialText("GA", number));
  type(`#${picker}-last`, serialText("GA", last));
  at(`#${picker}-last`).dispatchEvent(new window.KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  await settled();
}
async function press(form) {
  at(form).dispatchEvent(new Event("submit", { cancelable: true }));
  for (let turns = 0; turns < 8; turns += 1) await settled();
}

test("serial numbers are checked as the server does, and neighbours are one range", () => {
  assert.deepEqual([1, 2, 50, 99_999_999].map((number) => serialText("GA", number)), SERIALS);
  assert.throws(() => readRange("GA000000016"), /일련번호/);
  const ranges = [3, 1, 7].reduce((all, number) => joined(all, readRange(serialText("GA", number))), []);
  const filled = joined(ranges, readRange(` ${serialText("GA", 2).toLowerCase()} `));
  assert.deepEqual(filled, [{ series: "GA", first: 1, last: 3 }, { series: "GA", first: 7, last: 7 }]);
  assert.throws(() => joined(filled, readRange(serialText("GA", 2))), /두 번/);
  assert.deepEqual(without(filled, [serialText("GA", 2)]).map(named).map((one) => one.first), [1, 3, 7].map((number) => serialText("GA", number)));
});

test("what is missing of a sale is said at every field at once, and nothing is asked", async () => {
  const server = serveBy(ALWAYS);
  at('[name="way"][value="paper"]').click();
  at('[name="way"][value="paper"]').dispatchEvent(new Event("change", { bubbles: true }));
  await press("#sale-form");
  for (const name of ["member_id", "notes", "identity"]) assert.notEqual(at(`#sale-form [data-error="${name}"]`).textContent, "", name);
  assert.equal(server.asked.length, 0);
  server.end();
});

test("a sale without an answer is kept on the device and sent again as the same", async () => {
  let answers = [DROPPED, DROPPED, { status: 201, body: SOLD }];
  const server = serveBy({ ...ALWAYS, "POST v1/agent/paper-sales": () => answers.shift() });
  const sales = () => server.sent("POST v1/agent/paper-sales");
  type("#sale-member", "06H0 2CHZ G2WV D3YG");
  await add("sale-notes", 1, 3);
  assert.match(at("#sale-form [data-notes] .big").textContent, /3장 · 30,000원/);
  at('#sale-form [name="identity"]').checked = true;
  await press("#sale-form");
  assert.equal(sales().length, 0);
  assert.match(at("#sale-form [data-check]").textContent, /홍\*동.*27,000원/);
  await press("#sale-form");
  await press("#sale-form");
  assert.equal(sales().length, 2);
  assert.match(at('[data-screen="sale"] .notice.warn').textContent, /한 번만/);
  assert.equal(JSON.parse(localStorage.getItem("onmin.teller-wishes.agt_1/t1")).length, 1);
  at('[data-screen="sale"] .notice.warn button').click();
  for (let turns = 0; turns < 8; turns += 1) await settled();
  assert.deepEqual(sales()[2].body, { member_id: "mem_06H02CHZG2WVD3YG", round_id: "rnd_1", notes: [{ first: serialText("GA", 1), last: serialText("GA", 3) }] });
  assert.equal(new Set(sales().map((one) => one.headers["Idempotency-Key"])).size, 1);
  assert.match(at('[data-screen="sale"] [data-done]').textContent, /27,000원/);
  assert.equal(localStorage.getItem("onmin.teller-wishes.agt_1/t1"), null);
  answers = [refused(409, "notes_elsewhere"), { status: 201, body: SOLD }];
  type("#sale-member", "06H02CHZG2WVD3YG");
  await add("sale-notes", 1, 3);
  at('#sale-form [name="identity"]').checked = true;
  await press("#sale-form");
  await press("#sale-form");
  assert.equal(localStorage.getItem("onmin.teller-wishes.agt_1/t1"), null);
  assert.match(at('#sale-form [data-error=""]').textContent, /notes_elsewhere/);
  server.end();
});

test("notes that are not taken are named with the reason and removed; the rest is exchanged", async () => {
  const seen = [5, 6].map((number) => ({ serial: serialText("GA", number), amount: 10000, refusal: null, detail: null }));
  const bad = { ...seen[1], refusal: "note_exchanged", detail: "이미 환전했습니다." };
  const server = serveBy({
    ...ALWAYS,
    "POST v1/agent/paper-exchanges/validate": ({ body }) => ({ body: { merchant_name: "청자식당", amount: 10000, data: body.notes[0].last === serialText("GA", 6) ? [seen[0], bad] : [seen[0]] } }),
    "POST v1/agent/paper-exchanges": { status: 201, body: { exchange_id: "exg_1", merchant_id: "mch_1", note_count: 1, amount: 10000, on: "2026-11-22", at: "2026-11-22T03:00:00Z" } },
  });
  type("#exchange-shop", "https://gangjin.test/wallet?pay=m0001&t=x");
  await add("exchange-notes", 5, 6);
  await press("#exchange-form");
  assert.match(at("[data-refused]").textContent, /이미 환전했습니다/);
  assert.equal(at("#exchange-form [data-check]").hidden, true);
  at("[data-refused] button").click();
  await settled();
  await press("#exchange-form");
  assert.match(at("#exchange-form [data-check]").textContent, /청자식당1장 · 10,000원/);
  await press("#exchange-form");
  const [sent] = server.sent("POST v1/agent/paper-exchanges");
  assert.deepEqual(sent.body, { merchant_code: "M0001", notes: [{ first: serialText("GA", 5), last: serialText("GA", 5) }] });
  assert.match(at('[data-screen="exchange"] [data-done]').textContent, /1장/);
  server.end();
});
