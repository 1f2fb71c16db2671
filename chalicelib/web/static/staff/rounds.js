// Sale rounds: seeing and making them; selling vouchers at the counter.

import { newKey } from "../common/api.js";
import { FieldError, busy, fill, find, make } from "../common/dom.js";
import { count, day, moment, t, time, won } from "../common/lang.js";
import { groupDigits } from "../common/money.js";
import * as refunds from "./refunds.js";
import { onSecondSubmit } from "./twice.js";

const PATH = "v1/staff/rounds";
const STATE = {
  upcoming: [t("판매 전", "Upcoming"), "may"],
  open: [t("판매 중", "On sale"), "must"],
  sold_out: [t("다 팔림", "Sold out"), "warn"],
  closed: [t("끝남", "Closed"), "may"],
};
const roundForm = find("#round-form");
const counterForm = find("#counter-form");
const list = find("[data-rounds]");
const sold = find("[data-sold]");
let desk;
let openRounds = [];
let roundWish = null;
let saleWish = null;

export function start(staff) {
  desk = staff;
  refunds.start(staff, memberId);
  groupDigits(counterForm.amount);
  counterForm.round_id.addEventListener("change", showLeft);
  // The sale before is over once the next one is being typed: a refusal must not stand below its tick.
  counterForm.addEventListener("input", () => { sold.hidden = true; });
  roundForm.budget_amount.addEventListener("input", () => {
    const amount = digits(roundForm.budget_amount.value);
    roundForm.budget_amount.value = amount ? count(amount) : "";
  });
}

// Budgets are larger than any amount a person pays.
const digits = (text) => Number(text.replace(/\D/g, "").slice(0, 12)) || 0;

// The same wish keeps its key: pressing again after a dropped connection asks for the same thing.
function keyFor(kept, body) {
  const wish = JSON.stringify(body);
  return kept?.wish === wish ? kept : { wish, key: newKey() };
}

// Rounds

export async function showRounds() {
  desk.open("rounds", { push: true });
  await readRounds();
}

async function readRounds(cursor = "") {
  const query = new URLSearchParams({ limit: "20", ...(cursor ? { cursor } : {}) });
  const page = await desk.ask("GET", `${PATH}?${query}`);
  fill(find('[data-screen="rounds"]'), { "carry-over": won(page.carry_over_amount) });
  const boxes = page.data.map(box);
  if (cursor) find("[data-more]", list)?.remove();
  if (page.next_cursor) boxes.push(make("button", { type: "button", class: "button second full", "data-more": true, onclick: (event) => busy(event.currentTarget, () => desk.guarded(() => readRounds(page.next_cursor))) }, t("더 보기", "Show more")));
  if (cursor) list.append(...boxes);
  else list.replaceChildren(...(boxes.length ? boxes : [make("p", { class: "notice" }, t("아직 판매 회차가 없습니다.", "No sale rounds yet."))]));
}

function box(round) {
  const [words, tone] = STATE[round.state];
  return make(
    "div", { class: "box" },
    make("h2", {}, round.name, " ", make("span", { class: `tag ${tone}` }, words)),
    make("dl", { class: "facts" }, [
      [t("여는 때", "Opens"), `${day(round.opens_at)} ${time(round.opens_at)}`],
      [t("닫는 때", "Closes"), `${day(round.closes_at)} ${time(round.closes_at)}`],
      [t("할인", "Discount"), `${round.discount_percent}%`],
      [t("발행 금액", "Budget"), won(round.budget_amount)],
      [t("판 금액", "Sold"), won(round.sold_amount)],
      [t("남은 금액", "Left"), won(round.remaining_amount)],
    ].flatMap(([label, value]) => [make("dt", {}, label), make("dd", { class: "number" }, value)])),
  );
}

const seoul = (local) => new Date(`${local}:00+09:00`);

onSecondSubmit(roundForm, {
  read() {
    const form = roundForm;
    if (!form.name_ko.value.trim()) throw new FieldError("name", t("회차의 이름을 적어 주세요.", "Please name the round."));
    if (!form.name_en.value.trim()) throw new FieldError("name_en", t("영문 이름을 적어 주세요.", "Please give the English name."));
    if (!form.opens_at.value) throw new FieldError("opens_at", t("여는 시각을 골라 주세요.", "Please choose when it opens."));
    if (!form.closes_at.value) throw new FieldError("closes_at", t("닫는 시각을 골라 주세요.", "Please choose when it closes."));
    if (!digits(form.budget_amount.value)) throw new FieldError("budget_amount", t("발행 금액을 적어 주세요.", "Please enter the budget."));
    if (!/^\d{1,2}$/.test(form.discount_percent.value.trim())) throw new FieldError("discount_percent", t("할인율을 0에서 99 사이로 적어 주세요.", "Please enter a discount of 0 to 99."));
    return {
      name: form.name_ko.value.trim(),
      name_en: form.name_en.value.trim(),
      opens_at: seoul(form.opens_at.value).toISOString(),
      closes_at: seoul(form.closes_at.value).toISOString(),
      budget_amount: digits(form.budget_amount.value),
      discount_percent: Number(form.discount_percent.value),
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
  async send(body) {
    roundWish = keyFor(roundWish, body);
    await desk.ask("POST", PATH, { body, key: roundWish.key });
    roundWish = null;
    roundForm.reset();
    await readRounds();
    list.scrollIntoView({ block: "start" });
  },
});

// The counter

export async function showCounter() {
  desk.open("counter", { push: true });
  sold.hidden = true;
  refunds.clear();
  await readOpenRounds();
}

async function readOpenRounds() {
  const chosen = counterForm.round_id.value;
  const page = await desk.ask("GET", "v1/rounds?limit=100");
  openRounds = page.data.filter((round) => round.state === "open");
  counterForm.round_id.replaceChildren(...openRounds.map((round) => make("option", { value: round.round_id }, t(
    `${round.name} (${round.discount_percent}% 할인)`,
    `${round.name} (${round.discount_percent}% off)`,
  ))));
  if (openRounds.some((round) => round.round_id === chosen)) counterForm.round_id.value = chosen;
  showLeft();
  counterForm.hidden = !openRounds.length;
  find("[data-no-round]").hidden = openRounds.length > 0;
}

function showLeft() {
  const round = openRounds.find((one) => one.round_id === counterForm.round_id.value);
  fill(counterForm, { "counter-left": round ? t(`남은 금액 ${won(round.remaining_amount)}`, `${won(round.remaining_amount)} left`) : "" });
}

const memberId = (text) => {
  const bare = text.replace(/\s|-/g, "").replace(/^mem_/i, "").toUpperCase();
  if (!/^[0-9A-HJKMNP-TV-Z]{16}$/.test(bare)) throw new FieldError("member_id", t("회원 번호 16자리를 적어 주세요. 회원의 ‘온군민증’에 있습니다.", "Please enter the 16 characters of the member number on the resident card."));
  return `mem_${bare}`;
};

onSecondSubmit(counterForm, {
  read() {
    const amount = digits(counterForm.amount.value);
    const member_id = memberId(counterForm.member_id.value);
    if (!amount) throw new FieldError("amount", t("상품권 금액을 적어 주세요.", "Please enter the amount."));
    return { member_id, round_id: counterForm.round_id.value, amount };
  },
  describe(body) {
    const round = openRounds.find((one) => one.round_id === body.round_id);
    const price = Math.floor((body.amount * (100 - round.discount_percent)) / 100);
    return [
      make("p", {}, t("받을 돈", "To collect")),
      make("p", { class: "big" }, won(price)),
      make("p", {}, t(`상품권 ${won(body.amount)}을 팝니다. 신분증을 확인하고 돈을 받았으면 한 번 더 눌러 주세요.`, `Vouchers of ${won(body.amount)}. Once you have seen an ID and have the money, press once more.`)),
    ];
  },
  async send(body) {
    saleWish = keyFor(saleWish, body);
    const sale = await desk.ask("POST", "v1/staff/purchases", { body, key: saleWish.key });
    saleWish = null;
    const left = sale.purchase_limits.month.remaining;
    sold.replaceChildren(
      make("p", {}, make("strong", {}, t(`상품권 ${won(sale.face_amount)}을 팔았습니다. 받은 돈 ${won(sale.price_amount)}`, `Sold vouchers of ${won(sale.face_amount)} for ${won(sale.price_amount)}.`))),
      make("p", {}, t(`${day(sale.expires_on)}까지 쓸 수 있습니다.${left === null ? "" : ` 이 회원이 이달 더 살 수 있는 금액은 ${won(left)}입니다.`}`, `Valid until ${day(sale.expires_on)}.${left === null ? "" : ` This member can buy ${won(left)} more this month.`}`)),
      make("p", { class: "soft small" }, sale.purchase_id),
    );
    sold.hidden = false;
    counterForm.member_id.value = "";
    counterForm.amount.value = "";
    // The sale is made: that what is left could not be read anew is no refusal of it.
    await readOpenRounds().catch(() => {});
  },
});
