// Selling vouchers at the counter, to a member who pays there: whose wallet it is is seen before the money is taken, each sale
// has its receipt, and one beyond the seller's day is asked for and approved by another.

import { statusOf } from "../common/api.js";
import { fill, find, findForm, make } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import * as counterSales from "./counter-sales.js";
import { ask, open } from "./desk.js";
import * as leftWallets from "./left-wallets.js";
import { readMemberId } from "./member-number.js";
import * as refunds from "./refunds.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */
/** What is to be sold, and what the county's rules say of it. @typedef {{
 *   body: { member_id: string, round_id: string, amount: number, receipt_reference: string },
 *   seen: Api.Schemas["PreviewAnswer"],
 * }} Wish */

const PAGE = 100;
const form = findForm("#counter-form");
const sold = find("[data-sold]");
/** @type {Round[]} */
let openRounds = [];
/** @type {Wish | null} */
let shown = null;

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "counter",
  words: t("창구 판매", "Counter sale"),
  views: counterSales.views,
  roles: ["operator", "manager", "treasurer", "auditor", "booth"],
  async open() {
    open("counter");
    sold.hidden = true;
    refunds.clear();
    leftWallets.clear();
    await Promise.all([readOpenRounds(), counterSales.read()]);
  },
  actions: refunds.actions,
  start() {
    groupDigits(form.amount);
    leftWallets.start();
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
  /** @returns {Promise<Wish>} */
  async read() {
    const member_id = readMemberId(form.member_id.value);
    const amount = amountIn(form.amount, t("상품권 금액을 적어 주세요.", "Please enter the amount."));
    const receipt_reference = form.receipt_reference.value.trim();
    if (!receipt_reference) throw new FieldError("receipt_reference", t("받는 돈의 영수증 번호를 적어 주세요.", "Please enter the number of the receipt for the money."));
    const body = { member_id, round_id: /** @type {string} */ (form.round_id.value), amount, receipt_reference };
    // Looked up once for each sale: the second press sells what the first showed.
    if (shown && JSON.stringify(body) === JSON.stringify(shown.body)) return shown;
    const wish = { body, seen: await ask("POST", "v1/staff/purchases/validate", { body }) };
    shown = wish;
    return wish;
  },
  describe: ({ body, seen }) => [
    make("p", {}, t("회원", "Member")),
    make("p", { class: "big" }, seen.member_name_masked),
    make("p", {}, t("받을 돈", "To collect")),
    make("p", { class: "big" }, won(seen.price_amount)),
    make("p", {}, seen.needs_approval
      ? t(`상품권 ${won(body.amount)}은 오늘 혼자 팔 수 있는 금액을 넘습니다. 한 번 더 누르면 다른 담당자에게 승인을 요청합니다. 승인된 뒤에 돈을 받아 주세요.`, `Vouchers of ${won(body.amount)} are more than you may sell alone today. Press once more to ask another person to approve it, and take the money after that.`)
      : t(`상품권 ${won(body.amount)}을 팝니다. 신분증의 이름이 위와 같고 돈을 받았으면 한 번 더 눌러 주세요.`, `Vouchers of ${won(body.amount)}. If the name on the ID is the one above and you have the money, press once more.`)),
  ],
  async send({ body, seen }, key) {
    try {
      if (!seen.needs_approval) return await ask("POST", "v1/staff/purchases", { body, key });
      await ask("POST", "v1/staff/counter-sale-requests", { body, key });
      return null;
    } catch (error) {
      // What was refused is looked up anew. Without an answer it may have happened: the same wish is sent again.
      if (statusOf(error) >= 400 && statusOf(error) < 500) shown = null;
      throw error;
    }
  },
  async done(sale) {
    shown = null;
    sold.replaceChildren(...(sale ? soldWords(sale) : [make("p", {}, make("strong", {}, t("승인을 요청했습니다. 다른 담당자가 아래 목록에서 승인하면 팔립니다.", "Approval was asked for. It is sold once another person approves it in the list below.")))]));
    sold.hidden = false;
    for (const name of ["member_id", "amount", "receipt_reference"]) form[name].value = "";
    // The sale is made: that what is left could not be read anew is no refusal of it.
    await Promise.all([readOpenRounds(), counterSales.read()]).catch(() => {});
  },
});

/** @param {Api.Schemas["PurchaseAnswer"]} sale */
function soldWords(sale) {
  const left = sale.purchase_limits.month.remaining;
  return [
    make("p", {}, make("strong", {}, t(`상품권 ${won(sale.face_amount)}을 팔았습니다. 받은 돈 ${won(sale.price_amount)}`, `Sold vouchers of ${won(sale.face_amount)} for ${won(sale.price_amount)}.`))),
    make("p", {}, t(`${day(sale.expires_on)}까지 쓸 수 있습니다.${left === null ? "" : ` 이 회원이 이달 더 살 수 있는 금액은 ${won(left)}입니다.`}`, `Valid until ${day(sale.expires_on)}.${left === null ? "" : ` This member can buy ${won(left)} more this month.`}`)),
    make("p", { class: "soft small" }, sale.purchase_id),
  ];
}
