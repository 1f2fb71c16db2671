// Working a draw out again, with nothing but what the county published, the browser's own SHA-256 and drand's public key.

/** @typedef {Api.Schemas["DrawAnswer"]} Draw */
/** What was looked at, and whether it fits; `null` where it could not be looked at. @typedef {Record<string, boolean | null>} Fits */

// The league's, written here and not taken from the answer: whoever tilts a draw could name a chain of his own.
export const QUICKNET = {
  chain_hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  public_key: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesis_at: 1692803367,
  period_seconds: 3,
};
// 27 KB, asked for when somebody checks (see lib/README.md).
const LIBRARY = "../lib/bls12_381.js";
const LEAD_MS = 10 * 60 * 1000;
const SIGNATURE_DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const encoder = new TextEncoder();

/** A frozen or drawn draw beside its whole list. @param {Draw} draw @param {string[]} ids @returns {Promise<Fits>} */
export async function check(draw, ids) {
  /** @type {Fits} */
  const fits = {
    list: (await listHash(ids)) === draw.list_hash && ids.length === draw.entrant_count,
    lead: isFrozenInTime(draw),
  };
  if (draw.status !== "drawn") return fits;
  const { signature, randomness, drawn_round: round } = draw;
  fits.round = isNamedBefore(draw);
  fits.signature = isHex(signature, 48) && round !== null ? await isSigned(round, signature) : false;
  fits.randomness = isHex(signature, 48) && hex(await sha256(bytes(signature))) === randomness;
  fits.order = isHex(randomness, 32) && await isOrdered(draw, ids, randomness);
  return fits;
}

/** SHA-256 of the ids, each on a line of its own. @param {string[]} ids */
export async function listHash(ids) {
  return hex(await sha256(encoder.encode(ids.map((id) => `${id}\n`).join(""))));
}

/** All entrants, the first to win first. @param {string[]} ids @param {string} randomness @param {string} drawId */
export async function ordered(ids, randomness, drawId) {
  const drawn = [...bytes(randomness), ...encoder.encode(drawId)];
  const hashed = await Promise.all(ids.map(async (id) => [hex(await sha256(Uint8Array.from([...drawn, ...encoder.encode(id)]))), id]));
  return hashed.sort(([one, first], [other, second]) => (one < other || (one === other && first < second) ? -1 : 1)).map(([, id]) => id);
}

/** Has the league signed this round so? Its signature over SHA-256 of the round's number, in eight bytes. `null`: cannot be checked here.
 * @param {number} round @param {string} signature */
export async function isSigned(round, signature) {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(round));
  const message = await sha256(number);
  let library;
  try {
    library = await import(LIBRARY);
  } catch {
    // Not loaded: no connection, or a browser without what it needs.
    return null;
  }
  const scheme = library.bls12_381.shortSignatures;
  try {
    return Boolean(scheme.verify(bytes(signature), scheme.hash(message, SIGNATURE_DOMAIN), bytes(QUICKNET.public_key)));
  } catch {
    // Not a point of the curve.
    return false;
  }
}

/** @param {number} round */
export const timeOf = (round) => (QUICKNET.genesis_at + (round - 1) * QUICKNET.period_seconds) * 1000;

/** The list stood before anybody could know the round's value, and after the entries had closed. @param {Draw} draw */
function isFrozenInTime({ frozen_at: at, frozen_round: round, closes_at: closes }) {
  if (!at || !round) return false;
  return Date.parse(at) + LEAD_MS <= timeOf(round) && Date.parse(at) >= Date.parse(closes);
}

/** @param {Draw} draw */
function isNamedBefore({ chain, round, fallback_round: fallback, frozen_round: frozen, drawn_round: drawn }) {
  const isQuicknet = Object.entries(QUICKNET).every(([name, value]) => /** @type {Record<string, unknown>} */ (chain)[name] === value);
  return isQuicknet && (frozen === round ? drawn === round || drawn === fallback : frozen === fallback && drawn === fallback);
}

/** @param {Draw} draw @param {string[]} ids @param {string} randomness */
async function isOrdered(draw, ids, randomness) {
  const expected = (await ordered(ids, randomness, draw.draw_id)).slice(0, draw.prize_count + draw.reserve_count);
  const given = [...draw.winners, ...draw.reserves].map((place) => place.entrant_id);
  return draw.winners.length === Math.min(draw.prize_count, ids.length) && JSON.stringify(given) === JSON.stringify(expected);
}

/** @param {unknown} value @param {number} size @returns {value is string} */
const isHex = (value, size) => typeof value === "string" && new RegExp(`^[0-9a-f]{${size * 2}}$`).test(value);
/** @param {Uint8Array<ArrayBuffer>} content */
const sha256 = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", content));
/** @param {Uint8Array} content */
const hex = (content) => Array.from(content, (byte) => byte.toString(16).padStart(2, "0")).join("");
/** @param {string} text */
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
