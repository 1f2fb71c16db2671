// Who saw or changed what: the record of the desk, by person, by what it was about and by day.

import { button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { moment, t } from "../common/lang.js";
import { readCode } from "../common/typed.js";
import { hasForm, table, wordsFor } from "../common/words.js";
import { ask, open, visit } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["AuditRow"]} Row */

const PAGE = 50;
/** Of a segment: a bound and what it is. */
const CONDITION = /^([a-z_]+)=(.+)$/;
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const form = findForm("#audit-form");
/** What can be opened, by the beginning of its id. @type {Record<string, string>} */
const VIEWS = { mem: "member", mch: "shop", pyt: "payout", app: "application" };

const list = deskTable(find("[data-audit]"), {
  list: "audit",
  words: t("기록", "Records"),
  columns: [
    { words: t("때", "When"), kind: "moment", of: (/** @type {Row} */ one) => one.at },
    { words: t("누가", "By"), of: ({ by }) => by },
    { words: t("무엇을 했나", "What"), kind: "state", states: "audit_actions", of: ({ action }) => action, cell: (one) => wordsFor("audit_actions", one.action) },
    { words: t("달라진 것", "What changed"), of: changes, cell: (one) => make("span", { class: "soft small" }, changes(one)) },
    { words: t("누구, 무엇", "Whom or what"), of: (one) => targetOf(one), cell: target },
    { words: t("사유", "Reason"), of: ({ reason }) => reason },
  ],
  load: (cursor) => load(PAGE, cursor),
  empty: t("그런 기록이 없습니다.", "There are no such records."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "audit",
  words: t("열람·변경 기록", "Who saw what"),
  roles: ["manager", "auditor"],
  async open() {
    open("audit");
    await list.read();
  },
  start: () => form.kind.append(...Object.entries(table("audit_actions")).map(([value, words]) => make("option", { value }, words))),
};

/** The records of somebody or something, from another page. @param {string} targetId */
export async function showRecordsOf(targetId) {
  form.reset();
  form.target_id.value = targetId;
  await tab.open();
}

/** @param {number} limit @param {string} [cursor] */
function load(limit, cursor) {
  return ask("GET", "v1/staff/audit", { query: {
    limit, cursor, action: form.kind.value || undefined, by: form.by.value.trim() || undefined, target_id: idIn(form.target_id.value) || undefined,
    from_on: form.from_on.value || undefined, to_on: form.to_on.value || undefined,
  } });
}

/** A member number as it stands on the card is one of a member. @param {string} typed */
function idIn(typed) {
  const bare = readCode(typed).replaceAll("-", "");
  if (hasForm("member_number", bare.toUpperCase())) return `mem_${bare.toUpperCase()}`;
  return /^[a-z]{3}_/.test(bare) ? bare.slice(0, 4) + bare.slice(4).toUpperCase() : typed.trim();
}

onSubmit(form, list.read);

/** @param {Row} one */
const targetOf = ({ target_id: id }) => wordsFor("lists_of_people", id);

/** @param {Row} one */
function target(one) {
  const view = VIEWS[one.target_id.split("_")[0] ?? ""];
  return view ? button(one.target_id, () => visit(view, one.target_id), { class: "link" }) : targetOf(one);
}

/** What is different since, where a record says so. @param {Row} one */
function changes({ before, after }) {
  return Object.keys({ ...before, ...after }).map((name) => {
    const words = wordsFor("audit_facts", name);
    return name in before ? `${words}: ${said(before[name])} → ${said(after[name])}` : `${words}: ${said(after[name])}`;
  }).join(", ");
}

/** @param {unknown} value @returns {string} */
function said(value) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map(said).join("·");
  const [, name = "", of = ""] = CONDITION.exec(String(value)) ?? [];
  if (name) return `${wordsFor("audit_facts", name)} ${of.split("·").map((one) => (name === "relations" ? wordsFor("relations", one) : one)).join("·")}`;
  return MOMENT.test(String(value)) ? moment(String(value)) : wordsFor("audit_values", String(value));
}
