// The close of a day, to be held against the till: payments and cancels each by their own day, the tax in them, by terminal; and as a file.

import { onClicks } from "../common/clicks.js";
import { facts, fill, find, make, saveFile, screen, shown } from "../common/dom.js";
import { count, day, seoulDay, signedWon, t, timeToSecond, today, won } from "../common/lang.js";
import { wordsFor } from "../common/words.js";
import { mark } from "./addresses.js";
import { everyone, readPeople, takerOf } from "./crew.js";

/** @typedef {Api.Schemas["ShopDayAnswer"]} ShopDay */
/** @typedef {Api.Schemas["TerminalAnswer"]} Till */

const DAY_MS = 24 * 3600 * 1000;
/** @type {Api.Ask} */
let ask;
/** @type {(name: string, options?: { push?: boolean }) => void} */
let open;
let wanted = today();

/** @param {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} till */
export function start(till) {
  ({ ask, open } = till);
  onClicks({
    "day-before": () => showDay(daysOn(wanted, -1)),
    "day-after": () => showDay(daysOn(wanted, 1)),
    "day-file": async () => saveFile(await ask("GET", "v1/merchant/days/{on}", { values: { on: wanted }, query: { format: "csv" }, as: "blob", accept: "text/csv" }), `onmin-${t("마감", "close")}-${wanted}.csv`),
  });
}

/** @param {string} on @param {number} days */
const daysOn = (on, days) => seoulDay(Date.parse(`${on}T12:00:00+09:00`) + days * DAY_MS);

/** By its address, or today. @param {string} [on] @param {{ push?: boolean }} [options] */
export async function showDay(on = "", options = {}) {
  wanted = /^\d{4}-\d{2}-\d{2}$/.test(on) && on <= today() ? on : today();
  const turn = wanted;
  const found = await ask("GET", "v1/merchant/days/{on}", { values: { on: turn } });
  if (!everyone().length) await readPeople();
  // Another day was asked for meanwhile.
  if (turn !== wanted) return;
  if (shown() !== "day") open("day", options);
  mark("day", wanted);
  show(found);
}

/** @typedef {{ count: number, amount: number }} Sum */

/** @param {{ payments: Sum, cancels: Sum }} of */
const sumsOf = ({ payments, cancels }) => t(
  `결제 ${count(payments.count)}건 ${won(payments.amount)}, 취소 ${count(cancels.count)}건 ${won(cancels.amount)}`,
  `${count(payments.count)} payments, ${won(payments.amount)}; ${count(cancels.count)} cancels, ${won(cancels.amount)}`,
);

/** @param {number} amount */
const either = (amount) => (amount < 0 ? signedWon(amount) : won(amount));

/** @param {ShopDay} found */
function show(found) {
  fill(screen("day"), {
    "day-title": t(`${day(found.on)} 마감`, `Close of ${day(found.on)}`),
    "day-net": either(found.net_amount),
    "day-sums": sumsOf(found),
  });
  find('[data-do="day-after"]').hidden = found.on >= today();
  find("[data-day-running]").hidden = found.on < today();
  find("[data-day-tax]").replaceChildren(...facts(taxOf(found), { class: "number" }));
  find("[data-day-tills]").replaceChildren(...found.by_terminal.map(tillLine));
  find("[data-day-rows]").replaceChildren(...(found.data.length ? found.data.map(rowLine) : [make("li", {}, t("결제도 취소도 없습니다.", "No payments and no cancels."))]));
}

/** What nothing is of is left out. @param {ShopDay} found @returns {[string, string][]} */
function taxOf({ tax }) {
  /** @type {[string, number][]} */
  const parts = [
    [t("공급가액", "Supplies"), tax.supply_amount],
    [t("부가세", "VAT"), tax.vat_amount],
    [t("면세", "Free of tax"), tax.tax_free_amount],
    [t("세액을 나누지 않음", "Tax not split"), tax.unsplit_amount],
  ];
  return parts.flatMap(([words, amount]) => (amount ? [[words, either(amount)]] : []));
}

/** @param {string | null} id */
const tillName = (id) => (id ? takerOf(id) || id : t("단말 없음 (우리 QR 등)", "No till (as our QR)"));

/** @param {Till} one */
const tillLine = (one) => make("li", {},
  make("span", { class: "spread" }, make("strong", { class: "named" }, tillName(one.terminal_id)), make("strong", { class: "number" }, either(one.net_amount))),
  make("span", { class: "spread soft" }, sumsOf(one)));

/** @param {Api.Schemas["SaleAnswer"]} one */
const rowLine = (one) => make("li", {},
  make("span", { class: "spread" }, make("strong", {}, `${wordsFor("sale_kinds", one.kind)} `, make("span", { class: "number" }, timeToSecond(one.at))), make("strong", { class: "number" }, either(one.amount))),
  make("span", { class: "spread soft" }, make("span", { class: "named" }, tillName(one.terminal_id)), make("span", { class: "number" }, t(`승인 ${one.approval_number}`, `Approval ${one.approval_number}`))));
