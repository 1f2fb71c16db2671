import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { address, asking, call, callPatiently, isUnsure, newKey, Problem, Unreachable } from "../../chalicelib/web/static/common/api.js";
import { now } from "../../chalicelib/web/static/common/clock.js";
import { today } from "../../chalicelib/web/static/common/lang.js";
import { DROPPED, refused, serve } from "./served.js";

let server;
afterEach(() => {
  server?.end();
  mock.timers.reset();
});

test("a path is filled with what it names, escaped", () => {
  assert.equal(address("v1/x/{id}/y", { id: "a/b ?" }), "v1/x/a%2Fb%20%3F/y");
  assert.equal(address("v1/x", {}, { limit: 20, cursor: undefined, status: "" }), "v1/x?limit=20");
  assert.equal(address("v1/x", {}, { cursor: "a+b=" }), "v1/x?cursor=a%2Bb%3D");
});

test("a call says its language, its key and its token", async () => {
  server = serve({ body: { ok: true } });
  assert.deepEqual(await call("POST", "v1/me/payments", { body: { amount: 1 }, key: "k", token: "t" }), { ok: true });
  const [{ method, path, headers, body, credentials }] = server.asked;
  assert.deepEqual([method, path, body, credentials], ["POST", "v1/me/payments", { amount: 1 }, "omit"]);
  assert.equal(headers["Idempotency-Key"], "k");
  assert.equal(headers.Authorization, "Bearer t");
  assert.equal(headers["Accept-Language"], "ko");
});

test("a refusal carries the server's words, code and field", async () => {
  server = serve(refused(422, "insufficient_balance", { param: "amount", balance: 7 }));
  const error = await call("GET", "v1/me").catch((thrown) => thrown);
  assert.ok(error instanceof Problem);
  assert.deepEqual([error.status, error.code, error.param, error.body.balance], [422, "insufficient_balance", "amount", 7]);
  assert.equal(error.message, "refused: insufficient_balance");
});

test("what is not our own answer is a problem by its status", async () => {
  server = serve({ status: 502, body: "<html>Bad gateway" });
  const error = await call("GET", "v1/me").catch((thrown) => thrown);
  assert.equal(error.status, 502);
  assert.ok(isUnsure(error));
});

test("no answer is unsure, a refusal is not", async () => {
  server = serve(DROPPED);
  await assert.rejects(call("GET", "v1/me"), Unreachable);
  assert.ok(isUnsure(new Unreachable()));
  assert.ok(!isUnsure(new Problem(429, {})));
  assert.ok(isUnsure(new Problem(429, {}), true), "a try before had no answer");
  assert.ok(!isUnsure(new Problem(409, {})));
});

test("reading waits out a dropped connection and a busy server, and gives up in the end", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server = serve(DROPPED, { ...refused(503, "try_again"), headers: { "Retry-After": "2" } }, { body: { name: "김" } });
  const answer = callPatiently("GET", "v1/me");
  for (let turn = 0; turn < 30; turn += 1) {
    await Promise.resolve();
    await new Promise((resolve) => { setImmediate(resolve); });
    mock.timers.tick(500);
  }
  assert.deepEqual(await answer, { name: "김" });
  server.end();
  server = serve(refused(422, "no"), { body: {} });
  await assert.rejects(callPatiently("GET", "v1/me"), Problem);
  assert.equal(server.asked.length, 1);
});

test("a long wait is not waited out", async () => {
  server = serve({ ...refused(503, "try_again"), headers: { "Retry-After": "60" } }, { body: {} });
  await assert.rejects(callPatiently("GET", "v1/me"), Problem);
});

test("a lost log-in leads to the log-in, with or without a token", async () => {
  const lost = [];
  let token = "t";
  const ask = asking({ token: () => token, onLost: (error) => lost.push(error.status) });
  server = serve(refused(401, "token_expired"));
  await assert.rejects(ask("GET", "v1/me"), { status: 401 });
  token = null;
  await assert.rejects(ask("GET", "v1/me"), { status: 401 });
  assert.deepEqual(lost, [401, 401]);
  assert.equal(server.asked.length, 1);
});

test("what changes something is asked for once", async () => {
  const ask = asking({ token: () => "t", onLost: () => {} });
  server = serve(DROPPED, { body: {} });
  await assert.rejects(ask("POST", "v1/me/payments", { body: {}, key: "k" }), Unreachable);
  assert.equal(server.asked.length, 1);
});

test("the clock follows the server's when it is minutes off", async () => {
  server = serve({ headers: { Date: new Date(Date.now() + 600e3).toUTCString() } }, { headers: { Date: new Date().toUTCString() } });
  await call("GET", "v1/me");
  assert.ok(now() - Date.now() > 590e3);
  await call("GET", "v1/me");
  assert.ok(Math.abs(now() - Date.now()) < 2_000);
});

test("today is the server's day, also on a device that is days off", async () => {
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-27T09:00:00Z") });
  server = serve({ headers: { Date: "Sun, 22 Nov 2026 14:59:59 GMT" } }, { headers: { Date: "Sun, 22 Nov 2026 15:00:00 GMT" } });
  await call("GET", "v1/me");
  assert.equal(today(), "2026-11-22");
  await call("GET", "v1/me");
  assert.equal(today(), "2026-11-23");
  server.end();
  server = serve({ headers: { Date: "Fri, 27 Nov 2026 09:00:00 GMT" } });
  await call("GET", "v1/me");
  assert.equal(now(), Date.now());
});

test("keys are long and differ", () => {
  assert.match(newKey("w-"), /^w-[0-9a-f]{24}$/);
  assert.notEqual(newKey(), newKey());
});
