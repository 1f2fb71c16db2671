// What is kept on this device: in the browser's storage or, where that is forbidden, missing or full, in the memory of this
// page until it is closed. Then the page says so, once.

import { deviceNow } from "./clock.js";
import { seek } from "./dom.js";

class Kept {
  /** @type {() => Storage} */
  #open;

  /** @type {Map<string, string>} */
  #memory = new Map();

  /** @param {() => Storage} open may throw, or give nothing */
  constructor(open) {
    this.#open = open;
  }

  /** @param {string} name @returns {string | null} */
  text(name) {
    return this.#memory.get(name) ?? this.#tried((storage) => storage.getItem(name)) ?? null;
  }

  /** What was kept by `keep`; null for what nobody can read any more. @param {string} name @returns {any} */
  read(name) {
    try {
      return JSON.parse(this.text(name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whether it will still be there after a reload. @param {string} name @param {string} text */
  keepText(name, text) {
    if (this.#put(name, text) || this.#replace(name, text)) {
      this.#memory.delete(name);
      return true;
    }
    this.#memory.set(name, text);
    warn();
    return false;
  }

  /** @param {string} name @param {unknown} value */
  keep(name, value) {
    return this.keepText(name, JSON.stringify(value));
  }

  /** @param {string} name */
  forget(name) {
    this.#memory.delete(name);
    this.#tried((storage) => storage.removeItem(name));
  }

  names() {
    return [...new Set([...this.#memory.keys(), ...(this.#tried((storage) => Object.keys(storage)) ?? [])])];
  }

  /** Lets the other tabs hear of it, by their `storage` events; nothing stays. @param {string} name */
  announce(name) {
    this.#tried((storage) => {
      storage.setItem(name, String(deviceNow()));
      storage.removeItem(name);
    });
  }

  /** @param {string} name @param {string} text */
  #put(name, text) {
    return this.#tried((storage) => {
      storage.setItem(name, text);
      return true;
    }) ?? false;
  }

  /** A full storage still has the text before: after a reload it would be the newest. Without it there may be room.
   * @param {string} name @param {string} text */
  #replace(name, text) {
    this.#tried((storage) => storage.removeItem(name));
    return this.#put(name, text);
  }

  /** @template T @param {(storage: Storage) => T} work */
  #tried(work) {
    try {
      return work(this.#open());
    } catch {
      return undefined;
    }
  }
}

/** Until it is forgotten. */
export const device = new Kept(() => globalThis.localStorage);
/** Until the tab is closed. */
export const tab = new Kept(() => globalThis.sessionStorage);

function warn() {
  const banner = seek("#unkept");
  if (banner) banner.hidden = false;
}
