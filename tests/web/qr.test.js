import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { draw, modules } from "../../chalicelib/web/static/common/qr.js";

/** Of "x" so many times, which fill the versions 1 to 10 exactly: what segno, the server's own library, makes with mask 0. */
const KNOWN = [
  [14, "ca4e5f8669011ed0"],
  [26, "6b3c728f6da5c737"],
  [42, "29e68797907db7dd"],
  [62, "9040f52bb1e8a298"],
  [84, "11f4048c14db893b"],
  [106, "170d10b70f318bfd"],
  [122, "91c925bdfb77e72b"],
  [152, "8216411ad53f340a"],
  [180, "21e02ceea8d235cf"],
  [213, "f8a692e420006d88"],
];

const textOf = (rows) => rows.map((row) => row.map(Number).join("")).join("\n");

test("a code is the same, module by module, as that of the server's library", () => {
  for (const [length, known] of KNOWN) {
    const made = textOf(modules("x".repeat(length)));
    assert.equal(createHash("sha256").update(made).digest("hex").slice(0, 16), known, `${length} characters`);
  }
});

test("a shorter text takes the smallest version that holds it", () => {
  assert.deepEqual([1, 14, 15, 107, 213].map((length) => modules("x".repeat(length)).length), [21, 21, 25, 45, 57]);
  assert.equal(modules("가".repeat(4)).length, 21);
  assert.throws(() => modules("x".repeat(214)));
});

test("it is drawn black on its own white, with a margin of four, and has a name", () => {
  const svg = draw("otpauth://totp/onmin:kim?secret=ABC", "QR");
  const side = modules("otpauth://totp/onmin:kim?secret=ABC").length + 8;

  assert.equal(svg.getAttribute("viewBox"), `0 0 ${side} ${side}`);
  assert.equal(svg.getAttribute("aria-label"), "QR");
  const [ground, dark] = svg.children;
  assert.deepEqual([ground.getAttribute("fill"), ground.getAttribute("width")], ["#fff", String(side)]);
  assert.match(dark.getAttribute("d"), /^M4 4h1v1h-1z/);
});
