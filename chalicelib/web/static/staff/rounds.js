// Sale rounds: seeing and making them.

import { button } from "../common/clicks.js";
import { all, facts, fill, find, findForm, make, screen, tile } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, moment, t, time, won } from "../common/lang.js";
import { amountIn, groupDigits, numberIn } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { hasForm, table, wordsFor } from "../common/words.js";
import { showBurnDown } from "./burn-down.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */

const PATH = "v1/staff/rounds";
const PAGE = 20;
// Budgets are larger than any amount a person pays.
const BUDGET_DIGITS_MAX = Number(table("digits").budget);
/** @type {Record<Round["state"], string>} */
const TONES = { upcoming: "may", open: "must", sold_out: "warn", closed: "may" };
const form = findForm("#round-form");

const list = deskTable(find("[data-rounds]"), {
  list: "rounds",
  words: t("판매 회차", "Sale rounds"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Round} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", states: "round_states", tones: TONES, of: ({ state }) => state },
    { words: t("여는 때", "Opens"), kind: "moment", of: (one) => one.opens_at },
    { words: t("닫는 때", "Closes"), kind: "moment", of: (one) => one.closes_at },
    { words: t("할인 (%)", "Discount (%)"), kind: "number", of: (one) => one.discount_percent },
    { words: t("발행 (원)", "Budget (won)"), kind: "number", of: (one) => one.budget_amount },
    { words: t("판 금액 (원)", "Sold (won)"), kind: "number", of: (one) => one.sold_amount },
    { words: t("남음 (원)", "Left (won)"), kind: "number", of: (one) => one.remaining_amount },
  ],
  async load(cursor) {
    const page = await ask("GET", PATH, { query: { limit: PAGE, cursor } });
    fill(screen("rounds"), { "carry-over": won(page.carry_over_amount) });
    return page;
  },
  actions: (one) => [button(openWord, () => openRound(one.round_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("아직 판매 회차가 없습니다.", "No sale rounds yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "rounds",
  words: t("판매 회차", "Sale rounds"),
  views: { round: openRound },
  async open() {
    open("rounds");
    await list.read();
  },
  start() {
    groupDigits(form.budget_amount);
    groupDigits(form.denominations);
    form.by_lot.addEventListener("change", showLottery);
  },
};

/** @param {string} id */
async function openRound(id) {
  const values = { round_id: id };
  const [round, sales] = await Promise.all([ask("GET", "v1/rounds/{round_id}", { values }), ask("GET", `${PATH}/{round_id}/sales`, { values })]);
  fill(screen("round"), { "round-title": round.name });
  find("[data-round-tiles]").replaceChildren(
    tile(t("판 금액", "Sold"), won(round.sold_amount), t(`발행 ${won(round.budget_amount)}의 ${shareOf(round)}%`, `${shareOf(round)}% of ${won(round.budget_amount)}`)),
    tile(t("남은 금액", "Left"), won(round.remaining_amount), wordsFor("round_states", round.state)),
  );
  find("[data-round-facts]").replaceChildren(...facts([
    [t("여는 때", "Opens"), `${day(round.opens_at)} ${time(round.opens_at)}`],
    [t("닫는 때", "Closes"), `${day(round.closes_at)} ${time(round.closes_at)}`],
    [t("할인", "Discount"), `${round.discount_percent}%`],
    ...lotteryFacts(round),
  ], { class: "number" }));
  find("[data-round-draw]").replaceChildren(...(round.lottery ? [make("a", { href: `draws/${round.lottery.draw_id}` }, t("추첨 보기", "See the draw"))] : []));
  open("round", { id });
  await showBurnDown(find("[data-burn-down]"), round, sales);
}

/** @param {Round} round */
const shareOf = ({ sold_amount: sold, budget_amount: budget }) => (budget ? Math.floor((sold * 100) / budget) : 0);

/** @param {Round} round @returns {[string, string][]} */
const lotteryFacts = ({ lottery, denominations }) => lottery ? [
  [t("신청 마감", "Applications close"), `${day(lottery.applies_until)} ${time(lottery.applies_until)}`],
  [t("추첨", "Lots drawn"), `${day(lottery.draws_at)} ${time(lottery.draws_at)}`],
  [t("한 사람이 사는 금액", "Value each buys"), won(denominations[0])],
] : [];

/** What a lottery needs beside the rest is asked for where it is wanted. */
function showLottery() {
  find("[data-lottery]", form).hidden = !form.by_lot.checked;
  find("[data-channels]", form).hidden = form.by_lot.checked;
}

function readChannels() {
  const channels = /** @type {Round["channels"]} */ (all('[name="channels"]:checked', form).map((box) => /** @type {HTMLInputElement} */ (box).value));
  if (!channels.length) throw new FieldError("channels", t("파는 곳을 하나 이상 골라 주세요.", "Please choose where it is sold."));
  return channels;
}

function readLottery() {
  if (!form.by_lot.checked) return {};
  const face = amountIn(form.denominations, t("한 사람이 사는 금액을 적어 주세요.", "Please enter the value each buys."));
  if (!form.applies_until.value) throw new FieldError("applies_until", t("신청 마감을 골라 주세요.", "Please choose when applications close."));
  if (!form.draws_at.value) throw new FieldError("draws_at", t("추첨 시각을 골라 주세요.", "Please choose when lots are drawn."));
  const buy_days = numberIn(form.buy_days, DAYS_WANTED);
  if (buy_days < 1 || buy_days > BUY_DAYS_MAX) throw new FieldError("buy_days", DAYS_WANTED);
  const lottery = { applies_until: seoul(form.applies_until.value).toISOString(), draws_at: seoul(form.draws_at.value).toISOString(), buy_days };
  /** @type {"online"[]} */
  const channels = ["online"];
  return { channels, denominations: [face], lottery };
}

/** @param {{ lottery?: { applies_until: string, draws_at: string, buy_days: number }, denominations?: number[], budget_amount: number }} body */
function lotteryLines({ lottery, denominations, budget_amount: budget }) {
  if (!lottery) return [];
  const face = denominations?.[0] ?? budget;
  return [make("p", {}, t(
    `${moment(lottery.applies_until)}까지 신청을 받고 ${moment(lottery.draws_at)}에 ${Math.floor(budget / face)}명을 뽑아, 한 사람에게 ${won(face)}씩 팝니다. 그 뒤로는 아무도 바꿀 수 없습니다.`,
    `Applications until ${moment(lottery.applies_until)}; ${Math.floor(budget / face)} are drawn at ${moment(lottery.draws_at)} and buy ${won(face)} each. Nobody can change it then.`,
  ))];
}

const BUY_DAYS_MAX = 14;
const DAYS_WANTED = t("사는 날 수를 1에서 14 사이로 적어 주세요.", "Please enter 1 to 14 days to buy.");

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
      channels: readChannels(),
      budget_amount,
      discount_percent,
      ...readLottery(),
    };
  },
  describe: (body) => [
    make("p", {}, make("strong", {}, body.name)),
    make("p", {}, t(
      `${moment(body.opens_at)}부터 ${moment(body.closes_at)} 전까지, ${won(body.budget_amount)}을 ${body.discount_percent}% 할인해 팝니다.`,
      `From ${moment(body.opens_at)} until before ${moment(body.closes_at)}: ${won(body.budget_amount)} at ${body.discount_percent}% off.`,
    )),
    ...lotteryLines(body),
    make("p", {}, t("만든 회차는 고치거나 지울 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "A round can't be changed or removed. If this is right, press once more.")),
  ],
  send: (body, key) => ask("POST", PATH, { body, key }),
  async done() {
    form.reset();
    showLottery();
    await list.read();
    find("[data-rounds]").scrollIntoView({ block: "start" });
  },
});
