// The proof of a password without the password: SRP over RFC 5054's 3072-bit group, as Cognito has it.

const PRIME = BigInt(`0x${[
  "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
  "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
  "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
  "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
  "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
  "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
  "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
  "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
].join("")}`);
const GENERATOR = 2n;
const KEY_NAME = new TextEncoder().encode("Caldera Derived Key\u0001");
const SECRET_BYTES = 32;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What is sent first (`publicNumber`, hexadecimal), and what stays here. @returns {{ secret: bigint, publicNumber: string }} */
export function begin() {
  const secret = numberOf(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  return { secret, publicNumber: power(GENERATOR, secret).toString(16) };
}

/** The challenge's answer. `poolName`: what stands behind the underscore in the pool's id.
 * @param {{ secret: bigint, publicNumber: string }} begun @param {Record<string, string>} challenge @param {string} poolName @param {string} password
 * @param {Date} at */
export async function prove(begun, challenge, poolName, password, at) {
  const userId = challenge.USER_ID_FOR_SRP ?? "";
  const block = challenge.SECRET_BLOCK ?? "";
  const time = timeOf(at);
  const key = await keyOf(
    begun.secret, hex(begun.publicNumber), hex(challenge.SRP_B ?? ""), hex(challenge.SALT ?? ""), `${poolName}${userId}:${password}`,
  );
  const signed = concat(bytes(`${poolName}${userId}`), fromBase64(block), bytes(time));
  return {
    USERNAME: userId,
    TIMESTAMP: time,
    PASSWORD_CLAIM_SECRET_BLOCK: block,
    PASSWORD_CLAIM_SIGNATURE: btoa(String.fromCharCode(...await mac(key, signed))),
  };
}

/** What signs the proof. @param {bigint} secret @param {bigint} own @param {bigint} server @param {bigint} salt @param {string} identity */
export async function keyOf(secret, own, server, salt, identity) {
  // A server that sends nothing modulo the prime would know the key without the password.
  if (server % PRIME === 0n) throw new Error("the server's number is not one");
  const scramble = await hash(padded(own), padded(server));
  const multiplier = await hash(padded(PRIME), padded(GENERATOR));
  const known = await hash(padded(salt), new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(identity))));
  const shared = power(server - multiplier * power(GENERATOR, known), secret + scramble * known);
  const extracted = await mac(padded(scramble), padded(shared));
  return (await mac(extracted, KEY_NAME)).slice(0, 16);
}

/** In English whatever the page speaks, the day without a leading zero: "Sun Mar 1 04:05:06 UTC 2026". @param {Date} at */
export function timeOf(at) {
  const clock = at.toISOString().slice(11, 19);
  return `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()} ${clock} UTC ${at.getUTCFullYear()}`;
}

/** Modulo the prime. @param {bigint} base @param {bigint} exponent */
function power(base, exponent) {
  let square = ((base % PRIME) + PRIME) % PRIME;
  let result = 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** Big-endian, and never with the highest bit set: it would be a negative number. @param {bigint} number */
function padded(number) {
  let text = number.toString(16);
  if (text.length % 2) text = `0${text}`;
  if (/^[89a-f]/.test(text)) text = `00${text}`;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {...Uint8Array} parts */
const hash = async (...parts) => numberOf(new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts))));

/** @param {Uint8Array<ArrayBuffer>} key @param {Uint8Array<ArrayBuffer>} text */
async function mac(key, text) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, text));
}

/** @param {...Uint8Array} parts */
function concat(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** @param {Uint8Array} given */
const numberOf = (given) => hex(Array.from(given, (byte) => byte.toString(16).padStart(2, "0")).join(""));
/** @param {string} text */
const hex = (text) => BigInt(`0x${text || "0"}`);
/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);
/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
