// A sale round among those that can be bought from: its price, its state, and the way on.

import { onClick } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { make } from "../common/dom.js";
import { t, won } from "../common/lang.js";
import * as words from "./purchase-words.js";

/** @typedef {words.Round} Round */
/** @typedef {words.Purchase} Purchase */

/** @param {Round} round @param {Purchase[]} mine The member's purchases and applications. @param {(round: Round) => void} choose */
export function card(round, mine, choose) {
  const isForSale = round.state === "open" && words.isOnline(round);
  const own = mine.filter((one) => one.round_id === round.round_id);
  const hasPlace = own.some((one) => one.has_place);
  const example = words.amountsOf(round, undefined).at(-1);
  /** @param {string} label @param {string} text */
  const wayOn = (label, text) => onClick(make("button", { type: "button", class: "button full", "aria-label": label }, text), () => choose(round));
  return make(
    "div", { class: "box" },
    make("div", { class: "spread" }, make("h2", {}, round.name), make("span", { class: "tag benefit" }, t(`${round.discount_percent}% 할인`, `${round.discount_percent}% off`))),
    example ? make("p", {}, t(`${won(words.priceOf(round, example))} 내고 ${won(example)} 받기`, `Pay ${won(words.priceOf(round, example))}, get ${won(example)}`)) : null,
    make("p", { class: "soft" }, words.roundWords(round)),
    ...lotteryLines(round, own[0]),
    ...round.turns.filter(({ until }) => new Date(until).getTime() > now()).map((turn) => make("p", { class: "small soft" }, words.turnWords(turn))),
    isForSale && words.isApplyOpen(round) && !own.length ? wayOn(t(`${round.name} 추첨 신청하기`, `Apply to the draw of ${round.name}`), t("추첨 신청하기", "Apply to the draw")) : null,
    hasPlace ? make("p", { class: "notice" }, make("strong", {}, t("추첨에서 뽑히셨습니다. 지금 살 수 있습니다.", "You were drawn, and may buy now."))) : null,
    hasPlace || (isForSale && round.mode !== "lottery") ? wayOn(t(`${round.name} 사기`, `Buy in ${round.name}`), t("사기", "Buy")) : null,
  );
}

/** How buyers are drawn, and where anybody can check it. @param {Round} round @param {Purchase | undefined} applied */
function lotteryLines(round, applied) {
  if (!round.lottery) return [];
  return [
    ...words.lotteryWords(round).map((each) => make("p", {}, each)),
    applied ? make("p", { class: "notice" }, words.chanceWords(applied)) : null,
    make("p", {}, make("a", { href: `draws/${round.lottery.draw_id}` }, t("추첨을 직접 확인하기", "Check the draw yourself"))),
  ];
}
