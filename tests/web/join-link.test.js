import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";

open("join/join.html");
const DRAFT = "../../chalicelib/web/static/join/draft.js";
const opened = async (/** @type {string} */ search) => {
  history.replaceState(null, "", `https://onmin.test/j/reed26${search}`);
  return import(`${DRAFT}?opening=${Math.random()}`);
};

test("the link by which one came is kept in the tab, through a reload without it; another one takes its place", async () => {
  const first = await opened("?c=sns-insta.7K3M9Q");
  assert.equal(first.draft.channel, "sns-insta.7K3M9Q");
  first.save();
  assert.equal((await opened("")).draft.channel, "sns-insta.7K3M9Q");
  assert.equal((await opened("?c=kakao.AAAAAA&lang=en")).draft.channel, "kakao.AAAAAA");
  first.forget();
});

test("what has not the form of a link is not kept", async () => {
  for (const text of ["", "x".repeat(60), "%3Cb%3E.A", "sns", "sns.A B"]) assert.equal((await opened(`?c=${text}`)).draft.channel, undefined);
});
