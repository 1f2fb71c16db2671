// What the shop is paid: a month's settlements by day, and one with each of its rows explained; both also as files.

import { button, onClicks } from "../common/clicks.js";
import { facts, fill, find, make, saveFile, screen, seek, shown } from "../common/dom.js";
import { count, day, month, signedWon, t, timeToSecond, today, weekday, won } from "../common/lang.js";
import { readAll } from "../common/paged-list.js";
import { wordsFor } from "../common/words.js";
import { mark } from "./addresses.js";
import * as ownList from "./own-list.js";
import { showSaleOf } from "./payment.js";

/** @typedef {Api.Schemas["SettlementSummary"]} Settlement */
/** @typedef {Api.Schemas["SettlementRow"]} Row */

const PAGE = 50;
/** @type {Record<Settlement["status"], string>} */
const TONES = { confirmed: "warn", paid: "must", failed: "bad", carried_over: "may" };
/** @type {Api.Ask} */
let ask;
/** @type {(name: string, options?: { push?: boolean }) => void} */
let open;
/** As "2026-11"; this month until another is chosen: which one that is, the first answer tells. */
let wanted = "";
/** @type {Settlement | null} */
let settlement = null;

/** @param {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} till */
export function start(till) {
  ({ ask, open } = till);
  ownList.start({ ask, settlementId: () => settlement?.settlement_id });
  onClicks({
    settlements: () => showMonth(wanted, { push: true }),
    "month-before": () => showMonth(monthsOn(wanted, -1)),
    "month-after": () => showMonth(monthsOn(wanted, 1)),
    "month-file": async () => save(await ask("GET", "v1/settlements", { query: { ...daysOf(wanted), format: "csv" }, as: "blob", accept: "text/csv" }), wanted),
    "settlement-file": async () => {
      if (!settlement) return;
      const { settlement_id, on } = settlement;
      save(await ask("GET", "v1/settlements/{settlement_id}", { values: { settlement_id }, query: { format: "csv" }, as: "blob", accept: "text/csv" }), on);
    },
  });
}

/** @param {Blob} file @param {string} days */
const save = (file, days) => saveFile(file, `onmin-${t("정산", "settlement")}-${days}.csv`);

/** "2026-12" and 1 are "2027-01". @param {string} from @param {number} months */
function monthsOn(from, months) {
  const [year, number] = from.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
}

/** @param {string} of */
const daysOf = (of) => ({ from_on: `${of}-01`, to_on: new Date(Date.parse(`${monthsOn(of, 1)}-01`) - 1).toISOString().slice(0, 10) });

/** By its address, or this month. @param {string} [of] as "2026-11" @param {{ push?: boolean }} [options] */
export async function showMonth(of = "", options = {}) {
  const thisMonth = today().slice(0, 7);
  wanted = /^\d{4}-(0[1-9]|1[0-2])$/.test(of) && of <= thisMonth ? of : thisMonth;
  const turn = wanted;
  const found = await readAll((cursor) => ask("GET", "v1/settlements", { query: { ...daysOf(turn), limit: PAGE, cursor } }));
  // Another month was asked for meanwhile.
  if (turn !== wanted) return;
  if (shown() !== "settlements") open("settlements", options);
  mark("settlements", wanted);
  /** @param {(one: Settlement) => number} part */
  const sum = (part) => found.reduce((total, one) => total + part(one), 0);
  const paid = sum((one) => (one.status === "paid" ? one.payout_amount : 0));
  fill(screen("settlements"), {
    month: t(`${month(wanted)} 정산 금액`, `Settled, ${month(wanted)}`),
    "month-net": won(sum((one) => one.net_amount)),
    "month-sums": t(
      `받은 금액 ${won(sum((one) => one.gross_amount))}, 수수료 ${won(sum((one) => one.fee_amount))}. 그 가운데 ${won(paid)}을 지급했습니다.`,
      `Taken ${won(sum((one) => one.gross_amount))}, fee ${won(sum((one) => one.fee_amount))}. Of it ${won(paid)} was paid out.`,
    ),
  });
  find('[data-do="month-after"]').hidden = wanted >= thisMonth;
  find("[data-settlements]").replaceChildren(...(found.length ? found.map(line) : [make("li", {}, t("이 달에는 정산이 없습니다.", "Nothing was settled this month."))]));
}

/** @param {Settlement} one */
const stateTag = (one) => make("span", { class: `tag ${TONES[one.status]}` }, wordsFor("settlement_states", one.status));

/** What the shop has to pay to the county. @param {Api.Schemas["ShopInvoice"]} one */
function invoiceWords({ invoice_id, amount, status, paid_amount, open_amount, withdrawn_amount, due_on, paid_on }) {
  if (paid_on) return t(`청구한 ${won(amount)}을 ${weekday(paid_on)}에 모두 내셨습니다. 청구서 번호 ${invoice_id}`, `You paid the ${won(amount)} of invoice ${invoice_id}, the last of it on ${weekday(paid_on)}.`);
  if (status === "withdrawn") return t(`청구한 ${won(amount)} 가운데 ${won(withdrawn_amount)}은 군청이 청구를 철회했습니다. 더 내실 돈이 없습니다. 청구서 번호 ${invoice_id}`, `Of the ${won(amount)} of invoice ${invoice_id} the county withdrew ${won(withdrawn_amount)}. Nothing more is to be paid.`);
  if (paid_amount) return t(`청구한 ${won(amount)} 가운데 ${won(paid_amount)}을 내셨습니다. 남은 ${won(open_amount)}을 ${weekday(due_on)}까지 군청에 내 주세요. 청구서 번호 ${invoice_id}`, `You paid ${won(paid_amount)} of the ${won(amount)} of invoice ${invoice_id}. Please pay the other ${won(open_amount)} to the county by ${weekday(due_on)}.`);
  return t(`취소가 더 많아 남은 ${won(amount)}을 청구했습니다. ${weekday(due_on)}까지 군청에 내 주세요. 청구서 번호 ${invoice_id}`, `More was canceled than taken: please pay ${won(amount)} to the county by ${weekday(due_on)}. Invoice ${invoice_id}.`);
}

/** When it is paid, or why not. @param {Settlement} one */
function payoutWords({ status, payout_on, payout_amount, carried_out_amount, invoice_on, invoice, failed_reason }) {
  const on = payout_on ? weekday(payout_on) : "";
  const amount = won(payout_amount);
  if (status === "paid") return t(`${on}에 ${amount}을 지급했습니다.`, `${amount} was paid on ${on}.`);
  const held = failed_reason && wordsFor("payout_holds", failed_reason);
  if (held && held !== failed_reason) return t(`아직 지급하지 못했습니다: ${held}. 풀리면 다시 지급합니다.`, `It is not paid yet: ${held}. It is paid again once that is over.`);
  if (status === "failed") return t(`은행에서 지급하지 못했습니다${failed_reason ? `: ${failed_reason}` : ""}. 계좌를 확인해 다시 지급합니다.`, `The bank could not pay it${failed_reason ? `: ${failed_reason}` : ""}. It is paid again once the account is looked at.`);
  if (status === "confirmed") {
    return payout_on && payout_on < today()
      ? t(`${on}에 지급할 ${amount}을 아직 지급하지 못했습니다.`, `${amount}, due on ${on}, is not paid yet.`)
      : t(`${on}에 ${amount}을 지급합니다.`, `${amount} will be paid on ${on}.`);
  }
  if (!carried_out_amount) return t("지급할 금액이 없습니다.", "There is nothing to pay.");
  if (invoice) return invoiceWords(invoice);
  const owed = won(-carried_out_amount);
  if (invoice_on && invoice_on <= today()) return t(`취소가 더 많아 ${owed}을 다음 정산에서 뺐습니다.`, `More was canceled than taken: ${owed} was taken off the next one.`);
  return invoice_on
    ? t(`취소가 더 많아 남은 ${owed}은 다음 정산에서 빼고, 그래도 남으면 ${weekday(invoice_on)}에 청구합니다.`, `More was canceled than taken: ${owed} is taken off the next ones, and what is left is invoiced on ${weekday(invoice_on)}.`)
    : t(`취소가 더 많아 ${owed}을 다음 정산에서 뺍니다.`, `More was canceled than taken: ${owed} is taken off the next one.`);
}

/** @param {Settlement} one */
function line(one) {
  const pressable = button("", () => showSettlement(one.settlement_id, { push: true }), { class: null });
  pressable.append(
    make("span", { class: "spread" }, make("span", {}, make("strong", {}, weekday(one.on)), " ", stateTag(one)), make("strong", { class: "number" }, won(one.net_amount))),
    make("span", { class: "spread soft" }, t(`받은 금액 ${won(one.gross_amount)}, 수수료 ${won(one.fee_amount)}`, `Taken ${won(one.gross_amount)}, fee ${won(one.fee_amount)}`)),
    make("span", { class: "spread soft" }, payoutWords(one)),
  );
  return make("li", {}, pressable);
}

/** @param {string} id @param {{ push?: boolean }} [options] */
export async function showSettlement(id, options) {
  const found = await ask("GET", "v1/settlements/{settlement_id}", { values: { settlement_id: id } });
  settlement = found;
  ownList.reset();
  wanted = found.on.slice(0, 7);
  fill(screen("settlement"), { "settled-on": t(`${day(found.on)} 정산`, `Settlement of ${day(found.on)}`), "payout-words": payoutWords(found) });
  const payTo = seek("[data-pay-to]");
  if (payTo) payTo.hidden = !found.invoice?.open_amount;
  /** @type {[string, string][]} */
  const owed = found.carried_in_amount ? [[t("앞에서 넘어온 금액", "Carried in"), signedWon(found.carried_in_amount)]] : [];
  /** @type {[string, string][]} */
  const countys = found.county_fee_amount ? [[t("군이 내는 수수료", "Fee the county bears"), won(found.county_fee_amount)]] : [];
  find("[data-settlement-facts]").replaceChildren(
    ...facts([[t("상태", "State"), stateTag(found)]]),
    ...facts([
      [t("받은 금액 (취소 뺌)", "Taken, less cancels"), won(found.gross_amount)],
      [t("수수료", "Fee"), signedWon(-found.fee_amount)],
      ...countys,
      [t("정산 금액", "Settled"), won(found.net_amount)],
      ...owed,
      [t("지급할 금액", "Payout"), won(found.payout_amount)],
      [t("건수", "Rows"), count(found.row_count)],
    ], { class: "number" }),
  );
  find("[data-settled-rows]").replaceChildren(...found.data.map(rowLine));
  open("settlement", options);
  mark("settlement", id);
}

/** @param {number} basisPoints of ten thousand */
const percent = (basisPoints) => `${basisPoints / 100}%`;

/** @param {Row} one */
function rowLine(one) {
  const isPaper = one.source === "paper";
  const pressable = isPaper ? make("div") : button("", () => showSaleOf(one.redemption_id, { push: true }), { class: null });
  const kind = isPaper ? t("지류 환전", "Paper exchanged") : wordsFor("sale_kinds", one.kind);
  const amount = one.amount < 0 ? signedWon(one.amount) : won(one.amount);
  pressable.append(
    make("span", { class: "spread" }, make("strong", {}, `${kind} `, make("span", { class: "number" }, timeToSecond(one.at))), make("strong", { class: "number" }, amount)),
    make("span", { class: "spread soft" }, make("span", {}, t(`수수료 ${percent(one.fee_basis_points)}`, `Fee ${percent(one.fee_basis_points)}`)), make("span", { class: "number" }, signedWon(-one.fee_amount))),
    make("span", { class: "spread soft" }, one.explanation),
  );
  return make("li", {}, pressable);
}
