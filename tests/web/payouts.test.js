import assert from "node:assert/strict";
import { test } from "node:test";

import { open, openNavigation } from "./markup.js";
import { refused, serveBy, settled } from "./served.js";

const DUE = { settlement_id: "stl_1", merchant_id: "mch_1", merchant_name: "청자식당", settled_on: "2026-11-24", amount: 2488, status: "confirmed", failed_reason: null, held_for: null };
const HELD = { ...DUE, settlement_id: "stl_2", merchant_id: "mch_2", merchant_name: "큰마트", amount: 1493, held_for: "account_unverified" };
const AGAIN = { ...DUE, settlement_id: "stl_3", merchant_name: "찻집", amount: 500, status: "failed", failed_reason: "계좌번호 오류" };
const BATCH = { batch_id: "pyt_20261127001", payout_on: "2026-11-27", number: 1, status: "proposed", line_count: 2, amount: 2988, hash: "h", may_decide: true, steps: [{ step: "proposed", at: "2026-11-27T01:00:00.000Z", by: "anna", reason: null }] };
const LINES = [
  { reference: "pyt_20261127001-00001", merchant_id: "mch_1", merchant_name: "청자식당", amount: 2488, settled_on: ["2026-11-24"], result: null, reason: null },
  { reference: "pyt_20261127001-00002", merchant_id: "mch_3", merchant_name: "찻집", amount: 500, settled_on: ["2026-11-24"], result: null, reason: null },
];
const INVOICE = { invoice_id: "inv_20261127mch_4", merchant_id: "mch_4", merchant_name: "떡집", amount: 3100, issued_on: "2026-11-27", due_on: "2026-12-11", status: "issued", is_overdue: false, paid_on: null, reference: null, paid_amount: 0, open_amount: 3100, withdrawn_amount: 0, payments: [], withdrawal_id: null };
const WITHDRAWAL = { withdrawal_id: "iwd_1", invoice_id: INVOICE.invoice_id, status: "proposed", amount: 3100, reason: "폐업", refusal: null, may_decide: true, steps: [{ step: "proposed", at: "2026-11-27T01:00:00.000Z", by: "anna", reason: "폐업" }] };
const WITHDRAW = "v1/staff/settlement-invoice-withdrawals";
const whole = { ...BATCH, paid_amount: 0, failed_amount: 0, open_amount: 2988, lines: LINES };
const PROPOSE = "POST v1/staff/payout-batches";
const PAY = `POST v1/staff/settlement-invoices/${INVOICE.invoice_id}/payments`;
const ONE = "v1/staff/payout-batches/pyt_20261127001";
const answers = {
  "GET v1/staff/payouts": { body: { payout_on: "2026-11-27", due_amount: 2988, held_amount: 1493, paid_amount: 0, data: [DUE, HELD, AGAIN] } },
  "GET v1/staff/payout-batches": { body: { data: [BATCH], next_cursor: null } },
  "GET v1/staff/settlement-invoices": { body: { data: [INVOICE], next_cursor: null } },
  [`GET ${WITHDRAW}`]: { body: { data: [WITHDRAWAL], next_cursor: null } },
  [`GET ${WITHDRAW}/iwd_1`]: { body: WITHDRAWAL },
  [PROPOSE]: { status: 201, body: BATCH },
  [`GET ${ONE}`]: { body: whole },
  [`POST ${ONE}/approve`]: { body: { ...whole, status: "approved", may_decide: false } },
  [`POST ${ONE}/files`]: { body: {} },
};
const server = serveBy(answers);
const find = (selector) => document.querySelector(selector);
async function settle() {
  for (let turns = 0; turns < 14; turns += 1) await settled();
}
async function send(selector) {
  find(selector).requestSubmit();
  await settle();
}

open("staff/pages/payouts.html");
openNavigation();
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: `x.${btoa(JSON.stringify({ "cognito:groups": ["treasurer"] }))}.x`, accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
URL.createObjectURL = () => "blob:x";
URL.revokeObjectURL = () => {};
const saved = [];
window.HTMLAnchorElement.prototype.click = function click() { saved.push(this.download); };
const { tab } = await import("../../chalicelib/web/static/staff/payouts.js");
const { startDesk } = await import("../../chalicelib/web/static/staff/desk.js");
startDesk([{ words: "가맹점", tabs: [tab] }]);
find("#payables-form").on.value = "2026-11-27";
await tab.open();
await settle();

test("a day shows its sums, what is held and why, and what the bank said before", () => {
  assert.deepEqual(["due", "due-count", "held", "held-count"].map((name) => find(`[data-fill=${name}]`).textContent), ["2,988원", "2건", "1,493원", "1건"]);
  const [due, held, again] = [...find("[data-payables]").querySelectorAll("tbody tr")].map((one) => one.textContent);
  assert.match(due, /청자식당지급 예정.*2,488/s);
  assert.match(held, /큰마트보류.*계좌를 아직 확인하지 못했습니다.*1,493/s);
  assert.match(again, /찻집지급 못 함.*은행: 계좌번호 오류/s);
});

test("the treasurer writes down, by the second press, a part of an invoice, and no more than is open", async () => {
  const row = find("[data-invoices] tbody tr");
  assert.match(row.textContent, /떡집.*3,100/s);
  // The first button shows the letter.
  assert.equal(row.querySelectorAll("button").length, 3);
  row.querySelectorAll("button")[1].click();
  await settle();
  const form = find("#invoice-form");
  assert.equal(form.hidden, false);
  form.amount.value = "3,101";
  form.paid_on.value = "2026-11-27";
  form.reference.value = "입금 17";
  const part = { amount: 1100, paid_on: "2026-11-27", way: "cash", reference: "입금 17", recorded_by: "anna" };
  answers[PAY] = { body: { ...INVOICE, status: "part_paid", paid_amount: 1100, open_amount: 2000, payments: [part], reference: "입금 17" } };
  await send("#invoice-form");
  assert.match(form.querySelector("[data-error=amount]").textContent, /3,100원보다 많습니다/);
  form.amount.value = "1,100";
  form.way.value = "cash";
  await send("#invoice-form");
  assert.equal(server.sent(PAY).length, 0);
  assert.match(form.querySelector("[data-check]").textContent, /2,000원이 남습니다/);
  await send("#invoice-form");
  assert.deepEqual(server.sent(PAY).map(({ body }) => body), [{ amount: 1100, way: "cash", paid_on: "2026-11-27", reference: "입금 17" }]);
  assert.match(find("[data-fill=invoice-note]").textContent, /떡집의 1,100원.*남은 금액 2,000원/);
  assert.equal(form.hidden, true);
});

test("withdrawing what is open needs a reason and the second press, and another person decides it", async () => {
  find("[data-invoices] tbody tr").querySelectorAll("button")[2].click();
  await settle();
  await send("#withdrawal-form");
  assert.match(find("#withdrawal-form [data-error=reason]").textContent, /사유/);
  find("#withdrawal-form [name=reason]").value = "폐업";
  answers[`POST ${WITHDRAW}`] = { status: 201, body: WITHDRAWAL };
  await send("#withdrawal-form");
  assert.equal(server.sent(`POST ${WITHDRAW}`).length, 0);
  await send("#withdrawal-form");
  assert.deepEqual(server.sent(`POST ${WITHDRAW}`).map(({ body }) => body), [{ invoice_id: INVOICE.invoice_id, reason: "폐업" }]);
  assert.match(find("[data-fill=invoice-note]").textContent, /3,100원의 청구 철회/);
  find("[data-withdrawals] tbody button").click();
  await settle();
  answers[`POST ${WITHDRAW}/iwd_1/approve`] = { body: { ...WITHDRAWAL, status: "applied", may_decide: false } };
  await send("[data-screen=withdrawal] [data-decision]");
  await send("[data-screen=withdrawal] [data-decision]");
  assert.equal(server.sent(`POST ${WITHDRAW}/iwd_1/approve`).length, 1);
});

test("the letter says what is owed, since when and until when, and who is no treasurer records nothing", async () => {
  answers[`GET v1/staff/settlement-invoices/${INVOICE.invoice_id}`] = { body: { ...INVOICE, owing_since: "2026-11-20", settled_on: "2026-11-24" } };
  find("[data-invoices] tbody button").click();
  await settle();
  const letter = find("[data-screen=invoice]").textContent;
  for (const words of ["떡집", "3,100원", "2026년 11월 20일 ~ 2026년 11월 24일", "2026년 12월 11일", INVOICE.invoice_id]) assert.ok(letter.includes(words), words);
  const kept = sessionStorage.getItem("onmin.staff");
  sessionStorage.setItem("onmin.staff", JSON.stringify({ ...JSON.parse(kept), idToken: "x.e30.x" }));
  await tab.open();
  await settle();
  assert.equal(find("[data-invoices] tbody tr").querySelectorAll("button").length, 1);
  sessionStorage.setItem("onmin.staff", kept);
  await tab.open();
  await settle();
});

test("a batch is proposed by the second press, under one key", async () => {
  await send("#payout-form");
  assert.equal(server.sent(PROPOSE).length, 0);
  assert.match(find("#payout-form [data-check]").textContent, /2,988원을 지급하도록 올립니다. 보류한 1,493원은/);
  await send("#payout-form");
  const [asked] = server.sent(PROPOSE);
  assert.deepEqual(asked.body, { payout_on: "2026-11-27" });
  assert.ok(asked.headers["Idempotency-Key"]);
  assert.match(find("[data-fill=payout-note]").textContent, /2곳에 2,988원/);
});

test("a batch that is refused says so at the form", async () => {
  answers[PROPOSE] = refused(409, "payout_batch_open");
  await send("#payout-form");
  await send("#payout-form");
  assert.match(find("#payout-form").textContent, /refused: payout_batch_open/);
});

test("another person approves, and only then the bank's file can be had", async () => {
  find("[data-batches] tbody button").click();
  await settle();
  assert.equal(find("#payout-file-form").hidden, true);
  await send("[data-screen=payout] [data-decision]");
  await send("[data-screen=payout] [data-decision]");
  assert.equal(server.sent(`POST ${ONE}/approve`).length, 1);
  assert.equal(find("[data-screen=payout] [data-decision]").hidden, true);
  assert.equal(find("#payout-file-form").hidden, false);
});

test("the file needs a reason, and comes in the form that was chosen", async () => {
  await send("#payout-file-form");
  assert.match(find("#payout-file-form [data-error=reason]").textContent, /사유/);
  find("#payout-file-form [name=reason]").value = "11월 27일 지급";
  await send("#payout-file-form");
  const [asked] = server.sent(`POST ${ONE}/files`);
  assert.deepEqual(asked.body, { format: "xlsx", reason: "11월 27일 지급" });
  assert.deepEqual(saved, ["onmin-pyt_20261127001.xlsx"]);
});

test("a result file that cannot be read is refused at its field; a good one shows each shop's result", async () => {
  const form = find("#payout-result-form");
  await send("#payout-result-form");
  assert.match(form.querySelector("[data-error=file]").textContent, /골라 주세요/);
  Object.defineProperty(form.file, "files", { value: [new File(["a,b\n"], "r.csv")] });
  answers[`POST ${ONE}/results`] = refused(400, "result_file_invalid");
  await send("#payout-result-form");
  assert.match(form.querySelector("[data-error=file]").textContent, /result_file_invalid/);

  const [first, second] = LINES;
  answers[`POST ${ONE}/results`] = { body: { ...whole, status: "completed", may_decide: false, paid_amount: 2488, failed_amount: 500, open_amount: 0, lines: [{ ...first, result: "paid" }, { ...second, result: "failed", reason: "예금주 다름" }] } };
  await send("#payout-result-form");
  assert.equal(server.sent(`POST ${ONE}/results`).at(-1).body.csv_base64, btoa("a,b\n"));
  const [paid, failed] = [...find("[data-payout-lines]").querySelectorAll("tbody tr")].map((one) => one.textContent);
  assert.match(paid, /청자식당입금됨/);
  assert.match(failed, /찻집입금 안 됨.*예금주 다름/s);
  assert.match(find("[data-fill=result-note]").textContent, /입금됨 2,488원, 입금 안 됨 500원/);
  assert.equal(form.hidden, true);
});
