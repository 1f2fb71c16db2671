// Some seconds of work that the server asks of a browser when a great many messages were asked for.

const BATCH = 64;

/** The first counter whose hash begins with as many zero bits as are asked for.
 * @param {{ text: string, bits: number, iterations: number }} challenge @returns {Promise<Api.Schemas["SolutionBody"]>} */
export async function solve({ text, bits, iterations }) {
  const encoder = new TextEncoder();
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(text), iterations };
  /** @param {number} counter */
  const isSolved = async (counter) => {
    const key = await crypto.subtle.importKey("raw", encoder.encode(String(counter)), "PBKDF2", false, ["deriveBits"]);
    return new DataView(await crypto.subtle.deriveBits(derivation, key, 32)).getUint32(0) >>> (32 - bits) === 0;
  };
  for (let start = 0; ; start += BATCH) {
    // A batch at once: the browser derives on several cores, and the page stays awake.
    const solved = await Promise.all(Array.from({ length: BATCH }, (_, i) => isSolved(start + i)));
    if (solved.includes(true)) return { text, counter: start + solved.indexOf(true) };
  }
}
