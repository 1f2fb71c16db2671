// Where vouchers are taken. All shops come once, page by page, and are looked through here: what one looks for, and where one
// is, nobody learns.

import { callPatiently } from "../common/api.js";
import { onClick, onClicks } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen, show } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, t } from "../common/lang.js";
import { clearErrors, FieldError, showError } from "../common/refusals.js";
import * as cashback from "./cashback.js";
import { mapAddress } from "../common/maps.js";
import { distanceWords, here, metresBetween } from "./places.js";
import { showView } from "./views.js";

/** @typedef {Api.Schemas["DirectoryRow"]} Shop */
/** @typedef {import("./places.js").Place} Place */

const PAGE = 100;
const PAGES_MAX = 30;
const SHOWN = 20;
const section = screen("shops");
const search = findForm("#shop-search");
const reportForm = findForm("form", screen("shop-report"));
const list = find("[data-shops]", section);
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {Shop[]} */
let shops = [];
let isWhole = false;
/** @type {Promise<void> | null} */
let loading = null;
/** @type {Place | null} */
let place = null;
let shownMax = SHOWN;
/** @type {Shop | null} */
let chosen = null;

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask } = wallet);
  search.addEventListener("input", startAnew);
  search.addEventListener("submit", (event) => event.preventDefault());
  onClicks({
    near: lookAround,
    "more-shops": () => {
      shownMax += SHOWN;
      display();
    },
    "shops-again": () => open(false),
    "report-shop": openReport,
  });
}

/** @param {boolean} push */
export async function open(push) {
  showView("shops", { push });
  clearErrors(section);
  find("[data-shops-missing]").hidden = true;
  display();
  if (isWhole) return;
  try {
    await (loading ??= load());
  } catch (error) {
    find("[data-shops-missing]").hidden = shops.length > 0;
    showError(section, error);
  } finally {
    loading = null;
  }
}

async function load() {
  cashback.load().then(display);
  /** @type {string | undefined} */
  let cursor;
  /** @type {Shop[]} */
  const found = [];
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    /** @type {Api.Page<Shop>} */
    const page = await callPatiently("GET", "v1/merchants", { query: { limit: PAGE, cursor } });
    found.push(...page.data);
    shops = found;
    display();
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  isWhole = true;
  display();
}

function startAnew() {
  shownMax = SHOWN;
  display();
}

async function lookAround() {
  clearErrors(section);
  place = place ? null : await here();
  startAnew();
}

function display() {
  offerCategories();
  const near = find("[data-do=near]", section);
  near.hidden = !shops.some(placeOf);
  near.setAttribute("aria-pressed", String(place !== null));
  const found = wanted();
  list.replaceChildren(...found.slice(0, shownMax).map(line));
  find("[data-do=more-shops]", section).hidden = found.length <= shownMax;
  note("shops-count", shops.length || isWhole ? countWords(found.length) : "");
}

/** @param {number} number */
function countWords(number) {
  if (!isWhole) return t("불러오는 중입니다.", "Loading.");
  return number ? t(`가게 ${count(number)}곳`, `${count(number)} shops`) : t("찾는 가게가 없습니다. 이름을 짧게 적거나 업종을 바꿔 보세요.", "No such shop. Try a shorter name or another category.");
}

/** In the order of the register, or the nearest first. */
function wanted() {
  const words = folded(search.q.value);
  const { value: category } = search.category;
  const found = shops.filter((shop) => (!category || shop.category === category) && folded(shop.name + shop.address).includes(words));
  const from = place;
  if (!from) return found;
  return found.map((shop) => ({ shop, metres: metresTo(shop, from) })).sort((one, other) => one.metres - other.metres).map(({ shop }) => shop);
}

/** However it is spaced and typed. @param {string} text */
const folded = (text) => text.normalize("NFKC").toLocaleLowerCase().replace(/\s/g, "");

/** @param {Shop} shop @returns {Place | null} */
const placeOf = ({ latitude, longitude }) => (typeof latitude === "number" && typeof longitude === "number" ? { latitude, longitude } : null);

/** @param {Shop} shop @param {Place} from */
function metresTo(shop, from) {
  const to = placeOf(shop);
  return to ? metresBetween(from, to) : Infinity;
}

function offerCategories() {
  const known = [...new Set(shops.map((shop) => shop.category))].sort((one, other) => one.localeCompare(other));
  if (known.length === search.category.options.length - 1) return;
  const { value } = search.category;
  search.category.replaceChildren(new Option(t("모든 업종", "All categories"), ""), ...known.map((category) => new Option(category, category)));
  search.category.value = value;
}

/** @param {Shop} shop */
function line(shop) {
  const metres = place && placeOf(shop) ? metresTo(shop, place) : null;
  const gives = cashback.openAt(shop);
  return make("li", {}, onClick(make(
    "button", { type: "button" },
    make("span", { class: "entry" },
      make("span", {},
        make("strong", { class: "named" }, shop.name),
        make("span", { class: "soft small" }, [shop.category, shop.address].filter(Boolean).join(" · ")),
        shop.accepts_sale_vouchers ? null : make("span", { class: "tag warn" }, onlyGiven()),
        gives.length ? make("span", { class: "tag benefit" }, cashback.percentWords(gives)) : null),
      metres === null ? null : make("span", { class: "amounts soft" }, distanceWords(metres))),
  ), () => openShop(shop)));
}

const onlyGiven = () => t("할인해서 산 상품권은 안 됨", "No vouchers bought at a discount");

/** @param {Shop} shop */
function openShop(shop) {
  chosen = shop;
  fill(screen("shop"), { "shop-name": shop.name });
  /** @type {[string, Node | string][]} */
  const rows = [[t("업종", "Category"), shop.category]];
  if (shop.address) rows.push([t("주소", "Address"), shop.address]);
  if (shop.phone) rows.push([t("전화", "Phone"), make("a", { href: `tel:${shop.phone.replace(/[^\d+]/g, "")}` }, shop.phone)]);
  if (!shop.accepts_sale_vouchers) rows.push([t("받는 상품권", "Takes"), onlyGiven()]);
  const gives = cashback.openAt(shop);
  if (gives.length) rows.push([t("캐시백", "Cashback"), gives.map((one) => `${one.name} (${one.rate_percent}%)`).join(", ")]);
  if (shop.last_paid_on) rows.push([t("최근 결제", "Last payment"), day(shop.last_paid_on)]);
  find("[data-shop-facts]").replaceChildren(...facts(rows));
  find("[data-map]").setAttribute("href", mapAddress(shop));
  clearErrors(screen("shop"));
  note("shop-note", "");
  show("shop", { push: true });
}

// What is wrong with an entry

function openReport() {
  reportForm.reset();
  clearErrors(reportForm);
  fill(screen("shop-report"), { "shop-name": chosen?.name ?? "" });
  show("shop-report", { push: true });
}

onSubmit(reportForm, async () => {
  const { value: kind } = reportForm.kind;
  if (!kind) throw new FieldError("kind", t("무엇이 다른지 골라 주세요.", "Please choose what is wrong."));
  if (!chosen) return;
  const told = reportForm.note.value.trim();
  await ask("POST", "v1/merchants/{merchant_code}/reports", {
    values: { merchant_code: chosen.merchant_code }, body: { kind, ...(told && { note: told }) },
  });
  show("shop");
  note("shop-note", t("알려 주셔서 고맙습니다. 담당자가 확인합니다.", "Thank you. The county's staff will look at it."));
});
