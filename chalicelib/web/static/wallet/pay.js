// Paying from the wallet, two ways: showing a code (pay-code.js), or scanning the shop's own code.

import { isUnsure, Problem, statusOf } from "../common/api.js";
import { onClicks, perform } from "../common/clicks.js";
import { all, fill, find, findForm, screen, show } from "../common/dom.js";
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
/** What the server is told of a QR code that names no poster. */
const NO_POSTER = "none";
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
  const asked = new URLSearchParams(location.search);
  const code = asked.get("pay");
  if (!code) return false;
  window.history.replaceState(null, "", `${document.baseURI}wallet`);
  try {
    await openShop(code, posterIn(asked));
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
    const { code, poster } = standingCodeIn(text);
    await openShop(code, poster);
  } catch (error) {
    if (signal.aborted) return;
    find(".camera", screen("scan")).hidden = true;
    showError(scanForm, error);
  }
}

/** Which poster a QR code says it is. @param {URLSearchParams} asked */
const posterIn = (asked) => asked.get("poster") || NO_POSTER;

/** The standing QR is this page's own address with ?pay=…; a bare code is taken as it is, and no poster is asked for of one that
 * was typed. @param {string} text @returns {{ code: string, poster?: string }} */
function standingCodeIn(text) {
  try {
    const asked = new URL(text).searchParams;
    return { code: asked.get("pay") || "", poster: posterIn(asked) };
  } catch {
    return { code: readCode(text) };
  }
}

/** What is said of a QR code before anything is paid. @type {Record<string, string>} */
const POSTER_WORDS = {
  old: t("이 QR은 가게가 새것으로 바꾸기 전의 지난 포스터입니다. 위의 이름과 주소가 지금 계신 가게인지 꼭 확인하고, 가게에도 알려 주세요.", "This QR code is of an old poster, which the shop has replaced. Make sure that the name and address above are this shop's, and tell the shop."),
  unsigned: t("이 QR에는 군청의 서명이 없습니다. 위의 이름과 주소가 지금 계신 가게인지 꼭 확인하고, 가게에도 알려 주세요.", "This QR code is not signed by the county. Make sure that the name and address above are this shop's, and tell the shop."),
};
const FOREIGN = t("군청에서 만든 QR이 아닙니다. 결제하지 말고 가게에 알려 주세요. 가게가 알려 준 가맹점 코드를 적으면 낼 수 있습니다.", "This QR code was not made by the county. Do not pay by it, and tell the shop. You can pay with the code that the shop tells you.");
const CLOSED_WORDS = {
  suspended: t("지금은 상품권을 받을 수 없는 가맹점입니다. 다른 방법으로 내 주세요.", "This shop cannot take vouchers now. Please pay another way."),
  closed: t("문을 닫은 가맹점이라 상품권으로 낼 수 없습니다.", "This shop has closed and takes no vouchers."),
};

onSubmit(scanForm, async () => {
  const { code, poster } = standingCodeIn(scanForm.merchant_code.value);
  if (!code) throw new FieldError("merchant_code", t("가맹점 코드를 적어 주세요.", "Please enter the shop's code."));
  await openShop(code, poster);
});

/** @param {string} code @param {string} [poster] */
async function openShop(code, poster) {
  // What was sent is heard of first, here and before a code is shown: it may be what one is about to pay once more.
  const sent = unanswered();
  if (sent) {
    leave();
    return settle(sent);
  }
  let found;
  try {
    found = await ask("GET", "v1/merchants/{merchant_code}", { values: { merchant_code: code }, query: { poster } });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) error.param = "merchant_code";
    throw error;
  }
  // Told before an amount is typed; the shop in whose list one looks may have closed since.
  if (found.status !== "active") throw new FieldError("merchant_code", CLOSED_WORDS[found.status]);
  if (found.poster === "foreign") throw new FieldError("merchant_code", FOREIGN);
  leave();
  shop = found;
  const wallet = await refresh();
  fill(document, { shop: found.name, "shop-place": placeOf(found) });
  for (const warning of all('[data-fill="poster-warning"]')) {
    warning.textContent = POSTER_WORDS[found.poster ?? ""] ?? "";
    warning.hidden = !warning.textContent;
  }
  fill(screen("amount"), { left: t(`쓸 수 있는 상품권 ${won(wallet.voucher.balance_amount)}`, `Vouchers you can spend: ${won(wallet.voucher.balance_amount)}`) });
  amountForm.amount.value = "";
  show("amount", { push: true });
  amountForm.amount.focus();
}

/** @param {{ category: string, address: string }} of */
const placeOf = ({ category, address }) => [category, address].filter(Boolean).join(" · ");

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
    showPaid({ amount: paid.amount, shop: pending.shop, cashback: paid.cashback_amount, left: paid.remaining_balance_amount, at: paid.at, slip: paid.receipt });
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
