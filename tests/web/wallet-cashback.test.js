import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";
import { serveBy } from "./served.js";

const answers = {};
serveBy(answers);
open("wallet/wallet.html");
const CAMPAIGN = { campaign_id: "cbk_1", name: "병영 캐시백", state: "open", rate_percent: 10, floor_amount: 1000, ceiling_amount: 2000, opens_at: "2026-11-01T00:00:00+09:00", closes_at: "2027-01-01T00:00:00+09:00", merchant_ids: [], categories: [], areas: ["병영면"] };

test("a shop says which cashback holds there, and one that takes no bought vouchers none", async () => {
  answers["GET v1/cashback-campaigns"] = { body: { data: [CAMPAIGN, { ...CAMPAIGN, campaign_id: "cbk_2", name: "새해 캐시백", state: "upcoming", floor_amount: 0, rate_percent: 30, areas: [] }] } };
  const { load, openAt } = await import("../../chalicelib/web/static/wallet/cashback.js");
  await load();
  assert.deepEqual([...document.querySelectorAll("[data-cashbacks] li")].map((one) => one.textContent), [
    "병영 캐시백캐시백 10%구매한 상품권으로 1,000원 이상 내면 10%를 바로 돌려드립니다. 한 달에 2,000원까지, 예산이 남은 동안.병영면 · 2026년 11월 1일 ~ 2026년 12월 31일",
    "새해 캐시백곧 시작구매한 상품권으로 낸 금액의 30%를 바로 돌려드립니다. 한 달에 2,000원까지, 예산이 남은 동안.모든 가게 · 2026년 11월 1일 ~ 2026년 12월 31일",
  ]);
  const shop = { merchant_id: "mch_1", category: "음식점", address: "강진군 병영면 1", accepts_sale_vouchers: true };
  const at = (changes) => openAt({ ...shop, ...changes }).map(({ name }) => name);
  assert.deepEqual(at({}), ["병영 캐시백"]);
  assert.deepEqual(at({ address: "강진군 병영면민로 1" }), []);
  assert.deepEqual(at({ accepts_sale_vouchers: false }), []);
  answers["GET v1/cashback-campaigns"] = { body: { data: [{ ...CAMPAIGN, areas: [], categories: ["카페"], merchant_ids: ["mch_1"] }] } };
  await load();
  assert.deepEqual([at({}), at({ merchant_id: "mch_2" }), at({ merchant_id: "mch_2", category: "카페" })], [["병영 캐시백"], [], ["병영 캐시백"]]);
  answers["GET v1/cashback-campaigns"] = { body: { data: [] } };
  await load();
  assert.equal(document.querySelector("[data-cashback-box]").hidden, true);
});
