import assert from "node:assert/strict";
import { test } from "node:test";

import { begin, keyOf, prove, timeOf } from "../../chalicelib/web/static/staff/srp.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

// The same numbers as in tests/infra/test_staff_login.py, whose proofs a user pool of the local cloud takes.
test("the key of a proof is that of an implementation that shares no code", async () => {
  const key = await keyOf(0x1234567890abcdefn, 0xfedcba0987654321n, 0xabcdef0123456789n, 0x80ffn, "pool:김:비밀");

  assert.equal(hex(key), "257f5d059e5742e47e7282b2b195af3f");
});

test("a server's number that is nothing is refused", async () => {
  await assert.rejects(keyOf(5n, 7n, 0n, 1n, "pool:kim:x"));
});

test("a proof names its user and its time in English, and never the password", async () => {
  const begun = begin();
  const challenge = { USER_ID_FOR_SRP: "kim", SECRET_BLOCK: btoa("block"), SRP_B: "abcdef01", SALT: "80ff" };

  const proof = await prove(begun, challenge, "pool", "secret-password", new Date("2026-03-01T04:05:06Z"));

  assert.equal(proof.USERNAME, "kim");
  assert.equal(proof.TIMESTAMP, "Sun Mar 1 04:05:06 UTC 2026");
  assert.equal(proof.PASSWORD_CLAIM_SECRET_BLOCK, btoa("block"));
  assert.match(proof.PASSWORD_CLAIM_SIGNATURE, /^[A-Za-z0-9+/]{43}=$/);
  assert.ok(!JSON.stringify([proof, begun.publicNumber]).includes("secret-password"));
});

test("each log-in begins with another number", () => {
  const numbers = new Set(Array.from({ length: 5 }, () => begin().publicNumber));

  assert.equal(numbers.size, 5);
  for (const number of numbers) assert.match(number, /^[0-9a-f]{700,768}$/);
});

test("midnight and the last day of a year are written as Cognito reads them", () => {
  assert.equal(timeOf(new Date("2026-12-31T00:00:00Z")), "Thu Dec 31 00:00:00 UTC 2026");
});
