import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { pagedList, readAll } from "../../chalicelib/web/static/common/paged-list.js";
import { settled } from "./served.js";

const PAGES = { first: { data: [1, 2], next_cursor: "b" }, b: { data: [3], next_cursor: null } };
let place;

beforeEach(() => {
  place = make("div");
  document.body.replaceChildren(make("section", { "data-screen": "list" }, make("p", { class: "error", "data-error": "" }), place));
});

const shownRows = () => [...place.children].map((one) => one.textContent);
function listOf(pages, more) {
  const asked = [];
  const list = pagedList(place, {
    async load(cursor) {
      asked.push(cursor);
      const page = pages[cursor ?? "first"];
      if (page instanceof Error) throw page;
      return page;
    },
    row: (one) => make("p", {}, String(one)),
    empty: () => make("p", {}, "아직 없습니다."),
    more,
  });
  return { list, asked };
}

test("the next page is added below, and there is no button after the last", async () => {
  const { list, asked } = listOf(PAGES);
  await list.read();
  assert.deepEqual(shownRows(), ["1", "2", "더 보기"]);
  place.querySelector("[data-more]").click();
  await settled();
  assert.deepEqual(shownRows(), ["1", "2", "3"]);
  assert.deepEqual(asked, [undefined, "b"]);
});

test("a slower answer of an earlier reading does not replace a later one's", async () => {
  const answers = [];
  const list = pagedList(place, {
    load: () => new Promise((resolve) => { answers.push(resolve); }),
    row: (one) => make("p", {}, String(one)),
    empty: () => make("p", {}, "아직 없습니다."),
  });
  const readings = [list.read(), list.read()];
  answers[1]({ data: [2], next_cursor: null });
  answers[0]({ data: [1], next_cursor: null });
  await Promise.all(readings);
  assert.deepEqual(shownRows(), ["2"]);
});

test("reading anew begins from the beginning", async () => {
  const { list } = listOf(PAGES);
  await list.read();
  place.querySelector("[data-more]").click();
  await settled();
  await list.read();
  assert.deepEqual(shownRows(), ["1", "2", "더 보기"]);
});

test("an empty list says so, and no longer once it has something", async () => {
  const pages = { first: { data: [], next_cursor: null } };
  const { list } = listOf(pages);
  await list.read();
  assert.deepEqual(shownRows(), ["아직 없습니다."]);
  pages.first = { data: [1], next_cursor: null };
  await list.read();
  assert.deepEqual(shownRows(), ["1"]);
});

test("an empty page that leads on shows the button alone", async () => {
  const { list } = listOf({ ...PAGES, first: { data: [], next_cursor: "b" } });
  await list.read();
  assert.deepEqual(shownRows(), ["더 보기"]);
});

test("a page that cannot be read leaves the rows and the button, and says why", async () => {
  const pages = { ...PAGES, b: new Error("끊겼습니다") };
  const { list } = listOf(pages);
  await list.read();
  place.querySelector("[data-more]").click();
  await settled();
  assert.deepEqual(shownRows(), ["1", "2", "더 보기"]);
  assert.equal(document.querySelector(".error").textContent, "끊겼습니다");
  pages.b = PAGES.b;
  place.querySelector("[data-more]").click();
  await settled();
  assert.deepEqual(shownRows(), ["1", "2", "3"]);
});

test("a button that the page has elsewhere is used, and hidden after the last page", async () => {
  const more = make("button", { hidden: true }, "더 보기");
  document.body.append(more);
  const { list } = listOf(PAGES, more);
  await list.read();
  assert.deepEqual([shownRows(), more.hidden], [["1", "2"], false]);
  more.click();
  await settled();
  assert.deepEqual([shownRows(), more.hidden], [["1", "2", "3"], true]);
  list.clear();
  assert.deepEqual(shownRows(), []);
});

test("all pages are read, and a list that goes on beyond the bound is not taken for whole", async () => {
  assert.deepEqual(await readAll(async (cursor) => PAGES[cursor ?? "first"]), [1, 2, 3]);
  let pages = 0;
  await assert.rejects(readAll(async () => {
    pages += 1;
    return { data: [], next_cursor: "on" };
  }), /너무 많습니다/u);
  assert.equal(pages, 500);
});
