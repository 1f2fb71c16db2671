// A day's book of fees at the desk: what is left of it is explained at the second press, by somebody who paid in none of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { serveBy, settled } from "./served.js";

const PATH = "v1/staff/fee-books/fac_1/2026-11-22";
const LINE = { visitor_class: "adult", is_group: true, people: 20, fee_amount: 2000, discount_amount: 1000, collected_amount: 20000, forgone_amount: 20000, article: "제7조" };
const DEPOSIT = { amount: 19000, deposited_on: "2026-11-23", slip: "농협 1", recorded_by: "anna", recorded_at: "2026-11-23T01:00:00.000Z", is_late: false };
const BOOK = { facility_id: "fac_1", on: "2026-11-22", people: 20, free_people: 0, collected_amount: 20000, forgone_amount: 20000, deposited_amount: 19000, difference_amount: 0, left_amount: 1000, deposit_due_on: "2026-11-23", lines: [LINE], marked: [], deposits: [DEPOSIT], differences: [] };
const DONE = { ...BOOK, difference_amount: 1000, left_amount: 0, differences: [{ amount: 1000, reason: "거스름돈", recorded_by: "bora", recorded_at: "2026-11-24T01:00:00.000Z" }] };
const answers = { [`GET ${PATH}`]: { body: BOOK }, [`POST ${PATH}/differences`]: { status: 201, body: DONE } };
const server = serveBy(answers);
const find = (selector) => document.querySelector(selector);
async function settle() {
  for (let turns = 0; turns < 9; turns += 1) await settled();
}
const as = (name, ...roles) => sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: `x.${btoa(JSON.stringify({ "cognito:username": name, "cognito:groups": roles }))}.x`, accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));

open("staff/pages/visits.html");
openNavigation();
as("bora", "manager");
const book = await import("../../chalicelib/web/static/staff/fee-book.js");
const form = find("#difference-form");
const press = async () => {
  form.dispatchEvent(new window.Event("submit", { cancelable: true }));
  await settle();
};

test("a group's line says what was forgone and by which article", async () => {
  book.choose("2026-11-22");
  await book.show("fac_1");
  assert.match(find("[data-book-lines] tbody tr").textContent, /\(단체\).*20,000.*20,000.*제7조/s);
});

test("what is left is explained at the second press, as the book shows it", async () => {
  assert.equal(form.hidden, false);
  form.reason.value = " 거스름돈 ";
  await press();
  assert.equal(server.sent(`POST ${PATH}/differences`).length, 0);
  await press();
  assert.deepEqual(server.sent(`POST ${PATH}/differences`)[0].body, { amount: 1000, reason: "거스름돈" });
  assert.equal(form.hidden, true);
  assert.match(find("[data-book-marked]").textContent, /모자란 1,000원 정리 · 거스름돈 · bora/);
});

test("who recorded a deposit, and who only counts, has no such form", async () => {
  as("anna", "manager");
  await book.show("fac_1");
  assert.equal(form.hidden, true);
  as("chul", "operator");
  await book.show("fac_1");
  assert.equal(form.hidden, true);
});
