// The frame of the staff's desk: an address for each view, back, who sees which task, the number of what waits.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { openNavigation } from "./markup.js";
import { serveBy, settled } from "./served.js";

serveBy({});
for (const [name, hasError] of [["loading", false], ["login", true], ["one", true], ["two", true], ["thing", true]]) {
  const section = document.createElement("section");
  section.dataset.screen = name;
  section.hidden = name !== "loading";
  section.append(document.createElement("h1"));
  if (hasError) section.append(Object.assign(document.createElement("p"), { className: "error" }));
  for (const place of section.querySelectorAll(".error")) place.dataset.error = "";
  document.body.append(section);
}
openNavigation();
const find = (selector) => document.querySelector(selector);
const shown = () => find("[data-screen]:not([hidden])").dataset.screen;
const { lookAgain, openHere, open, showWaiting, startDesk, yesterday } = await import("../../chalicelib/web/static/staff/desk.js");

const opened = [];
const task = (name, more = {}) => ({ name, words: name, open: () => { opened.push(name); open(name); }, ...more });
startDesk([
  { words: "첫째", tabs: [task("one")] },
  { words: "둘째", tabs: [task("two", {
    roles: ["booth"],
    views: { thing: (id) => { opened.push(id); if (id === "gone") throw new Error("없습니다."); open("thing", { id }); } },
  })] },
]);

function logIn(...roles) {
  const claims = Buffer.from(JSON.stringify({ "cognito:username": "anna", "cognito:groups": roles })).toString("base64url");
  sessionStorage.setItem("onmin.staff", JSON.stringify({ idToken: `x.${claims}.x`, accessToken: "x", expiresAt: 4102444800000 }));
}
async function goTo(path) {
  history.pushState({}, "", path);
  opened.length = 0;
  await openHere();
  await settled();
}

test("without a log-in every address asks for one, and keeps where one wanted to go", async () => {
  await goTo("/staff/thing/x_1");
  assert.deepEqual([shown(), location.pathname, opened], ["login", "/staff/thing/x_1", []]);
  window.dispatchEvent(new window.PopStateEvent("popstate"));
  await settled();
  assert.equal(shown(), "login");
});

test("an address opens its view, a wrong one the first, and what is gone is said", async () => {
  logIn("manager", "booth");
  await goTo("/staff/thing/x_1");
  assert.deepEqual([shown(), location.pathname], ["thing", "/staff/thing/x_1"]);
  assert.deepEqual([...find("[data-screen=thing] .crumb").children].map((way) => [way.textContent, way.getAttribute("href")]), [["two", "staff/two"]]);
  await goTo("/staff/thing/x_2");
  assert.equal(document.querySelectorAll(".crumb").length, 1);
  await goTo("/staff/nothing");
  assert.deepEqual([shown(), location.pathname], ["one", "/staff"]);
  await goTo("/staff/thing/gone");
  assert.match(find("[data-screen=one] .error").textContent + find("[data-screen=thing] .error").textContent, /없습니다/);
});

test("a task that is opened has its address and is marked; back to it opens it again", async () => {
  await goTo("/staff");
  find("[data-do=two]").click();
  await settled();
  assert.deepEqual([shown(), location.pathname, find("[aria-current=page]").dataset.do], ["two", "/staff/two", "two"]);
  assert.equal(find("[data-do=one]").getAttribute("href"), "staff");
});

test("one sees the tasks of one's roles, and says who one is", async () => {
  logIn("booth");
  await goTo("/staff");
  assert.equal(shown(), "two");
  assert.equal(find("[data-do=one]").hidden, true);
  assert.equal(find("[role=group]").hidden, true);
  assert.deepEqual([find("[data-fill=staff-name]").textContent, find("[data-fill=staff-roles]").textContent], ["anna", "부스"]);
  showWaiting("two", 3);
  assert.deepEqual([find("[data-count=two]").textContent, find("[data-count=two]").hidden], ["3", false]);
});

test("yesterday is told when it is asked for, not when the page was loaded", () => {
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-22T14:59:00Z") });
  const before = yesterday();
  mock.timers.setTime(Date.parse("2026-11-22T15:00:00Z"));
  assert.deepEqual([before, yesterday()], ["2026-11-21", "2026-11-22"]);
  mock.timers.reset();
});

test("a list of what is made through a queue is read again while it is open, and not behind another", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let reads = 0;
  open("one");
  lookAgain("one", () => { reads += 1; }, [1, 2]);
  lookAgain("two", () => assert.fail("it is not seen"), [1]);
  mock.timers.tick(2000);
  mock.timers.reset();
  await settled();
  assert.equal(reads, 2);
});
