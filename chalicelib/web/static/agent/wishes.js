// What was asked for at this counter and not answered. Each wish keeps its key on this device until there is an answer: after a
// dropped connection, and after the page was loaded anew, the same sale is the same sale.

import { isUnsure, newKey, Problem, statusOf } from "../common/api.js";
import { device } from "../common/storage.js";

/** @typedef {{ task: string, words: string, body: any, key: string }} Wish */

const KEPT_MAX = 20;
/** The server looks at a key by whose counter it is: another counter's wishes are not ours. */
let name = "onmin.teller-wishes";
/** @param {string} counter */
export const at = (counter) => { name = `onmin.teller-wishes.${counter}`; };

/** @returns {Wish[]} */
const kept = () => device.read(name) ?? [];
/** @param {Wish[]} wishes */
const keep = (wishes) => (wishes.length ? device.keep(name, wishes.slice(-KEPT_MAX)) : device.forget(name));

/** What waits for an answer, of one task. @param {string} task */
export const unanswered = (task) => kept().filter((wish) => wish.task === task);

/** @param {string} task @param {string} key */
const drop = (task, key) => keep(kept().filter((wish) => wish.task !== task || wish.key !== key));

/** Sends it under its key, which it keeps until there is an answer. What a rule refused was not done, and is forgotten.
 * @template Answer @param {string} task @param {any} body @param {(key: string) => Promise<Answer>} send */
export async function sent(task, body, send) {
  const words = JSON.stringify(body);
  const before = kept().find((wish) => wish.task === task && wish.words === words);
  const key = before?.key ?? newKey();
  if (!before) keep([...kept(), { task, words, body, key }]);
  try {
    const answer = await send(key);
    drop(task, key);
    return answer;
  } catch (error) {
    // Whoever must give the PIN again has been told nothing of the wish.
    const isOpen = isUnsure(error, Boolean(before)) || statusOf(error) === 401;
    // The try before may still be under way.
    const isMet = before && error instanceof Problem && error.code === "version_conflict";
    if (!isOpen && !isMet) drop(task, key);
    throw error;
  }
}
