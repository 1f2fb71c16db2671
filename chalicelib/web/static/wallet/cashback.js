// Cashback campaigns as a member sees them: those that give or will, and which shops they are for.

import { callPatiently } from "../common/api.js";
import { find, make } from "../common/dom.js";
import { count, day, lastDay, t, won } from "../common/lang.js";

/** @typedef {Api.Schemas["CashbackCampaignAnswer"]} Campaign */
/** @typedef {Pick<Api.Schemas["DirectoryRow"], "merchant_id" | "category" | "address" | "accepts_sale_vouchers">} Shop */

/** @type {Campaign[]} */
let known = [];

/** Reads and shows them. Shops are found without them too, so that nothing is said if they do not come. */
export async function load() {
  try {
    known = (await callPatiently("GET", "v1/cashback-campaigns")).data;
  } catch {
    return;
  }
  find("[data-cashback-box]").hidden = !known.length;
  find("[data-cashbacks]").replaceChildren(...known.map(line));
}

/** What gives now at a shop: by the rule of cashbacks/offers.py. What was given earns nothing, so neither does a shop that takes
 * nothing else. @param {Shop} shop */
export const openAt = (shop) => known.filter((one) => one.state === "open" && shop.accepts_sale_vouchers && isAt(one, shop));

/** @param {Campaign} campaign @param {Shop} shop */
function isAt({ merchant_ids: shops, categories, areas }, { merchant_id, category, address }) {
  if (!shops.length && !categories.length && !areas.length) return true;
  return shops.includes(merchant_id) || categories.includes(category) || areas.some((area) => address.split(/\s+/).includes(area));
}

/** The most that one of them gives: they do not add up. @param {Campaign[]} campaigns */
export const percentWords = (campaigns) => t(`캐시백 ${Math.max(...campaigns.map((one) => one.rate_percent))}%`, `${Math.max(...campaigns.map((one) => one.rate_percent))}% cashback`);

/** @param {number} amount */
export const gotBack = (amount) => (amount > 0 ? t(`캐시백 ${won(amount)}을 상품권으로 받았습니다`, `You got ${won(amount)} back as a voucher`) : "");

/** @param {Campaign} campaign */
const line = (campaign) => make(
  "li", {},
  make("div", { class: "spread" }, make("strong", {}, campaign.name), campaign.state === "open" ? make("span", { class: "tag benefit" }, percentWords([campaign])) : make("span", { class: "tag may" }, t("곧 시작", "Soon"))),
  make("div", {}, termsOf(campaign)),
  make("div", { class: "soft small" }, [whereOf(campaign), t(`${day(campaign.opens_at)} ~ ${lastDay(campaign.closes_at)}`, `${day(campaign.opens_at)} to ${lastDay(campaign.closes_at)}`)].join(" · ")),
);

/** @param {Campaign} campaign */
function termsOf({ rate_percent: rate, floor_amount: floor, ceiling_amount: ceiling }) {
  return floor
    ? t(`구매한 상품권으로 ${won(floor)} 이상 내면 ${rate}%를 바로 돌려드립니다. 한 달에 ${won(ceiling)}까지, 예산이 남은 동안.`, `Pay ${won(floor)} or more with vouchers you bought and get ${rate}% back at once: up to ${won(ceiling)} a month, while the budget lasts.`)
    : t(`구매한 상품권으로 낸 금액의 ${rate}%를 바로 돌려드립니다. 한 달에 ${won(ceiling)}까지, 예산이 남은 동안.`, `Of what vouchers you bought pay, you get ${rate}% back at once: up to ${won(ceiling)} a month, while the budget lasts.`);
}

/** @param {Campaign} campaign */
function whereOf({ merchant_ids: shops, categories, areas }) {
  const chosen = [...areas, ...categories, ...(shops.length ? [t(`고른 가게 ${count(shops.length)}곳`, `${count(shops.length)} chosen shops`)] : [])];
  return chosen.length ? chosen.join(", ") : t("모든 가게", "All shops");
}
