// A field for a file says in the words of the page what is chosen, and forgets it with its form.

import assert from "node:assert/strict";
import { test } from "node:test";

const { make } = await import("../../chalicelib/web/static/common/dom.js");
const { startFileFields } = await import("../../chalicelib/web/static/common/file-field.js");

test("what is chosen stands in the field, and is gone with the form's words", async () => {
  document.body.append(make("form", {}, make("div", { class: "field" }, make("label", { for: "list" }, "명단"), make("input", { id: "list", type: "file", multiple: true }))));
  startFileFields();
  const input = document.querySelector("#list");
  const said = () => document.querySelector("[data-chosen]").textContent;
  assert.equal(input.labels[0].textContent, "명단");
  assert.equal(said(), "고른 파일이 없습니다");
  let files = [{ name: "9월.csv" }, { name: "10월.csv" }];
  Object.defineProperty(input, "files", { get: () => files });
  input.dispatchEvent(new Event("change"));
  assert.equal(said(), "9월.csv, 10월.csv");
  files = [];
  document.querySelector("form").reset();
  await new Promise((done) => { setTimeout(done); });
  assert.equal(said(), "고른 파일이 없습니다");
});
