import assert from "node:assert/strict";
import { test } from "node:test";

import { csvOf } from "../../chalicelib/web/static/staff/csv-file.js";

/** @param {string} text */
const written = async (text) => (await csvOf([[text]]).text()).replace("\ufeff", "").trimEnd();

test("what a spreadsheet would run is text, whatever it begins with", async () => {
  for (const text of ["=1+1", "+82 10", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]) assert.equal(await written(text), `"'${text}"`);
});

test("a number below zero stays a number", async () => {
  assert.equal(await written("-5000"), "\"-5000\"");
  assert.equal(await written("5000"), "\"5000\"");
});
