// The desk's table: what is sorted, filtered, turned and taken out is what is listed, and nothing is pretended of the rest.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { openNavigation } from "./markup.js";
import { serveBy, settled } from "./served.js";

const answers = {};
const server = serveBy(answers);
const FILES = "POST v1/staff/table-files";
openNavigation();
sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: "x.e30.x", accessToken: "x.e30.x", refreshToken: "x", expiresAt: 4102444800000 }));
const saved = [];
URL.createObjectURL = () => "blob:x";
URL.revokeObjectURL = () => {};
window.HTMLAnchorElement.prototype.click = function click() { saved.push(this.download); };
const { deskTable } = await import("../../chalicelib/web/static/staff/table.js");

const ROWS = [["나무", 9, "open", "2026-11-20"], ["가람", 10, "closed", "2026-11-21"], ["다온", -100, "open", null], ["2호점", 1000, "open", "2026-11-19"], ["10호점", 0, "open", "2026-11-22"], ["라온", 5, "open", "2026-11-18"]]
  .map(([name, amount, status, on]) => ({ name, amount, status, on }));
const COLUMNS = [
  { words: "이름", of: ({ name }) => name },
  { words: "금액", kind: "number", of: ({ amount }) => amount },
  { words: "상태", kind: "state", of: ({ status }) => status, say: (status) => ({ open: "열림", closed: "닫힘" })[status] },
  { words: "날", kind: "day", of: ({ on }) => on },
];
let place;
const all = (selector) => [...place.querySelectorAll(selector)];
const column = (number) => all(`tbody tr > :nth-child(${number})`).map((cell) => cell.textContent);
const button = (words) => all("button").find((one) => one.textContent === words);
async function press(words) {
  button(words).click();
  await settled();
  await settled();
}
function filter(label, value) {
  const field = place.querySelector(`[aria-label="${label} 거르기"]`);
  field.value = value;
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
}
async function take(reason) {
  const form = place.querySelector("form");
  if (reason !== undefined) form.reason.value = reason;
  form.format.value = "csv";
  form.requestSubmit();
  for (let turns = 0; turns < 8; turns += 1) await settled();
}
function tableOf(more = {}) {
  return deskTable(place, { list: "shops", words: "가맹점", columns: COLUMNS, empty: "없습니다.", ...more });
}

beforeEach(() => {
  place = make("div");
  document.body.querySelector("section")?.remove();
  document.body.append(make("section", { "data-screen": "list" }, make("p", { class: "error", "data-error": "" }), place));
});

test("numbers are sorted as numbers, words as a dictionary has them, and nothing is always last", async () => {
  tableOf().show(ROWS);
  await press("금액");
  assert.deepEqual(column(2), ["-100", "0", "5", "9", "10", "1,000"]);
  assert.deepEqual(all("thead th").map((one) => one.getAttribute("aria-sort")), ["none", "ascending", "none", "none"]);
  await press("금액");
  assert.deepEqual(column(2), ["1,000", "10", "9", "5", "0", "-100"]);
  await press("금액");
  assert.deepEqual(column(1), ROWS.map(({ name }) => name), "a third press is the list as it came");
  await press("이름");
  assert.deepEqual(column(1), ["2호점", "10호점", "가람", "나무", "다온", "라온"]);
  for (const last of [0, 1]) {
    await press("날");
    assert.equal(column(1).at(-1), "다온", `way ${last}`);
  }
});

test("a filter keeps what fits, by words and by state, and says of how many", () => {
  tableOf().show(ROWS);
  filter("이름", "호점");
  assert.deepEqual(column(1), ["2호점", "10호점"]);
  assert.match(place.querySelector("[role=status]").textContent, /거른 2줄 · 모두 6줄/);
  filter("이름", "");
  filter("상태", "닫힘");
  assert.deepEqual(column(1), ["가람"]);
});

test("the next page is asked for when it is wanted, and its end is said only once it is known", async () => {
  const asked = [];
  const list = tableOf({ async load(cursor) {
    asked.push(cursor);
    return cursor ? { data: ROWS, next_cursor: null } : { data: Array.from({ length: 20 }, (_, number) => ({ ...ROWS[0], name: `가게 ${number}` })), next_cursor: "b" };
  } });
  await list.read();
  assert.match(place.querySelector("[role=status]").textContent, /1–20번째 · 불러온 20줄 뒤에 더 있음/);
  await press("다음");
  assert.deepEqual(asked, [undefined, "b"]);
  assert.match(place.querySelector("[role=status]").textContent, /21–26번째 · 모두 26줄/);
  assert.equal(button("다음").disabled, true);
  await press("이전");
  assert.equal(column(1)[0], "가게 0");
});

test("the rest is loaded at once where one wants to sort it all", async () => {
  const pages = { first: { data: ROWS, next_cursor: "b" }, b: { data: ROWS, next_cursor: "c" }, c: { data: [{ ...ROWS[0], name: "가" }], next_cursor: null } };
  const list = tableOf({ load: async (cursor) => pages[cursor ?? "first"] });
  await list.read();
  await press("끝까지 불러오기");
  await press("이름");
  assert.match(place.querySelector("[role=status]").textContent, /모두 13줄/);
  assert.equal(column(1)[4], "가");
});

test("a slower answer of an earlier reading does not replace a later one's", async () => {
  const waiting = [];
  const list = tableOf({ load: () => new Promise((resolve) => { waiting.push(resolve); }) });
  const readings = [list.read(), list.read()];
  waiting[1]({ data: [ROWS[1]], next_cursor: null });
  waiting[0]({ data: [ROWS[0]], next_cursor: null });
  await Promise.all(readings);
  assert.deepEqual(column(1), ["가람"]);
});

test("a file has just what is listed, in its order, numbers as numbers", async () => {
  answers[FILES] = { body: "x" };
  tableOf().show(ROWS);
  await press("금액");
  filter("상태", "열림");
  await take();
  const { body } = server.sent(FILES).at(-1);
  assert.deepEqual(body, { table: "shops", format: "csv", columns: ["이름", "금액", "상태", "날"], rows: [["다온", -100, "열림", null], ["10호점", 0, "열림", "2026-11-22"], ["라온", 5, "열림", "2026-11-18"], ["나무", 9, "열림", "2026-11-20"], ["2호점", 1000, "열림", "2026-11-19"]] });
  assert.match(saved.at(-1), /^onmin-shops-\d{4}-\d\d-\d\d\.csv$/);
});

test("a list that tells of people is not taken out without a reason", async () => {
  const before = server.sent(FILES).length;
  tableOf({ list: "entries" }).show(ROWS);
  await take("  ");
  assert.equal(server.sent(FILES).length, before);
  assert.match(place.querySelector("[data-error=reason]").textContent, /사유/);
  await take("감사 요청");
  assert.equal(server.sent(FILES).at(-1).body.reason, "감사 요청");
});
