// Registered shops: who waits for what, one with its papers, account and the tax office's word, and what is done about it.

import { statusOf } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, imageOf, make, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { day, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open, openWord, visit } from "./desk.js";
import * as imports from "./register-imports.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["RegistrationAnswer"]} Registration */
/** @typedef {Api.Schemas["ChangesBody"]} Changes */
/** @typedef {Api.Schemas["CancellationBody"]["breaches"][number]} Breach */
/** @typedef {{ what: string, version: number, reason: string, changes?: Omit<Changes, "reason">, breaches: Breach[], is_halved: boolean }} Wish */

const PATH = "v1/staff/merchants/{merchant_id}/registration";
const PAPERS = "v1/staff/merchants/{merchant_id}/papers";
const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = {
  active: "must", suspended: "warn", closed: "bad", resting: "warn", unregistered: "bad", unknown: "may",
  verified: "must", mismatch: "bad", unverified: "warn",
};
const filter = findForm("#registrations-form");
const form = findForm("#registration-form");
/** @type {Registration | null} */
let shown = null;
/** @type {Api.Schemas["PapersAnswer"] | null} */
let papers = null;

const list = deskTable(find("[data-registrations]"), {
  list: "registrations",
  words: t("가맹점 등록", "Registrations"),
  columns: [
    { words: t("상호", "Name"), of: (/** @type {Api.Schemas["RegistrationRow"]} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", states: "standings", tones: TONES, of: ({ status }) => status },
    { words: t("코드", "Code"), of: (one) => one.merchant_code },
    { words: t("예금주 확인", "Account"), kind: "state", states: "account_states", tones: TONES, of: (one) => one.account_state },
    { words: t("지급 보류", "Held for"), kind: "state", states: "payout_holds", of: (one) => one.held_for, cell: (one) => (one.held_for ? wordsFor("payout_holds", one.held_for) : "") },
    { words: t("등록", "Registered"), kind: "day", of: (one) => one.registered_on },
  ],
  load: (cursor) => ask("GET", "v1/staff/merchant-registrations", { query: { limit: PAGE, cursor, waiting: filter.waiting.value || undefined } }),
  actions: (one) => [button(openWord, () => openOne(one.merchant_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("기다리는 가게가 없습니다.", "No shop waits."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "registrations",
  words: t("가맹점 등록", "Registrations"),
  views: { registration: openOne, "register-import": imports.openOne, "shop-paper": openOne },
  start: imports.start,
  async open() {
    open("registrations");
    await list.read();
  },
  actions: {
    ...imports.actions,
    "shop-poster": async () => showPaper(await ask("GET", `${PAPERS}/poster.svg`, { values: values(), as: "text", accept: "image/svg+xml" }), t("QR 포스터", "Poster")),
    "shop-certificate": async () => showPaper(await ask("GET", `${PAPERS}/certificate.svg`, { values: values(), as: "text", accept: "image/svg+xml" }), t("가맹점 등록증", "Certificate of registration")),
  },
};

const values = () => ({ merchant_id: shown?.merchant_id ?? "" });

/** @param {string} name @param {string} value */
const tag = (name, value) => make("span", { class: `tag ${TONES[value] ?? ""}` }, wordsFor(name, value));

onSubmit(filter, () => list.read());

/** @param {string} id */
export async function openOne(id) {
  showOne(await ask("GET", PATH, { values: { merchant_id: id } }));
  try {
    showPapers(await ask("GET", PAPERS, { values: values() }));
  } catch (error) {
    // A shop that ended has none.
    if (statusOf(error) !== 409) throw error;
    papers = null;
    find("[data-shop-papers]").replaceChildren(make("dd", {}, t("등록이 끝난 가게입니다.", "This shop is no longer registered.")));
    find("[data-shop-paper-buttons]").hidden = true;
  }
}

/** Why nothing is paid out, as `settlement/registered_payees.py` judges it. @param {Registration} one */
function whyHeld(one) {
  if (one.status === "suspended") return "merchant_suspended";
  return one.held_for ?? (one.account_state === "verified" ? "" : "account_unverified");
}

/** @param {Registration} one */
function showOne(one) {
  shown = one;
  find("[data-registration]").replaceChildren(
    make("h1", {}, one.name, " ", tag("standings", one.status)),
    whyHeld(one) ? make("p", { class: "notice warn" }, t("지급 보류: ", "Payouts are held: "), wordsFor("payout_holds", whyHeld(one))) : make("p", { class: "notice" }, t("지급할 수 있습니다.", "It may be paid.")),
    make("h2", {}, t("계좌", "Account")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(accountRows(one)))),
    make("h2", {}, t("국세청이 말한 것", "What the tax office says")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts([
      [t("상태", "State"), tag("tax_statuses", one.look.status)],
      [t("과세 유형", "Tax"), one.look.tax_kind || "–"],
      [t("물어본 때", "Asked"), one.look.at ? moment(one.look.at) : t("아직", "Not yet")],
      ...(one.look.closed_on ? [/** @type {[string, string]} */ ([t("폐업일", "Closed on"), day(one.look.closed_on)])] : []),
    ]))),
    make("h2", {}, t("등록 내용", "Registered")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(paperRows(one)))),
    make("p", {}, button(t("키·기기·정지는 가맹점 화면에서", "Keys, phones and suspending: the shop's page"), () => visit("shop", one.merchant_id), { class: "button quiet small" })),
  );
  offer(one);
  open("registration", { id: one.merchant_id });
}

/** @param {Registration} one @returns {[string, string | Node][]} */
const accountRows = (one) => [
  [t("은행과 번호", "Bank and number"), `${one.bank} ${one.account_tail}`],
  [t("예금주", "Holder"), one.account_holder || "–"],
  [t("은행이 확인한 것", "The bank's word"), make("span", {}, tag("account_states", one.account_state), one.account_verified_at ? ` ${moment(one.account_verified_at)}` : "")],
  ...(one.holder_differs ? [/** @type {[string, string | Node]} */ ([t("주의", "Note"), make("span", { class: "tag warn" }, t("대표자·상호와 예금주가 다름", "Holder is neither owner nor shop"))])] : []),
];

/** @param {Registration} one @returns {[string, string][]} */
function paperRows(one) {
  /** @type {[string, string][]} */
  const rows = [
    [t("가맹점 코드", "Shop code"), one.merchant_code],
    [t("사업자등록번호", "Business number"), one.business_number],
    [t("대표자", "Owner"), one.owner_name],
    [t("업종", "Trade"), one.category],
    [t("주소", "Address"), one.address],
    [t("전화", "Phone"), one.phone || "–"],
    [t("매출", "Sales"), wordsFor("sales_classes", one.sales_class)],
    [t("등록일", "Registered"), day(one.registered_on)],
    [t("유효기간", "Term"), t(`${day(one.term_begins_on)} ~ ${day(one.term_ends_on)}`, `${day(one.term_begins_on)} to ${day(one.term_ends_on)}`)],
  ];
  if (one.outlet) rows.push([t("지점", "Outlet"), one.outlet]);
  if (one.canceled_on) rows.push([t("등록 취소", "Cancelled"), `${day(one.canceled_on)} · ${one.canceled_for.map((breach) => wordsFor("breaches", breach)).join(", ")}`]);
  if (one.barred_until_on) rows.push([t("재등록 제한", "Barred until"), day(one.barred_until_on)]);
  return rows;
}

/** What this person may do here now. @param {Registration} one */
function offer(one) {
  const { roles } = person();
  /** @param {string[]} allowed */
  const may = (...allowed) => allowed.some((role) => roles.includes(role));
  /** @type {[string, string, boolean][]} */
  const all = [
    ["release", t("새 계좌로 지급하게 풀기", "Release payouts to the other account"), one.held_for === "account_changed" && may("manager", "treasurer")],
    ["verify", t("은행에 예금주 확인하기", "Ask the bank whose account it is"), may("operator", "manager", "treasurer")],
    ["change", t("내용 바꾸기", "Change its data"), !one.canceled_on && may("manager")],
    ["account", t("계좌 바꾸기", "Change its account"), !one.canceled_on && may("manager")],
    ["poster", t("바꿔치기된 QR 포스터를 새로 만들기", "Replace a swapped poster"), !one.canceled_on && one.status !== "closed" && may("operator", "manager")],
    ["cancel", t("등록 취소하기", "Cancel the registration"), !one.canceled_on && may("manager")],
  ];
  const mine = all.filter(([, , isOffered]) => isOffered);
  form.hidden = !mine.length;
  form.reset();
  form.what.replaceChildren(...mine.map(([value, words]) => make("option", { value }, words)));
  form.dispatchEvent(new Event("input"));
  askFor();
}

function askFor() {
  for (const part of form.querySelectorAll("[data-for]")) {
    if (part instanceof HTMLElement) part.hidden = !(part.dataset.for ?? "").split(" ").includes(form.what.value);
  }
}

form.what.addEventListener("change", askFor);

/** @returns {Wish} */
function readWish() {
  const what = form.what.value;
  const reason = form.reason.value.trim();
  if (!["verify", "poster"].includes(what) && !reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
  const boxes = [...form.querySelectorAll("input[name=breaches]")].filter((box) => box instanceof HTMLInputElement && box.checked);
  const breaches = /** @type {Breach[]} */ (boxes.map((box) => /** @type {HTMLInputElement} */ (box).value));
  if (what === "cancel" && !breaches.length) throw new FieldError("breaches", t("한 가지는 골라 주세요.", "Please choose at least one."));
  const wish = { what, reason, version: shown?.version ?? 0, breaches, is_halved: form.is_halved.checked };
  if (what === "change") return { ...wish, changes: readChanges() };
  if (what === "account") return { ...wish, changes: { account: readAccount() } };
  return wish;
}

/** @returns {Omit<Changes, "reason">} */
function readChanges() {
  const typed = { name: form.shop_name.value.trim(), trade: form.trade.value, address: form.address.value.trim(), phone: form.phone.value.trim(), sales_class: form.sales_class.value };
  const changes = Object.fromEntries(Object.entries(typed).filter(([, value]) => value));
  if (!Object.keys(changes).length) throw new FieldError("shop_name", t("달라진 것을 하나는 적어 주세요.", "Please give at least one change."));
  return changes;
}

function readAccount() {
  const account = { bank_code: form.bank_code.value, number: form.number.value.trim(), holder: form.holder.value.trim() };
  if (!account.number) throw new FieldError("number", t("계좌번호를 적어 주세요.", "Please give the number."));
  if (!account.holder) throw new FieldError("holder", t("예금주를 적어 주세요.", "Please give the holder."));
  return account;
}

/** @param {Wish} wish */
function describe(wish) {
  if (!shown || wish.what === "verify") return null;
  const name = make("p", {}, make("strong", {}, shown.name), `: ${form.what.selectedOptions[0]?.textContent ?? ""}`);
  const said = {
    release: [t(`${shown.bank} ${shown.account_tail} (${shown.account_holder})로 지급합니다. 통장 사본과 맞는지 보셨나요?`, `Money goes to ${shown.bank} ${shown.account_tail} (${shown.account_holder}). Did you compare it with the bank book?`)],
    change: Object.values(wish.changes ?? {}).map(String),
    poster: [t("지금 붙어 있는 포스터는 바로 못 쓰게 됩니다. 새 포스터를 인쇄해 바꿔 붙여야 합니다.", "The poster on the wall becomes an old one at once. Print the new one and put it up.")],
    account: [t("다른 담당자가 풀 때까지 지급하지 않습니다.", "Nothing is paid until another person releases it.")],
    cancel: [...wish.breaches.map((breach) => wordsFor("breaches", breach)), t("가게가 폐업 처리되고 다시 등록할 수 없는 기간이 생깁니다. 되돌릴 수 없습니다.", "The shop is closed and barred for a time. It cannot be undone.")],
  }[wish.what] ?? [];
  return [name, ...said.map((words) => make("p", {}, words))];
}

keyedForm(form, {
  read: readWish,
  describe,
  /** @returns {Promise<unknown>} */
  send({ what, reason, version, changes, breaches, is_halved }) {
    if (what === "poster") return ask("POST", `${PAPERS}/posters`, { values: values(), body: { replaces: papers?.poster_number ?? 0, reason: "swapped" } });
    if (what === "verify") return ask("POST", `${PATH}/verify-account`, { values: values() });
    if (what === "release") return ask("POST", `${PATH}/release-account`, { values: values(), body: { version, reason } });
    if (what === "cancel") return ask("POST", `${PATH}/cancel`, { values: values(), body: { breaches, is_halved, reason } });
    return ask("PATCH", PATH, { values: values(), body: { ...changes, reason } });
  },
  done: () => openOne(values().merchant_id),
  fields: { name: "shop_name", "account.number": "number", "account.holder": "holder" },
});

/** @param {Api.Schemas["PapersAnswer"]} found */
function showPapers(found) {
  papers = found;
  find("[data-shop-paper-buttons]").hidden = false;
  find("[data-shop-papers]").replaceChildren(...facts([
    [t("지금 쓰는 포스터", "Valid poster"), found.poster_on ? t(`${day(found.poster_on)}에 만든 ${found.poster_number}번`, `No. ${found.poster_number}, of ${day(found.poster_on)}`) : t("아직 없음", "None yet")],
  ]));
}

/** @param {string} svg @param {string} title */
function showPaper(svg, title) {
  fill(screen("shop-paper"), { "shop-paper-title": `${shown?.name ?? ""} · ${title}` });
  find("[data-shop-paper]").replaceChildren(imageOf(svg, title));
  open("shop-paper", { id: shown?.merchant_id });
}
