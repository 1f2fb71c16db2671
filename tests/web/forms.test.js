import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Problem, Unreachable } from "../../chalicelib/web/static/common/api.js";
import { make } from "../../chalicelib/web/static/common/dom.js";
import { keyedForm, onSubmit, WishKey } from "../../chalicelib/web/static/common/forms.js";
import { FieldError } from "../../chalicelib/web/static/common/refusals.js";
import { settled } from "./served.js";

let form;

beforeEach(() => {
  form = make(
    "form", {},
    make("input", { name: "amount", required: true }),
    make("p", { class: "error", "data-error": "amount" }),
    make("div", { "data-check": true, hidden: true }),
    make("p", { class: "error", "data-error": "" }),
    make("button", { type: "submit", "data-second": "이대로 보내기" }, "다음"),
  );
  document.body.replaceChildren(form);
});

const words = (name) => form.querySelector(`[data-error="${name}"]`).textContent;
const send = async () => {
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
};

function keyed(answers, more = {}) {
  const sent = [];
  const done = [];
  keyedForm(form, {
    read: () => ({ amount: Number(form.amount.value) }),
    async send(wish, key) {
      sent.push({ ...wish, key });
      const answer = answers[sent.length - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    done: (answer) => done.push(answer),
    ...more,
  });
  return { sent, done };
}

test("pressed again after a dropped connection, the same wish has the same key", async () => {
  const { sent, done } = keyed([new Unreachable(), new Problem(503, {}), "made"]);
  form.amount.value = "5";
  for (let tries = 0; tries < 3; tries += 1) await send();
  assert.equal(new Set(sent.map((one) => one.key)).size, 1);
  assert.deepEqual(done, ["made"]);
});

test("another wish has another key, and so has the same one once it was fulfilled", async () => {
  const { sent } = keyed([new Unreachable(), "made", "made"]);
  form.amount.value = "5";
  await send();
  form.amount.value = "6";
  await send();
  await send();
  assert.equal(new Set(sent.map((one) => one.key)).size, 3);
});

test("what goes wrong after the answer does not make the wish again", async () => {
  const { sent } = keyed(["made", "made"], { done: () => { throw new Unreachable(); } });
  form.amount.value = "5";
  await send();
  await send();
  assert.notEqual(sent[0].key, sent[1].key);
  assert.match(words(""), /연결이 고르지 않아/);
});

test("while it is under way, pressing again does nothing", async () => {
  let finish;
  let times = 0;
  keyedForm(form, {
    read: () => ({}),
    send: () => new Promise((resolve) => {
      times += 1;
      finish = resolve;
    }),
    done: () => {},
  });
  await send();
  const button = form.querySelector("button");
  assert.equal(button.getAttribute("aria-busy"), "true");
  await send();
  assert.equal(times, 1);
  finish();
  await settled();
  assert.equal(button.getAttribute("aria-busy"), null);
  await send();
  assert.equal(times, 2);
  finish();
});

test("a refusal stands at its field, under the form's own name for it, until the field is mended", async () => {
  keyed([new Problem(422, { detail: "모자랍니다", param: "/mileage" })], { fields: { "/mileage": "amount" } });
  await send();
  assert.equal(words("amount"), "모자랍니다");
  assert.equal(form.amount.getAttribute("aria-invalid"), "true");
  assert.equal(document.activeElement, form.amount);
  form.amount.dispatchEvent(new Event("input", { bubbles: true }));
  assert.equal(words("amount"), "");
  assert.equal(form.amount.getAttribute("aria-invalid"), null);
});

test("what has no field stands above the button; a fault of ours has its number", async () => {
  keyed([new Problem(422, { detail: "오늘은 안 됩니다", param: "other" }), new Problem(500, { detail: "x", request_id: "r-1" })]);
  await send();
  assert.equal(words(""), "오늘은 안 됩니다");
  await send();
  assert.match(words(""), /\(r-1\)$/);
});

test("what the page itself finds wrong is not sent", async () => {
  const { sent } = keyed([], { read: () => { throw new FieldError("amount", "금액을 적어 주세요."); } });
  await send();
  assert.deepEqual(sent, []);
  assert.equal(words("amount"), "금액을 적어 주세요.");
});

test("what cannot be undone is said first and done by the second press", async () => {
  const { sent } = keyed(["made"], { describe: ({ amount }) => [make("p", {}, `${amount}원`)] });
  const check = form.querySelector("[data-check]");
  const button = form.querySelector("button");
  form.amount.value = "7";
  await send();
  assert.deepEqual([check.textContent, check.hidden, button.textContent, sent.length], ["7원", false, "이대로 보내기", 0]);
  form.dispatchEvent(new Event("input"));
  assert.deepEqual([check.hidden, button.textContent], [true, "다음"]);
  await send();
  await send();
  assert.equal(sent.length, 1);
  assert.deepEqual([check.hidden, button.textContent], [true, "다음"]);
});

test("the second half of a double tap, and another wish, are no second press", async () => {
  const { sent } = keyed(["made"], { describe: ({ amount }) => [make("p", {}, `${amount}원`)] });
  const button = form.querySelector("button");
  const tap = async (detail) => {
    button.dispatchEvent(new window.MouseEvent("click", { bubbles: true, cancelable: true, detail }));
    await settled();
  };
  form.amount.value = "8";
  await tap(1);
  await tap(2);
  assert.equal(sent.length, 0);
  form.amount.value = "9";
  await tap(1);
  assert.deepEqual([sent.length, form.querySelector("[data-check]").textContent], [0, "9원"]);
  await tap(1);
  assert.equal(sent.length, 1);
});

test("where there is nothing to say, the first press does it", async () => {
  const { sent } = keyed(["made"], { describe: () => null });
  form.amount.value = "6";
  await send();
  assert.deepEqual([sent.length, form.querySelector("[data-check]").hidden], [1, true]);
});

test("after a refusal nothing is about to happen; without an answer it still is", async () => {
  keyed([new Unreachable(), new Problem(409, { detail: "다 팔렸습니다" })], { describe: () => [] });
  const check = form.querySelector("[data-check]");
  await send();
  await send();
  assert.equal(check.hidden, false);
  await send();
  assert.equal(check.hidden, true);
});

test("a plain form shows what it throws as well", async () => {
  onSubmit(form, () => { throw new FieldError("amount", "아니요"); });
  await send();
  assert.equal(words("amount"), "아니요");
});

test("a key stands for its wish until it is fulfilled", () => {
  const key = new WishKey();
  const first = key.of({ amount: 1 });
  assert.equal(key.of({ amount: 1 }), first);
  assert.notEqual(key.of({ amount: 2 }), first);
  const second = key.of({ amount: 2 });
  key.fulfilled();
  assert.notEqual(key.of({ amount: 2 }), second);
});

test("at a desk every empty field is said at once, at the field and in a summary", async () => {
  form.prepend(make("label", { for: "why" }, "사유"), make("input", { name: "why", id: "why", required: true }), make("p", { class: "error", "data-error": "why" }));
  const { sent } = keyed(["made"]);
  document.body.classList.add("desk");
  await send();
  document.body.classList.remove("desk");
  assert.deepEqual([words("why"), words("amount")], ["꼭 적어 주세요.", "꼭 적어 주세요."]);
  assert.match(words(""), /적지 않은 칸이 2개 있습니다: 사유/);
  assert.equal(document.activeElement.name, "why");
  assert.equal(sent.length, 0);
});
