// A QR code drawn in this browser, for what may not leave it or must be there without a net: the secret of an authenticator app,
// the number of a member. Bytes, error correction M, versions 1 to 10 (ISO/IEC 18004); all else the server draws.

/** Of each version: codewords for data and correction together, those for correction in a block, and how many blocks. */
const SIZES = [[26, 10, 1], [44, 16, 1], [70, 26, 1], [100, 18, 2], [134, 24, 2], [172, 16, 4], [196, 18, 4], [242, 22, 4], [292, 22, 5], [346, 26, 5]];
const CENTRES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/** The code as an element that scales to its box, on its own white ground. @param {string} text @param {string} name what it is, for those who do not see it */
export function draw(text, name) {
  const rows = modules(text);
  const side = rows.length + 2 * QUIET;
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ""))).join("");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.append(shape("rect", { width: String(side), height: String(side), fill: "#fff" }), shape("path", { d: path, fill: "#000" }));
  return svg;
}

/** @param {string} tag @param {Record<string, string>} attributes */
function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Dark or not, row by row. @param {string} text @returns {boolean[][]} */
export function modules(text) {
  const data = new TextEncoder().encode(text);
  const version = SIZES.findIndex(([all = 0, correction = 0, blocks = 0], at) => (all - correction * blocks) * 8 >= 4 + (at < 9 ? 8 : 16) + 8 * data.length) + 1;
  if (!version) throw new Error("too long for a code");
  const code = new Grid(version);
  code.place(codewords(data, version));
  return code.rows;
}

/** @param {Uint8Array} data @param {number} version @returns {number[]} */
function codewords(data, version) {
  const [all = 0, correction = 0, blocks = 0] = SIZES[version - 1] ?? [];
  const capacity = all - correction * blocks;
  const bits = [...binary(4, 4), ...binary(data.length, version < 10 ? 8 : 16), ...[...data].flatMap((byte) => binary(byte, 8))];
  bits.push(...binary(0, Math.min(4, capacity * 8 - bits.length)));
  while (bits.length % 8) bits.push(0);
  const words = [];
  for (let at = 0; at < bits.length; at += 8) words.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; words.length < capacity; pad ^= 0xec ^ 0x11) words.push(pad);

  const short = Math.floor(capacity / blocks);
  const longer = capacity % blocks;
  const parts = [];
  for (let block = 0, at = 0; block < blocks; block += 1) {
    const length = short + (block >= blocks - longer ? 1 : 0);
    parts.push(words.slice(at, at + length));
    at += length;
  }
  const checks = parts.map((part) => remainder(part, correction));
  /** @param {number[][]} lists */
  const woven = (lists) => Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, at) => (
    lists.flatMap((list) => (at < list.length ? [list[at] ?? 0] : []))
  )).flat();
  return [...woven(parts), ...woven(checks)];
}

/** @param {number} number @param {number} length */
const binary = (number, length) => Array.from({ length }, (_, at) => (number >> (length - 1 - at)) & 1);

/** The Reed-Solomon remainder over GF(256). @param {number[]} data @param {number} degree */
function remainder(data, degree) {
  /** @type {number[]} */
  let divisor = [1];
  for (let root = 1, at = 0; at < degree; at += 1, root = times(root, 2)) {
    divisor = [...divisor, 0].map((word, place) => word ^ times(divisor[place - 1] ?? 0, root));
  }
  /** @type {number[]} */
  const rest = Array(degree).fill(0);
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let at = 0; at < degree; at += 1) rest[at] = (rest[at] ?? 0) ^ times(divisor[at + 1] ?? 0, factor);
  }
  return rest;
}

/** @param {number} one @param {number} other */
function times(one, other) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((other >> bit) & 1) * one);
  return product;
}

class Grid {
  /** @param {number} version */
  constructor(version) {
    this.size = version * 4 + 17;
    /** @type {boolean[][]} */
    this.rows = Array.from({ length: this.size }, () => Array(this.size).fill(false));
    /** @type {boolean[][]} */
    this.fixed = Array.from({ length: this.size }, () => Array(this.size).fill(false));
    for (let at = 0; at < this.size; at += 1) {
      this.#fix(at, 6, at % 2 === 0);
      this.#fix(6, at, at % 2 === 0);
    }
    for (const [x = 0, y = 0] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]]) this.#target(x, y, 4);
    const centres = CENTRES[version - 1] ?? [];
    const last = centres[centres.length - 1];
    for (const x of centres) {
      for (const y of centres) {
        if (!((x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6))) this.#target(x, y, 2);
      }
    }
    this.#sayFormat();
    if (version >= 7) this.#sayVersion(version);
  }

  /** Two columns at a time, up and down, from the right; then mask 0. @param {number[]} words */
  place(words) {
    let bit = 0;
    for (let right = this.size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      const isUpward = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.size; step += 1) {
        const y = isUpward ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.fixed[y]?.[x]) continue;
          const isDark = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
          this.#set(x, y, isDark !== ((x + y) % 2 === 0));
          bit += 1;
        }
      }
    }
  }

  /** @param {number} x @param {number} y @param {boolean} isDark */
  #set(x, y, isDark) {
    const row = this.rows[y];
    if (row) row[x] = isDark;
  }

  /** @param {number} x @param {number} y @param {boolean} isDark */
  #fix(x, y, isDark) {
    const row = this.fixed[y];
    if (!row || x < 0 || x >= this.size) return;
    row[x] = true;
    this.#set(x, y, isDark);
  }

  /** Rings around a point: a finder with its margin (4), or an alignment pattern (2). @param {number} x @param {number} y @param {number} reach */
  #target(x, y, reach) {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.#fix(x + dx, y + dy, reach === 4 ? ring !== 2 && ring !== 4 : ring !== 1);
      }
    }
  }

  /** Level M and mask 0, twice. */
  #sayFormat() {
    const bits = 0x5412;
    /** @param {number} at */
    const bit = (at) => ((bits >> at) & 1) === 1;
    for (let at = 0; at <= 5; at += 1) this.#fix(8, at, bit(at));
    this.#fix(8, 7, bit(6));
    this.#fix(8, 8, bit(7));
    this.#fix(7, 8, bit(8));
    for (let at = 9; at < 15; at += 1) this.#fix(14 - at, 8, bit(at));
    for (let at = 0; at < 8; at += 1) this.#fix(this.size - 1 - at, 8, bit(at));
    for (let at = 8; at < 15; at += 1) this.#fix(8, this.size - 15 + at, bit(at));
    this.#fix(8, this.size - 8, true);
  }

  /** @param {number} version */
  #sayVersion(version) {
    let rest = version;
    for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let at = 0; at < 18; at += 1) {
      const isDark = ((bits >> at) & 1) === 1;
      const far = this.size - 11 + (at % 3);
      this.#fix(far, Math.floor(at / 3), isDark);
      this.#fix(Math.floor(at / 3), far, isDark);
    }
  }
}
