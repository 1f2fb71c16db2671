// Shops and members that may act or not, the keys of tills, and the record of who changed them.

import { button } from "../common/clicks.js";
import { facts, find, findForm, imageOf, make } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { moment, t } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { statusOf } from "../common/api.js";
import { ask, open, openWord } from "./desk.js";
import { readMemberId } from "./member-number.js";

/** @typedef {Api.Schemas["StaffMerchantAnswer"]} Shop */
/** @typedef {Api.Schemas["StaffMemberAnswer"]} Member */
/** @typedef {Api.Schemas["AuditRow"]} Change */
/** What is to be done: a standing, "issue", "invite", "end:" and a key's id, or "close:" and a phone's. @typedef {{ what: string, reason: string }} Wish */

const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = { active: "must", suspended: "warn", closed: "bad", left: "may" };
const findShops = findForm("#shops-form");
const findMember = findForm("#standing-member-form");
const shopForm = findForm("#shop-form");
const memberForm = findForm("#member-form");
const issued = find("[data-issued]");
/** @type {Shop | null} */
let shop = null;
/** @type {Member | null} */
let member = null;

const shops = pagedList(find("[data-shops]"), {
  load: (cursor) => ask("GET", "v1/staff/merchants", { query: { limit: PAGE, cursor, q: findShops.q.value.trim() || undefined } }),
  row: (one) => make(
    "div", { class: "box spread" },
    make("div", {}, make("strong", {}, one.name), " ", tag(one.status), make("div", { class: "soft" }, `${one.merchant_code} · ${one.category}`)),
    button(openWord, () => openShop(one.merchant_id)),
  ),
  empty: () => make("p", { class: "notice" }, t("찾는 가맹점이 없습니다.", "No such shop.")),
});

const reports = pagedList(find("[data-shop-reports]"), {
  load: (cursor) => ask("GET", "v1/staff/merchant-reports", { query: { limit: PAGE, cursor } }),
  row: (one) => make(
    "div", { class: "box spread" },
    make("div", {}, make("strong", {}, `${one.name}: ${wordsFor("shop_reports", one.kind)}`), make("div", {}, one.note), make("div", { class: "soft" }, `${one.merchant_code} · ${moment(one.at)}`)),
    button(openWord, () => openShop(one.merchant_id)),
  ),
  empty: () => make("p", { class: "notice" }, t("알려 온 것이 없습니다.", "Nothing was reported.")),
});

const changes = pagedList(find("[data-audit]"), {
  load: (cursor) => ask("GET", "v1/staff/audit", { query: { limit: PAGE, cursor } }),
  row: changeBox,
  empty: () => make("p", { class: "notice" }, t("아직 기록이 없습니다.", "No records yet.")),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "standing",
  words: t("가맹점·회원", "Shops, members"),
  views: { shop: openShop, member: openMember },
  async open() {
    open("standing");
    await shops.read();
    await reports.read();
    await readChanges();
  },
};

/** The record is for managers and auditors; others do without. */
async function readChanges() {
  try {
    await changes.read();
  } catch (error) {
    if (statusOf(error) !== 403) throw error;
    changes.clear();
  }
}

/** @param {string} status */
const tag = (status) => make("span", { class: `tag ${TONES[status] ?? ""}` }, wordsFor("standings", status));

/** @param {Change} one */
function changeBox(one) {
  return make(
    "div", { class: "box" },
    make("div", { class: "spread" }, make("strong", {}, `${wordsFor("audit_actions", one.action)} · ${one.by}`), make("span", { class: "soft" }, moment(one.at))),
    make("div", {}, one.reason),
    make("div", { class: "soft" }, one.target_id),
  );
}

onSubmit(findShops, () => shops.read());

onSubmit(findMember, async () => {
  await openMember(readMemberId(findMember.member_id.value));
});

/** @param {string} id */
async function openMember(id) {
  showMember(await ask("GET", "v1/staff/members/{member_id}", { values: { member_id: id } }));
}

/** @param {string} id */
async function openShop(id) {
  issued.hidden = true;
  await showShop(await ask("GET", "v1/staff/merchants/{merchant_id}", { values: { merchant_id: id } }));
}

/** @param {Shop} found */
async function showShop(found) {
  shop = found;
  const { data } = await ask("GET", "v1/staff/merchants/{merchant_id}/devices", { values: { merchant_id: found.merchant_id } });
  const phones = data.filter((one) => one.status === "open");
  find("[data-shop]").replaceChildren(
    make("h1", {}, found.name, " ", tag(found.status)),
    make("dl", { class: "facts" }, facts([
      [t("가맹점 코드", "Shop code"), found.merchant_code],
      [t("주소", "Address"), found.address],
    ])),
    make("h2", {}, t("쓸 수 있는 키", "Valid keys")),
    make("ul", {}, ...found.keys.map((key) => make("li", {}, [
      `…${key.hint} (${key.key_id})`,
      key.made_by ? t(` · ${key.made_by} 키로 만듦`, ` · made by ${key.made_by}`) : t(" · 군청에서 발급", " · issued by the county"),
      key.made_at ? ` · ${moment(key.made_at)}` : "",
    ].join("")))),
    make("h2", {}, t("가게 기기", "Phones of the shop")),
    phones.length ? make("ul", {}, ...phones.map((one) => make("li", {}, make("span", { class: "named" }, one.name), ` · ${moment(one.opened_at)}`))) : make("p", { class: "soft" }, t("아직 없습니다.", "None yet.")),
  );
  choices(shopForm, [
    ...Object.keys(table("shop_changes")).filter((status) => status !== found.status).map((status) => [status, wordsFor("shop_changes", status)]),
    ["invite", t("사장님 휴대전화 초대", "Invite the owner's phone")],
    ["issue", t("새 키 발급", "Issue a key")],
    ...phones.map((one) => [`close:${one.device_id}`, t(`기기 ‘${one.name}’ 끊기`, `Close the phone “${one.name}”`)]),
    ...found.keys.map((key) => [`end:${key.key_id}`, t(`키 …${key.hint} 끝내기`, `End the key …${key.hint}`)]),
  ]);
  open("shop", { id: found.merchant_id });
}

/** @param {Api.Schemas["InvitationAnswer"]} made */
function showInvitation(made) {
  issued.replaceChildren(
    make("p", {}, t(`사장님이 휴대전화로 QR을 찍거나 번호를 넣습니다. ${moment(made.expires_at)}까지 한 번 쓸 수 있습니다.`, `The owner scans it with the phone, or types the digits. Good once, until ${moment(made.expires_at)}.`)),
    make("div", { class: "qr" }, imageOf(made.qr_svg, t("초대 QR 코드", "QR code of the invitation"))),
    make("p", { class: "typed" }, made.code.replace(/(.{4})(?=.)/g, "$1 ")),
  );
  issued.hidden = false;
}

/** @param {Member} found */
function showMember(found) {
  member = found;
  find("[data-member]").replaceChildren(
    make("h1", {}, found.name_masked, " ", tag(found.status)),
    make("dl", { class: "facts" }, facts([[t("가입", "Joined"), moment(found.joined_at)], [t("회원 번호", "Member number"), found.member_id]])),
  );
  choices(memberForm, [found.status === "active" ? ["suspended", t("정지", "Suspend")] : ["active", t("다시 열기", "Re-open")]]);
  open("member", { id: found.member_id });
}

/** @param {HTMLFormElement} form @param {string[][]} options */
function choices(form, options) {
  form.what.replaceChildren(...options.map(([value = "", words = ""]) => make("option", { value }, words)));
  form.reason.value = "";
}

/** @param {HTMLFormElement} form @returns {Wish} */
function readWish(form) {
  const reason = form.reason.value.trim();
  if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
  return { what: form.what.value, reason };
}

/** @param {HTMLFormElement} form @param {string} name @param {Wish} wish */
const describe = (form, name, wish) => [make("p", {}, `${name}: ${form.what.selectedOptions[0]?.textContent ?? ""}`), make("p", {}, wish.reason)];

keyedForm(shopForm, {
  read: () => readWish(shopForm),
  describe: (wish) => describe(shopForm, shop?.name ?? "", wish),
  async send({ what, reason }, key) {
    const values = { merchant_id: shop?.merchant_id ?? "" };
    if (what === "issue") {
      const made = await ask("POST", "v1/staff/merchants/{merchant_id}/keys", { values, body: { reason }, key });
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
    if (what.startsWith("end:")) {
      const keyed = { ...values, key_id: what.slice("end:".length) };
      return ask("POST", "v1/staff/merchants/{merchant_id}/keys/{key_id}/revoke", { values: keyed, body: { reason } });
    }
    const status = /** @type {Shop["status"]} */ (what);
    return ask("PUT", "v1/staff/merchants/{merchant_id}/status", { values, body: { status, reason } });
  },
  done: showShop,
});

keyedForm(memberForm, {
  read: () => readWish(memberForm),
  describe: (wish) => describe(memberForm, member?.name_masked ?? "", wish),
  send: ({ what, reason }) => ask("PUT", "v1/staff/members/{member_id}/status", {
    values: { member_id: member?.member_id ?? "" },
    body: { status: what === "suspended" ? "suspended" : "active", reason },
  }),
  done: showMember,
});

