import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Problem } from "../../chalicelib/web/static/common/api.js";
import { button, onClicks, perform } from "../../chalicelib/web/static/common/clicks.js";
import { make } from "../../chalicelib/web/static/common/dom.js";
import { settled } from "./served.js";

let section;

beforeEach(() => {
  section = make("section", { "data-screen": "here" }, make("p", { class: "error", "data-error": "" }));
  document.body.replaceChildren(section);
});

test("a button of the markup does what it names, wherever in it one presses", async () => {
  const pressed = [];
  onClicks({ "test-named": (one) => pressed.push(one.dataset.do) });
  section.append(make("button", { "data-do": "test-named" }, make("strong", {}, "여기")));
  section.querySelector("strong").click();
  await settled();
  perform("test-named");
  assert.deepEqual(pressed, ["test-named", undefined]);
});

test("one name is one thing", () => {
  onClicks({ "test-once": () => {} });
  assert.throws(() => onClicks({ "test-once": () => {} }), /two things are called test-once/);
});

test("a button runs once at a time and may run again", async () => {
  let finish;
  let times = 0;
  section.append(button("보내기", () => new Promise((resolve) => {
    times += 1;
    finish = resolve;
  })));
  const [sender] = section.querySelectorAll("button");
  sender.click();
  sender.click();
  await settled();
  assert.equal(times, 1);
  finish();
  await settled();
  sender.click();
  assert.equal(times, 2);
  finish();
});

test("what goes wrong is shown on the open screen; a lost log-in has shown itself", async () => {
  section.append(button("하나", () => { throw new Error("안 됩니다"); }), button("둘", () => { throw new Problem(401, { detail: "로그인" }); }));
  const [first, second] = section.querySelectorAll("button");
  second.click();
  await settled();
  assert.equal(section.querySelector(".error").textContent, "");
  first.click();
  await settled();
  assert.equal(section.querySelector(".error").textContent, "안 됩니다");
  assert.equal(first.getAttribute("aria-busy"), null);
});

test("an element that is no button does nothing", () => {
  section.append(make("a", { href: "#x", "data-do": "test-named" }, "x"));
  section.querySelector("a").click();
});
