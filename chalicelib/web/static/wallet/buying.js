// Buying vouchers online: what is sold, how much, the ticket, and what becomes of it. A ticket's place is the server's: whoever
// closes the page or loads it anew finds it where it was.

import { call, Problem } from "../common/api.js";
import { onClick, onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { all, facts, fill, find, findForm, make, note, screen, show, SHOWN, shown } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, moment, t, won } from "../common/lang.js";
import { clearErrors, FieldError, showError } from "../common/refusals.js";
import { openReceipt } from "./entry-receipt.js";
import { knownWallet } from "./home.js";
import * as cancel from "./purchase-cancel.js";
import * as words from "./purchase-words.js";
import { card } from "./round-card.js";
import { showView } from "./views.js";

/** @typedef {words.Round} Round */
/** @typedef {words.Purchase} Purchase */

const FOLLOWED = ["buy-queue", "buy-pay"];
const AGAIN_SECONDS = 10;
const SHORT_SECONDS = 120;
const ROUNDS_KEPT_MS = 60_000;
/** So long after its close a round still leads to what is being bought. */
const AFTER_CLOSE_MS = 3600_000;
const section = screen("buy");
const form = findForm("form", screen("buy-amount"));
/** @type {import("./wallet.js").Wallet} */
let wallet;
/** @type {{ data: Round[], at: number }} */
let rounds = { data: [], at: 0 };
/** The member's newest purchases and applications. @type {Purchase[]} */
let mine = [];
/** @type {Round | null} */
let chosen = null;
/** @type {Purchase | null} */
let followed = null;
/** When to ask again, by the server's clock; 0 while nothing is to be asked. */
let nextAt = 0;
let isAsking = false;
/** The purchase for whose voucher the wallet was read anew. */
let lastDone = "";
/** @type {ReturnType<typeof setInterval> | undefined} */
let clock;

/** @param {import("./wallet.js").Wallet & { askForIdentity: (next: string) => unknown }} parts */
export function start({ ask, refresh, askForIdentity }) {
  wallet = { ask, refresh };
  onClicks({
    buy: () => open(true),
    "buy-again": () => open(false),
    "buy-rounds": () => openRounds(true),
    "buy-look": look,
    "buy-receipt": showReceipt,
    "buy-cancel": () => followed && cancel.open(followed),
  });
  cancel.start({ ask, refresh, paint });
  keyedForm(form, { read: readAmount, describe, send: askFor(askForIdentity), done: () => open(false) });
  document.addEventListener(SHOWN, (event) => {
    clearInterval(clock);
    if (FOLLOWED.includes(/** @type {CustomEvent} */ (event).detail)) clock = setInterval(tick, 1000);
    else nextAt = 0;
  });
  // Nothing is asked while the page is hidden; whoever comes back sees at once how it stands.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && isFollowing()) look();
  });
}

const isFollowing = () => followed !== null && FOLLOWED.includes(shown() ?? "");

// What is sold

/** Where buying begins is offered while there is something to buy, or to pay. */
export async function offer() {
  try {
    if (now() - rounds.at > ROUNDS_KEPT_MS) await readRounds();
  } catch {
    // Without an answer it stays as it was: the rest of the wallet does not wait for it.
  }
  const offered = rounds.data.filter((round) => words.isOnline(round) && (round.state !== "closed" || now() - new Date(round.closes_at).getTime() < AFTER_CLOSE_MS));
  const first = offered.find(({ state }) => state === "open") ?? offered[0];
  for (const place of all("[data-buy-offer]")) place.hidden = !first;
  if (!first) return;
  fill(document, {
    "buy-offer": first.state === "open" ? t(`${first.name}: ${first.discount_percent}% 싸게 살 수 있습니다.`, `${first.name}: ${first.discount_percent}% off.`) : `${first.name}: ${words.roundWords(first)}`,
  });
}

async function readRounds() {
  const { data } = await call("GET", "v1/rounds", { query: { limit: 20 } });
  rounds = { data, at: now() };
}

/** To the purchase that is under way, if there is one; else to what is sold. @param {boolean} push */
export async function open(push) {
  showView("buy", { push });
  const purchases = await load();
  const under = purchases?.find((one) => words.isUnderWay(one));
  const newest = followed && purchases?.find(({ purchase_id: id }) => id === followed?.purchase_id);
  if (under ?? newest) paint(/** @type {Purchase} */ (under ?? newest));
}

/** @param {boolean} push */
async function openRounds(push) {
  followed = null;
  showView("buy", { push });
  await load();
}

/** @returns {Promise<Purchase[] | null>} */
async function load() {
  clearErrors(section);
  const again = find("[data-do=buy-again]", section);
  again.hidden = true;
  note("buy-loading", t("불러오는 중입니다.", "Loading."));
  try {
    const [{ data }] = await Promise.all([wallet.ask("GET", "v1/me/purchases"), readRounds(), knownWallet() ? null : wallet.refresh()]);
    display(data);
    return data;
  } catch (error) {
    again.hidden = false;
    showError(section, error, "");
    return null;
  } finally {
    note("buy-loading", "");
  }
}

/** @param {Purchase[]} purchases */
function display(purchases) {
  mine = purchases;
  note("buy-limits", words.limitWords(knownWallet()?.purchase_limits));
  const order = ["open", "upcoming", "sold_out"];
  const sold = rounds.data.filter(({ state }) => order.includes(state)).sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state) || Number(words.isOnline(other)) - Number(words.isOnline(one)) || one.opens_at.localeCompare(other.opens_at));
  find("[data-rounds]").replaceChildren(...(sold.length ? sold.map((round) => card(round, mine, choose)) : [make("div", { class: "box empty" }, make("p", {}, t("지금 파는 상품권이 없습니다. 다음 판매가 정해지면 여기에 나옵니다.", "Nothing is on sale now. The next sale will show here.")))]));
  find("[data-purchases-box]").hidden = !purchases.length;
  find("[data-purchases]").replaceChildren(...purchases.map(line));
}

/** @param {Purchase} purchase */
const line = (purchase) => make("li", {}, onClick(make(
  "button", { type: "button" },
  make("span", { class: "entry" },
    make("span", {}, make("strong", {}, words.whatWords(purchase)), make("span", { class: "soft small" }, moment(purchase.asked_at))),
    make("span", { class: "amounts soft" }, words.statusWords(purchase.status))),
), () => paint(purchase, true)));

// How much

/** @param {Round} round */
function choose(round) {
  const amounts = words.amountsOf(round, knownWallet()?.purchase_limits);
  if (!amounts.length) {
    throw new Error(words.leftOf(knownWallet()?.purchase_limits) > 0
      ? t("남은 한도나 남은 물량으로 살 수 있는 금액이 없습니다.", "No amount on offer fits your limit and what is left.")
      : words.limitWords(knownWallet()?.purchase_limits));
  }
  chosen = round;
  const isApplying = words.isApplyOpen(round);
  fill(screen("buy-amount"), { "buy-title": isApplying ? t("추첨을 신청할까요?", "Apply to the draw?") : t("얼마어치 살까요?", "How much would you like?"), "buy-round": t(`${round.name}, ${round.discount_percent}% 할인`, `${round.name}, ${round.discount_percent}% off`) });
  find("[data-amounts]", form).replaceChildren(...amounts.map((face) => make(
    "label", { class: "choice" },
    make("input", { type: "radio", name: "amount", value: String(face) }),
    make("span", { class: "spread" }, make("strong", { class: "number" }, won(face)), make("span", { class: "soft number" }, t(`${won(words.priceOf(round, face))} 내기`, `pay ${won(words.priceOf(round, face))}`))),
  )));
  clearErrors(form);
  form.dispatchEvent(new Event("input"));
  show("buy-amount", { push: true });
}

function readAmount() {
  const picked = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=amount]:checked"));
  if (!picked || !chosen) throw new FieldError("amount", t("금액을 골라 주세요.", "Please choose an amount."));
  return { round_id: chosen.round_id, amount: Number(picked.value) };
}

/** @param {{ amount: number }} wish */
function describe({ amount }) {
  const price = chosen ? words.priceOf(chosen, amount) : amount;
  return [
    make("p", {}, make("strong", {}, t(`${won(price)} 내고 ${won(amount)} 받기`, `Pay ${won(price)}, get ${won(amount)}`))),
    make("p", {}, chosen && words.isApplyOpen(chosen)
      ? t("뽑히면 그때 결제합니다. 지금은 돈이 나가지 않습니다.", "You pay if you are drawn. Nothing is charged now.")
      : t("차례가 오면 그때 결제합니다. 지금은 돈이 나가지 않습니다.", "You pay when your turn comes. Nothing is charged now.")),
  ];
}

/** @param {(next: string) => unknown} askForIdentity @returns {(wish: { round_id: string, amount: number }, key: string) => Promise<unknown>} */
const askFor = (askForIdentity) => async (body, key) => {
  try {
    const ticket = await wallet.ask("POST", "v1/me/purchases", { body, key });
    followed = await wallet.ask("GET", "v1/me/purchases/{purchase_id}", { values: { purchase_id: ticket.purchase_id } });
    return ticket;
  } catch (error) {
    if (error instanceof Problem) {
      if (error.code === "identity_required") askForIdentity("buy");
      if (error.body.resets_at) error.message += ` ${t(`${day(error.body.resets_at)}부터 살 수 있습니다.`, `You can buy from ${day(error.body.resets_at)}.`)}`;
    }
    throw error;
  }
};

// What becomes of it

/** @param {Purchase} purchase */
const screenOf = ({ status, has_place: hasPlace }) => (hasPlace ? "buy" : { queued: "buy-queue", awaiting_payment: "buy-pay", completed: "buy-done", applied: "buy-applied", not_drawn: "buy-applied" }[/** @type {string} */ (status)] ?? "buy-over");

/** @param {Purchase} purchase @param {boolean} [push] */
function paint(purchase, push = false) {
  followed = purchase;
  const wanted = screenOf(purchase);
  fill(document, { "ticket-what": words.whatWords(purchase), "ticket-price": won(purchase.price_amount), "ticket-face": won(purchase.face_amount) });
  const { words: applied, next } = words.drawWords(purchase, roundOf(purchase));
  if (wanted === "buy-applied") fill(screen(wanted), { "applied-title": words.appliedTitle(purchase), "applied-words": applied, "applied-next": next, "applied-number": purchase.entrant_id ? t(`공개 명단의 내 번호 ${purchase.entrant_id.replace("etr_", "")}`, `Your number in the public list: ${purchase.entrant_id.replace("etr_", "")}`) : "" });
  if (wanted === "buy-queue") fill(screen(wanted), { "queue-ahead": words.aheadWords(purchase.ahead) });
  if (wanted === "buy-pay") find("[data-pay-link]").setAttribute("href", purchase.payment_url ?? `pay/${purchase.purchase_id}`);
  if (wanted === "buy-done") paintDone(purchase);
  if (wanted === "buy-over") {
    fill(screen(wanted), { "over-title": words.endTitle(purchase) });
    find("[data-over]").replaceChildren(...words.endWords(purchase).map((each) => make("p", {}, each)));
  }
  clearErrors(screen(wanted));
  if (shown() !== wanted) show(wanted, { push });
  nextAt = purchase.poll_after_seconds ? now() + purchase.poll_after_seconds * 1000 : 0;
  tick();
}

/** @param {Purchase} purchase */
const roundOf = (purchase) => rounds.data.find((round) => round.round_id === purchase.round_id);

/** @param {Purchase} purchase */
function paintDone(purchase) {
  const lot = knownWallet()?.voucher.lots.find(({ voucher_id: id }) => id === purchase.voucher_id);
  /** @type {[string, string][]} */
  const rows = [[t("낸 돈", "You paid"), won(purchase.price_amount)], [t("신청한 때", "Asked for"), moment(purchase.asked_at)]];
  if (lot?.expires_on) rows.push([t("쓸 수 있는 날", "Valid until"), t(`${day(lot.expires_on)}까지`, day(lot.expires_on))]);
  const until = lot?.purchase?.cancel_until_on;
  if (until) rows.push([t("구매 취소", "Can be canceled"), t(`쓰지 않았으면 ${day(until)}까지`, `until ${day(until)}, if unused`)]);
  find("[data-bought]").replaceChildren(...facts(rows));
  find("[data-can-cancel]").hidden = !until;
  find("[data-do=buy-receipt]").hidden = false;
  // Bought just now: the wallet that was read before does not have it yet.
  if (!lot && purchase.voucher_id && lastDone !== purchase.purchase_id) {
    lastDone = purchase.purchase_id;
    wallet.refresh().then(() => followed === purchase && paintDone(purchase)).catch(() => {});
  }
}
async function showReceipt() {
  const { data } = await wallet.ask("GET", "v1/me/entries", { query: { limit: 100 } });
  // Newest first; of several alike it is the first after the ticket: a round sells one at a time.
  const entry = data.filter(({ kind, price_amount: price, voucher_amount: face, at }) => kind === "online_purchase" && price === followed?.price_amount && face === followed?.face_amount && at >= (followed?.asked_at ?? "")).at(-1);
  if (!entry) throw new Error(t("영수증은 ‘내역’에서 볼 수 있습니다.", "The receipt is in your history."));
  openReceipt(entry);
}

async function look() {
  const purchase = followed;
  if (!purchase || isAsking) return;
  isAsking = true;
  nextAt = 0;
  try {
    const answered = await wallet.ask("GET", "v1/me/purchases/{purchase_id}", { values: { purchase_id: purchase.purchase_id } });
    if (followed === purchase && isFollowing()) paint(answered);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return;
    if (!isFollowing()) return;
    showError(screen(shown() ?? "buy-queue"), error, "");
    nextAt = now() + AGAIN_SECONDS * 1000;
    tick();
  } finally {
    isAsking = false;
  }
}

function tick() {
  if (!followed || !isFollowing()) return;
  const wait = Math.max(0, Math.ceil((nextAt - now()) / 1000));
  fill(screen("buy-queue"), { "queue-next": wait ? t(`${wait}초 뒤에 다시 확인합니다.`, `Checking again in ${wait} s.`) : t("지금 확인하고 있습니다.", "Checking now.") });
  if (followed.pay_by_at) {
    const left = Math.floor((new Date(followed.pay_by_at).getTime() - now()) / 1000);
    find("[data-pay-left]").className = left < SHORT_SECONDS ? "minus" : "";
    fill(screen("buy-pay"), { "pay-left": left > 0 ? t(`${Math.floor(left / 60)}분 ${left % 60}초 안에 결제해 주세요`, `Please pay within ${Math.floor(left / 60)} min ${left % 60} s`) : t("결제 시간이 끝났습니다", "The time to pay is over") });
  }
  if (nextAt && !wait && !document.hidden) look();
}
