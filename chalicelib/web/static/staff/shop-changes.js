// Changes that shops ask for: what is due, one beside what is registered now, the decision.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { day, moment, t } from "../common/lang.js";
import { mapAddress } from "../common/maps.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open, openWord, visit } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["ShopChangeRow"]} Row */
/** @typedef {Api.Schemas["StaffShopChangeAnswer"]} Change */

const PATH = "v1/staff/merchant-changes";
const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = { received: "warn", approved: "must", refused: "bad", withdrawn: "may" };
const filter = findForm("#shop-changes-form");
const form = findForm("#shop-change-form");
/** @type {Change | null} */
let shown = null;

/** @param {Row} one */
const words = (one) => [
  one.bank ? t("계좌", "Account") : "", one.name ? t("상호", "Name") : "", one.trade ? t("업종", "Trade") : "", one.address ? t("주소", "Address") : "",
  one.sales_class ? t("연매출", "Yearly sales") : "", one.contact_tail ? t("연락처", "Contact") : "",
  one.place ? t("위치", "Place") : "",
].filter(Boolean).join(", ");

const list = deskTable(find("[data-shop-changes]"), {
  list: "shop_changes",
  words: t("가맹점 변경 신청", "Changes that shops ask for"),
  columns: [
    { words: t("상호", "Name"), of: (/** @type {Row} */ one) => one.merchant_name },
    { words: t("바꿀 것", "What"), of: words },
    { words: t("상태", "State"), kind: "state", states: "change_states", tones: TONES, of: ({ status }) => status },
    { words: t("받은 때", "Received"), kind: "moment", of: (one) => one.received_at },
    { words: t("결정 기한", "Decide by"), kind: "day", of: (one) => one.decide_by_on, cell: (one) => [day(one.decide_by_on), one.is_overdue ? make("div", {}, make("span", { class: "tag bad" }, t("기한 넘김", "Overdue"))) : null] },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, status: filter.status.value || undefined } }),
  actions: (one) => [button(openWord, () => openOne(one.change_id), { class: "button second small", "aria-label": `${one.merchant_name} ${openWord}` })],
  empty: t("심사할 신청이 없습니다.", "Nothing is to be decided."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "shop-changes",
  words: t("변경 신청", "Shops' changes"),
  views: { "shop-change": openOne },
  async open() {
    open("shop-changes");
    await list.read();
  },
};

onSubmit(filter, () => list.read());

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", "v1/staff/merchant-changes/{change_id}", { values: { change_id: id } }));
}

/** Numbers, and where they are on a map: nobody can judge numbers alone. @param {Change} one @param {Change["place"]} place */
const placeWords = (one, place) => (place
  ? make("span", {},
    make("span", { class: "number" }, `${place.latitude.toFixed(6)}, ${place.longitude.toFixed(6)}`), " ",
    make("a", { href: mapAddress({ name: one.merchant_name, address: "", ...place }), target: "_blank", rel: "noopener noreferrer" }, t("지도에서 보기", "See the map")))
  : t("등록된 위치 없음", "No place registered"));

/** From what is registered to what is asked for. @param {Change} one */
const placeChange = (one) => make("span", {}, one.status === "received" ? [placeWords(one, one.registered.place), " → "] : null, placeWords(one, one.place));

/** @param {Change} one */
function showOne(one) {
  shown = one;
  const { registered: now } = one;
  /** @type {[string, string | null, string][]} */
  const all = [
    [t("상호", "Name"), one.name, now.name],
    [t("업종", "Trade"), one.category, now.category],
    [t("주소", "Address"), one.address, now.address],
    [t("연매출", "Yearly sales"), one.sales_class && wordsFor("sales_classes", one.sales_class), wordsFor("sales_classes", now.sales_class)],
    [t("연락처", "Contact"), one.contact_tail, now.contact_tail],
    [t("계좌", "Account"), one.bank && `${one.bank} ${one.account_tail} (${one.account_holder})`, `${now.bank} ${now.account_tail} (${now.account_holder})`],
  ];
  const isOpen = one.status === "received";
  /** @type {[string, string][]} */
  const rest = [
    [t("가게", "Shop"), `${one.merchant_code} · ${t("대표자", "owner")} ${now.owner_name}`],
    [t("신청한 사람", "Asked by"), `${one.asked_by} · ${moment(one.received_at)}`],
    ...(one.note ? [/** @type {[string, string]} */ ([t("가게가 덧붙인 말", "The shop says"), one.note])] : []),
    ...(one.decided_at ? [/** @type {[string, string]} */ ([t("결정", "Decided"), [one.decided_by, moment(one.decided_at), one.reason].filter(Boolean).join(" · ")])] : []),
    ...(one.decided_at && one.status !== "withdrawn" ? [/** @type {[string, string]} */ ([t("알린 때", "Told"), one.told_at ? moment(one.told_at) : t("아직 못 알림", "Not yet")])] : []),
  ];
  find("[data-shop-change]").replaceChildren(
    make("h1", {}, one.merchant_name, " ", make("span", { class: `tag ${TONES[one.status] ?? ""}` }, wordsFor("change_states", one.status))),
    isOpen ? make("p", {}, t(`${day(one.decide_by_on)}까지 결정해야 합니다.`, `To be decided by ${day(one.decide_by_on)}.`), " ", one.is_overdue ? make("span", { class: "tag bad" }, t("기한 넘김", "Overdue")) : null) : make("p", {}),
    one.holder_differs ? make("p", { class: "notice warn" }, t("새 계좌의 예금주가 대표자·상호와 다릅니다. 통장 사본을 받아 보세요.", "The holder of the new account is neither owner nor shop. Have the bank book shown.")) : make("p", { hidden: true }),
    make("h2", {}, t("바꿀 것", "What is to change")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(all.flatMap(([what, to, from]) => (to ? [/** @type {[string, string]} */ ([what, isOpen ? `${from} → ${to}` : to])] : []))), one.place ? facts([[t("지도 위치", "Place on a map"), placeChange(one)]]) : null)),
    make("h2", {}, t("신청", "The request")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(rest))),
    make("p", {}, button(t("이 가게의 등록 보기", "This shop's registration"), () => visit("registration", one.merchant_id), { class: "button quiet small" })),
  );
  form.hidden = !isOpen || !["manager", "treasurer"].some((role) => person().roles.includes(role));
  form.reason.value = "";
  open("shop-change", { id: one.change_id });
}

keyedForm(form, {
  read() {
    const reason = form.reason.value.trim();
    if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
    return { what: form.what.value, reason };
  },
  describe: (wish) => [
    make("p", {}, make("strong", {}, shown?.merchant_name ?? ""), `: ${form.what.selectedOptions[0]?.textContent ?? ""}`),
    make("p", {}, wish.what === "approve" && shown?.bank
      ? t(`${shown.bank} ${shown.account_tail} (${shown.account_holder})로 지급하게 됩니다. 가게에 전화해 확인하셨나요?`, `Money will go to ${shown.bank} ${shown.account_tail} (${shown.account_holder}). Did you call the shop?`)
      : t("결정은 되돌릴 수 없습니다.", "A decision cannot be undone.")),
  ],
  send({ what, reason }) {
    const values = { change_id: shown?.change_id ?? "" };
    return what === "approve"
      ? ask("POST", "v1/staff/merchant-changes/{change_id}/approve", { values, body: { reason } })
      : ask("POST", "v1/staff/merchant-changes/{change_id}/refuse", { values, body: { reason } });
  },
  done: showOne,
});
