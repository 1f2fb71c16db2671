// What a year of half-price trips brought, by month and by place: as the night added it up from the ledger.

import { facts, find, findForm } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, month, t, today, won } from "../common/lang.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["TripEffectAnswer"]} Effect */
/** @typedef {Api.Schemas["TripMonthAnswer"]} Month */
/** @typedef {{ group: string, name: string, amount: number }} Part */

const form = findForm("#trip-effect-form");
/** @type {Effect | null} */
let shown = null;

/** @param {number | null} percent */
const ofPaid = (percent) => (percent === null ? t("아직 없음", "none yet") : `${count(percent)}%`);

const months = deskTable(find("[data-trip-months]"), {
  list: "trip_effects",
  words: t("반값여행 효과, 달마다", "Effect of half-price trips, by month"),
  columns: [
    { words: t("달", "Month"), of: (/** @type {Month} */ one) => one.month.slice(0, 7), cell: (one) => month(one.month) },
    { words: t("팀", "Teams"), kind: "number", of: (one) => one.teams },
    { words: t("사람", "People"), kind: "number", of: (one) => one.people },
    { words: t("다시 온 팀", "Came again"), kind: "number", of: (one) => one.repeated },
    { words: t("쓴 돈 (원)", "Spent (won)"), kind: "number", of: (one) => one.spent },
    { words: t("지급 (원)", "Paid (won)"), kind: "number", of: (one) => one.paid },
    { words: t("거둔 돈 (원)", "Taken back (won)"), kind: "number", of: (one) => one.taken },
    { words: t("다시 쓴 돈 (원)", "Spent again (won)"), kind: "number", of: (one) => one.respent },
  ],
  load: async () => ({ data: shown?.months ?? [], next_cursor: null }),
  empty: t("아직 지급한 여행이 없습니다.", "No trip has been paid yet."),
});

const parts = deskTable(find("[data-trip-parts]"), {
  list: "trip_effects",
  words: t("반값여행 효과, 곳마다", "Effect of half-price trips, by place"),
  columns: [
    { words: t("무엇", "What"), of: (/** @type {Part} */ one) => one.group },
    { words: t("이름", "Name"), of: (one) => one.name },
    { words: t("원, 관광지는 팀", "Won; of sights, teams"), kind: "number", of: (one) => one.amount },
  ],
  load: async () => ({ data: shown ? partsOf(shown) : [], next_cursor: null }),
  empty: t("아직 지급한 여행이 없습니다.", "No trip has been paid yet."),
});

/** @param {Effect} effect @returns {Part[]} */
function partsOf(effect) {
  /** @type {[string, Effect["sights"]][]} */
  const groups = [
    [t("쓴 읍·면", "Spent in"), effect.spent_areas],
    [t("쓴 업종", "Spent on"), effect.spent_trades],
    [t("들른 관광지", "Sights"), effect.sights],
    [t("상품권을 쓴 읍·면", "Spent again in"), effect.respent_areas],
    [t("상품권을 쓴 업종", "Spent again on"), effect.respent_trades],
  ];
  return groups.flatMap(([group, each]) => each.map(({ name, amount }) => ({ group, name: name || t("등록하지 않은 가게", "A shop that is not registered"), amount })));
}

export async function showEffect() {
  form.year.value ||= today().slice(0, 4);
  shown = await ask("GET", "v1/staff/trip-effects/{year}", { values: { year: form.year.value } });
  const { total, until_on: until } = shown;
  find("[data-trip-effect]").replaceChildren(...facts([
    [t("언제까지", "Up to"), until ? day(until) : t("아직 없음", "none yet")],
    [t("팀 (다시 온 팀)", "Teams (came again)"), `${count(total.teams)} (${count(total.repeated)})`],
    [t("여행에서 쓴 돈", "Spent on the trips"), won(total.spent)],
    [t("돌려드린 돈", "Paid back"), won(total.paid)],
    [t("거둔 돈", "Taken back"), won(total.taken)],
    [t("상품권으로 다시 쓴 돈", "Spent again with vouchers"), won(total.respent)],
    [t("돌려드린 돈에 견준 쓴 돈", "Spent, of what was paid"), ofPaid(total.spent_percent)],
    [t("돌려드린 돈에 견준 다시 쓴 돈", "Spent again, of what was paid"), ofPaid(total.respent_percent)],
  ]));
  await months.read();
  await parts.read();
}

onSubmit(form, showEffect);
