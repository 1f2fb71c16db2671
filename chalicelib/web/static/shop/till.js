// The till on a shop's phone: amount, customer's code, answer. Today's list is in today.js, one sale in sale.js.

import { call, callPatiently, Problem } from "../common/api.js";
import { all, busy, FieldError, fill, find, make, onBack, onSubmit, screen, show, showError, watchConnection } from "../common/dom.js";
import { explain, hasUnusable } from "../common/given-back.js";
import { moment, t, won } from "../common/lang.js";
import * as list from "./today.js";
import { startKeypad } from "../common/money.js";
import * as sales from "./sale.js";
import { hasCamera, scan } from "../common/scan.js";

const KEY_NAME = "onmin.merchant-key";
const TAB_OF = { till: "till", code: "till", approved: "till", refused: "till", today: "today", sale: "today", standing: "standing" };
const WHAT_TO_DO = {
  insufficient_balance: t("금액을 나누어 받거나, 손님이 마일리지를 상품권으로 더 바꾸면 됩니다.", "Take part of it another way, or let the customer turn more mileage into vouchers."),
  merchant_not_eligible: t("마일리지로 만든 상품권으로만 낼 수 있는 가게입니다.", "This shop can only take vouchers made from mileage."),
  net_canceled: t("이미 취소한 주문입니다. ‘그만두기’를 누르고 처음부터 해 주세요.", "This order was undone. Press “Stop” and begin again."),
  order_already_paid: t("‘오늘 내역’에서 이 결제를 확인해 주세요.", "Look at this payment in “Today”."),
};
const loginForm = find("form", screen("login"));
const codeForm = find("form", screen("code"));
const tabs = find(".tabs");
let shop = null;
let amount = 0;
let scanning = null;

const key = () => localStorage.getItem(KEY_NAME);
const keypad = startKeypad({ section: screen("till"), onChange: (value) => { amount = value; } });

start();

function start() {
  watchConnection();
  list.start({ ask, open });
  onBack(() => (key() ? actions.till() : open("login")));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && actions[button.dataset.do]) busy(button, actions[button.dataset.do]);
  });
  if (key()) return enter();
  return open("login");
}

const actions = {
  reload: enter,
  till: () => open("till"),
  today: () => list.showToday(),
  standing: () => open("standing"),
  "ask-code": askCode,
  "other-code": askCode,
  next,
  retry: () => answer(() => sales.settle(key())),
  undo,
  print: () => window.print(),
  logout: () => {
    localStorage.removeItem(KEY_NAME);
    location.reload();
  },
};

// A call with the shop's key. A key that is no longer valid leads to the log-in; an open sale stays kept.
async function ask(method, path, options = {}) {
  try {
    const send = method === "GET" ? callPatiently : call;
    return await send(method, path, { ...options, token: key() });
  } catch (error) {
    if (error.status === 401) rejectKey(error);
    throw error;
  }
}

function rejectKey(error) {
  localStorage.removeItem(KEY_NAME);
  open("login");
  error.param = "api_key";
  error.message = t("가맹점 키가 맞지 않습니다. 군청에서 받은 키를 다시 확인해 주세요.", "This shop key is not valid. Please check the key you received from the county.");
  showError(loginForm, error);
}

onSubmit(loginForm, async () => {
  const typed = loginForm.api_key.value.trim();
  if (!typed) throw new FieldError("api_key", t("가맹점 키를 넣어 주세요.", "Please enter the shop key."));
  localStorage.setItem(KEY_NAME, typed);
  loginForm.api_key.value = "";
  await enter();
});

async function enter() {
  open("loading");
  const again = find('[data-do="reload"]', screen("loading"));
  again.hidden = true;
  try {
    shop = await ask("GET", "v1/merchant");
  } catch (error) {
    if (error.status === 401) return;
    fill(screen("loading"), { loading: error.message });
    again.hidden = false;
    return;
  }
  fill(document, { shop: shop.name, "shop-code": shop.merchant_code });
  find("[data-cap]").hidden = !shop.over_sales_cap;
  const source = `data:image/svg+xml,${encodeURIComponent(shop.qr_svg)}`;
  find("[data-qr]").replaceChildren(make("img", { src: source, alt: t("우리 가게 QR 코드", "Our shop's QR code") }));
  const open_sale = sales.pending();
  if (open_sale?.isSent) {
    amount = open_sale.amount;
    fill(document, { amount: won(amount) });
    await answer(() => sales.settle(key()));
  } else {
    next();
  }
}

// Screens, and the tabs above them

function open(name, options) {
  scanning?.abort();
  scanning = null;
  // While it is unknown whether a customer was charged, nothing else may be begun.
  tabs.hidden = ["loading", "login", "working", "unsure"].includes(name);
  for (const button of all("button", tabs)) {
    if (button.dataset.do === TAB_OF[name]) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (name === "till" && sales.pending()?.isSent) return show("unsure");
  return show(name, options);
}

function next() {
  sales.forget();
  keypad.set(0);
  open("till");
}

// A sale

function askCode() {
  if (!amount) return showError(screen("till"), new FieldError("amount", t("금액을 먼저 눌러 주세요.", "Enter the amount first.")));
  find('[data-error="amount"]', screen("till")).textContent = "";
  sales.open(amount);
  fill(document, { amount: won(amount) });
  codeForm.pay_code.value = "";
  for (const place of all(".error", codeForm)) place.textContent = "";
  open("code", { push: true });
  const camera = find(".camera", screen("code"));
  camera.hidden = !hasCamera();
  if (camera.hidden) return codeForm.pay_code.focus();
  scanning = new AbortController();
  return watchCamera(scanning.signal);
}

// Not awaited by the button: the camera runs until a code is read, typed, or given up.
function watchCamera(signal) {
  scan(find("video", screen("code")), signal)
    .then((text) => answer(() => sales.charge(key(), text.trim())))
    .catch((error) => {
      if (signal.aborted) return;
      find(".camera", screen("code")).hidden = true;
      showError(codeForm, error);
    });
}

onSubmit(codeForm, async () => {
  const typed = codeForm.pay_code.value.replace(/\s/g, "");
  if (!typed) throw new FieldError("pay_code", t("코드를 찍거나 숫자를 적어 주세요.", "Scan the code or type the digits."));
  await answer(() => sales.charge(key(), typed));
});

async function answer(work) {
  open("working");
  const outcome = await work();
  if (outcome.error?.status === 401) return rejectKey(outcome.error);
  if (outcome.state === "approved") return showApproved(outcome.redemption);
  if (outcome.state === "refused") return showRefused(outcome.error);
  fill(screen("unsure"), { "unsure-why": outcome.error instanceof Problem ? outcome.error.message : t("연결이 끊겨 답을 받지 못했습니다.", "The connection dropped before an answer came.") });
  return open("unsure");
}

function showApproved(redemption) {
  fill(screen("approved"), {
    "approved-amount": won(redemption.amount),
    // Found again by its order, a payment comes without the name.
    customer: redemption.member_name_masked ? t(`${redemption.member_name_masked} 님`, redemption.member_name_masked) : "",
    left: redemption.remaining_balance_amount === undefined ? "" : t(`손님 남은 상품권 ${won(redemption.remaining_balance_amount)}`, `Customer's remaining vouchers: ${won(redemption.remaining_balance_amount)}`),
    at: moment(redemption.at),
  });
  keypad.set(0);
  open("approved");
}

function showRefused(error) {
  // These two are the last word on this order: whatever is charged next is another one.
  if (["net_canceled", "order_already_paid"].includes(error.code)) sales.forget();
  fill(screen("refused"), { why: error.message, what: WHAT_TO_DO[error.code] || "" });
  open("refused");
}

async function undo() {
  let undone;
  try {
    undone = await sales.undo(key());
  } catch (error) {
    return showError(screen("unsure"), error);
  }
  const { given_back: given } = undone;
  const note = find("[data-undone]");
  note.classList.toggle("warn", hasUnusable(given));
  note.replaceChildren(...explain(given));
  keypad.set(0);
  return open("undone");
}
