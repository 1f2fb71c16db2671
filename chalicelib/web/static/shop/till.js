// The till on a shop's phone: amount, customer's code, answer. How it comes in and who works at it is in coming-in.js, what was
// taken in history.js, what is paid for it in settlements.js, one payment in payment.js, people and phones in crew.js, one sale
// in sale.js, scanning its code in pay-scan.js, what comes in by the standing QR or at another till in arrivals.js.

import { asking, Problem, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { all, fill, find, imageOf, note, onBack, screen, show, watchConnection } from "../common/dom.js";
import { startFileFields } from "../common/file-field.js";
import { explain, hasUnusable } from "../common/given-back.js";
import { count, momentToSecond, t, won } from "../common/lang.js";
import { startKeypad } from "../common/money.js";
import { FieldError, messageOf, showError } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import { slipLine } from "../common/slip.js";
import * as access from "./access.js";
import { mark, wanted } from "./addresses.js";
import * as arrivals from "./arrivals.js";
import * as card from "./card.js";
import * as chime from "./chime.js";
import * as comingIn from "./coming-in.js";
import * as crew from "./crew.js";
import * as dayClose from "./day-close.js";
import * as history from "./history.js";
import { startKeyboard } from "./keyboard.js";
import { startLargeText } from "./large-text.js";
import * as details from "./details.js";
import * as papers from "./papers.js";
import * as payScan from "./pay-scan.js";
import * as payment from "./payment.js";
import * as sales from "./sale.js";
import * as settlements from "./settlements.js";
import { WHAT_TO_DO } from "./what-to-do.js";

/** @type {Record<string, string>} */
const TAB_OF = { till: "till", code: "till", card: "till", approved: "till", refused: "till", undone: "till", history: "history", sale: "history", day: "history", settlements: "history", settlement: "history", standing: "standing", shop: "shop", details: "shop", change: "shop", papers: "shop", paper: "shop", people: "shop", person: "shop", devices: "shop", "own-pin": "shop" };
/** While it is unknown whether a customer was charged, nothing else may be begun. */
const WITHOUT_TABS = ["loading", "login", "invited", "who", "working", "unsure"];
const tabs = find(".bottomnav");
let amount = 0;

const ownKey = () => access.token() ?? "";
const keypad = startKeypad({ section: screen("till"), onChange: (value) => { amount = value; }, keys: ["1", "2", "3", "⌫", "4", "5", "6", "C", "7", "8", "9", t("천", "000"), "0", "00", t("만", "0000")] });

// A key that is no longer valid leads to the log-in; an open sale stays kept.
const ask = asking({ token: access.token, onLost: comingIn.shutOut });

start();

function start() {
  watchConnection();
  keepTyped();
  startFileFields();
  startLargeText();
  for (const part of [dayClose, history, payment, settlements, crew, details, papers]) part.start({ ask, open });
  comingIn.start({ enter, open, onShutOut: () => { arrivals.rest(); tabs.hidden = true; } });
  arrivals.start({ ask, openOrder: () => sales.pending()?.order_id, onArrived: showArrived });
  payScan.start({ take });
  card.start({
    token: ownKey,
    sale: () => sales.open(amount),
    charge: (payCode) => answer(() => sales.charge(ownKey(), payCode)),
    refused: showRefused,
  });
  onClicks({
    reload: enter,
    till: () => open("till"),
    history: () => history.showHistory(),
    download: history.download,
    day: () => dayClose.showDay(history.lastDayShown(), { push: true }),
    standing: () => open("standing", { push: true }),
    shop: () => open("shop", { push: true }),
    people: crew.showPeople,
    "new-person": () => crew.showPerson(null),
    devices: crew.showDevices,
    invite: crew.invite,
    "own-pin": () => open("own-pin", { push: true }),
    "scan-invitation": comingIn.scanInvitation,
    "ask-code": askCode,
    next,
    retry: () => answer(() => sales.settle(ownKey())),
    "ask-undo": () => { find("[data-undo-check]").hidden = false; },
    undo,
    "lay-aside": layAside,
    "take-up": takeUp,
    print: () => window.print(),
    lock: () => { access.lock(); return comingIn.shutOut(); },
    logout: () => { access.leave(); location.reload(); },
  });
  startKeyboard({ askCode, next, press: keypad.press });
  onBack(() => goTo(wanted()));
  return begin();
}

function begin() {
  const [name = ""] = wanted();
  if (comingIn.INVITATION.test(name)) {
    // Out of the address: whoever looks over the shoulder, or into the history, must not find it.
    mark("login");
    open("login");
    return comingIn.showInvitation(name).catch((error) => showError(screen("login"), error));
  }
  return access.isPhone() || access.token() ? enter() : open("login");
}

/** The view of an address. @param {string[]} parts */
function goTo([name = "", ...rest]) {
  if (!access.token()) return access.isPhone() ? comingIn.shutOut() : open("login");
  if (name === "history") return history.showHistory(rest);
  if (name === "payment") return payment.showSaleOf(rest[0] ?? "").catch(() => history.showHistory());
  if (name === "day") return dayClose.showDay(rest[0]);
  if (name === "settlements") return settlements.showMonth(rest[0]);
  if (name === "settlement") return settlements.showSettlement(rest[0] ?? "").catch(() => settlements.showMonth());
  if (name === "papers" || name === "paper") return papers.showPapers();
  if (access.isOwner() && ["details", "change"].includes(name)) return details.showDetails();
  if (access.isOwner() && name === "people") return crew.showPeople();
  if (access.isOwner() && name === "devices") return crew.showDevices();
  return open(["standing", "shop"].includes(name) ? name : "till");
}

async function enter() {
  if (access.isPhone() && !access.token()) return comingIn.shutOut();
  const place = wanted();
  open("loading");
  find('[data-do="reload"]', screen("loading")).hidden = true;
  let shop;
  try {
    shop = await ask("GET", "v1/merchant");
  } catch (error) {
    return statusOf(error) === 401 ? undefined : comingIn.waitFor(error);
  }
  const person = access.session()?.person;
  fill(document, { shop: shop.name, "shop-code": shop.merchant_code, "at-work": person?.name ?? "" });
  find("[data-cap]").hidden = !shop.over_sales_cap;
  for (const words of all("[data-standing]")) words.hidden = words.dataset.standing !== shop.status;
  for (const part of all("[data-owners]")) part.hidden = !access.isOwner();
  for (const part of all("[data-settled]")) part.hidden = !access.seesSettlements();
  for (const part of all("[data-phones]")) part.hidden = !access.isPhone();
  for (const part of all("[data-keys]")) part.hidden = access.isPhone();
  sales.at(shop.merchant_code);
  arrivals.watch(shop.merchant_code);
  find("[data-qr]").replaceChildren(imageOf(shop.qr_svg, t("우리 가게 QR 코드", "Our shop's QR code")));
  const openSale = sales.pending();
  if (openSale?.isSent) {
    amount = openSale.amount;
    fill(document, { amount: won(amount) });
    return answer(() => sales.settle(ownKey()));
  }
  sales.forget();
  keypad.set(0);
  return goTo(place);
}

// Screens, and the tabs above them

/** @param {string} name @param {{ push?: boolean }} [options] */
function open(name, options) {
  payScan.stop();
  comingIn.stopCamera();
  tabs.hidden = WITHOUT_TABS.includes(name);
  for (const button of all("button", tabs)) {
    if (button.dataset.do === TAB_OF[name]) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (name === "till" && sales.pending()?.isSent) return show("unsure");
  if (name === "till") showAside();
  show(name, options);
  if (!["loading", "working"].includes(name)) mark(name);
  return undefined;
}

function next() {
  sales.forget();
  keypad.set(0);
  open("till");
}

// What waits

function layAside() {
  sales.layAside();
  next();
}

function showAside() {
  const waiting = sales.aside();
  find("[data-aside]").hidden = !waiting.length;
  fill(screen("till"), { aside: t(`결제되었는지 모르는 채 미뤄 둔 결제가 ${count(waiting.length)}건 있습니다.`, `${count(waiting.length)} payments wait whose outcome is not known.`) });
}

async function takeUp() {
  const sale = sales.takeUp();
  if (!sale) return showAside();
  keypad.set(sale.amount);
  fill(document, { amount: won(sale.amount) });
  return answer(() => sales.settle(ownKey()));
}

/** @param {Api.Schemas["RedemptionDetail"][]} received */
function showArrived(received) {
  sales.arrived(received.map((one) => one.order_id));
  showAside();
  return history.refresh();
}

// A sale

function askCode() {
  if (!amount) return showError(screen("till"), new FieldError("amount", t("금액을 먼저 눌러 주세요.", "Enter the amount first.")));
  find('[data-error="amount"]', screen("till")).textContent = "";
  sales.open(amount);
  fill(document, { amount: won(amount) });
  payScan.clear();
  open("code", { push: true });
  return payScan.begin();
}

/** What was scanned or typed: a pay code pays, a card asks for its PIN first. @param {string} code */
function take(code) {
  return card.isCard(code) ? card.askPin(code, won(amount), open) : answer(() => sales.charge(ownKey(), code));
}

/** @param {() => Promise<sales.Outcome>} work */
async function answer(work) {
  open("working");
  const outcome = await work();
  if (outcome.state === "approved") return showApproved(outcome.redemption);
  if (outcome.error instanceof Problem && outcome.error.status === 401) return comingIn.shutOut(outcome.error);
  if (outcome.state === "refused") return showRefused(outcome.error);
  fill(screen("unsure"), { "unsure-why": outcome.error instanceof Problem ? outcome.error.message : t("연결이 끊겨 답을 받지 못했습니다.", "The connection dropped before an answer came.") });
  find("[data-undo-check]").hidden = true;
  chime.warn();
  return open("unsure");
}

/** @param {sales.Approved} redemption */
function showApproved(redemption) {
  arrivals.take(redemption.redemption_id, redemption.at);
  fill(screen("approved"), {
    "approved-amount": won(redemption.amount),
    customer: redemption.member_name_masked ? t(`${redemption.member_name_masked} 님`, redemption.member_name_masked) : "",
    left: redemption.remaining_balance_amount === undefined ? "" : t(`손님 남은 상품권 ${won(redemption.remaining_balance_amount)}`, `Customer's remaining vouchers: ${won(redemption.remaining_balance_amount)}`),
    at: momentToSecond(redemption.at),
    "receipt-order": redemption.order_id ?? "", slip: slipLine(redemption.receipt),
  });
  const back = redemption.cashback_amount;
  note("cashback", back ? t(`손님이 받은 캐시백 ${won(back)}`, `Cashback to the customer: ${won(back)}`) : "");
  keypad.set(0);
  chime.shake();
  open("approved");
}

/** @param {unknown} error */
function showRefused(error) {
  const code = error instanceof Problem ? error.code : "";
  // These two are the last word on this order: whatever is charged next is another one.
  if (["net_canceled", "order_already_paid"].includes(code)) sales.forget();
  fill(screen("refused"), { why: messageOf(error), what: WHAT_TO_DO[code] || "" });
  chime.warn();
  open("refused");
}

async function undo() {
  const order = sales.pending()?.order_id ?? "";
  const given = await sales.undo(ownKey());
  arrivals.passOver(order);
  const undone = find("[data-undone]");
  undone.hidden = !given;
  undone.classList.toggle("warn", Boolean(given && hasUnusable(given)));
  undone.replaceChildren(...(given ? explain(given) : []));
  keypad.set(0);
  open("undone");
}
