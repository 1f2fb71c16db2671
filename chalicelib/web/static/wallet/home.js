// What one has: balance, mileage, what expires soon, the newest entries, the card.

import { now } from "../common/clock.js";
import { all, fill, find, note } from "../common/dom.js";
import { day, memberNumber, moment, points, t, won } from "../common/lang.js";
import { draw } from "../common/qr.js";
import { current } from "../common/session.js";
import { entryLine, noEntry } from "./entry-line.js";
import * as lots from "./lots.js";

/** @typedef {Api.Schemas["WalletAnswer"]} WalletAnswer */

const SOON_MS = 90 * 24 * 3600 * 1000;
const LATEST = 3;
const latest = find('[data-entries="latest"]');
/** @type {WalletAnswer | null} */
let known = null;

/** What was last read of the wallet; null before the first time. */
export const knownWallet = () => known;

/** @param {WalletAnswer} wallet @param {number} at when it was read */
export function fillWallet(wallet, at) {
  known = wallet;
  const { mileage, voucher } = wallet;
  fill(document, {
    voucher: won(voucher.balance_amount),
    mileage: points(mileage.balance),
    "card-mileage": points(mileage.balance),
    "code-balance": won(voucher.balance_amount),
  });
  sayWhen(at, true);
  const [soon] = mileage.expiring
    .filter((lot) => new Date(lot.expires_on).getTime() - now() < SOON_MS)
    .sort((one, other) => one.expires_on.localeCompare(other.expires_on));
  note("expiring", soon ? t(`${day(soon.expires_on)}에 마일리지 ${points(soon.amount)}이 사라집니다.`, `${points(soon.amount)} will expire on ${day(soon.expires_on)}.`) : "");
  find("[data-owed]").hidden = !wallet.owed_amount;
  fill(document, { owed: won(wallet.owed_amount ?? 0) });
  const isOnlyMileage = voucher.balance_amount === 0 && mileage.balance > 0;
  find("[data-none]").hidden = !isOnlyMileage;
  leadWith(isOnlyMileage ? "convert" : "code");
  lots.fillLots(voucher.lots);
}

/** A balance is of a moment; one that could not be read again says so. @param {number} at @param {boolean} isFresh */
export function sayWhen(at, isFresh) {
  const when = moment(new Date(at).toISOString());
  fill(document, {
    "seen-at": isFresh ? t(`${when} 기준`, `As of ${when}`) : t(`마지막으로 확인한 때: ${when}`, `Last checked: ${when}`),
  });
}

/** What can be done next comes first and largest, for the eye and for the keyboard alike. @param {string} name */
function leadWith(name) {
  const actions = find(".actions");
  const [first, ...others] = all("button", actions).sort((one, other) => Number(other.dataset.do === name) - Number(one.dataset.do === name));
  first.className = "button full";
  for (const other of others) other.className = "button second";
  if (actions.firstElementChild !== first) actions.prepend(first);
}

/** @param {Api.Schemas["EntryAnswer"][]} entries newest first */
export const fillLatest = (entries) => latest.replaceChildren(...(entries.length ? entries.slice(0, LATEST).map((entry) => entryLine(entry)) : [noEntry()]));

/** The number alone is in the card's code: it says nothing of the person, and opens nothing. @param {string} name */
export function fillCard(name) {
  const member = current()?.member_id ?? "";
  fill(document, {
    greeting: t(`${name} 님의 지갑`, `${name}'s wallet`),
    name,
    member: memberNumber(member),
    "card-note": t("마일리지", "Mileage"),
  });
  find("[data-card-code]").replaceChildren(draw(member, t("회원 번호의 QR 코드", "Member number as a QR code")));
}
