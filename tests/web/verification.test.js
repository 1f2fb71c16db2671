import assert from "node:assert/strict";
import { after, afterEach, mock, test } from "node:test";

import { make } from "../../chalicelib/web/static/common/dom.js";
import { serve, settled } from "./served.js";

const field = (name) => [make("input", { name }), make("p", { class: "error", "data-error": name }), make("button", { type: "submit" })];
document.body.replaceChildren(
  make("section", { "data-screen": "phone" }, make("form", {}, make("p", { id: "phone-hint" }), ...field("phone"))),
  make("section", { "data-screen": "code", hidden: true }, make("form", {}, make("p", { "data-fill": "phone" }), ...field("code"), make("p", { "data-clock": true }), make("button", { type: "button", "data-do": "resend-code" }), make("button", { type: "button", "data-do": "change-code" }))),
);

/** The browser's waiting for a message, as WebOTP has it. */
const waits = [];
window.OTPCredential = class {};
Object.defineProperty(navigator, "credentials", {
  configurable: true,
  value: {
    get: mock.fn(({ otp, signal }) => new Promise((resolve, reject) => {
      waits.push({ otp, signal, resolve });
      signal.addEventListener("abort", () => reject(signal.reason));
    })),
  },
});

const { perform } = await import("../../chalicelib/web/static/common/clicks.js");
const { startVerification } = await import("../../chalicelib/web/static/common/verification.js");
const verified = [];
const draft = {};
startVerification({ purpose: "login", draft, save: () => {}, onVerified: (token) => verified.push(token) });
const input = document.querySelector("[name=code]");
const later = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const begun = () => ({ status: 202, body: { verification_id: "ver_1", expires_at: later(180), resend_at: later(-1) } });
const CONFIRMED = { body: { verification_token: "token", expires_at: later(600) } };
let server;

async function asked(answers, phone = "０１０-9000-1001") {
  server = serve(begun(), ...answers);
  const [form] = document.forms;
  form.phone.value = phone;
  form.requestSubmit();
  await settled();
}

async function put(text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}

afterEach(() => {
  server?.end();
  verified.length = 0;
});
after(() => {
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = true;
});

test("the whole message that was pasted gives its six digits, and goes on by itself", async () => {
  await asked([CONFIRMED]);
  assert.equal(server.asked[0].body.phone, "01090001001");
  await put("[강진품애] 인증번호 418093\n@onmin.test #418093");
  assert.equal(input.value, "418093");
  assert.deepEqual(server.asked[1].body, { code: "418093" });
  assert.deepEqual(verified, ["token"]);
});

test("spaces and wide digits make no difference; fewer digits are not sent", async () => {
  await asked([CONFIRMED]);
  await put("41809");
  assert.equal(server.asked.length, 1);
  await put(" ４１８ ０９３");
  assert.deepEqual(server.asked[1].body, { code: "418093" });
});

test("a browser that reads the message itself fills it in; it waits for one message at a time", async () => {
  await asked([CONFIRMED]);
  document.querySelector("[data-screen=code]").hidden = false;
  const [before, own] = waits.slice(-2);
  assert.ok(before.signal.aborted);
  assert.deepEqual(own.otp, { transport: ["sms"] });
  own.resolve({ code: "902771" });
  await settled();
  await settled();
  assert.deepEqual(server.asked[1].body, { code: "902771" });
  assert.deepEqual(verified, ["token"]);
});

test("a mistyped number is mended from the step of the code, and nothing that was typed is gone", async () => {
  await asked([], "010-9000-1002");
  assert.equal(input.closest("[data-screen]").hidden, false);
  perform("change-code");
  const phone = document.querySelector("[name=phone]");
  assert.equal(phone.closest("[data-screen]").hidden, false);
  assert.equal(phone.value, "010-9000-1002");
  assert.equal(document.activeElement, phone);
});
