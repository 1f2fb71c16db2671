// Paying from the wallet, two ways: showing a code that changes every three minutes, or scanning the shop's own code.

import { isUnsure, newKey, now, Problem, statusOf } from "../common/api.js";
import { onClicks, perform } from "../common/clicks.js";
import { fill, find, findForm, imageOf, screen, show, shown } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { clearErrors, FieldError, showError } from "../common/refusals.js";
import { hasCamera, scan } from "../common/scan.js";
import { readCode } from "../common/typed.js";
import { clockText } from "../common/verification.js";
import { answered, begin, stayUnsure, unanswered } from "./pending.js";
import { showPaid } from "./receipt.js";

/** @typedef {import("./pending.js").Pending} Pending */

const RENEW_BEFORE_SECONDS = 15;
const CODES_MAX = 6;
const LOOK_EVERY_MS = 4000;

/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {import("./wallet.js").Wallet["refresh"]} */
let refresh;
/** @type {{ merchant_code: string, name: string } | null} */
let shop = null;
let chosen = 0;
/** @type {ReturnType<typeof runCodes> | null} */
let codeRun = null;
/** @type {AbortController | null} */
let scanning = null;

const amountForm = findForm("form", screen("amount"));
const scanForm = findForm("form", screen("scan"));
const confirmForm = findForm("form", screen("confirm"));

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask, refresh } = wallet);
  onClicks({
    code: () => showCode(false),
    typed: () => showCode(!codeRun?.isTyped),
    "new-code": () => showCode(Boolean(codeRun?.isTyped)),
    scan: openScan,
    amount: () => show("amount"),
    resend: () => settle(unanswered()),
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) codeRun?.wake(); });
}

// Ends what must not run on behind another screen: the camera and the changing code.
export function leave() {
  codeRun?.stop();
  codeRun = null;
  scanning?.abort();
  scanning = null;
}

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

// Showing a code

/** @param {boolean} isTyped */
async function showCode(isTyped) {
  leave();
  const sent = unanswered();
  if (sent) return settle(sent);
  show("paycode", { push: shown() !== "paycode" });
  find('[data-do="typed"]').textContent = isTyped ? t("QR로 보여 주기", "Show the QR code") : t("숫자로 불러 주기", "Show a number to type");
  find("[data-qr]").hidden = isTyped;
  find('[data-fill="typed"]').hidden = !isTyped;
  codeRun = runCodes(isTyped);
  await codeRun.next();
}

/** @param {boolean} isTyped */
function runCodes(isTyped) {
  const place = screen("paycode");
  const since = now();
  /** @type {(Api.Schemas["PayCodeAnswer"] & { lifetime: number }) | null} */
  let code = null;
  let codes = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  let lookedAt = 0;
  let isStopped = false;
  let isAsking = false;

  async function next() {
    if (isAsking || isStopped) return;
    isAsking = true;
    try {
      const answer = await ask("POST", "v1/me/pay-codes", { body: { typed: isTyped }, key: newKey() });
      if (isStopped) return;
      code = { ...answer, lifetime: secondsLeft(answer) };
      codes += 1;
      clearErrors(place);
      showWithout(false);
      display(answer);
    } catch (error) {
      if (isStopped || statusOf(error) === 401) return;
      // A code that was fetched before is good until its time is over.
      if (!code || secondsLeft(code) <= 0) showWithout(true);
      showError(place, error);
    } finally {
      isAsking = false;
      if (!isStopped) ticking ??= setInterval(tick, 500);
    }
  }

  /** Instead of an empty box: what is the matter, and something to press. @param {boolean} isWithout */
  function showWithout(isWithout) {
    find("[data-no-code]").hidden = !isWithout;
    find('[data-do="new-code"]').hidden = !isWithout;
    find(".countdown", place).hidden = isWithout;
    find("[data-qr]").hidden = isWithout || isTyped;
    find('[data-fill="typed"]').hidden = isWithout || !isTyped;
    if (isWithout) fill(place, { "code-note": "" });
  }

  /** @param {Api.Schemas["PayCodeAnswer"]} answer */
  function display(answer) {
    if (isTyped) {
      fill(place, { typed: answer.pay_code.replace(/(.{3})(?=.)/g, "$1 ") });
    } else {
      find("[data-qr]").replaceChildren(imageOf(answer.qr_svg, t("결제 QR 코드", "Pay code as a QR code")));
    }
    fill(place, { "code-note": t("3분마다 바뀌고 한 번만 쓰입니다. 남에게 보내지 마세요.", "It changes every three minutes and works once. Do not send it to others.") });
    tick();
  }

  function tick() {
    if (isStopped || document.hidden) return;
    const left = code ? Math.max(0, secondsLeft(code)) : 0;
    const ring = find(".ring .left");
    ring.setAttribute("stroke-dasharray", `${code ? Math.min(100, (left / code.lifetime) * 100) : 0} 100`);
    fill(place, { countdown: left > 0 ? t(`${clockText(Math.ceil(left))} 남음`, `${clockText(Math.ceil(left))} left`) : t("새 코드를 받는 중", "Getting a new code") });
    if (left <= RENEW_BEFORE_SECONDS) renew(left);
    look();
  }

  /** A phone forgotten on the table stops asking for codes after a while. @param {number} left */
  function renew(left) {
    if (codes < CODES_MAX) return next();
    if (left > 0) return undefined;
    leave();
    fill(place, { countdown: t("오래 열려 있어 멈췄습니다", "Stopped after a long time") });
    find("[data-qr]").replaceChildren();
    fill(place, { typed: "", "code-note": t("닫은 뒤 다시 열면 새 코드가 나옵니다.", "Close and open again for a new code.") });
    return undefined;
  }

  // The shop takes the payment, so this page asks whether one has arrived.
  async function look() {
    if (!code || now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now();
    try {
      const { data: [entry] } = await ask("GET", "v1/me/entries", { query: { limit: 1 } });
      if (isStopped || entry?.kind !== "redemption" || new Date(entry.at).getTime() < since) return;
      leave();
      showPaid({ amount: -entry.voucher_amount, shop: entry.counterparty?.name, left: entry.voucher_balance, at: entry.at });
      refresh().catch(() => {});
    } catch {
      // The next look will tell.
    }
  }

  return {
    isTyped,
    next,
    wake: tick,
    stop: () => { isStopped = true; clearInterval(ticking); },
  };
}

/** @param {{ expires_at: string }} code */
const secondsLeft = (code) => (new Date(code.expires_at).getTime() - now()) / 1000;

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
    showPaid({ amount: paid.amount, shop: pending.shop, left: paid.remaining_balance_amount, at: paid.at });
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
