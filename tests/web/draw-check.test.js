import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { QUICKNET, check, isSigned, listHash, ordered, timeOf } from "../../chalicelib/web/static/public/draw-check.js";

// drand's own vector.
const ROUND = 1000;
const SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
const RANDOMNESS = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd";
const DRAW_ID = "drw_06H02CHZG2WVD3YG";
const IDS = Array.from({ length: 40 }, (_, n) => `etr_${String(n).padStart(16, "0")}`);

/** By another library than the page's. */
const expectedOrder = () => IDS.map((id) => [createHash("sha256").update(Buffer.from(RANDOMNESS, "hex")).update(DRAW_ID + id).digest("hex"), id])
  .sort().map(([, id]) => id);

async function drawOf(change = {}) {
  const places = expectedOrder().slice(0, 5).map((entrant_id, n) => ({ entrant_id, number: n + 1 }));
  return {
    draw_id: DRAW_ID, status: "drawn", prize_count: 3, reserve_count: 2, entrant_count: IDS.length,
    list_hash: createHash("sha256").update(IDS.map((id) => `${id}\n`).join("")).digest("hex"),
    closes_at: new Date(timeOf(ROUND) - 1_200_000).toISOString(), frozen_at: new Date(timeOf(ROUND) - 600_000).toISOString(),
    round: ROUND, fallback_round: ROUND + 28_800, frozen_round: ROUND, drawn_round: ROUND,
    signature: SIGNATURE, randomness: RANDOMNESS, chain: { name: "quicknet", ...QUICKNET },
    winners: places.slice(0, 3), reserves: places.slice(3), ...change,
  };
}
const wrong = async (change, ids = IDS) => Object.entries(await check(await drawOf(change), ids)).filter(([, fits]) => fits !== true).map(([name]) => name);

test("the league's own vector is verified, and nothing near it", async () => {
  assert.equal(await isSigned(ROUND, SIGNATURE), true);
  assert.equal(await isSigned(ROUND + 1, SIGNATURE), false);
  assert.equal(await isSigned(ROUND, `a${SIGNATURE.slice(1)}`), false);
  assert.equal(await isSigned(ROUND, "00".repeat(48)), false);
  assert.equal(timeOf(ROUND), 1692806364000);
});

test("a draw that was held as it was promised fits in all", async () => {
  assert.deepEqual(await wrong({}), []);
  assert.equal(await listHash([]), createHash("sha256").digest("hex"));
  assert.deepEqual(await ordered(IDS, RANDOMNESS, DRAW_ID), expectedOrder());
});

test("each thing that was tilted is named", async () => {
  const draw = await drawOf();
  const [first, second, third] = draw.winners;
  assert.deepEqual(await wrong({ winners: [second, first, third] }), ["order"]);
  assert.deepEqual(await wrong({ winners: [first, second, { entrant_id: IDS.find((id) => !expectedOrder().slice(0, 5).includes(id)), number: 3 }] }), ["order"]);
  assert.deepEqual(await wrong({ reserves: [] }), ["order"]);
  assert.deepEqual(await wrong({}, IDS.slice(1)), ["list", ...(expectedOrder().indexOf(IDS[0]) < 5 ? ["order"] : [])]);
  assert.deepEqual(await wrong({ frozen_at: new Date(timeOf(ROUND) - 599_000).toISOString() }), ["lead"]);
  assert.deepEqual(await wrong({ frozen_at: new Date(timeOf(ROUND) - 1_300_000).toISOString() }), ["lead"]);
  assert.deepEqual(await wrong({ drawn_round: ROUND + 1 }), ["round", "signature"]);
  assert.deepEqual(await wrong({ frozen_round: ROUND + 28_800 }), ["round"]);
  assert.deepEqual(await wrong({ signature: "00".repeat(48) }), ["signature", "randomness"]);
  assert.deepEqual(await wrong({ signature: null }), ["signature", "randomness"]);
  assert.deepEqual(await wrong({ randomness: "00".repeat(32) }), ["randomness", "order"]);
  assert.deepEqual(await wrong({ chain: { name: "own", ...QUICKNET, public_key: "00" } }), ["round"]);
});

test("a frozen list is checked before lots are drawn", async () => {
  const frozen = { status: "frozen", winners: [], reserves: [], signature: null, randomness: null, drawn_round: null };
  assert.deepEqual(await check(await drawOf(frozen), IDS), { list: true, lead: true });
});
