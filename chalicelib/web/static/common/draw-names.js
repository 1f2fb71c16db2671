// What draws and their prizes are called. A sale round's draw is kept as it was announced, in Korean; the round itself has a name
// in each language.

import { call } from "./api.js";
import { lang, t } from "./lang.js";

/** @typedef {{ round_id: string | null, title: string }} Named */

/** In English, by round. @type {Map<string, string>} */
const names = new Map();

/** Before they are shown. @param {Named[]} draws */
export async function learnNames(draws) {
  if (lang !== "en") return;
  const unknown = new Set(draws.flatMap(({ round_id: id }) => (id && !names.has(id) ? [id] : [])));
  await Promise.all([...unknown].map(async (round_id) => names.set(round_id, (await call("GET", "v1/rounds/{round_id}", { values: { round_id } })).name)));
}

/** @param {Named} draw */
export const titleOf = ({ round_id: id, title }) => names.get(id ?? "") ?? title;

/** @param {Named} draw @param {string} name */
export const prizeOf = ({ round_id: id }, name) => (id ? t(name, "A turn to buy at a discount") : name);
