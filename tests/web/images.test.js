// What is made of a photo before it is sent, HEIC of a phone included.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";

open("wallet/wallet.html");
const { smaller } = await import("../../chalicelib/web/static/wallet/images.js");

/** @param {boolean} canOpen */
function browser(canOpen) {
  globalThis.createImageBitmap = /** @type {any} */ (async () => {
    if (!canOpen) throw new Error("unknown image");
    return { width: 4000, height: 3000, close() {} };
  });
  const make = document.createElement.bind(document);
  document.createElement = /** @type {any} */ ((/** @type {string} */ name) => (name !== "canvas" ? make(name) : {
    getContext: () => null,
    /** @param {(blob: Blob) => void} done @param {string} type */
    toBlob(done, type) { done(new Blob([`${/** @type {any} */ (this).width}`], { type })); },
  }));
}

/** @param {string} brand @param {string} type */
const photo = (brand, type) => new File(["\0\0\0\x18ftyp", brand, "\0\0\0\0"], "IMG_0001.HEIC", { type });

test("a HEIC photo goes as JPEG where the browser can open it, whatever type it is said to have", async () => {
  browser(true);
  for (const type of ["image/heic", "image/heif", ""]) {
    const made = await smaller(photo("heic", type), "photos");
    assert.deepEqual([made.type, await made.text()], ["image/jpeg", "2000"]);
  }
});

test("where it cannot, it is said what to do, at the field; another file that is no photo is refused as before", async () => {
  browser(false);
  await assert.rejects(smaller(photo("mif1", ""), "photos"), (error) => error.param === "photos" && /HEIC/.test(error.message));
  await assert.rejects(smaller(new File(["%PDF-1.7 and more"], "a.pdf", { type: "application/pdf" }), "photos"), (error) => /JPEG, PNG, WebP/.test(error.message));
});
