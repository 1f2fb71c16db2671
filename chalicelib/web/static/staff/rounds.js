// Sale rounds: seeing and making them.

import { facts, fill, find, findForm, make, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, moment, t, time, won } from "../common/lang.js";
import { amountIn, groupDigits, numberIn } from "../common/money.js";
import { pagedList } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { hasForm, table, wordsFor } from "../common/words.js";
import { ask, open } from "./desk.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */

const PATH = "v1/staff/rounds";
const PAGE = 20;
// Budgets are larger than any amount a person pays.
const BUDGET_DIGITS_MAX = Number(table("digits").budget);
/** @type {Record<Round["state"], string>} */
const TONES = { upcoming: "may", open: "must", sold_out: "warn", closed: "may" };
const form = findForm("#round-form");
const place = find("[data-rounds]");

const list = pagedList(place, {
  async load(cursor) {
    const page = await ask("GET", PATH, { query: { limit: PAGE, cursor } });
    fill(screen("rounds"), { "carry-over": won(page.carry_over_amount) });
    return page;
  },
  row: box,
  empty: () => make("p", { class: "notice" }, t("아직 판매 회차가 없습니다.", "No sale rounds yet.")),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "rounds",
  words: t("판매 회차", "Sale rounds"),
  async open() {
    open("rounds");
    await list.read();
  },
  start: () => groupDigits(form.budget_amount),
};

/** @param {Round} round */
function box(round) {
  return make(
    "div", { class: "box" },
    make("h2", {}, round.name, " ", make("span", { class: `tag ${TONES[round.state]}` }, wordsFor("round_states", round.state))),
    make("dl", { class: "facts" }, facts([
      [t("여는 때", "Opens"), `${day(round.opens_at)} ${time(round.opens_at)}`],
      [t("닫는 때", "Closes"), `${day(round.closes_at)} ${time(round.closes_at)}`],
      [t("할인", "Discount"), `${round.discount_percent}%`],
      [t("발행 금액", "Budget"), won(round.budget_amount)],
      [t("판 금액", "Sold"), won(round.sold_amount)],
      [t("남은 금액", "Left"), won(round.remaining_amount)],
    ], { class: "number" }))
  );
}

/** @param {string} local */
const seoul = (local) => new Date(`${local}:00+09:00`);
const DISCOUNT_WANTED = t("할인율을 0에서 99 사이로 적어 주세요.", "Please enter a discount of 0 to 99.");

keyedForm(form, {
  read() {
    if (!form.name_ko.value.trim()) throw new FieldError("name", t("회차의 이름을 적어 주세요.", "Please name the round."));
    if (!form.name_en.value.trim()) throw new FieldError("name_en", t("영문 이름을 적어 주세요.", "Please give the English name."));
    if (!form.opens_at.value) throw new FieldError("opens_at", t("여는 시각을 골라 주세요.", "Please choose when it opens."));
    if (!form.closes_at.value) throw new FieldError("closes_at", t("닫는 시각을 골라 주세요.", "Please choose when it closes."));
    const budget_amount = amountIn(form.budget_amount, t("발행 금액을 적어 주세요.", "Please enter the budget."), BUDGET_DIGITS_MAX);
    const discount_percent = numberIn(form.discount_percent, DISCOUNT_WANTED);
    if (!hasForm("discount", String(discount_percent))) throw new FieldError("discount_percent", DISCOUNT_WANTED);
    return {
      name: form.name_ko.value.trim(),
      name_en: form.name_en.value.trim(),
      opens_at: seoul(form.opens_at.value).toISOString(),
      closes_at: seoul(form.closes_at.value).toISOString(),
      budget_amount,
      discount_percent,
    };
  },
  describe: (body) => [
    make("p", {}, make("strong", {}, body.name)),
    make("p", {}, t(
      `${moment(body.opens_at)}부터 ${moment(body.closes_at)} 전까지, ${won(body.budget_amount)}을 ${body.discount_percent}% 할인해 팝니다.`,
      `From ${moment(body.opens_at)} until before ${moment(body.closes_at)}: ${won(body.budget_amount)} at ${body.discount_percent}% off.`,
    )),
    make("p", {}, t("만든 회차는 고치거나 지울 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "A round can't be changed or removed. If this is right, press once more.")),
  ],
  send: (body, key) => ask("POST", PATH, { body, key }),
  async done() {
    form.reset();
    await list.read();
    place.scrollIntoView({ block: "start" });
  },
});
