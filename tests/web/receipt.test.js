import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { make, show } from "../../chalicelib/web/static/common/dom.js";

const PARTS = ["paid-amount", "paid-shop", "paid-cashback", "paid-left", "paid-at", "paid-clock", "paid-since"];
document.body.replaceChildren(
  make("section", { "data-screen": "paid", hidden: true }, ...[...PARTS, "paid-slip"].map((name) => make("p", { "data-fill": name }))),
  make("section", { "data-screen": "home" }),
);
const words = () => PARTS.map((name) => document.querySelector(`[data-fill="${name}"]`).textContent);

test("a receipt names the second of its payment and runs on, until one leaves it", async () => {
  mock.timers.enable({ apis: ["setInterval", "Date"], now: Date.parse("2026-11-22T05:31:07.000Z") });
  const { showPaid } = await import("../../chalicelib/web/static/wallet/receipt.js");
  showPaid({ amount: 4300, shop: "청자식당", cashback: 430, left: 700, at: "2026-11-22T05:31:05.400Z" });
  assert.deepEqual(words(), ["4,300원", "청자식당", "캐시백 430원을 상품권으로 받았습니다", "남은 상품권 700원", "11월 22일 14:31:05", "14:31:07", "결제한 지 0:02"]);
  mock.timers.tick(61_000);
  assert.deepEqual(words().slice(5), ["14:32:08", "결제한 지 1:03"]);
  show("home");
  mock.timers.tick(5000);
  assert.deepEqual(words().slice(5), ["14:32:08", "결제한 지 1:03"]);
  mock.timers.reset();
});
