// What a member shows the shop after paying. A receipt that stands still may be a picture of one: this one runs.

import { now } from "../common/clock.js";
import { fill, note, screen, show, shown } from "../common/dom.js";
import { momentToSecond, t, timeToSecond, won } from "../common/lang.js";
import { clockText } from "../common/verification.js";
import { slipLine } from "../common/slip.js";
import { gotBack } from "./cashback.js";

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/** `left`: with the cashback. @param {{ amount: number, shop: string | undefined, cashback: number, left: number, at: string, slip?: import("../common/slip.js").Slip }} paid */
export function showPaid({ amount, shop: name, cashback, left, at, slip }) {
  fill(screen("paid"), {
    "paid-amount": won(amount),
    "paid-shop": name || "",
    "paid-left": t(`남은 상품권 ${won(left)}`, `Vouchers left: ${won(left)}`),
    "paid-at": momentToSecond(at),
  });
  note("paid-slip", slip ? `${slipLine(slip)}${slip.cash_receipt === "on_request" ? t(" · 현금영수증은 가게에 말씀하세요", " · Ask the shop for a cash receipt") : ""}` : "");
  note("paid-cashback", gotBack(cashback));
  show("paid");
  run(new Date(at).getTime());
}

/** @param {number} since */
function run(since) {
  clearInterval(ticking);
  const tick = () => {
    if (shown() !== "paid") return clearInterval(ticking);
    const seconds = Math.max(0, Math.round((now() - since) / 1000));
    return fill(screen("paid"), {
      "paid-clock": timeToSecond(now()),
      "paid-since": t(`결제한 지 ${clockText(seconds)}`, `Paid ${clockText(seconds)} ago`),
    });
  };
  ticking = setInterval(tick, 1000);
  tick();
}
