// What is tried of a photo that is too large, and what is sent as it is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitted, tries } from "../../chalicelib/web/static/staff/picture-file.js";

/** @param {number} size @param {number} [side] */
function camera(size, side = 800) {
  const asked = /** @type {string[]} */ ([]);
  globalThis.createImageBitmap = /** @type {any} */ (async () => ({ width: side, height: side / 2, close() { asked.push("closed"); } }));
  const make = document.createElement.bind(document);
  document.createElement = /** @type {any} */ ((/** @type {string} */ name) => {
    if (name !== "canvas") return make(name);
    const canvas = { width: 0, height: 0, getContext: () => null, toBlob(/** @type {(blob: unknown) => void} */ done, /** @type {string} */ _, /** @type {number} */ quality) {
      asked.push(`${canvas.width}x${canvas.height}@${quality}`);
      done({ size: canvas.width * canvas.height * quality });
    } };
    return canvas;
  });
  return { asked, file: /** @type {any} */ ({ size, type: "image/jpeg" }) };
}

test("a photo is drawn smaller until it fits, never larger than it was, and its memory is given back", async () => {
  const { asked, file } = camera(5_000_000, 1300);
  const made = await fitted(file, "picture", 400_000, "file");
  assert.ok(made.size <= 400_000);
  assert.deepEqual(asked, ["1300x650@0.85", "1300x650@0.7", "1300x650@0.55", "1200x600@0.85", "1200x600@0.7", "1200x600@0.55"].slice(0, asked.length - 1).concat("closed"));
  assert.equal(asked.at(-1), "closed");
});

test("what fits is sent as it is, and an emblem always", async () => {
  const { file } = camera(50_000);
  assert.equal(await fitted(file, "picture", 60_000, "file"), file);
  const { asked, file: emblem } = camera(5_000_000);
  assert.equal(await fitted(emblem, "emblem", 16_000, "file"), emblem);
  assert.deepEqual(asked, []);
});

test("what no try makes small enough, or is no picture, is refused at its field", async () => {
  const { asked, file } = camera(5_000_000, 4000);
  await assert.rejects(fitted(file, "picture", 10, "file"), { param: "file" });
  assert.equal(asked.length, tries().length + 1);
  globalThis.createImageBitmap = /** @type {any} */ (async () => { throw new Error("no picture"); });
  await assert.rejects(fitted(file, "picture", 10, "file"), { param: "file" });
});
