import assert from "node:assert/strict";
import { test } from "node:test";

import { hasForm, table, wordsFor } from "../../chalicelib/web/static/common/words.js";

test("a value is shown in the server's words, an unknown one as it is", () => {
  assert.equal(wordsFor("approval_states", "proposed"), "승인 대기");
  assert.equal(wordsFor("approval_states", "of_tomorrow"), "of_tomorrow");
});

test("a table that the page does not serve is a mistake", () => {
  assert.throws(() => table("nothing"), /does not serve nothing/);
});

test("the settings keep the order of the server", () => {
  assert.equal(Object.keys(table("settings"))[0], "mileage.signup");
});

test("a form is of the whole text", () => {
  assert.ok(hasForm("member_number", "06BX3K9QZ7M2T4WA"));
  assert.ok(!hasForm("member_number", "06BX3K9QZ7M2T4WA0"));
  assert.ok(!hasForm("member_number", "06BX3K9QZ7M2T4WI"));
  assert.ok(hasForm("code", "012345"));
  assert.ok(!hasForm("code", "12345"));
});
