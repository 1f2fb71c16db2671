// What a member can earn beside visits: the day's log-in, stamp cards, and links for friends. Each button is one wish with one key,
// kept until there is an answer, so that pressing again after a lost answer gives nothing twice.

import { isUnsure, Problem } from "../common/api.js";
import { button, onClicks } from "../common/clicks.js";
import { fill, find, make, note, screen } from "../common/dom.js";
import { WishKey } from "../common/forms.js";
import { count, day, lastDay, points, t, won } from "../common/lang.js";
import { mapAddress } from "../common/maps.js";
import { draw } from "../common/qr.js";
import { clearErrors, showError } from "../common/refusals.js";
import * as comments from "./comments.js";
import * as photos from "./photos.js";
import { showView } from "./views.js";

/** @typedef {Api.Schemas["StampCardAnswer"]} Card */
/** @typedef {Api.Schemas["ReferralLinkAnswer"]} Link */

const section = screen("rewards");
/** By what is asked for. @type {Map<string, WishKey>} */
const keys = new Map();
/** @type {import("./wallet.js").Wallet & { askForIdentity: (next: string) => unknown }} */
let wallet;

/** @param {typeof wallet} parts */
export function start(parts) {
  wallet = parts;
  photos.start(wallet.ask);
  comments.start(wallet.ask);
  onClicks({
    "reward-login": () => earn("login", (key) => wallet.ask("POST", "v1/me/login-reward", { key })),
    "reward-referral": () => earn("referral", (key) => wallet.ask("POST", "v1/me/referral-reward", { key })),
    "identify-referral": () => wallet.askForIdentity("rewards"),
  });
}

/** @param {boolean} push */
export async function open(push) {
  showView("rewards", { push });
  clearErrors(section);
  note("rewards-note", "");
  await read();
}

async function read() {
  const [login, { data: cards }, referrals, hasPhotos, hasComments] = await Promise.all([
    wallet.ask("GET", "v1/me/login-reward"), wallet.ask("GET", "v1/me/stamp-cards"), wallet.ask("GET", "v1/me/referrals"), photos.read(), comments.read(),
  ]);
  find("[data-login-reward]").hidden = !login.mileage;
  fill(section, { "login-reward": login.had_today ? t("오늘 마일리지는 받으셨습니다. 내일 또 드립니다.", "You have had today's. There is more tomorrow.") : t(`하루에 한 번 ${points(login.mileage)}을 드립니다.`, `${points(login.mileage)}, once a day.`) });
  find('[data-do="reward-login"]').hidden = login.had_today;
  find("[data-stamp-cards]").replaceChildren(...cards.map(cardBox));
  showOwn(referrals.own);
  find("[data-referral-links]").replaceChildren(...referrals.data.map(linkBox));
  find("[data-referral-identity]").hidden = !referrals.identity_required || referrals.own?.code === "identity_required";
  find("[data-rewards-none]").hidden = Boolean(login.mileage || cards.length || hasPhotos || hasComments || referrals.data.length || referrals.own || referrals.identity_required);
}

/** One wish: the same key until it is known what became of it. @param {string} name @param {(key: string) => Promise<Api.Schemas["RewardAnswer"]>} send */
async function earn(name, send) {
  clearErrors(section);
  const key = keys.get(name) ?? new WishKey();
  keys.set(name, key);
  try {
    const done = await send(key.of({}));
    keys.delete(name);
    note("rewards-note", t(`${done.description}: ${points(done.granted_mileage)}을 받았습니다.`, `${done.description}: you got ${points(done.granted_mileage)}.`));
    wallet.refresh().catch(() => {});
    await read();
  } catch (error) {
    if (!isUnsure(error)) keys.delete(name);
    if (error instanceof Problem && error.code === "identity_required") return wallet.askForIdentity("rewards");
    showError(section, error);
  }
}

/** @param {Card} card */
function cardBox(card) {
  const isFull = card.collected >= card.needed;
  return make(
    "div", { class: "box" },
    make("h2", {}, t(`${card.name} 스탬프`, `Stamps of ${card.name}`)),
    make("p", { class: "spread" }, make("strong", { class: "number" }, t(`${count(card.collected)} / ${count(card.needed)}곳`, `${count(card.collected)} of ${count(card.needed)}`)), make("span", {}, t(`다 모으면 ${points(card.mileage)}`, `${points(card.mileage)} when full`))),
    // As the line above says in words.
    make("div", { class: "progress", "aria-hidden": "true" }, ...Array.from({ length: card.needed }, (_, number) => make("span", number < card.collected ? { class: "done" } : {}))),
    make("ul", { class: "lines" }, ...card.places.map(placeLine)),
    make("p", { class: "hint" }, t(`${lastDay(card.closes_at)}까지. 부스와 안내판은 QR을 휴대전화 카메라로 찍고, 관광지는 입장권을 찍고 들어가면 찍힙니다.`, `Until ${lastDay(card.closes_at)}. Scan the code of booths and signs with your camera; a sight stamps when its gate lets you in.`)),
    card.is_rewarded
      ? make("p", { class: "notice" }, t("마일리지를 받으셨습니다.", "You have had its mileage."))
      : !isFull ? null : button(t("마일리지 받기", "Get the mileage"), () => earn(`card ${card.campaign_id}`, (key) => wallet.ask("POST", "v1/me/stamp-cards/{campaign_id}/reward", { values: { campaign_id: card.campaign_id }, key })), { class: "button full" }),
  );
}

/** @param {Card["places"][number]} place */
function placeLine(place) {
  const state = place.stamped_at
    ? make("span", { class: "tag benefit" }, t(`${day(place.stamped_at)} 찍음`, `Stamped ${day(place.stamped_at)}`))
    : make("span", { class: "tag may" }, t("아직", "Not yet"));
  // Opened by the person alone: the map's makers then learn of the place, and nothing of the member.
  const map = place.address && !place.stamped_at
    ? make("p", { class: "small" }, make("a", { href: mapAddress({ name: place.name, address: place.address }), rel: "noreferrer", target: "_blank" }, t("지도에서 보기", "Show on a map")))
    : null;
  return make("li", {}, make("div", { class: "spread" }, make("div", {}, make("strong", {}, place.name), map), state));
}

/** @param {Api.Schemas["ReferralsAnswer"]["own"]} own */
function showOwn(own) {
  find("[data-own-referral]").hidden = !own;
  if (!own) return;
  fill(section, {
    "own-referral": own.is_rewarded
      ? t(`${own.name}: 추천 마일리지를 받으셨습니다.`, `${own.name}: you have had the mileage.`)
      : t(`${own.name}: ${points(own.mileage)}을 받을 수 있습니다. 추천한 친구도 함께 받습니다.`, `${own.name}: ${points(own.mileage)} for you, and some for your friend.`),
    "own-referral-why": own.reason ?? "",
  });
  find('[data-do="reward-referral"]').hidden = own.is_rewarded || own.reason !== null;
  find('[data-own-referral] [data-do="identify-referral"]').hidden = own.code !== "identity_required";
}

/** @param {Link} link */
function linkBox(link) {
  const spending = link.spending ? t(` 친구가 ${won(link.spending)}을 쓴 뒤에 드립니다.`, ` It is given once the friend has spent ${won(link.spending)}.`) : "";
  return make(
    "div", { class: "box" },
    make("h2", {}, t("친구에게 알리기", "Tell a friend")),
    make("p", {}, t(`친구가 이 링크로 ${link.name}에 처음 가입하고 본인확인을 하면 나는 ${points(link.referrer_mileage)}, 친구는 ${points(link.newcomer_mileage)}을 받습니다.${spending}`, `When a friend joins ${link.name} by this link for the first time and is verified, you get ${points(link.referrer_mileage)} and your friend ${points(link.newcomer_mileage)}.${spending}`)),
    make("div", { class: "qr" }, draw(link.url, t("내 추천 링크의 QR", "The code of my link"))),
    make("p", { class: "soft" }, t(`지금까지 ${count(link.friends)}명, ${count(link.friends_max)}명까지. ${lastDay(link.closes_at)}까지 가입한 친구만 셉니다.`, `${count(link.friends)} so far, up to ${count(link.friends_max)}. Friends count who join until ${lastDay(link.closes_at)}.`)),
    button(t("링크 보내기", "Send the link"), () => share(link), { class: "button full" }),
  );
}

/** By what the phone shares with, else as a copy; whoever changes their mind has done nothing wrong. @param {Link} link */
async function share(link) {
  const title = t(`${link.name} 가입`, `Join ${link.name}`);
  try {
    if (navigator.share) {
      await navigator.share({ title, url: link.url });
    } else {
      await navigator.clipboard.writeText(link.url);
      note("rewards-note", t("링크를 복사했습니다. 보낼 곳에 붙여 넣으세요.", "Link copied. Paste it where you want to send it."));
    }
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return;
    throw new Error(t("이 브라우저는 보내거나 복사하지 못합니다. QR을 보여 주세요.", "This browser can neither send nor copy. Please show the code."));
  }
}
