import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { seoulDay } from "../../chalicelib/web/static/common/lang.js";
import { NotAProof, canonical, checkItself, isPublished, read, recordHash } from "../../chalicelib/web/static/public/proof-check.js";

const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();

// The tree of RFC 6962 from above, by its definition; the page climbs it from below.
function split(size) {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}
function root(leaves) {
  if (leaves.length === 1) return sha256(Buffer.from([0]), leaves[0]);
  const half = split(leaves.length);
  return sha256(Buffer.from([1]), root(leaves.slice(0, half)), root(leaves.slice(half)));
}
function path(leaves, index) {
  if (leaves.length === 1) return [];
  const half = split(leaves.length);
  return index < half
    ? [...path(leaves.slice(0, half), index), root(leaves.slice(half))]
    : [...path(leaves.slice(half), index - half), root(leaves.slice(0, half))];
}

async function proofOf(size, index, change = {}) {
  const entry = {
    at: "2026-11-22T05:03:00.000Z", county_id: "gangjin", entry_id: "ent_0", kind: "redemption", mileage_amount: 0,
    mileage_balance: 2000, voucher_amount: -1200, voucher_balance: 1800, merchant: ["mer_1", "하나로 식당"], ...change,
  };
  entry.hash = await recordHash(entry);
  const leaves = Array.from({ length: size }, (_, place) => (place === index ? Buffer.from(entry.hash, "hex") : sha256(Buffer.from([place]))));
  const day = { county_id: "gangjin", entry_count: size, merkle_root: root(leaves).toString("hex"), on: "2026-11-22", previous: "0".repeat(64) };
  day.hash = await recordHash(day);
  return { day, entry, leaf_index: index, path: path(leaves, index).map((node) => node.toString("hex")), tree_size: size, version: 1 };
}

const wrong = async (proof) => Object.entries(await checkItself(proof, seoulDay)).filter(([, fits]) => !fits).map(([name]) => name);

test("a proof fits, for every place in trees of every small size", async () => {
  for (let size = 1; size <= 9; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const proof = read(JSON.stringify(await proofOf(size, index)));
      assert.deepEqual(await wrong(proof), [], `${index} of ${size}`);
    }
  }
});

test("each thing that was changed is named", async () => {
  const genuine = await proofOf(5, 2);
  const changed = async (change) => wrong(structuredClone({ ...genuine, ...change }));
  assert.deepEqual(await changed({ entry: { ...genuine.entry, voucher_amount: -1 } }), ["entry"]);
  assert.deepEqual(await changed({ path: genuine.path.toReversed() }), ["path"]);
  assert.deepEqual(await changed({ path: [...genuine.path, "0".repeat(64)] }), ["path"]);
  assert.deepEqual(await changed({ leaf_index: 7 }), ["path"]);
  assert.deepEqual(await changed({ day: { ...genuine.day, entry_count: 6 } }), ["count", "record"]);
  assert.deepEqual(await wrong(await proofOf(5, 2, { at: "2026-11-23T15:00:00.000Z" })), ["date"]);
  assert.deepEqual(await wrong(await proofOf(5, 2, { county_id: "other" })), ["county"]);
});

test("an entry that came late may stand in the tree of the day after, not in that of the day before", async () => {
  assert.deepEqual(await wrong(await proofOf(3, 1, { at: "2026-11-21T14:00:00.000Z" })), []);
  assert.deepEqual(await wrong(await proofOf(3, 1, { at: "2026-11-20T14:00:00.000Z" })), ["date"]);
});

test("only the very record that was published is the county's", async () => {
  const proof = await proofOf(2, 0);
  assert.ok(isPublished(proof, structuredClone(proof.day)));
  assert.ok(!isPublished(proof, { ...proof.day, entry_count: 3 }));
  assert.ok(!isPublished(proof, null));
});

test("anything that is not a whole proof, and no more, is none", async () => {
  const proof = await proofOf(2, 0);
  const { path: _, ...without } = proof;
  const texts = [
    "", "[]", "{", "null", JSON.stringify(without), JSON.stringify({ ...proof, more: 1 }), JSON.stringify({ ...proof, version: 2 }),
    JSON.stringify({ ...proof, tree_size: 1.5 }), JSON.stringify({ ...proof, path: [["0".repeat(64)]] }),
    JSON.stringify({ ...proof, day: { ...proof.day, on: "2026-13-01" } }),
    JSON.stringify(proof).replace('"version":1', '"version":1,"version":1'),
  ];
  for (const text of texts) assert.throws(() => read(text), NotAProof, text);
});

test("the canonical form sorts names by code points and takes whole numbers alone", () => {
  assert.equal(canonical({ "\u{1F600}": 1, "\uFFEE": 2, a: null }), '{"a":null,"\uFFEE":2,"\u{1F600}":1}');
  assert.throws(() => canonical(0.5), TypeError);
  assert.throws(() => canonical("\uD800"), TypeError);
});
