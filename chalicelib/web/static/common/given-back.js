// What a cancel gave back, in the server's own sentence; money that can no longer be spent is said first of all.

import { make } from "./dom.js";
import { day, t, won } from "./lang.js";

/** @typedef {Api.Schemas["GivenBackAnswer"]} GivenBack */

/** @param {GivenBack} given */
const unusable = (given) => given.lots.filter((lot) => lot.amount > 0 && !lot.is_usable);

/** @param {GivenBack} given */
export const hasUnusable = (given) => unusable(given).length > 0;

/** One paragraph for each thing to know. @param {GivenBack} given */
export function explain(given) {
  const lost = unusable(given).map((lot) => make("p", {}, make("strong", {}, t(
    `${won(lot.amount)}은 ${day(lot.expires_on ?? "")}에 유효기간이 끝나서, 돌아갔지만 쓸 수 없습니다.`,
    `${won(lot.amount)} went back to a voucher that expired on ${day(lot.expires_on ?? "")} and cannot be used.`,
  ))));
  return [...lost, make("p", {}, given.sentence)];
}
