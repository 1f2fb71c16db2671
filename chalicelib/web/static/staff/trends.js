// How sign-ups and money went over a span of days: three plots, and every figure of them in a table below.

import { now } from "../common/clock.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, seoulDay, t } from "../common/lang.js";
import { ask, open, yesterday } from "./desk.js";
import { plot } from "./plot.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["DayFiguresAnswer"]} Day */
/** A figure of the days: its name in the answer, its words, and whether days are summed up.
 * @typedef {{ name: Exclude<keyof Day, "on">, words: string, isState?: boolean }} Figure */

const DAYS_SHOWN_FIRST = 30;
const DAY_MS = 24 * 3600e3;
const form = findForm("#trends-form");
/** @type {Day[]} */
let days = [];

/** @type {Figure[]} */
const PEOPLE = [{ name: "signups", words: t("가입", "Sign-ups") }];
/** @type {Figure[]} */
const USE = [
  { name: "redeemed_amount", words: t("결제 (원)", "Paid (won)") },
  { name: "vouchers_sold_amount", words: t("판 상품권 (원)", "Vouchers sold (won)") },
  { name: "mileage_converted", words: t("상품권으로 바꾼 마일리지 (점)", "Mileage into vouchers (points)") },
];
/** @type {Figure[]} */
const LEFT = [
  { name: "vouchers_left_amount", words: t("남은 상품권 (원)", "Vouchers outstanding (won)"), isState: true },
  { name: "mileage_left", words: t("남은 마일리지 (점)", "Mileage outstanding (points)"), isState: true },
];
/** @type {Figure[]} */
const TABLE = [
  ...PEOPLE,
  { name: "mileage_granted", words: t("드린 마일리지", "Mileage granted") },
  { name: "mileage_adjusted", words: t("조정 (점)", "Adjusted (points)") },
  { name: "vouchers_adjusted_amount", words: t("조정 (원)", "Adjusted (won)") },
  ...USE,
  { name: "canceled_amount", words: t("결제 취소 (원)", "Canceled (won)") },
  ...LEFT,
];

/** @type {[string, Figure[]][]} */
const PLOTS = [[t("가입", "Sign-ups"), PEOPLE], [t("쓰임", "Use"), USE], [t("남은 금액", "Outstanding"), LEFT]];

const list = deskTable(find("[data-trends]"), {
  list: "trends",
  words: t("날마다의 값", "The figures of each day"),
  columns: [
    { words: t("날", "Day"), kind: "day", of: (/** @type {Day} */ one) => one.on },
    ...TABLE.map(({ name, words }) => /** @type {import("./table-column.js").Column<Day>} */ ({ words, kind: "number", of: (one) => one[name] })),
  ],
  sums: (rows) => [t("합계", "Sum"), ...TABLE.map(({ name, isState }) => (isState ? "" : count(rows.reduce((total, one) => total + one[name], 0))))],
  empty: t("마감된 날이 없습니다.", "No day is closed."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "trends",
  words: t("추이", "Trends"),
  async open() {
    open("trends");
    form.to_on.value ||= yesterday();
    form.from_on.value ||= seoulDay(now() - DAYS_SHOWN_FIRST * DAY_MS);
    await read();
  },
};

onSubmit(form, read);

async function read() {
  ({ data: days } = await ask("GET", "v1/staff/figures", { query: { from_on: form.from_on.value, to_on: form.to_on.value } }));
  const place = find("[data-plots]");
  place.replaceChildren();
  list.show([...days].reverse());
  if (!days.length) {
    place.append(make("p", { class: "notice" }, t("이 기간에는 마감된 날이 없습니다. 하루의 합계는 다음 날 아침에 만들어집니다.", "No day of this span is closed yet. A day's totals are made on the next morning.")));
    return;
  }
  for (const [title, figures] of PLOTS) {
    const box = make("div", { class: "box plot" }, make("h2", {}, title));
    place.append(box);
    await plot(box, {
      name: t(`${title}: 아래 표에 모든 값이 있습니다`, `${title}: the table below has every figure`),
      // Noon of the day: no zone makes another day of it.
      moments: days.map(({ on }) => Date.parse(`${on}T12:00:00+09:00`) / 1000),
      lines: figures.map(({ name, words }) => ({ words, values: days.map((one) => one[name]) })),
      mark: (at) => seoulDay(at).slice(5),
      told: (at) => day(seoulDay(at)),
      steps: [1, 2, 5, 7, 14, 30, 61, 91].map((number) => number * 86400),
    });
  }
}
