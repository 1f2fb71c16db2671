// Shops: found by name or code, their keys and phones, each ended in two presses, and whether they may take vouchers.

import { button } from "../common/clicks.js";
import { facts, find, findForm, imageOf, make } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { ask, open, openWord, visit } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffMerchantAnswer"]} Shop */
/** @typedef {Api.Schemas["ShopReportRow"]} Report */
/** What is to be done: a standing, "issue", "invite", "end:" or "may:" and a key's id, or "close:" and a phone's; what a key is to do. @typedef {{ what: string, reason: string, scopes: Scope[] }} Wish */
/** @typedef {NonNullable<Api.Schemas["NewKeyBody"]["scopes"]>[number]} Scope */

const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = { active: "must", suspended: "warn", closed: "bad", left: "may" };
const findShops = findForm("#shops-form");
const shopForm = findForm("#shop-form");
const issued = find("[data-issued]");
/** @type {Shop | null} */
let shop = null;

/** The only shop that the last search found, if it was one. @type {Api.Schemas["StaffMerchantRow"] | null} */
let only = null;

const shops = deskTable(find("[data-shops]"), {
  list: "shops",
  words: t("가맹점", "Shops"),
  columns: [
    { words: t("상호", "Name"), of: (/** @type {Api.Schemas["StaffMerchantRow"]} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", states: "standings", tones: TONES, of: ({ status }) => status },
    { words: t("코드", "Code"), of: (one) => one.merchant_code },
    { words: t("업종", "Trade"), of: ({ category }) => category },
  ],
  async load(cursor) {
    const page = await ask("GET", "v1/staff/merchants", { query: { limit: PAGE, cursor, q: findShops.q.value.trim() || undefined } });
    only = page.next_cursor || page.data.length !== 1 ? null : page.data[0] ?? null;
    return page;
  },
  actions: (one) => [button(openWord, () => openShop(one.merchant_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("찾는 가맹점이 없습니다.", "No such shop."),
});

const reports = deskTable(find("[data-shop-reports]"), {
  list: "shop_reports",
  words: t("회원이 알려 온 다른 점", "What members say is wrong"),
  columns: [
    { words: t("상호", "Name"), of: (/** @type {Report} */ one) => one.name },
    { words: t("무엇이", "What"), kind: "state", states: "shop_reports", of: ({ kind }) => kind },
    { words: t("알려 온 말", "In their words"), of: (one) => one.note },
    { words: t("코드", "Code"), of: (one) => one.merchant_code },
    { words: t("때", "When"), kind: "moment", of: ({ at }) => at },
  ],
  load: (cursor) => ask("GET", "v1/staff/merchant-reports", { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openShop(one.merchant_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("알려 온 것이 없습니다.", "Nothing was reported."),
});

const keys = deskTable(find("[data-shop-keys]"), {
  list: "keys",
  words: t("쓸 수 있는 키", "Valid keys"),
  columns: [
    { words: t("끝자리", "Ends in"), of: (/** @type {Shop["keys"][number]} */ key) => `…${key.hint}` },
    { words: t("할 수 있는 일", "May"), of: (key) => scopesOf(key.scopes) },
    { words: t("키 번호", "Key"), of: (key) => key.key_id },
    { words: t("만든 곳", "Made by"), of: (key) => key.made_by ?? t("군청", "the county") },
    { words: t("만든 때", "Made at"), kind: "moment", of: (key) => key.made_at },
  ],
  actions: (key) => [endButton(`end:${key.key_id}`, t(`키 …${key.hint} 끝내기`, `End the key …${key.hint}`))],
  empty: t("없습니다.", "None."),
});

const phones = deskTable(find("[data-shop-phones]"), {
  list: "phones",
  words: t("가게 기기", "Phones of the shop"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Api.Schemas["DeviceRow"]} */ one) => one.name, cell: (one) => make("span", { class: "named" }, one.name) },
    { words: t("연 때", "Opened"), kind: "moment", of: (one) => one.opened_at },
  ],
  actions: (one) => [endButton(`close:${one.device_id}`, t(`기기 ‘${one.name}’ 끝내기`, `End the phone “${one.name}”`))],
  empty: t("아직 없습니다.", "None yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "shops",
  words: t("가맹점과 키", "Shops and keys"),
  views: { shop: openShop },
  async open() {
    open("shops");
    findShops.q.focus({ preventScroll: true });
    await Promise.all([shops.read(), reports.read()]);
  },
};

/** @param {string} status */
const tag = (status) => make("span", { class: `tag ${TONES[status] ?? ""}` }, wordsFor("standings", status));

/** Of one shop there is nothing to choose. */
onSubmit(findShops, async () => {
  await shops.read();
  if (only) await openShop(only.merchant_id);
});

/** @param {string} id */
async function openShop(id) {
  issued.hidden = true;
  await showShop(await ask("GET", "v1/staff/merchants/{merchant_id}", { values: { merchant_id: id } }));
}

/** @param {Shop} found */
async function showShop(found) {
  shop = found;
  const { data } = await ask("GET", "v1/staff/merchants/{merchant_id}/devices", { values: { merchant_id: found.merchant_id } });
  const opened = data.filter((one) => one.status === "open");
  find("[data-shop]").replaceChildren(
    make("h1", {}, found.name, " ", tag(found.status)),
    make("dl", { class: "facts" }, facts([
      [t("가맹점 코드", "Shop code"), found.merchant_code],
      .../** @type {[string, string][]} */ (found.address ? [[t("주소", "Address"), found.address]] : []),
    ])),
    make("p", {}, button(t("등록 내용·계좌·포스터 보기", "Registration, account and poster"), () => visit("registration", found.merchant_id), { class: "button second small" })),
  );
  keys.show(found.keys);
  phones.show(opened);
  choices(shopForm, [
    ...Object.keys(table("shop_changes")).filter((status) => status !== found.status).map((status) => [status, wordsFor("shop_changes", status)]),
    ["invite", t("사장님 휴대전화 초대", "Invite the owner's phone")],
    ["issue", t("새 키 발급", "Issue a key")],
    ...opened.map((one) => [`close:${one.device_id}`, t(`기기 ‘${one.name}’ 끊기`, `Close the phone “${one.name}”`)]),
    ...found.keys.map((key) => [`may:${key.key_id}`, t(`키 …${key.hint} 권한 바꾸기`, `Change what the key …${key.hint} may do`)]),
    ...found.keys.map((key) => [`end:${key.key_id}`, t(`키 …${key.hint} 끝내기`, `End the key …${key.hint}`)]),
  ]);
  open("shop", { id: found.merchant_id });
}

/** @param {readonly string[]} scopes */
const scopesOf = (scopes) => scopes.map((scope) => wordsFor("key_scopes", scope)).join(", ");

/** What a key may do is asked for where one is made or changed; of one that there is, what it may now. */
function askScopes() {
  const what = shopForm.what.value;
  find("[data-key-scopes]").hidden = what !== "issue" && !what.startsWith("may:");
  const own = shop?.keys.find((key) => what === `may:${key.key_id}`);
  for (const box of scopeBoxes()) box.checked = own ? own.scopes.includes(box.value) : true;
}

/** @returns {HTMLInputElement[]} */
const scopeBoxes = () => [...shopForm.querySelectorAll("input")].filter((input) => input.name === "scopes");

shopForm.what.addEventListener("change", askScopes);

/** What is lost is closed at once: the button leaves no more than the reason to give. @param {string} what @param {string} label */
const endButton = (what, label) => button(t("끝내기", "End"), () => {
  shopForm.what.value = what;
  askScopes();
  shopForm.dispatchEvent(new Event("input"));
  shopForm.scrollIntoView({ block: "nearest" });
  shopForm.reason.focus();
}, { class: "button danger small", "aria-label": label });

/** @param {Api.Schemas["InvitationAnswer"]} made */
function showInvitation(made) {
  issued.replaceChildren(
    make("p", {}, t(`사장님이 휴대전화로 QR을 찍거나 번호를 넣습니다. ${moment(made.expires_at)}까지 한 번 쓸 수 있습니다.`, `The owner scans it with the phone, or types the digits. Good once, until ${moment(made.expires_at)}.`)),
    make("div", { class: "qr" }, imageOf(made.qr_svg, t("초대 QR 코드", "QR code of the invitation"))),
    make("p", { class: "typed" }, made.code.replace(/(.{4})(?=.)/g, "$1 ")),
  );
  issued.hidden = false;
}

/** @param {HTMLFormElement} form @param {string[][]} options */
function choices(form, options) {
  form.what.replaceChildren(...options.map(([value = "", words = ""]) => make("option", { value }, words)));
  form.reason.value = "";
  askScopes();
}

/** @param {HTMLFormElement} form @returns {Wish} */
function readWish(form) {
  const reason = form.reason.value.trim();
  if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
  const scopes = /** @type {Scope[]} */ (scopeBoxes().filter((box) => box.checked).map((box) => box.value));
  if (!find("[data-key-scopes]").hidden && !scopes.length) throw new FieldError("scopes", t("한 가지는 골라 주세요.", "Please choose at least one."));
  return { what: form.what.value, reason, scopes };
}

/** @param {HTMLFormElement} form @param {string} name @param {Wish} wish */
const describe = (form, name, wish) => [
  make("p", {}, `${name}: ${form.what.selectedOptions[0]?.textContent ?? ""}`),
  ...(find("[data-key-scopes]").hidden ? [] : [make("p", {}, scopesOf(wish.scopes))]),
  make("p", {}, wish.reason),
];

keyedForm(shopForm, {
  read: () => readWish(shopForm),
  describe: (wish) => describe(shopForm, shop?.name ?? "", wish),
  async send({ what, reason, scopes }, key) {
    const values = { merchant_id: shop?.merchant_id ?? "" };
    if (what === "issue") {
      const made = await ask("POST", "v1/staff/merchants/{merchant_id}/keys", { values, body: { reason, scopes }, key });
      issued.replaceChildren(t("새 키입니다. 지금만 보입니다: ", "The new key, shown this once: "), make("code", {}, made.api_key));
      issued.hidden = false;
      return made;
    }
    if (what === "invite") {
      const made = await ask("POST", "v1/staff/merchants/{merchant_id}/invitations", { values, body: { reason }, key });
      showInvitation(made);
      return ask("GET", "v1/staff/merchants/{merchant_id}", { values });
    }
    issued.hidden = true;
    if (what.startsWith("close:")) {
      await ask("POST", "v1/staff/merchants/{merchant_id}/devices/{device_id}/close", { values: { ...values, device_id: what.slice("close:".length) }, body: { reason } });
      return ask("GET", "v1/staff/merchants/{merchant_id}", { values });
    }
    if (what.startsWith("may:")) {
      const keyed = { ...values, key_id: what.slice("may:".length) };
      return ask("PUT", "v1/staff/merchants/{merchant_id}/keys/{key_id}/scopes", { values: keyed, body: { reason, scopes } });
    }
    if (what.startsWith("end:")) {
      const keyed = { ...values, key_id: what.slice("end:".length) };
      return ask("POST", "v1/staff/merchants/{merchant_id}/keys/{key_id}/revoke", { values: keyed, body: { reason } });
    }
    const status = /** @type {Shop["status"]} */ (what);
    return ask("PUT", "v1/staff/merchants/{merchant_id}/status", { values, body: { status, reason } });
  },
  done: showShop,
});
