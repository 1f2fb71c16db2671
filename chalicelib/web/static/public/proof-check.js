// Checking a proof, with nothing but the proof, the browser's own SHA-256 and the county's published day records.

const HASH = /^[0-9a-f]{64}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PARTS = ["day", "entry", "leaf_index", "path", "tree_size", "version"];
const DAY_PARTS = ["county_id", "entry_count", "hash", "merkle_root", "on", "previous"];
const ENTRY_PARTS = ["at", "county_id", "entry_id", "hash", "kind", "mileage_amount", "mileage_balance", "voucher_amount", "voucher_balance"];

/** @typedef {{
 *   at: string, county_id: string, entry_id: string, hash: string, kind: string, mileage_amount: number,
 *   mileage_balance: number, voucher_amount: number, voucher_balance: number, merchant?: string[] | null,
 * }} Entry */
/** @typedef {{ county_id: string, entry_count: number, hash: string, merkle_root: string, on: string, previous: string }} Day */
/** @typedef {{ day: Day, entry: Entry, leaf_index: number, path: string[], tree_size: number, version: 1 }} Proof */

export class NotAProof extends Error {}

/** Reads a proof's text. Throws NotAProof for anything that is not one, whole and with no more than it should have.
 * @param {string} text @returns {Proof} */
export function read(text) {
  /** @type {any} */
  let proof;
  let names;
  try {
    proof = JSON.parse(text);
    names = countNames(proof);
    canonical(proof);
  } catch {
    // No JSON; or nested too deep, or with numbers and letters that no proof has.
    throw new NotAProof("json");
  }
  // Of a name that is there twice the reader keeps one, and a person may see the other.
  if (countWrittenNames(text) !== names) throw new NotAProof("names");
  if (!isObject(proof) || !hasExactly(proof, PARTS)) throw new NotAProof("parts");
  if (proof.version !== 1) throw new NotAProof("version");
  const { entry, day, path } = proof;
  if (!isObject(entry) || !ENTRY_PARTS.every((name) => Object.hasOwn(entry, name))) throw new NotAProof("entry");
  const amounts = ENTRY_PARTS.slice(5).map((name) => entry[name]);
  if (!amounts.every(Number.isSafeInteger) || !isHash(entry.hash) || !isText(entry.at) || Number.isNaN(Date.parse(entry.at))) throw new NotAProof("entry");
  if (!isObject(day) || !hasExactly(day, DAY_PARTS) || !isDay(day.on)) throw new NotAProof("day");
  if (![day.hash, day.merkle_root, day.previous].every(isHash)) throw new NotAProof("day");
  if (!Array.isArray(path) || !path.every(isHash)) throw new NotAProof("path");
  if (![proof.leaf_index, proof.tree_size, day.entry_count].every(isCount)) throw new NotAProof("numbers");
  return proof;
}

/** What can be judged without asking anybody: {name: does it fit}. `seoulDay` tells a moment's business day.
 * @param {Proof} proof @param {(at: string) => string} seoulDay */
export async function checkItself(proof, seoulDay) {
  const { entry, day } = proof;
  const root = await rootFromPath(entry.hash, proof.leaf_index, proof.tree_size, proof.path);
  return {
    entry: (await recordHash(entry)) === entry.hash,
    path: root === day.merkle_root,
    count: proof.tree_size === day.entry_count,
    // An entry that reached the books late stands in the tree of the day after.
    date: [day.on, dayBefore(day.on)].includes(seoulDay(entry.at)),
    county: entry.county_id === day.county_id,
    record: (await recordHash(day)) === day.hash,
  };
}

/** Is this, in every field, the day record that the county published? `published` is null if there is none.
 * @param {Proof} proof @param {unknown} published */
export const isPublished = (proof, published) => published !== null && canonical(published) === canonical(proof.day);

/** SHA-256 over the canonical JSON of every field but `hash`. @param {Entry | Day} record */
export async function recordHash(record) {
  const { hash, ...sealed } = record;
  return hex(await sha256(new TextEncoder().encode(canonical(sealed))));
}

/** The same bytes as Python's json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False):
 * names in the order of their code points (JavaScript's own sort goes by UTF-16 units), whole numbers only.
 * @param {any} value @returns {string} */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError("not a whole number");
    return String(value);
  }
  // Both languages escape ", \ and the characters below U+0020 alike; half of a surrogate pair has no bytes.
  if (typeof value === "string") {
    if (/\p{Surrogate}/u.test(value)) throw new TypeError("not a text");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const names = Object.keys(value).sort(byCodePoint);
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** @param {string} one @param {string} other */
function byCodePoint(one, other) {
  const ones = [...one];
  const others = [...other];
  for (let place = 0; place < Math.min(ones.length, others.length); place += 1) {
    if (ones[place] !== others[place]) return codePoint(ones[place]) - codePoint(others[place]);
  }
  return ones.length - others.length;
}

/** @param {string} character */
const codePoint = (character) => character.codePointAt(0) ?? 0;

/** RFC 9162, section 2.1.3.2 (the trees of RFC 6962): from the leaf up; null if no tree of that size has such a path.
 * @param {string} leaf @param {number} leafIndex @param {number} size @param {string[]} path */
async function rootFromPath(leaf, leafIndex, size, path) {
  if (leafIndex >= size) return null;
  let index = leafIndex;
  let last = size - 1;
  let node = await sha256(join([0], bytes(leaf)));
  const siblings = path.map(bytes);
  while (last > 0) {
    if (index % 2 === 1 || index < last) {
      const sibling = siblings.shift();
      if (!sibling) return null;
      node = await sha256(index % 2 ? join([1], sibling, node) : join([1], node, sibling));
    }
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return siblings.length ? null : hex(node);
}

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";
/** A pattern alone would take a list of one text for the text. @param {unknown} value */
const isHash = (value) => isText(value) && HASH.test(value);
/** @param {unknown} value */
const isDay = (value) => isText(value) && DAY.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
/** @param {unknown} value */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @param {unknown} value @returns {number} */
const countNames = (value) => (typeof value === "object" && value !== null
  ? Object.values(value).reduce((sum, part) => sum + countNames(part), isObject(value) ? Object.keys(value).length : 0)
  : 0);
/** @param {string} text */
const countWrittenNames = (text) => [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter((found) => found[1]).length;
/** @param {object} object @param {string[]} names */
const hasExactly = (object, names) => canonical(Object.keys(object).sort()) === canonical(names);

/** @param {Uint8Array<ArrayBuffer>} content */
const sha256 = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", content));
/** @param {Uint8Array} content */
const hex = (content) => Array.from(content, (byte) => byte.toString(16).padStart(2, "0")).join("");
/** @param {string} text */
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
/** @param {(Uint8Array | number[])[]} parts */
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

/** @param {string} on */
function dayBefore(on) {
  const day = new Date(`${on}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
