import assert from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import { test } from "node:test";

import { solve } from "../../chalicelib/web/static/common/challenge.js";

/** @param {string} text @param {number} counter @param {number} iterations */
const hashOf = (text, counter, iterations) => pbkdf2Sync(String(counter), text, iterations, 4, "sha256").readUInt32BE(0);

test("a challenge is answered by the first counter whose hash has enough zero bits", async () => {
  for (const [text, bits, iterations] of /** @type {[string, number, number][]} */ ([["10/2026/abc", 6, 20], ["x", 1, 1], ["7/가", 8, 3]])) {
    const { text: answered, counter } = await solve({ text, bits, iterations });
    assert.equal(answered, text);
    assert.ok(hashOf(text, counter, iterations) >>> (32 - bits) === 0);
    for (let before = 0; before < counter; before += 1) assert.ok(hashOf(text, before, iterations) >>> (32 - bits) > 0);
  }
});
