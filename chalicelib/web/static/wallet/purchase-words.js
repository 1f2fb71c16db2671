// Purchases online in plain words: what is sold and to whom, what one may still buy, and why nothing came of a ticket.

import { now } from "../common/clock.js";
import { count, day, moment, t, won } from "../common/lang.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */
/** @typedef {Api.Schemas["OnlinePurchaseAnswer"]} Purchase */
/** @typedef {Api.Schemas["WalletAnswer"]["purchase_limits"]} Limits */

/** Where a round sells any amount; each is a multiple of every county's step. */
const USUAL = [10_000, 30_000, 50_000, 100_000, 200_000, 500_000];
const OFFERED_MAX = 6;

/** What the buyer pays; a fraction of a won is the buyer's gain, as the server has it. @param {Round} round @param {number} face */
export const priceOf = (round, face) => Math.floor((face * (100 - round.discount_percent)) / 100);

/** What is sold and within what one may still buy. @param {Round} round @param {Limits | undefined} limits */
export function amountsOf(round, limits) {
  const most = Math.min(leftOf(limits), round.remaining_amount);
  return (round.denominations.length ? round.denominations : USUAL).filter((face) => face <= most).slice(0, OFFERED_MAX);
}

/** Won; without end where there is no limit. @param {Limits | undefined} limits */
export const leftOf = (limits) => Math.min(limits?.month.remaining ?? Infinity, limits?.year.remaining ?? Infinity);

/** @param {Limits | undefined} limits */
export function limitWords(limits) {
  if (!limits) return "";
  const { month, year } = limits;
  if (year.remaining === 0) return t(`올해 구매 한도를 다 쓰셨습니다. ${day(year.resets_at)}부터 다시 살 수 있습니다.`, `You have used this year's limit. You can buy again from ${day(year.resets_at)}.`);
  if (month.remaining === 0) return t(`이번 달 구매 한도를 다 쓰셨습니다. ${day(month.resets_at)}부터 다시 살 수 있습니다.`, `You have used this month's limit. You can buy again from ${day(month.resets_at)}.`);
  const parts = [
    month.remaining === null ? "" : t(`이번 달에 ${won(month.remaining)}`, `${won(month.remaining)} this month`),
    year.remaining === null ? "" : t(`올해 ${won(year.remaining)}`, `${won(year.remaining)} this year`),
  ].filter(Boolean);
  return parts.length ? t(`${parts.join(", ")}까지 더 살 수 있습니다.`, `You can still buy ${parts.join(" and ")}.`) : "";
}

/** @param {Round} round */
export const isOnline = (round) => round.channels.includes("online");

/** When it opens or closes, and that it is over. @param {Round} round */
export function roundWords(round) {
  if (round.state === "upcoming") return t(`${moment(round.opens_at)}에 시작합니다.`, `Opens ${moment(round.opens_at)}.`);
  if (!isOnline(round)) return t("군청 창구에서만 팝니다.", "Sold at the county's counters only.");
  if (round.state === "sold_out") return t("다 팔렸습니다. 결제하지 않은 것이 나오면 다시 살 수 있습니다.", "Sold out. What others do not pay for comes back.");
  return t(`${won(round.remaining_amount)} 남음 · ${moment(round.closes_at)}까지`, `${won(round.remaining_amount)} left · until ${moment(round.closes_at)}`);
}

/** Who has a place needs to ask first. @param {Purchase} purchase */
export const isUnderWay = ({ status, has_place: hasPlace }) => !hasPlace && (status === "queued" || status === "awaiting_payment");

/** @param {Round} round */
export const isApplyOpen = (round) => round.state === "open" && round.lottery !== null && now() < new Date(round.lottery.applies_until).getTime();

/** @param {Round} round @returns {string[]} */
export function lotteryWords({ lottery }) {
  if (!lottery) return [];
  const words = [t(`${moment(lottery.draws_at)}에 추첨합니다. 뽑히면 그날부터 ${lottery.buy_days + 1}일 동안 살 수 있습니다.`, `Drawn ${moment(lottery.draws_at)}. Who is drawn has ${lottery.buy_days + 1} days to buy.`)];
  if (now() < new Date(lottery.applies_until).getTime()) words.unshift(t(`사려는 분이 많아 추첨으로 팝니다. ${moment(lottery.applies_until)}까지 신청하세요.`, `Buyers are drawn by lot. Apply until ${moment(lottery.applies_until)}.`));
  return words;
}

/** @param {Purchase} purchase */
export const appliedTitle = ({ status }) => (status === "not_drawn" ? t("이번에는 뽑히지 않았습니다", "Not drawn this time") : t("신청을 받았습니다", "Your application is in"));

/** How an application stands. @param {Purchase} purchase */
export function chanceWords({ status, place, ahead, pay_by_at: until, detail }) {
  if (status === "not_drawn") return t("뽑히지 않았습니다. 돈은 나가지 않았습니다.", "You were not drawn. Nothing was charged.");
  if (status === "awaiting_payment" && until) return t(`${moment(until)}까지 살 수 있습니다.`, `You may buy until ${moment(until)}.`);
  if (status === "applied" && place !== null) return t(`예비 순번입니다. 앞에 ${count(ahead ?? 0)}명이 있습니다.`, `You are a reserve, with ${count(ahead ?? 0)} before you.`);
  if (status === "applied") return t("신청했습니다.", "You have applied.");
  return detail ?? statusWords(status);
}

/** Before the draw when it is, and where the result will be; then how the application stands. @param {Purchase} applied @param {Round | undefined} round */
export function drawWords(applied, round) {
  const at = round?.lottery?.draws_at;
  if (!at || now() >= new Date(at).getTime()) return { words: chanceWords(applied), next: "" };
  return { words: t(`${moment(at)}에 뽑습니다`, `Drawn ${moment(at)}`), next: t("결과는 여기에 나옵니다.", "The result will be here.") };
}

/** Who buys first. @param {Round["turns"][number]} turn */
export function turnWords(turn) {
  const until = moment(turn.until);
  const who = [];
  if (turn.age_from !== null) who.push(t(`${turn.age_from}세 이상`, `aged ${turn.age_from} or more`));
  if (turn.age_to !== null) who.push(t(`${turn.age_to}세 이하`, `aged ${turn.age_to} or less`));
  if (turn.by_weekday) who.push(t("태어난 해 끝자리가 그 요일인 분(월 1·6, 화 2·7, 수 3·8, 목 4·9, 금 5·0)", "whose birth year's last digit has that day (Mon 1, 6; Tue 2, 7; Wed 3, 8; Thu 4, 9; Fri 5, 0)"));
  return t(`${until}까지는 ${who.join(", ")}만 삽니다.`, `Until ${until} only for buyers ${who.join(", ")}.`);
}

/** @param {Purchase} purchase */
export const whatWords = ({ price_amount: price, face_amount: face }) => t(`${won(price)} 내고 ${won(face)} 상품권`, `A voucher of ${won(face)} for ${won(price)}`);

/** @param {number | null} ahead */
export const aheadWords = (ahead) => (ahead ? t(`앞에 ${count(ahead)}명`, `${count(ahead)} ahead of you`) : t("곧 차례입니다", "Your turn is next"));

/** @param {Purchase["status"]} status */
export function statusWords(status) {
  /** @type {Record<string, string>} */
  const words = {
    queued: t("차례 기다리는 중", "In line"),
    awaiting_payment: t("결제 기다리는 중", "To be paid"),
    completed: t("구매 완료", "Bought"),
    rejected: t("사지 못함", "Not bought"),
    canceled: t("취소함", "Canceled"),
    applied: t("추첨 신청함", "Applied"),
    not_drawn: t("뽑히지 않음", "Not drawn"),
  };
  return words[status] ?? status;
}

/** @param {Purchase} purchase */
export function endTitle({ status, reason }) {
  /** @type {Record<string, string>} */
  const words = {
    round_sold_out: t("남은 상품권이 모자랍니다", "Not enough vouchers were left"),
    round_not_open: t("판매가 끝났습니다", "The sale is over"),
    purchase_limit_exceeded: t("구매 한도를 넘습니다", "This is more than your limit"),
    holding_cap_exceeded: t("가질 수 있는 상품권 한도를 넘습니다", "Your wallet would hold too much"),
    payment_expired: t("결제 시간이 지났습니다", "The time to pay is over"),
    payment_reversed: t("결제가 되돌려졌습니다", "The payment was taken back"),
    place_over: t("살 수 있는 기한이 지났습니다", "The time to buy is over"),
    ticket_too_old: t("기다리는 사이에 날짜가 바뀌었습니다", "The day changed while you waited"),
  };
  return words[reason ?? ""] ?? (status === "canceled" ? t("취소한 구매입니다", "This purchase is canceled") : t("사지 못했습니다", "It was not bought"));
}

/** Why, and what one can do now; a paragraph each. @param {Purchase} purchase @returns {string[]} */
export function endWords({ status, reason, detail, resets_at: resetsAt }) {
  const words = [detail ?? ""];
  if (status === "canceled" && !reason) words.push(t("내신 돈이 있으면 내신 방법으로 모두 돌아갑니다. 카드는 며칠 걸릴 수 있습니다.", "Any money you paid goes back the way it came. A card may take some days."));
  if (resetsAt) words.push(t(`${day(resetsAt)}부터 다시 살 수 있습니다.`, `You can buy again from ${day(resetsAt)}.`));
  if (reason === "round_sold_out") words.push(t("다른 분이 결제하지 않으면 다시 나올 수 있습니다.", "What others do not pay for may come back."));
  if (reason === "holding_cap_exceeded") words.push(t("가진 상품권을 쓰신 뒤에 다시 사 주세요.", "Please spend some of your vouchers first, then buy again."));
  if (status === "rejected" && reason !== "payment_expired") words.push(t("돈은 나가지 않았습니다.", "Nothing was charged."));
  return words.filter(Boolean);
}
