// What stands in a pass, and whether the county signed it: chalicelib/visits/passes.py writes them. Checked by the browser's own
// Ed25519, without a net.

const PREFIX = "ONMIN1:";
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS = 168;
const PAYLOAD = 41;
const SIGNATURE = 64;
const VERSION = 1;
const MARK = 16;
const AGES = /** @type {const} */ (["infant", "child", "youth", "adult", "senior"]);

/** `holder`: the first digits of the mark that stands for the member; `facility`: of the one it is for, zeros for all; times in
 * milliseconds.
 * @typedef {{ keyId: number, age: (typeof AGES)[number], facility: string, from: number, until: number, holder: string, payload: Uint8Array, signature: Uint8Array }} Pass */

/** Null for what has not the form of one. @param {string} text @returns {Pass | null} */
export function readPass(text) {
  const code = text.trim().toUpperCase();
  const bytes = code.startsWith(PREFIX) ? bytesOf(code.slice(PREFIX.length)) : null;
  if (!bytes || bytes[0] !== VERSION) return null;
  const payload = bytes.slice(0, PAYLOAD);
  const view = new DataView(payload.buffer);
  const age = AGES[payload[2] ?? AGES.length];
  if (!age) return null;
  return {
    keyId: payload[1] ?? 0,
    age,
    facility: hex(payload.slice(3, 7)),
    from: view.getUint32(7) * 1000,
    until: view.getUint32(11) * 1000,
    holder: hex(payload.slice(15)).slice(0, MARK),
    payload,
    signature: bytes.slice(PAYLOAD),
  };
}

/** Whether one of these keys signed it; undefined where the browser cannot tell.
 * @param {Pass} pass @param {{ key_id: number, public_key: string }[]} keys @returns {Promise<boolean | undefined>} */
export async function isSigned(pass, keys) {
  for (const { key_id: keyId, public_key: publicKey } of keys) {
    if (keyId !== pass.keyId) continue;
    try {
      const key = await imported(publicKey);
      if (await crypto.subtle.verify("Ed25519", key, source(pass.signature), source(pass.payload))) return true;
    } catch {
      return undefined;
    }
  }
  return false;
}

/** @type {Map<string, Promise<CryptoKey>>} */
const known = new Map();

/** @param {string} publicKey in hexadecimal */
function imported(publicKey) {
  const bytes = Uint8Array.from(publicKey.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const key = known.get(publicKey) ?? crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
  known.set(publicKey, key);
  return key;
}

/** @param {Uint8Array} bytes */
const source = (bytes) => /** @type {BufferSource} */ (bytes);

/** Crockford's base32: 168 characters are 105 bytes to the bit. @param {string} text */
function bytesOf(text) {
  if (text.length !== CHARACTERS) return null;
  const bytes = new Uint8Array(PAYLOAD + SIGNATURE);
  let held = 0;
  let bits = 0;
  let place = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[place] = (held >> bits) & 255;
    place += 1;
    held &= (1 << bits) - 1;
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
