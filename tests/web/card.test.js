import assert from "node:assert/strict";
import { test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { refused, serveBy, settled } from "./served.js";

const CARD = "OC06BX3K9QZ7M2T4WA0123456789ABCDEFGHJKMNPQRS";
document.body.append(
  make("p", { "data-card-hint": "" }),
  make(
    "section", { "data-screen": "card" }, make("span", { "data-fill": "amount" }),
    make("form", {}, make("input", { name: "pin" }), make("p", { "data-error": "pin" }), make("p", { "data-error": "" }), make("button", { type: "submit" })),
  ),
);
const card = await import("../../chalicelib/web/static/shop/card.js");
const form = document.querySelector("form");
const charged = [];
const refusals = [];
let answer = { status: 201, body: { pay_code: "PAYCODE", amount_max: 3000, expires_at: "2026-11-22T03:03:00.000Z" } };
const server = serveBy({ "POST v1/card-pay-codes": () => answer });
card.start({
  token: () => "key", sale: () => ({ amount: 3000, order_id: "20261122-0001" }), charge: (code) => charged.push(code), refused: (error) => refusals.push(error.code),
});
async function type(pin) {
  form.pin.value = pin;
  form.pin.dispatchEvent(new window.Event("input"));
  for (let turns = 0; turns < 6; turns += 1) await settled();
}

test("a card is told from a pay code, however a scanner sends it", () => {
  for (const text of [CARD, CARD.toLowerCase(), `]Q1${CARD}`, ` ${CARD} `]) assert.ok(card.isCard(text), text);
  for (const text of ["482 913 507", "0".repeat(58), CARD.slice(1), `${CARD}0`]) assert.ok(!card.isCard(text), text);
});

test("four digits are sent by themselves, with amount and order, and what comes back is charged", async () => {
  card.askPin(CARD, "3,000원", () => {});
  await type("48");
  assert.equal(server.asked.length, 0);
  await type("4829");
  assert.deepEqual(server.asked[0].body, { card_code: CARD, pin: "4829", amount: 3000, order_id: "20261122-0001" });
  assert.deepEqual(charged, ["PAYCODE"]);
  assert.equal(form.pin.value, "");
});

test("a wrong PIN is said at its field and typed again there; what ends the card is the till's to show", async () => {
  answer = refused(422, "card_pin_wrong", { param: "pin", remaining: 4 });
  await type("0918");
  assert.match(form.querySelector("[data-error=pin]").textContent, /card_pin_wrong/);
  answer = refused(422, "card_closed");
  await type("4829");
  assert.deepEqual(refusals, ["card_closed"]);
  assert.equal(charged.length, 1);
});
