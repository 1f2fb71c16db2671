// Selling vouchers at the counter, to a member who pays there.

import { fill, find, findForm, make } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, t, won } from "../common/lang.js";
import { groupDigits, readAmount } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { ask, open } from "./desk.js";
import { readMemberId } from "./member-number.js";
import * as refunds from "./refunds.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */

const PAGE = 100;
const form = findForm("#counter-form");
const sold = find("[data-sold]");
/** @type {Round[]} */
let openRounds = [];

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "counter",
  words: t("창구 판매", "Counter sale"),
  async open() {
    open("counter", { push: true });
    sold.hidden = true;
    refunds.clear();
    await readOpenRounds();
  },
  actions: refunds.actions,
  start() {
    groupDigits(form.amount);
    form.round_id.addEventListener("change", showLeft);
    // The sale before is over once the next one is being typed: a refusal must not stand below its tick.
    form.addEventListener("input", () => { sold.hidden = true; });
  },
};

async function readOpenRounds() {
  const chosen = form.round_id.value;
  const page = await ask("GET", "v1/rounds", { query: { limit: PAGE } });
  openRounds = page.data.filter((round) => round.state === "open");
  form.round_id.replaceChildren(...openRounds.map((round) => make("option", { value: round.round_id }, t(
    `${round.name} (${round.discount_percent}% 할인)`,
    `${round.name} (${round.discount_percent}% off)`,
  ))));
  if (openRounds.some((round) => round.round_id === chosen)) form.round_id.value = chosen;
  showLeft();
  form.hidden = !openRounds.length;
  find("[data-no-round]").hidden = openRounds.length > 0;
}

/** @param {string} id */
const roundOf = (id) => openRounds.find((one) => one.round_id === id);

function showLeft() {
  const round = roundOf(form.round_id.value);
  fill(form, { "counter-left": round ? t(`남은 금액 ${won(round.remaining_amount)}`, `${won(round.remaining_amount)} left`) : "" });
}

keyedForm(form, {
  read() {
    const amount = readAmount(form.amount.value);
    const member_id = readMemberId(form.member_id.value);
    if (!amount) throw new FieldError("amount", t("상품권 금액을 적어 주세요.", "Please enter the amount."));
    return { member_id, round_id: /** @type {string} */ (form.round_id.value), amount };
  },
  describe(body) {
    const discount = roundOf(body.round_id)?.discount_percent ?? 0;
    const price = Math.floor((body.amount * (100 - discount)) / 100);
    return [
      make("p", {}, t("받을 돈", "To collect")),
      make("p", { class: "big" }, won(price)),
      make("p", {}, t(`상품권 ${won(body.amount)}을 팝니다. 신분증을 확인하고 돈을 받았으면 한 번 더 눌러 주세요.`, `Vouchers of ${won(body.amount)}. Once you have seen an ID and have the money, press once more.`)),
    ];
  },
  send: (body, key) => ask("POST", "v1/staff/purchases", { body, key }),
  async done(sale) {
    const left = sale.purchase_limits.month.remaining;
    sold.replaceChildren(
      make("p", {}, make("strong", {}, t(`상품권 ${won(sale.face_amount)}을 팔았습니다. 받은 돈 ${won(sale.price_amount)}`, `Sold vouchers of ${won(sale.face_amount)} for ${won(sale.price_amount)}.`))),
      make("p", {}, t(`${day(sale.expires_on)}까지 쓸 수 있습니다.${left === null ? "" : ` 이 회원이 이달 더 살 수 있는 금액은 ${won(left)}입니다.`}`, `Valid until ${day(sale.expires_on)}.${left === null ? "" : ` This member can buy ${won(left)} more this month.`}`)),
      make("p", { class: "soft small" }, sale.purchase_id),
    );
    sold.hidden = false;
    form.member_id.value = "";
    form.amount.value = "";
    // The sale is made: that what is left could not be read anew is no refusal of it.
    await readOpenRounds().catch(() => {});
  },
});
