// The receipt of one entry: to look at, to send, to print; its proof is one tap away.

import { onClicks } from "../common/clicks.js";
import { facts, fill, find, note, screen, show } from "../common/dom.js";
import { momentToSecond, points, seoulDay, signedPoints, signedWon, t, won } from "../common/lang.js";
import { clearErrors } from "../common/refusals.js";
import { slipRows } from "../common/slip.js";
import { openProof } from "./proof.js";

/** @typedef {Api.Schemas["EntryAnswer"]} Entry */
/** @typedef {import("../common/slip.js").Slip} Slip */

const section = screen("receipt");
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** What a shop has a receipt of. @type {ReadonlySet<Entry["kind"]>} */
const OF_SHOPS = new Set(["redemption", "cancellation"]);
/** @type {Entry | null} */
let entry = null;
/** What the shown receipt says of approval and tax. @type {Slip | undefined} */
let slip;

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask } = wallet);
  onClicks({
    "share-receipt": share,
    "print-receipt": () => window.print(),
    "prove-receipt": () => entry && openProof(entry),
  });
}

/** @param {Entry} chosen */
export function openReceipt(chosen) {
  entry = chosen;
  slip = undefined;
  fill(section, {
    "receipt-what": chosen.counterparty?.name ?? chosen.description,
    "receipt-amount": chosen.voucher_amount ? signedWon(chosen.voucher_amount) : signedPoints(chosen.mileage_amount),
  });
  find("[data-receipt]", section).replaceChildren(...facts(rowsOf(chosen)));
  note("receipt-note", "");
  clearErrors(section);
  show("receipt", { push: true });
  if (OF_SHOPS.has(chosen.kind)) readSlip(chosen);
}

/** Without an answer the receipt says all but the tax. @param {Entry} of */
async function readSlip(of) {
  const found = await ask("GET", "v1/me/entries/{entry_id}/receipt", { values: { entry_id: of.entry_id } }).catch(() => undefined);
  if (!found || entry !== of) return;
  slip = found;
  find("[data-receipt]", section).replaceChildren(...facts(rowsOf(of)));
}

/** @param {Entry} of @returns {[string, string][]} */
function rowsOf(of) {
  /** @type {[string, string][]} */
  const rows = [
    [t("내용", "What"), of.description],
    [t("일시", "When"), `${seoulDay(of.at).slice(0, 4)}${t("년 ", ", ")}${momentToSecond(of.at)}`],
  ];
  if (of.voucher_amount && of.mileage_amount) rows.push([t("마일리지", "Mileage"), signedPoints(of.mileage_amount)]);
  const money = moneyWords(of);
  if (money) rows.push([t("돈", "Money"), money]);
  rows.push(...slipRows(slip));
  rows.push(
    [t("남은 상품권", "Vouchers after it"), won(of.voucher_balance)],
    [t("남은 마일리지", "Mileage after it"), points(of.mileage_balance)],
    [t("내역 번호", "Entry number"), of.entry_id.replace(/^ent_/, "").replace(/(.{4})(?=.)/g, "$1 ")],
  );
  return rows;
}

/** Of a purchase: what was paid, or is paid back, in money. It is shown at the counter, weeks later too. @param {Entry} entry */
export function moneyWords({ price_amount: price }) {
  if (price === null) return "";
  return price > 0 ? t(`낸 돈 ${won(price)}`, `You paid ${won(price)}`) : t(`돌려받는 돈 ${won(Math.abs(price))}`, `Money back ${won(Math.abs(price))}`);
}

/** By what the phone shares with, else as a copy to paste; whoever changes their mind has done nothing wrong. */
async function share() {
  if (!entry) return;
  const title = t("영수증", "Receipt");
  const [what, amount] = ["receipt-what", "receipt-amount"].map((name) => find(`[data-fill=${name}]`, section).textContent);
  const text = [title, `${what} ${amount}`, ...rowsOf(entry).map(([label, value]) => `${label}: ${value}`)].join("\n");
  try {
    if (navigator.share) {
      await navigator.share({ title, text });
    } else {
      await navigator.clipboard.writeText(text);
      note("receipt-note", t("글로 복사했습니다. 보낼 곳에 붙여 넣으세요.", "Copied as text. Paste it where you want to send it."));
    }
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return;
    throw new Error(t("이 브라우저는 보내거나 복사하지 못합니다. 인쇄하거나 화면을 찍어 주세요.", "This browser can neither send nor copy. Please print, or take a picture of the screen."));
  }
}
