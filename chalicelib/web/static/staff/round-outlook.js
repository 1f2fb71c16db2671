// How a sale round will presumably end, in words.

import { day, moment, t, won } from "../common/lang.js";

/** How it will presumably end, with its range. @param {Pick<Api.Schemas["RoundSalesAnswer"], "outlook">} sales */
export function outlookWords({ outlook }) {
  if (!outlook) return "";
  const { sold_out_at: at, soonest_at: soonest, latest_at: latest, unsold_amount: rest } = outlook;
  const end = t("닫을 때까지 남음", "not before it closes");
  const range = t(`가장 이르면 ${soonest ? moment(soonest) : end}, 가장 늦으면 ${latest ? moment(latest) : end}`, `soonest ${soonest ? moment(soonest) : end}, latest ${latest ? moment(latest) : end}`);
  if (at) return t(`지금 빠르기라면 ${moment(at)}에 다 팔립니다 (${range}).`, `At this pace it is sold out at ${moment(at)} (${range}).`);
  const { unsold_least: least, unsold_most: most } = outlook;
  const between = least === most ? "" : t(` (${won(least)}에서 ${won(most)})`, ` (${won(least)} to ${won(most)})`);
  return t(`지금 빠르기라면 닫을 때 ${won(rest)}이 남습니다${between}.`, `At this pace it will leave ${won(rest)} unsold${between}.`);
}

const DAY_MS = 86_400_000;

/** Days of which some follow each other: those as from one to another. @param {string[]} days in their order */
export function daysWords(days) {
  /** @type {string[][]} */
  const spans = [];
  for (const on of days) {
    const last = spans.at(-1);
    if (last && Date.parse(on) - Date.parse(last.at(-1) ?? "") === DAY_MS) last.push(on);
    else spans.push([on]);
  }
  return spans.map((span) => [...new Set([span[0] ?? "", span.at(-1) ?? ""])].map(day).join(t(" ~ ", " to "))).join(", ");
}
