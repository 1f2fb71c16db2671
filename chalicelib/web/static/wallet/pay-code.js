// Showing a code that changes every three minutes, for the shop to take the payment by. One that was fetched stays good without a net.

import { newKey, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { fill, find, imageOf, screen, shown } from "../common/dom.js";
import { points, t } from "../common/lang.js";
import { clearErrors, showError } from "../common/refusals.js";
import { clockText } from "../common/verification.js";
import { knownWallet } from "./home.js";
import { dropCode, heldCode, holdCode } from "./last-seen.js";
import { showPaid } from "./receipt.js";
import { showView } from "./views.js";

const RENEW_BEFORE_SECONDS = 15;
const CODES_MAX = 6;
const LOOK_EVERY_MS = 4000;
const SHOW_IT = t("가게에 보여 주세요", "Show this to the shop");
const NO_CODE = t("결제 코드를 받지 못했습니다", "There is no pay code yet");

/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {import("./wallet.js").Wallet["refresh"]} */
let refresh;
/** @type {ReturnType<typeof runCodes> | null} */
let codeRun = null;
const section = screen("paycode");

/** @param {import("./wallet.js").Wallet & { begin: (isTyped: boolean, push: boolean) => unknown }} parts `begin` shows a code, if
 *   nothing is to be done before */
export function start({ ask: asks, refresh: refreshes, begin }) {
  [ask, refresh] = [asks, refreshes];
  onClicks({
    code: () => begin(false, true),
    typed: () => begin(!codeRun?.isTyped, true),
    "new-code": () => begin(Boolean(codeRun?.isTyped), true),
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) codeRun?.wake(); });
}

export function stop() {
  codeRun?.stop();
  codeRun = null;
}

/** @param {boolean} isTyped @param {boolean} push */
export async function show(isTyped, push) {
  showView("paycode", { push: push && shown() !== "paycode" });
  clearErrors(section);
  if (await isEmpty()) return undefined;
  find('[data-do="typed"]').textContent = isTyped ? t("QR로 보여 주기", "Show the QR code") : t("숫자로 불러 주기", "Show a number to type");
  find("[data-qr]").hidden = isTyped;
  find('[data-fill="typed"]').hidden = !isTyped;
  codeRun = runCodes(isTyped);
  return codeRun.next();
}

/** A code that nothing can be paid with would be refused in front of the shop: instead there is a way on. What was seen before
 * may be out of date, so an empty wallet is looked into once more. */
async function isEmpty() {
  let wallet = knownWallet();
  if (wallet?.voucher.balance_amount === 0) wallet = await refresh().catch(() => knownWallet());
  const isNothing = wallet?.voucher.balance_amount === 0;
  fill(section, { "code-title": isNothing ? t("결제 코드", "Pay code") : SHOW_IT });
  find("[data-with-code]", section).hidden = isNothing;
  find("[data-empty]", section).hidden = !isNothing;
  if (!isNothing || !wallet) return false;
  const mileage = wallet.mileage.balance;
  fill(section, {
    "empty-why": mileage
      ? t(`마일리지 ${points(mileage)}이 있습니다. 상품권으로 바꾸면 바로 낼 수 있습니다.`, `You have ${points(mileage)}. Turn them into vouchers, and you can pay at once.`)
      : t("상품권은 군청이나 읍·면 창구에서 살 수 있고, 행사에서 받은 마일리지로도 만들 수 있습니다.", "Vouchers are sold at the county's counters, and can be made of mileage that events give."),
  });
  find("[data-do=convert]", section).hidden = !mileage;
  return true;
}

/** @param {boolean} isTyped */
function runCodes(isTyped) {
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
      codes += 1;
      clearErrors(section);
      holdCode({ ...answer, isTyped });
      use(answer, t("3분마다 바뀌고 한 번만 쓰입니다. 남에게 보내지 마세요.", "It changes every three minutes and works once. Do not send it to others."));
    } catch (error) {
      if (isStopped || statusOf(error) === 401) return;
      goOnWithout(error);
    } finally {
      isAsking = false;
      if (!isStopped) ticking ??= setInterval(tick, 500);
    }
  }

  /** A code that was fetched before is good until its time is over. @param {unknown} error */
  function goOnWithout(error) {
    const held = statusOf(error) ? null : heldCode(isTyped);
    if (held) return use(held, t("인터넷이 끊겼지만 이 코드는 남은 시간 동안 쓸 수 있습니다.", "You are offline, yet this code is good for the time that is left."));
    const isWithout = !code || secondsLeft(code) <= 0;
    if (isWithout) showWithout(true);
    // What stands in place of the code says that there is no net: once is enough.
    return isWithout && !statusOf(error) ? undefined : showError(section, error);
  }

  /** @param {Api.Schemas["PayCodeAnswer"]} answer @param {string} words */
  function use(answer, words) {
    code = { ...answer, lifetime: Math.max(secondsLeft(answer), code?.lifetime ?? 0) };
    showWithout(false);
    if (isTyped) {
      fill(section, { typed: answer.pay_code.replace(/(.{3})(?=.)/g, "$1 ") });
    } else {
      find("[data-qr]").replaceChildren(imageOf(answer.qr_svg, t("결제 QR 코드", "Pay code as a QR code")));
    }
    fill(section, { "code-note": words });
    tick();
  }

  /** Instead of an empty box: what is the matter, and something to press. @param {boolean} isWithout */
  function showWithout(isWithout) {
    fill(section, { "code-title": isWithout ? NO_CODE : SHOW_IT });
    find("[data-no-code]").hidden = !isWithout;
    find('[data-do="new-code"]').hidden = !isWithout;
    // The other kind needs the net as well, but for one that was fetched.
    find('[data-do="typed"]').hidden = isWithout && !heldCode(!isTyped);
    find(".countdown", section).hidden = isWithout;
    find("[data-qr]").hidden = isWithout || isTyped;
    find('[data-fill="typed"]').hidden = isWithout || !isTyped;
    if (isWithout) fill(section, { "code-note": "" });
  }

  function tick() {
    if (isStopped || document.hidden) return;
    const left = code ? Math.max(0, secondsLeft(code)) : 0;
    const ring = find(".ring .left");
    ring.setAttribute("stroke-dasharray", `${code ? Math.min(100, (left / code.lifetime) * 100) : 0} 100`);
    fill(section, { countdown: left > 0 ? t(`${clockText(Math.ceil(left))} 남음`, `${clockText(Math.ceil(left))} left`) : t("새 코드를 받는 중", "Getting a new code") });
    if (left <= RENEW_BEFORE_SECONDS) renew(left);
    look();
  }

  /** A phone forgotten on the table stops asking for codes after a while. @param {number} left */
  function renew(left) {
    if (codes < CODES_MAX) return next();
    if (left > 0) return undefined;
    stop();
    fill(section, { countdown: t("오래 열려 있어 멈췄습니다", "Stopped after a long time") });
    find("[data-qr]").replaceChildren();
    fill(section, { typed: "", "code-note": t("다시 받기를 누르면 새 코드가 나옵니다.", "Press “Try again” for a new code.") });
    find('[data-do="new-code"]').hidden = false;
    return undefined;
  }

  // The shop takes the payment, so this page asks whether one has arrived.
  async function look() {
    if (!code || now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now();
    try {
      const { data: [newest, before] } = await ask("GET", "v1/me/entries", { query: { limit: 2 } });
      // Cashback comes right after the payment that it is for, in one moment with it.
      const cashback = newest?.kind === "cashback" ? newest : null;
      const entry = cashback ? before : newest;
      if (isStopped || !newest || entry?.kind !== "redemption" || new Date(entry.at).getTime() < since) return;
      stop();
      dropCode();
      showPaid({ amount: -entry.voucher_amount, shop: entry.counterparty?.name, cashback: cashback?.voucher_amount ?? 0, left: newest.voucher_balance, at: entry.at });
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
