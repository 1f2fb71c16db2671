// Who saw or changed what: the record of the desk, by person, by what it was about and by day.

import { button } from "../common/clicks.js";
import { find, findForm, make, saveFile } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { moment, t, today } from "../common/lang.js";
import { pagedList, readAll } from "../common/paged-list.js";
import { readCode } from "../common/typed.js";
import { hasForm, table, wordsFor } from "../common/words.js";
import { csvOf } from "./csv-file.js";
import { ask, open, visit } from "./desk.js";

/** @typedef {Api.Schemas["AuditRow"]} Row */

const PAGE = 50;
const PAGE_OF_FILE = 100;
const form = findForm("#audit-form");
/** What can be opened, by the beginning of its id. @type {Record<string, string>} */
const VIEWS = { mem: "member", mch: "shop", pyt: "payout", app: "application" };

const list = pagedList(find("[data-audit]"), {
  load: (cursor) => load(PAGE, cursor),
  row,
  empty: () => make("tr", {}, make("td", { colspan: "5" }, t("그런 기록이 없습니다.", "There are no such records."))),
  more: /** @type {HTMLButtonElement} */ (find("[data-audit-more]")),
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
  actions: {
    async "audit-file"() {
      const rows = await readAll((cursor) => load(PAGE_OF_FILE, cursor));
      saveFile(csvOf([
        ["audit_id", "at", "by", "action", "target_id", "reason", "before", "after"],
        ...rows.map((one) => [one.audit_id, one.at, one.by, one.action, one.target_id, one.reason, JSON.stringify(one.before), JSON.stringify(one.after)]),
      ]), `onmin-audit-${today()}.csv`);
    },
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
function row(one) {
  const view = VIEWS[one.target_id.split("_")[0] ?? ""];
  return make(
    "tr", {},
    make("td", {}, moment(one.at)),
    make("td", {}, one.by),
    make("th", { scope: "row" }, wordsFor("audit_actions", one.action), changes(one)),
    make("td", {}, view ? button(one.target_id, () => visit(view, one.target_id), { class: "link" }) : one.target_id),
    make("td", {}, one.reason),
  );
}

/** What is different since, where a record says so. @param {Row} one */
function changes({ before, after }) {
  const words = Object.keys({ ...before, ...after }).map((name) => (name in before ? `${name}: ${said(before[name])} → ${said(after[name])}` : `${name}: ${said(after[name])}`));
  return words.length ? make("div", { class: "soft small" }, words.join(", ")) : null;
}

/** @param {unknown} value */
const said = (value) => (value === null || value === undefined ? "–" : String(value));
