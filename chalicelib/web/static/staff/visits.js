// Sights at the desk: all of them, and one with its book of fees, gates, terms and forms.

import { button } from "../common/clicks.js";
import { facts, fill, find, make, screen } from "../common/dom.js";
import { day, moment, t } from "../common/lang.js";
import { wordsFor } from "../common/words.js";
import { ask, open, openWord } from "./desk.js";
import * as terms from "./facility-terms.js";
import * as book from "./fee-book.js";
import * as gates from "./gates.js";
import { benefitWords, fillForms, may, offerMaking, startForms } from "./sight-forms.js";
import * as notices from "./sight-notices.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffFacilityRow"]} Row */
/** @typedef {Api.Schemas["StaffFacilityAnswer"]} Sight */

const PATH = "v1/staff/facilities";
/** @type {Record<string, string>} */
const STATES = { open: t("운영 중", "In use"), bare: t("운영 조건 없음", "No terms yet"), closed: t("문 닫음", "Closed down") };
const TONES = { open: "must", bare: "warn", closed: "may" };

/** @param {Row} one */
const stateOf = (one) => (one.is_closed ? "closed" : one.terms_from_on ? "open" : "bare");

const list = deskTable(find("[data-sights]"), {
  list: "sights",
  words: t("관광지", "Sights"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Row} */ one) => t(one.name, one.name_en) },
    { words: t("상태", "State"), kind: "state", of: stateOf, say: (state) => STATES[state] ?? state, tones: TONES },
    { words: t("종류", "Kind"), kind: "state", states: "facility_kinds", of: ({ kind }) => kind, cell: ({ kind }) => wordsFor("facility_kinds", kind) },
    { words: t("혜택", "Benefit"), of: (one) => benefitOf(one) },
    { words: t("주소", "Address"), of: ({ address }) => address },
    { words: t("운영 조건", "Terms from"), kind: "day", of: (one) => one.terms_from_on },
  ],
  actions: (one) => [button(openWord, () => openSight(one.facility_id), { class: "button second small", "aria-label": `${t(one.name, one.name_en)} ${openWord}` })],
  empty: t("아직 관광지가 없습니다. 아래에서 만듭니다.", "No sight yet. Make one below."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "visits",
  words: t("관광지", "Sights"),
  actions: book.actions,
  views: { sight: openSight, "sight-day": openDay, ...terms.views },
  start: () => startForms({ made: openSight, changed: showSight }),
  async open() {
    open("visits");
    offerMaking();
    await Promise.all([readList(), terms.readProposals()]);
  },
};

async function readList() {
  const { data } = await ask("GET", PATH);
  terms.know(data);
  list.show(data);
}

/** @param {Row} one */
const benefitOf = (one) => benefitWords(t(one.benefit, one.benefit_en || one.benefit));

/** @param {string} id */
async function openSight(id) {
  await showSight(await ask("GET", `${PATH}/{facility_id}`, { values: { facility_id: id } }));
  open("sight", { id });
}

/** A sight with its book of one day. @param {string} dayAndId such as 2026-11-22-fac_1 */
async function openDay(dayAndId) {
  book.choose(dayAndId.slice(0, "2026-11-22".length));
  await openSight(dayAndId.slice("2026-11-22-".length));
}

/** @param {Sight} one */
async function showSight(one) {
  const state = stateOf(one);
  fill(screen("sight"), { "sight-title": t(one.name, one.name_en) });
  find("h1", screen("sight")).dataset.title = t(one.name, one.name_en);
  find("[data-sight-state]").replaceChildren(make("span", { class: `tag ${TONES[state]}` }, STATES[state] ?? ""));
  const last = one.closures.at(-1);
  find("[data-sight-notice]").replaceChildren(...(one.is_closed && last
    ? [make("p", { class: "notice warn" }, t(`${moment(last.closed_at)}부터 문을 닫았습니다: ${last.reason}`, `Closed down since ${moment(last.closed_at)}: ${last.reason}`))]
    : state === "bare" ? [make("p", { class: "notice warn" }, t("운영 조건이 없어 아직 아무도 들어올 수 없습니다. 아래에서 운영 시간과 요금을 올리고 다른 담당자가 승인하면 열립니다.", "It has no terms, so nobody is let in yet. Propose hours and fees below; another person's approval opens it."))] : []));
  /** @type {[string, string][]} */
  const rows = [
    [t("이름", "Name"), t(`${one.name} (${one.name_en})`, `${one.name_en} (${one.name})`)],
    [t("종류", "Kind"), wordsFor("facility_kinds", one.kind)],
    [t("주소", "Address"), one.address],
    [t("혜택", "Benefit"), benefitOf(one)],
    [t("닫았던 때", "Was closed"), one.closures.filter((closure) => closure.reopened_at).map((closure) => `${day(closure.closed_at)} ~ ${day(closure.reopened_at ?? "")} (${closure.reason})`).join(", ")],
  ];
  find("[data-sight-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  fillForms(one);
  // Who may not see gates or the book has the page without them.
  const isMaker = may("operator", "manager");
  find("[data-sight-gates]").hidden = !isMaker && !may("auditor");
  await Promise.all([
    book.show(one.facility_id),
    find("[data-sight-gates]").hidden ? null : gates.show(one.facility_id, isMaker && !one.is_closed),
    notices.show(one.facility_id, isMaker && !one.is_closed),
    terms.show(one, isMaker),
  ]);
}
