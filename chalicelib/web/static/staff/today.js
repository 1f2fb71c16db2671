// A day's figures, today's at first: what the office asks first as tiles, booths and hours as tables with a bar beside each figure.

import { fill, find, make, screen } from "../common/dom.js";
import { count, day, points, signedPoints, signedWon, t, today, won } from "../common/lang.js";
import { guarded } from "../common/refusals.js";
import { ask, open } from "./desk.js";

const dayField = /** @type {HTMLInputElement} */ (find("#today-on"));

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "today",
  words: t("오늘", "Today"),
  async open() {
    open("today");
    // A page that stays open overnight has another today than it began with.
    if (!dayField.value || dayField.value === dayField.max) dayField.value = today();
    dayField.max = today();
    await read();
  },
  start() {
    dayField.addEventListener("change", () => guarded(read));
  },
};

async function read() {
  const on = dayField.value || today();
  const figures = await ask("GET", "v1/staff/dashboard", { query: { on } });
  // Another day was chosen meanwhile.
  if (on !== (dayField.value || today())) return;
  fill(screen("today"), { "today-title": on === today() ? t("오늘 현황", "Today so far") : t(`${day(on)} 현황`, `The figures of ${day(on)}`) });
  render(find("[data-dashboard]"), figures);
}

/** @param {Element} place @param {Api.Schemas["DashboardAnswer"]} figures */
function render(place, figures) {
  const queue = figures.signup_queue;
  place.replaceChildren(
    make(
      "div", { class: "tiles" },
      tile(t("가입", "Sign-ups"), t(`${count(figures.signups)}명`, count(figures.signups))),
      tile(t("결제", "Payments"), t(`${count(figures.redemptions)}건`, count(figures.redemptions)), won(figures.redeemed_amount)),
      tile(t("결제 취소", "Canceled"), won(figures.canceled_amount)),
      tile(t("드린 마일리지", "Mileage granted"), points(figures.mileage_granted)),
      tile(t("상품권으로 바꾼 마일리지", "Mileage turned into vouchers"), points(figures.mileage_converted), t(`상품권 ${won(figures.vouchers_issued_amount)}`, `${won(figures.vouchers_issued_amount)} in vouchers`)),
      tile(t("판 상품권", "Vouchers sold"), won(figures.vouchers_sold_amount)),
      tile(t("조정·일괄 지급", "Adjusted, bulk grants"), signedPoints(figures.mileage_adjusted), t(`상품권 ${signedWon(figures.vouchers_adjusted_amount)}`, `${signedWon(figures.vouchers_adjusted_amount)} in vouchers`)),
      figures.on === today() ? tile(t("처리를 기다리는 가입", "Sign-ups waiting"), t(`${count(queue.waiting)}건`, count(queue.waiting)), deadLetters(queue.dead_letters)) : null,
    ),
    make(
      "div", { class: "panels" },
      table(t("부스별 가입", "Sign-ups by booth"), t("부스", "Booth"), booths(figures)),
      table(t("시간별 가입", "Sign-ups by hour"), t("시", "Hour"), busyHours(figures.signups_by_hour)),
    ),
  );
}

/** Every sign-up has its row: also those that came through no booth.
 * @param {Api.Schemas["DashboardAnswer"]} figures @returns {[string, number][]} */
function booths({ signups, signups_by_booth: through }) {
  const elsewhere = signups - through.reduce((sum, booth) => sum + booth.signups, 0);
  /** @type {[string, number][]} */
  const rows = through.map((booth) => [booth.name, booth.signups]);
  if (elsewhere) rows.push([t("부스 없이", "Without a booth"), elsewhere]);
  return rows;
}

/** @param {string} label @param {string} figure @param {Node | string | null} [note] */
function tile(label, figure, note) {
  return make(
    "div", { class: "tile" },
    make("p", { class: "soft" }, label),
    make("p", { class: "figure" }, figure),
    note ? make("p", { class: "small" }, note) : null,
  );
}

/** Nothing is dropped silently: a message that failed for good is said in words, with a sign. @param {number} failed */
function deadLetters(failed) {
  return failed ? make("span", { class: "tag bad" }, t(`처리하지 못함 ${count(failed)}건`, `${count(failed)} failed`)) : null;
}

/** From the first hour with a sign-up to the last, the quiet ones between included.
 * @param {number[]} counts @returns {[string, number][]} */
function busyHours(counts) {
  const first = counts.findIndex((signups) => signups > 0);
  const last = counts.findLastIndex((signups) => signups > 0);
  return counts
    .map((signups, hour) => /** @type {[string, number]} */ ([t(`${hour}시`, `${hour}:00`), signups]))
    .slice(first < 0 ? 0 : first, last + 1);
}

/** @param {string} title @param {string} heading @param {[string, number][]} rows */
function table(title, heading, rows) {
  const most = Math.max(1, ...rows.map(([, figure]) => figure));
  const content = rows.length
    ? make(
      "table", {},
      make("caption", {}, title),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, heading), make("th", { scope: "col", class: "number" }, t("가입", "Sign-ups")), make("td", {}))),
      make("tbody", {}, rows.map(([name, figure]) => make(
        "tr", {},
        make("th", { scope: "row" }, name),
        make("td", { class: "number" }, count(figure)),
        make("td", { class: "bar" }, bar(figure / most)),
      ))),
    )
    : [make("h2", {}, title), make("p", {}, t("아직 없습니다.", "Nothing yet."))];
  return make("div", { class: "box scroll", tabindex: "0", role: "group", "aria-label": title }, content);
}

/** @param {number} share */
function bar(share) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  rect.setAttribute("width", String(Math.round(share * 100)));
  rect.setAttribute("height", "10");
  svg.append(rect);
  return svg;
}
