// How sign-ups and money went over a span of days: three plots, and every figure of them in a table below.

import { find, findForm, make, saveFile } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, seoulDay, t } from "../common/lang.js";
import { csvOf } from "./csv-file.js";
import { ask, open, yesterday } from "./desk.js";

/** @typedef {Api.Schemas["DayFiguresAnswer"]} Day */
/** A figure of the days: its name in the answer, its words, and whether days are summed up.
 * @typedef {{ name: Exclude<keyof Day, "on">, words: string, isState?: boolean }} Figure */

const LIBRARY = "../lib/uplot.js";
const DAYS_SHOWN_FIRST = 30;
const DAY_MS = 24 * 3600e3;
const HEIGHT = 220;
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

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "trends",
  words: t("추이", "Trends"),
  async open() {
    open("trends");
    form.to_on.value ||= yesterday();
    form.from_on.value ||= seoulDay(Date.now() - DAYS_SHOWN_FIRST * DAY_MS);
    await read();
  },
  actions: {
    "trends-file": () => saveFile(csvOf([["on", ...TABLE.map(({ name }) => name)], ...days.map((one) => [one.on, ...TABLE.map(({ name }) => String(one[name]))])]), `onmin-${form.from_on.value}-${form.to_on.value}.csv`),
  },
};

onSubmit(form, read);

async function read() {
  const [{ data }, { uPlot }] = await Promise.all([
    ask("GET", "v1/staff/figures", { query: { from_on: form.from_on.value, to_on: form.to_on.value } }),
    import(LIBRARY),
  ]);
  days = data;
  const place = find("[data-plots]");
  place.replaceChildren();
  if (days.length) {
    for (const [title, figures] of /** @type {[string, Figure[]][]} */ ([[t("가입", "Sign-ups"), PEOPLE], [t("쓰임", "Use"), USE], [t("남은 금액", "Outstanding"), LEFT]])) plot(place, uPlot, title, figures);
  } else {
    place.append(make("p", { class: "notice" }, t("이 기간에는 마감된 날이 없습니다. 하루의 합계는 다음 날 아침에 만들어집니다.", "No day of this span is closed yet. A day's totals are made on the next morning.")));
  }
  showTable();
}

/** @param {Element} place @param {any} uPlot @param {string} title @param {Figure[]} figures */
function plot(place, uPlot, title, figures) {
  const canvas = make("div", { role: "img", "aria-label": t(`${title}: 아래 표에 모든 값이 있습니다`, `${title}: the table below has every figure`) });
  place.append(make("div", { class: "box plot" }, make("h2", {}, title), canvas));
  const styles = getComputedStyle(document.body);
  const [ink, line, ...colors] = ["--ink-soft", "--line", "--brand", "--warning-text", "--danger"].map((name) => styles.getPropertyValue(name).trim());
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const font = `12px ${styles.fontFamily}`;
  // Noon of the day: no zone makes another day of it.
  const at = days.map(({ on }) => Date.parse(`${on}T12:00:00+09:00`) / 1000);
  new uPlot({
    width: Math.max(canvas.clientWidth, 240),
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, font, values: (/** @type {unknown} */ _, /** @type {number[]} */ moments) => moments.map((one) => seoulDay(one * 1000).slice(5)), incrs: [1, 2, 5, 7, 14, 30, 61, 91].map((number) => number * 86400) },
      { ...axis, font, size: 76, values: (/** @type {unknown} */ _, /** @type {number[]} */ values) => values.map((one) => count(one)) },
    ],
    scales: { y: { range: (/** @type {unknown} */ _, /** @type {number} */ least, /** @type {number} */ most) => [Math.min(0, least), Math.max(1, most * 1.05)] } },
    series: [
      { label: t("날", "Day"), value: (/** @type {unknown} */ _, /** @type {number | null} */ moment) => (moment === null ? "" : day(seoulDay(moment * 1000))) },
      ...figures.map(({ words }, index) => ({ label: words, stroke: colors[index], width: 2, dash: [[], [8, 4], [2, 3]][index], points: { show: days.length < 40 }, value: (/** @type {unknown} */ _, /** @type {number | null} */ value) => (value === null ? "" : count(value)) })),
    ],
  }, [at, ...figures.map(({ name }) => days.map((one) => one[name]))], canvas);
}

function showTable() {
  /** @param {Figure} figure */
  const sum = ({ name, isState }) => (isState ? "" : count(days.reduce((total, one) => total + one[name], 0)));
  find("[data-trends]").replaceChildren(
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, t("날", "Day")), TABLE.map(({ words }) => make("th", { scope: "col", class: "number" }, words)))),
    make("tbody", {}, [...days].reverse().map((one) => make("tr", {}, make("th", { scope: "row" }, one.on), TABLE.map(({ name }) => make("td", { class: "number" }, count(one[name])))))),
    make("tfoot", {}, make("tr", {}, make("th", { scope: "row" }, t("합계", "Sum")), TABLE.map((figure) => make("td", { class: "number" }, sum(figure))))),
  );
}
