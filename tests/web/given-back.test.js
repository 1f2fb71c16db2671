import assert from "node:assert/strict";
import { test } from "node:test";

import { explain, hasUnusable } from "../../chalicelib/web/static/common/given-back.js";

const given = (isUsable) => ({ sentence: "1,000원을 돌려드렸습니다.", lots: [{ amount: 1000, is_usable: isUsable, expires_on: "2026-11-22" }] });

test("what can no longer be spent is said first", () => {
  const paragraphs = explain(given(false)).map((one) => one.textContent);
  assert.deepEqual(paragraphs, ["1,000원은 2026년 11월 22일에 유효기간이 끝나서, 돌아갔지만 쓸 수 없습니다.", "1,000원을 돌려드렸습니다."]);
  assert.ok(hasUnusable(given(false)));
});

test("of what can be spent the server's sentence is enough", () => {
  assert.deepEqual(explain(given(true)).map((one) => one.textContent), ["1,000원을 돌려드렸습니다."]);
  assert.ok(!hasUnusable(given(true)));
});
