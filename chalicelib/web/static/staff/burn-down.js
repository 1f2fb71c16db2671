// How a round's budget goes: what was sold by when, beside the line of an even pace, and the hours that sold it.

import { find, make } from "../common/dom.js";
import { count, moment, seoulDay, t, time, won } from "../common/lang.js";
import { plot } from "./plot.js";
import { daysWords, outlookWords } from "./round-outlook.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */
/** @typedef {Api.Schemas["RoundSalesAnswer"]} Sales */

const DAY_MS = 24 * 3600e3;

const hours = deskTable(find("[data-round-hours]"), {
  list: "round_hours",
  words: t("시간마다 판 금액", "Sold by the hour"),
  columns: [
    { words: t("이때까지", "Until"), kind: "moment", of: (/** @type {Sales["hours"][number]} */ one) => one.at },
    { words: t("판 금액 (원)", "Sold (won)"), kind: "number", of: (one) => one.sold_amount },
  ],
  sums: (rows) => [t("합계", "Sum"), count(rows.reduce((sum, one) => sum + one.sold_amount, 0))],
  empty: t("아직 판 시간이 없습니다.", "No hour of selling yet."),
});

/** What would be sold by a moment if it sold evenly. @param {Round} round @param {number} at */
function paceAt({ opens_at: opens, closes_at: closes, budget_amount: budget }, at) {
  const [first, last] = [Date.parse(opens), Date.parse(closes)];
  return Math.round(budget * Math.min(1, Math.max(0, (at - first) / (last - first))));
}

/** In words, for everybody: how far it is, and how far an even pace would be. @param {Round} round @param {Sales} sales */
function paceWords(round, { points, sold_amount: sold }) {
  const last = points.at(-1);
  if (!last || round.state === "upcoming") return t("아직 열리지 않았습니다.", "Not open yet.");
  const even = paceAt(round, Date.parse(last.at));
  const [ahead, behind] = [t("고른 빠르기보다 빠릅니다", "ahead of an even pace"), t("고른 빠르기보다 느립니다", "behind an even pace")];
  return t(`${moment(last.at)}까지 ${won(sold)}을 팔았습니다. 고르게 팔았다면 ${won(even)}이므로 ${sold >= even ? ahead : behind}.`, `By ${moment(last.at)}, ${won(sold)} were sold. Evenly it would be ${won(even)}: ${sold >= even ? ahead : behind}.`);
}

/** @param {Element} place @param {Round} round @param {Sales} sales */
export async function showBurnDown(place, round, sales) {
  hours.show(sales.hours);
  const points = sales.points.map(({ at, sold_amount: sold }) => ({ at: Date.parse(at), sold }));
  const closes = Date.parse(round.closes_at);
  const isShort = closes - Date.parse(round.opens_at) < 3 * DAY_MS;
  // The even line goes on to the close; what was sold ends where it is known.
  const all = [...points.map(({ at }) => at), ...((points.at(-1)?.at ?? 0) < closes ? [closes] : [])];
  const missing = sales.missing_on.length ? make("p", { class: "notice warn" }, t(`아직 대사하지 않은 날은 빠져 있습니다: ${daysWords(sales.missing_on)}`, `Days that were not reconciled are left out: ${daysWords(sales.missing_on)}`)) : null;
  place.replaceChildren(make("p", { role: "status" }, paceWords(round, sales)), ...(sales.outlook ? [make("p", { "data-outlook": "" }, outlookWords(sales))] : []), ...(missing ? [missing] : []));
  await plot(place, {
    name: t("판 금액과 고른 빠르기", "Sold, and an even pace"),
    moments: all.map((at) => at / 1000),
    lines: [
      { words: t("판 금액 (원)", "Sold (won)"), values: all.map((at, index) => points[index]?.sold ?? null) },
      { words: t("고르게 팔 때 (원)", "At an even pace (won)"), values: all.map((at) => paceAt(round, at)) },
    ],
    mark: (at) => (isShort ? time(new Date(at).toISOString()) : seoulDay(at).slice(5)),
    told: (at) => moment(new Date(at).toISOString()),
    steps: (isShort ? [1, 2, 3, 6, 12] : [24, 48, 120, 168, 336, 720, 1464]).map((number) => number * 3600),
  });
}
