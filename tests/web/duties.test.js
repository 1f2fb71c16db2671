import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { serveBy, settled } from "./served.js";

const OVER = { duty_id: "issue_report-2026-H1", kind: "issue_report", period: "2026-H1", law: "법", article: "제14조", is_own_day: false, over_on: "2026-06-30", due_on: "2026-07-31", work_by_on: "2026-07-31", days_left: -3, state: "overdue", sending: null, files: [], agents: [] };
const RUNNING = { ...OVER, duty_id: "agent_report-2199-Q4", kind: "agent_report", period: "2199-Q4", over_on: "2199-12-31", due_on: "2200-01-20", work_by_on: "2200-01-18", days_left: 20, state: "upcoming" };
const DONE = { ...OVER, state: "done", sending: { sent_on: "2026-07-20", recipient: "행정안전부", note: "1234", by: "anna", at: "2026-07-20T01:00:00.000Z" } };
const PUT = `PUT v1/staff/duties/${OVER.duty_id}/sending`;
const BACK = `POST v1/staff/duties/${OVER.duty_id}/take-back`;
const MAKE = "POST v1/staff/issue-reports";
const answers = { [MAKE]: { body: { half_year: "2026-H1", version: 2 } }, "GET v1/staff/duties": { body: { data: [OVER, RUNNING] } }, [PUT]: { body: DONE }, [BACK]: { body: OVER } };
const server = serveBy(answers);
const find = (selector) => document.querySelector(selector);
const rows = () => [...find("[data-duties]").querySelectorAll("tbody tr")];
const press = (row, words) => [...rows()[row].querySelectorAll("button")].find((one) => one.textContent === words).click();
async function settle() {
  for (let turns = 0; turns < 14; turns += 1) await settled();
}
async function send(selector) {
  find(selector).requestSubmit();
  await settle();
}

open("staff/pages/duties.html");
openNavigation();
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: `x.${btoa(JSON.stringify({ "cognito:groups": ["manager"] }))}.x`, accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
const { tab } = await import("../../chalicelib/web/static/staff/duties.js");
const { startDesk } = await import("../../chalicelib/web/static/staff/desk.js");
const visited = [];
startDesk([{ words: "기록", tabs: [tab, { name: "visits", words: "관광지", open() {}, views: { "sight-day": (id) => visited.push(id) } }] }]);
await tab.open();
await settle();

test("what is late says so, and what is not over cannot be marked", () => {
  const [late, running] = rows();
  assert.match(late.textContent, /2026년 상반기.*3일 지남/s);
  assert.deepEqual([...late.querySelectorAll("button")].map((one) => one.textContent), ["보고 파일 만들기", "이행 기록"]);
  assert.match(running.textContent, /2199년 4분기.*20일 남음.*근무일로는/s);
  assert.equal(running.querySelectorAll("button").length, 0);
});

test("an application that waits is called by its shop, and not by its id", async () => {
  answers["GET v1/staff/duties"] = { body: { data: [{ ...OVER, duty_id: "merchant_decision-app_1", kind: "merchant_decision", period: "app_1", merchant_name: "탐진강 찻집" }] } };
  await tab.open();
  await settle();
  assert.match(rows()[0].textContent, /탐진강 찻집/);
  assert.doesNotMatch(rows()[0].textContent, /app_1/);
});

test("a month's review is made on its own page, and is not marked here", async () => {
  const month = { ...OVER, duty_id: "data_review-2026-06", kind: "data_review", period: "2026-06" };
  answers["GET v1/staff/duties"] = { body: { data: [month, { ...month, state: "done" }] } };
  await tab.open();
  await settle();
  assert.deepEqual(rows().map((row) => [...row.querySelectorAll("button")].map((one) => one.textContent)), [["점검하기"], []]);
  answers["GET v1/staff/duties"] = { body: { data: [OVER, RUNNING] } };
  await tab.open();
  await settle();
});

test("it is marked, and taken back, by the second press", async () => {
  press(0, "이행 기록");
  const form = find("#duty-form");
  form.sent_on.value = "2026-07-20";
  form.recipient.value = "행정안전부";
  form.note.value = "1234";
  await send("#duty-form");
  assert.equal(server.sent(PUT).length, 0);
  answers["GET v1/staff/duties"] = { body: { data: [DONE, RUNNING] } };
  await send("#duty-form");
  assert.deepEqual(server.sent(PUT).map(({ body }) => body), [{ sent_on: "2026-07-20", recipient: "행정안전부", note: "1234" }]);
  assert.equal(form.hidden, true);
  assert.match(rows()[0].textContent, /행정안전부.*1234.*anna/s);
  press(0, "되돌리기");
  find("#duty-back-form").reason.value = "다른 기간";
  await send("#duty-back-form");
  assert.equal(server.sent(BACK).length, 0);
  await send("#duty-back-form");
  assert.deepEqual(server.sent(BACK).map(({ body }) => body), [{ reason: "다른 기간" }]);
});

test("a report is made of the row, and an agent's quarter is taken from it", async () => {
  answers["GET v1/staff/duties"] = { body: { data: [{ ...OVER, files: ["v1/staff/issue-reports/2026-H1?format=xlsx"] }, { ...RUNNING, period: "2026-Q3", over_on: "2026-09-30", files: ["v1/staff/agents/agt_1/quarters/2026-Q3.xlsx"], agents: [{ agent_id: "agt_1", name: "강진농협" }] }] } };
  press(0, "보고 파일 만들기");
  await settle();
  assert.deepEqual(server.sent(MAKE).map(({ body }) => body), [{ half_year: "2026-H1" }]);
  assert.match(find("[data-duties-note]").textContent, /2판/);
  assert.deepEqual([...rows()[0].querySelectorAll("button")].map((one) => one.textContent), ["xlsx", "다시 만들기", "이행 기록"]);
  assert.deepEqual([...rows()[1].querySelectorAll("button")].map((one) => [one.textContent, one.getAttribute("aria-label")])[0], ["강진농협", "판매대행점 판매·보관 보고 2026년 3분기 강진농협 xlsx 받기"]);
});

test("a day's fees say where and how much, and lead to their book", async () => {
  const fees = { facility_id: "fac_1", name: "다산박물관", on: "2026-11-22", collected_amount: 10000, left_amount: 10000 };
  const due = { ...OVER, duty_id: "fee_deposit-2026-11-22-fac_1", kind: "fee_deposit", period: "2026-11-22-fac_1", over_on: "2026-11-22", due_on: "2026-11-23", fees };
  answers["GET v1/staff/duties"] = { body: { data: [due, { ...due, fees: { ...fees, left_amount: -500 } }] } };
  await tab.open();
  await settle();
  assert.match(rows()[0].textContent, /다산박물관.*납입할 돈 10,000원.*3일 지남/s);
  assert.match(rows()[1].textContent, /더 납입한 돈 500원/);
  assert.deepEqual([...rows()[0].querySelectorAll("button")].map((one) => one.textContent), ["요금 대장"]);
  press(0, "요금 대장");
  assert.deepEqual(visited, ["2026-11-22-fac_1"]);
});
