import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { asking } from "../../chalicelib/web/static/common/api.js";
import { make } from "../../chalicelib/web/static/common/dom.js";
import { DROPPED, refused, serve, settled } from "./served.js";

const ERROR = () => make("p", { class: "error", "data-error": "" });
const screens = ["home", "phone", "identity", "verifying", "identified"].map((name) =>
  make("section", { "data-screen": name, hidden: true }, make("h1", {}, name), ERROR(), name === "verifying" ? make("button", { "data-do": "verify-again" }) : null, name === "identity" ? make("button", { "data-do": "identify" }) : null));
document.body.replaceChildren(...screens);

const { start } = await import("../../chalicelib/web/static/wallet/identity.js");
const went = [];
const parts = start({
  ask: asking({ token: () => "member-token", onLost: () => went.push("lost") }),
  enter: () => went.push("enter"),
  goOn: (then) => went.push(then),
});
const open = () => document.querySelector("[data-screen]:not([hidden])")?.dataset.screen;
const press = async (name) => {
  document.querySelector(`[data-do="${name}"]`).click();
  await settled();
  await settled();
};
const began = (purpose, then = "home") => sessionStorage.setItem("onmin.identity", JSON.stringify({ id: "idv_1", purpose, then }));
const CONFIRMED = { body: { verification_token: "proof", expires_at: "2026-11-22T03:30:00.000Z" } };
let server;

beforeEach(() => {
  went.length = 0;
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => server?.end());

test("only the answer of the server counts, and then one goes on where one was", async () => {
  began("member", "convert");
  server = serve(CONFIRMED, { body: {} });
  await parts.finish();
  assert.equal(server.asked[0].path, "v1/identity-verifications/idv_1/confirm");
  assert.deepEqual(server.asked[0].body, {});
  assert.deepEqual([server.asked[1].method, server.asked[1].path, server.asked[1].body], ["PUT", "v1/me/identity", { verification_token: "proof" }]);
  assert.equal(open(), "identified");
  assert.equal(sessionStorage.getItem("onmin.identity"), null);
});

test("a log-in opens the wallet", async () => {
  began("login");
  server = serve(CONFIRMED, { body: { access_token: "t", expires_at: "2099-01-01T00:00:00.000Z", member_id: "mem_1" } });
  await parts.finish();
  assert.deepEqual(server.asked[1].body, { verification_token: "proof" });
  assert.deepEqual(went, ["enter"]);
});

test("while nothing is known, one asks again and loses nothing", async () => {
  began("member", "convert");
  server = serve(DROPPED, refused(503, "try_again"), CONFIRMED, { body: {} });
  await parts.finish();
  assert.equal(open(), "verifying");
  assert.notEqual(sessionStorage.getItem("onmin.identity"), null);
  await press("verify-again");
  assert.equal(open(), "verifying");
  await press("verify-again");
  assert.equal(open(), "identified");
});

test("what is decided leads back to where it began", async () => {
  for (const [purpose, code, status, screen] of [["login", "identity_canceled", 422, "phone"], ["login", "member_not_found", 404, "phone"]]) {
    began(purpose);
    server = serve(refused(status, code));
    await parts.finish();
    assert.equal(open(), screen);
    assert.notEqual(document.querySelector(`[data-screen=${screen}] .error`).textContent, "");
    assert.equal(sessionStorage.getItem("onmin.identity"), null);
    server.end();
  }
});

test("an identity of another membership is told on the page that asked for it", async () => {
  localStorage.setItem("onmin.session", JSON.stringify({ access_token: "t", expires_at: "2099-01-01T00:00:00.000Z", member_id: "mem_1" }));
  began("member", "convert");
  server = serve(CONFIRMED, refused(409, "identity_belongs_to_other_member"));
  await parts.finish();
  assert.equal(open(), "identity");
  assert.match(document.querySelector("[data-screen=identity] .error").textContent, /identity_belongs/);
});

test("whoever could not be known again afterwards is not sent away", async () => {
  const { setItem } = Object.getPrototypeOf(sessionStorage);
  Object.getPrototypeOf(sessionStorage).setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  server = serve({ status: 201, body: { identity_verification_id: "idv_2", provider: { kind: "page", page_url: "https://agency.test" } } });
  parts.askFor("convert");
  await press("identify");
  Object.getPrototypeOf(sessionStorage).setItem = setItem;
  assert.equal(location.href, "https://onmin.test/");
  assert.match(document.querySelector("[data-screen=identity] .error").textContent, /다른 브라우저에서 열거나/);
  assert.equal(parts.isBack(), false);
});
