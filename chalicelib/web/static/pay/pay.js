// Paying for a purchase: what, how much, until when; away to the provider's window and back; then until it is known.

import { call, callPatiently, sleep, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { facts, fill, find, findForm, make, note, screen, show, shown, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { moment, t, won } from "../common/lang.js";
import { showError } from "../common/refusals.js";
import * as session from "../common/session.js";
import { bankName, clearingBanks, readAccount } from "./banks.js";

/** @typedef {Api.Schemas["PurchasePaymentAnswer"]} Payment */

const SDK = "https://js.tosspayments.com/v2/standard";
const SHORT_SECONDS = 120;
const purchaseId = document.body.dataset.purchase ?? "";
const payForm = findForm("#pay");
const refundForm = findForm("#refund");
/** @type {Payment} */
let payment;
let waitedSince = 0;
let polls = 0;

start();

async function start() {
  watchConnection();
  for (const [code, name] of clearingBanks()) find("#bank").append(make("option", { value: code }, name));
  onClicks({ load, copy });
  setInterval(tick, 1000);
  await load();
}

async function load() {
  show("loading", { focus: false });
  find("[data-do=load]").hidden = true;
  try {
    await handOver();
    paint(await look());
  } catch (error) {
    fail(error);
  }
}

/** What the provider's page gave along is handed to the server, which asks the provider what is so. */
async function handOver() {
  const given = new URLSearchParams(location.search);
  const key = given.get("paymentKey");
  if (given.has("code")) note("failure", wordsOfFailure(given.get("code") === "PAY_PROCESS_CANCELED" ? "canceled_by_buyer" : "refused"));
  if (key) {
    show("waiting");
    await callPatiently("POST", "v1/payments/returns", {
      body: { purchase_id: purchaseId, payment_key: key, amount: Number(given.get("amount")) },
    });
    waitedSince = performance.now();
  }
  if (key || given.has("code")) history.replaceState(history.state, "", here());
}

const here = () => location.href.replace(/[?#].*$/, "");

const look = () => callPatiently("GET", "v1/payments/{purchase_id}", { values: { purchase_id: purchaseId } });

/** @param {Payment} answered */
function paint(answered) {
  payment = answered;
  fill(document, { name: t(payment.order_name, "Vouchers"), price: won(payment.amount), bought: t(payment.order_name, `You paid ${won(payment.amount)}`), paid: t(`낸 돈 ${won(payment.amount)}`, ""), button: t(`${won(payment.amount)} 결제하기`, `Pay ${won(payment.amount)}`) });
  const wanted = screenOf(payment);
  if (wanted === "pay" && payment.failure) note("failure", wordsOfFailure(payment.failure));
  if (wanted === "deposit") paintDeposit();
  if (wanted === "refund") {
    fill(screen("refund"), { "refund-words": t(`구매 시간이 지난 뒤 ${won(payment.amount)}이 들어왔습니다. 모두 돌려드립니다.`, `${won(payment.amount)} arrived after the time to pay was over. All of it goes back to you.`) });
  }
  if (wanted === "over") fill(screen("over"), wordsOfEnd(payment));
  if (shown() !== wanted) show(wanted, { focus: shown() !== "loading" });
  tick();
  if (payment.poll_after_seconds && wanted !== "pay") poll(payment.poll_after_seconds);
}

/** @param {Payment} one */
function screenOf(one) {
  // Handed over a moment ago, and not taken up yet: an outcome is to come.
  if (one.status === "open") return waitedSince && !one.failure && performance.now() - waitedSince < 60_000 ? "waiting" : "pay";
  if (one.status === "confirming") return "waiting";
  if (one.status === "waiting_for_deposit") return "deposit";
  if (one.status === "completed") return "done";
  if (one.status === "refund_account_needed") return session.current() ? "refund" : "over";
  return "over";
}

/** @param {number} seconds */
async function poll(seconds) {
  polls += 1;
  const own = polls;
  await sleep(seconds * 1000 + Math.random() * 500);
  if (own !== polls) return;
  while (document.hidden) await sleep(1000);
  try {
    paint(await look());
  } catch (error) {
    showError(screen(shown() ?? "waiting"), error, "");
    poll(10);
  }
}

function tick() {
  if (!payment) return;
  const left = Math.floor((new Date(payment.pay_by_at).getTime() - now()) / 1000);
  const place = find("[data-left]");
  place.className = left < SHORT_SECONDS ? "minus" : "";
  fill(screen("pay"), { left: left > 0 ? t(`${clock(left)} 안에 결제해 주세요`, `Please pay within ${clock(left)}`) : t("결제 시간이 끝났습니다", "The time to pay is over") });
  if (left <= 0 && shown() === "pay") paint({ ...payment, status: "ended", poll_after_seconds: null });
  if (shown() === "waiting" && waitedSince) {
    fill(screen("waiting"), { waited: t(`${Math.floor((performance.now() - waitedSince) / 1000)}초째 기다리는 중`, `Waiting for ${Math.floor((performance.now() - waitedSince) / 1000)} s`) });
  }
}

/** @param {number} seconds */
const clock = (seconds) => t(`${Math.floor(seconds / 60)}분 ${seconds % 60}초`, `${Math.floor(seconds / 60)} min ${seconds % 60} s`);

function paintDeposit() {
  const { deposit } = payment;
  if (!deposit) return;
  find("[data-deposit]").replaceChildren(...facts([
    [t("은행", "Bank"), bankName(deposit.bank_code)],
    [t("계좌번호", "Account number"), make("strong", {}, deposit.account_number)],
    [t("보낼 금액", "Amount"), make("strong", {}, won(payment.amount))],
  ]));
  fill(screen("deposit"), { "deposit-until": t(`${moment(payment.pay_by_at)}까지 보내 주세요. 그 뒤에 들어온 돈은 모두 돌려드립니다.`, `Please send it by ${moment(payment.pay_by_at)}. What comes later goes back to you.`) });
}

async function copy() {
  await navigator.clipboard.writeText(payment.deposit?.account_number ?? "");
  note("copied", t("계좌번호를 복사했습니다.", "The account number is copied."));
}

onSubmit(payForm, async () => {
  const { provider } = payment;
  if (!provider) return paint(await look());
  note("failure", "");
  const way = payForm.way.value;
  if (provider.kind === "page") {
    const asked = {
      amount: String(payment.amount), order_name: payment.order_name, success_url: here(), fail_url: here(),
      method: way === "VIRTUAL_ACCOUNT" ? "virtual_account" : way === "TRANSFER" ? "transfer" : "card",
    };
    location.assign(`${provider.page_url}/${purchaseId}?${new URLSearchParams(asked)}`);
    return undefined;
  }
  const toss = await tossPayments();
  await toss(provider.client_key ?? "").payment({ customerKey: toss.ANONYMOUS }).requestPayment({
    method: way,
    amount: { currency: "KRW", value: payment.amount },
    orderId: purchaseId,
    orderName: payment.order_name,
    successUrl: here(),
    failUrl: here(),
    ...(way === "VIRTUAL_ACCOUNT" ? { virtualAccount: { validHours: 1 } } : {}),
  });
  return undefined;
});

onSubmit(refundForm, async () => {
  const own = session.current();
  paint(await call("PUT", "v1/me/purchases/{purchase_id}/refund-account", {
    values: { purchase_id: purchaseId },
    token: own?.access_token ?? "",
    body: readAccount(refundForm),
  }));
});

/** @param {string} failure */
function wordsOfFailure(failure) {
  if (failure === "canceled_by_buyer") return t("결제를 그만두셨습니다. 시간이 남아 있으니 다시 하실 수 있습니다.", "You stopped the payment. There is time left to try again.");
  if (failure === "amount_mismatch") return t("금액이 맞지 않아 결제하지 않았습니다. 다시 해 주세요.", "The amount did not fit, so nothing was paid. Please try again.");
  if (failure === "expired") return t("결제창에서 시간이 지났습니다. 돈은 나가지 않았습니다.", "The payment window ran out of time. Nothing was paid.");
  return t("카드사나 은행에서 거절했습니다. 돈은 나가지 않았습니다. 다른 방법으로 해 보세요.", "The bank or card company refused it. Nothing was paid. Please try another way.");
}

/** @param {Payment} one @returns {Record<string, string>} */
function wordsOfEnd(one) {
  /** @type {Record<string, [string, string]>} */
  const words = {
    given_back: [t(`${won(one.amount)}을 모두 돌려드렸습니다`, `All ${won(one.amount)} went back`), t("결제하신 방법으로 돌아갑니다. 카드는 며칠 뒤 명세서에 나올 수 있습니다.", "It goes back the way you paid. A card's statement may take some days to show it.")],
    giving_back: [t(`${won(one.amount)}을 돌려드리고 있습니다`, `${won(one.amount)} are on their way back`), t("구매 시간이 지났거나 취소하셔서 모두 돌려드립니다. 이 화면을 닫아도 됩니다.", "The time was over or you canceled, so all of it goes back. You may close this page.")],
    refund_account_needed: [t("돌려받을 계좌가 필요합니다", "We need an account for your refund"), t("지갑에 로그인한 뒤 이 주소를 다시 열어 주세요.", "Please log in to your wallet, then open this address again.")],
    reversed: [t("결제가 되돌려졌습니다", "The payment was taken back"), t("카드사나 은행이 결제를 되돌렸습니다. 자세한 것은 군청에 물어봐 주세요.", "The bank or card company took the payment back. Please ask the county about it.")],
    ended: [t("결제 시간이 끝났습니다", "The time to pay is over"), t("돈은 나가지 않았습니다. 남은 상품권이 있으면 지갑에서 다시 살 수 있습니다.", "Nothing was paid. If vouchers are left, you can buy again from your wallet.")],
  };
  const [title, said] = words[one.status] ?? words.ended;
  return { "over-title": title, "over-words": said };
}

/** @param {unknown} error */
function fail(error) {
  if (statusOf(error) === 404) {
    fill(screen("over"), { "over-title": t("결제를 찾을 수 없습니다", "There is no such payment"), "over-words": t("주소를 다시 확인하거나 지갑에서 구매 내역을 열어 주세요.", "Please check the address, or open the purchase in your wallet.") });
    show("over");
    return;
  }
  show("loading");
  find("[data-do=load]").hidden = false;
  showError(screen("loading"), error, "");
}

/** The provider's own script, only for whoever pays. @returns {Promise<any>} */
function tossPayments() {
  const known = /** @type {any} */ (globalThis).TossPayments;
  if (known) return Promise.resolve(known);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SDK;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).TossPayments), { once: true });
    script.addEventListener("error", () => reject(new Error(t("결제창을 열지 못했습니다. 잠시 뒤 다시 눌러 주세요.", "The payment window could not be opened. Please try again in a moment."))), { once: true });
    document.head.append(script);
  });
}
