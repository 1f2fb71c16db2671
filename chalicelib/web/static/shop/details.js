// What is registered of the shop: what its owner changes at once, and what the county is asked to change.

import { statusOf } from "../common/api.js";
import { button, onClicks } from "../common/clicks.js";
import { all, facts, fill, find, findForm, make, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, t } from "../common/lang.js";
import { position } from "../common/position.js";
import { FieldError, showError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";

/** @typedef {Api.Schemas["DetailsAnswer"]} Details */
/** @typedef {Api.Schemas["ShopChangeAnswer"]} Change */
/** @typedef {Api.Schemas["ShopChangeBody"]} Wish */

/** @type {Record<string, string>} */
const TONES = { received: "warn", approved: "must", refused: "bad", withdrawn: "may", verified: "must", mismatch: "bad", unverified: "warn", unknown: "may" };
const detailsForm = findForm("#details-form");
const changeForm = findForm("#change-form");
/** @type {Api.Ask} */
let ask;
/** @type {(name: string, options?: { push?: boolean }) => void} */
let open;
let matter = "data";
/** Where the shop shall be on the map. @type {Wish["place"]} */
let place;

/** @param {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} till */
export function start(till) {
  ({ ask, open } = till);
  onClicks({
    details: showDetails,
    "change-account": () => showForm("account", t("정산 계좌 바꾸기", "Another account")),
    "place-here": takePlace,
    "change-shop": () => showForm("data", t("상호·주소·연락처 바꾸기", "Name, address, contact")),
  });
}

export async function showDetails() {
  for (const part of [detailsForm, find("[data-details-buttons]"), find("[data-details-hold]")]) part.hidden = true;
  for (const part of ["[data-details]", "[data-change]"]) find(part).replaceChildren();
  open("details", { push: true });
  try {
    show(await ask("GET", "v1/merchant/details"));
  } catch (error) {
    // A shop of before applications came has nothing registered: its words say whom to ask.
    if (statusOf(error) !== 404) throw error;
    showError(screen("details"), error);
  }
}

/** @param {string} name @param {string} value */
const tag = (name, value) => make("span", { class: `tag ${TONES[value] ?? ""}` }, wordsFor(name, value));

/** @param {Details} found */
function show(found) {
  find("[data-details]").replaceChildren(...facts([
    [t("상호", "Name"), found.name],
    [t("사업자등록번호", "Business number"), found.business_number],
    [t("대표자", "Owner"), found.owner_name],
    [t("업종", "Trade"), found.category],
    [t("주소", "Address"), found.address],
    [t("연매출", "Yearly sales"), wordsFor("sales_classes", found.sales_class)],
    [t("군청이 연락할 번호", "The county calls"), found.contact_tail || "–"],
    [t("정산 계좌", "Account"), `${found.bank} ${found.account_tail} (${found.account_holder})`],
    [t("예금주 확인", "Holder"), tag("account_states", found.account_state)],
  ]));
  const hold = find("[data-details-hold]");
  hold.hidden = !found.held_for;
  hold.textContent = found.held_for ? t(`정산금을 보내지 않고 있습니다: ${wordsFor("payout_holds", found.held_for)}`, `Payouts wait: ${wordsFor("payout_holds", found.held_for)}`) : "";
  find("[data-change]").replaceChildren(...(found.change ? [asked(found.change)] : []));
  find("[data-details-buttons]").hidden = found.change?.status === "received";
  detailsForm.hours.value = found.hours;
  detailsForm.phone.value = found.phone;
  detailsForm.hidden = false;
}

/** What was asked for last, in the order of the form. @param {Change} change @returns {[string, string][]} */
export const wished = (change) => /** @type {[string, string | null][]} */ ([
  [t("상호", "Name"), change.name],
  [t("업종", "Trade"), change.category],
  [t("주소", "Address"), change.address],
  [t("연매출", "Yearly sales"), change.sales_class && wordsFor("sales_classes", change.sales_class)],
  [t("연락처", "Contact"), change.contact_tail],
  [t("지도 위치", "Place on the map"), change.place && `${change.place.latitude}, ${change.place.longitude}`],
  [t("계좌", "Account"), change.bank && `${change.bank} ${change.account_tail} (${change.account_holder})`],
  [t("덧붙인 말", "Note"), change.note],
]).flatMap(([what, to]) => (to ? [[what, to]] : []));

/** @param {Change} change */
function asked(change) {
  const waits = change.status === "received";
  return make(
    "div", { class: "box" },
    make("h2", {}, t("변경 신청", "Change asked for"), " ", tag("change_states", change.status)),
    make("p", {}, waits ? t(`${day(change.decide_by_on)}까지 결정해서 알려 드립니다.`, `You hear of it by ${day(change.decide_by_on)}.`) : change.reason || ""),
    make("dl", { class: "facts" }, facts(wished(change))),
    waits ? make("p", {}, button(t("신청 철회하기", "Take it back"), async () => {
      await ask("POST", "v1/merchant/changes/{change_id}/withdraw", { values: { change_id: change.change_id } });
      await showDetails();
    }, { class: "button second full" })) : null,
  );
}

/** @param {string} what @param {string} title */
function showForm(what, title) {
  matter = what;
  changeForm.reset();
  place = undefined;
  showPlace();
  changeForm.dispatchEvent(new Event("input"));
  for (const part of all("[data-for]", changeForm)) part.hidden = part.dataset.for !== what;
  fill(screen("change"), { "change-title": title });
  open("change", { push: true });
}

/** To a metre: what is exacter, a phone does not know. */
async function takePlace() {
  try {
    const { latitude, longitude } = await position();
    place = { latitude: Number(latitude.toFixed(5)), longitude: Number(longitude.toFixed(5)) };
  } catch {
    throw new Error(t("지금 있는 곳을 알 수 없습니다. 브라우저에서 위치를 허용한 뒤 다시 눌러 주세요.", "Where you are is not known. Allow it in your browser and press again."));
  }
  changeForm.dispatchEvent(new Event("input"));
  showPlace();
}

function showPlace() {
  fill(changeForm, { "change-place": place ? t(`이 자리로 신청합니다: ${place.latitude}, ${place.longitude}`, `You ask for this place: ${place.latitude}, ${place.longitude}`) : t("그대로", "As it is") });
}

/** @param {string} name */
const typed = (name) => /** @type {HTMLInputElement} */ (changeForm.elements.namedItem(name)).value.trim();

/** @returns {Wish} */
function readWish() {
  const note = typed("note") ? { note: typed("note") } : {};
  if (matter === "account") {
    for (const [name, words] of [["number", t("계좌번호를 적어 주세요.", "Please give the number.")], ["holder", t("예금주를 적어 주세요.", "Please give the holder.")]]) {
      if (!typed(name ?? "")) throw new FieldError(name ?? "", words ?? "");
    }
    return { account: { bank_code: typed("bank_code"), number: typed("number"), holder: typed("holder") }, ...note };
  }
  const wish = { name: typed("shop_name"), address: typed("address"), trade: typed("trade"), sales_class: typed("sales_class"), contact_phone: typed("contact_phone") };
  const changes = Object.entries({ ...wish, place }).filter(([, value]) => value);
  if (!changes.length) throw new FieldError("shop_name", t("달라진 것을 하나는 적어 주세요.", "Please give at least one change."));
  return /** @type {Wish} */ ({ ...Object.fromEntries(changes), ...note });
}

keyedForm(changeForm, {
  read: readWish,
  describe: ({ account }) => [
    make("p", {}, account ? t(`${account.number} (${account.holder}) 계좌로 바꿔 달라고 신청합니다. 결정될 때까지 정산금을 보내지 않습니다.`, `You ask to be paid to ${account.number} (${account.holder}). Nothing is paid until it is decided.`)
      : t("군청에 변경을 신청합니다. 이레 안에 결정해 알려 드립니다.", "You ask the county for this change and hear of it within seven days.")),
  ],
  send: (body) => ask("POST", "v1/merchant/changes", { body }),
  done: showDetails,
  fields: { name: "shop_name", "account.number": "number", "account.holder": "holder" },
});

keyedForm(detailsForm, {
  read: () => ({ hours: detailsForm.hours.value.trim(), phone: detailsForm.phone.value.trim() }),
  send: (body) => ask("PATCH", "v1/merchant/details", { body }),
  done(found) {
    show(found);
    find("[data-done]", detailsForm).hidden = false;
  },
});
detailsForm.addEventListener("input", () => { find("[data-done]", detailsForm).hidden = true; });
