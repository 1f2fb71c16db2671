// Paying from the wallet, two ways: showing a code (pay-code.js), or scanning the shop's own code.

import { isUnsure, Problem, statusOf } from "../common/api.js";
import { onClicks, perform } from "../common/clicks.js";
import { fill, find, findForm, screen, show } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError, showError } from "../common/refusals.js";
import { hasCamera, scan } from "../common/scan.js";
import { readCode } from "../common/typed.js";
import * as payCode from "./pay-code.js";
import { answered, begin, stayUnsure, unanswered } from "./pending.js";
import { showPaid } from "./receipt.js";

/** @typedef {import("./pending.js").Pending} Pending */

/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {import("./wallet.js").Wallet["refresh"]} */
let refresh;
/** @type {{ merchant_code: string, name: string } | null} */
let shop = null;
let chosen = 0;
/** @type {AbortController | null} */
let scanning = null;

const amountForm = findForm("form", screen("amount"));
const scanForm = findForm("form", screen("scan"));
const confirmForm = findForm("form", screen("confirm"));

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask, refresh } = wallet);
  payCode.start({ ...wallet, begin: showCode });
  onClicks({
    scan: openScan,
    amount: () => show("amount"),
    resend: () => settle(unanswered()),
  });
}

// Ends what must not run on behind another screen: the camera and the changing code.
export function leave() {
  payCode.stop();
  scanning?.abort();
  scanning = null;
}

/** Whether something is to be done before a view is shown. */
export const isAwaited = () => unanswered() !== null || new URLSearchParams(location.search).has("pay");

// After log-in: first a payment still without an answer, then the shop whose code opened this page.
export async function resume() {
  const pending = unanswered();
  if (pending) {
    await settle(pending);
    return true;
  }
  const code = new URLSearchParams(location.search).get("pay");
  if (!code) return false;
  window.history.replaceState(null, "", `${document.baseURI}wallet`);
  try {
    await openShop(code);
  } catch (error) {
    await openScan();
    showError(scanForm, error);
  }
  return true;
}

/** Shows a code, unless a payment is still without an answer. @param {boolean} isTyped @param {boolean} push */
export async function showCode(isTyped, push) {
  leave();
  const sent = unanswered();
  return sent ? settle(sent) : payCode.show(isTyped, push);
}

// Scanning the shop's code

async function openScan() {
  leave();
  show("scan", { push: true });
  find(".camera", screen("scan")).hidden = !hasCamera();
  if (!hasCamera()) return;
  scanning = new AbortController();
  watchCamera(scanning.signal);
}

/** @param {AbortSignal} signal */
async function watchCamera(signal) {
  try {
    const text = await scan(/** @type {HTMLVideoElement} */ (find("video", screen("scan"))), signal);
    await openShop(merchantCodeIn(text));
  } catch (error) {
    if (signal.aborted) return;
    find(".camera", screen("scan")).hidden = true;
    showError(scanForm, error);
  }
}

/** The standing QR is this page's own address with ?pay=…; a bare code is taken as it is. @param {string} text */
function merchantCodeIn(text) {
  try {
    return new URL(text).searchParams.get("pay") || "";
  } catch {
    return readCode(text);
  }
}

const CLOSED_WORDS = {
  suspended: t("지금은 상품권을 받을 수 없는 가맹점입니다. 다른 방법으로 내 주세요.", "This shop cannot take vouchers now. Please pay another way."),
  closed: t("문을 닫은 가맹점이라 상품권으로 낼 수 없습니다.", "This shop has closed and takes no vouchers."),
};

onSubmit(scanForm, async () => {
  const code = merchantCodeIn(scanForm.merchant_code.value);
  if (!code) throw new FieldError("merchant_code", t("가맹점 코드를 적어 주세요.", "Please enter the shop's code."));
  await openShop(code);
});

/** @param {string} code */
async function openShop(code) {
  // What was sent is heard of first, here and before a code is shown: it may be what one is about to pay once more.
  const sent = unanswered();
  if (sent) {
    leave();
    return settle(sent);
  }
  let found;
  try {
    found = await ask("GET", "v1/merchants/{merchant_code}", { values: { merchant_code: code } });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) error.param = "merchant_code";
    throw error;
  }
  // Told before an amount is typed; the shop in whose list one looks may have closed since.
  if (found.status !== "active") throw new FieldError("merchant_code", CLOSED_WORDS[found.status]);
  leave();
  shop = found;
  const wallet = await refresh();
  fill(document, { shop: found.name, left: t(`쓸 수 있는 상품권 ${won(wallet.voucher.balance_amount)}`, `Vouchers you can spend: ${won(wallet.voucher.balance_amount)}`) });
  amountForm.amount.value = "";
  show("amount", { push: true });
  amountForm.amount.focus();
}

groupDigits(amountForm.amount);

onSubmit(amountForm, () => {
  chosen = amountIn(amountForm.amount, t("금액을 적어 주세요.", "Please enter the amount."));
  fill(screen("confirm"), { amount: won(chosen) });
  show("confirm");
});

onSubmit(confirmForm, async () => {
  if (!shop) throw new Error("no shop is chosen");
  // Another tab may have sent one meanwhile.
  await settle(unanswered() ?? begin({ merchant_code: shop.merchant_code, amount: chosen }, shop.name));
});

/** Sends the kept payment until there is an answer; order and key stay the same, so it can only be charged once.
 * @param {Pending | null} pending */
async function settle(pending) {
  // Whose it is logs in first.
  if (!pending) return perform("reload");
  try {
    const paid = await ask("POST", "v1/me/payments", { body: pending.payment, key: pending.key });
    answered(pending);
    showPaid({ amount: paid.amount, shop: pending.shop, cashback: paid.cashback_amount, left: paid.remaining_balance_amount, at: paid.at });
    refresh().catch(() => {});
  } catch (error) {
    if (statusOf(error) === 401) return;
    if (isUnsure(error, pending.isUnsure)) return showPending(stayUnsure(pending));
    answered(pending);
    showRefusal(error, pending);
  }
}

/** @param {Pending} pending */
function showPending({ payment, shop: name }) {
  fill(screen("unsure"), { pending: `${name} · ${won(payment.amount)}` });
  show("unsure");
}

/** @param {unknown} error @param {Pending} pending */
function showRefusal(error, pending) {
  if (!(error instanceof Problem)) throw error;
  shop = { merchant_code: pending.payment.merchant_code, name: pending.shop };
  amountForm.amount.value = count(pending.payment.amount);
  fill(document, { shop: shop.name });
  show("amount");
  showError(amountForm, error, "amount");
}
