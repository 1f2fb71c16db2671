// Personal data that was shown or taken out in clear in a month, and that somebody else than its operator has looked it through.

import { statusOf } from "../common/api.js";
import { facts, find, findForm, make, note } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, t, today } from "../common/lang.js";
import { readAll } from "../common/paged-list.js";
import { FieldError, guarded } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["DataUseRow"]} Use */

const PAGE = 100;
const PATH = "v1/staff/personal-data-uses";
/** @type {Record<string, string>} */
const REVIEWS = { reviewed: t("점검함", "Reviewed"), others: t("다른 사람이 점검", "For others"), waiting: t("점검 전", "Not reviewed") };
const form = findForm("#review-form");
const period = /** @type {HTMLInputElement} */ (find("#uses-period"));
/** What waited when it was asked for, by person and month: a month that is over changes by a review alone.
 * @type {Map<string, Promise<number | null>>} */
const known = new Map();

const list = deskTable(find("[data-uses]"), {
  list: "data_uses",
  words: t("기록", "Records"),
  columns: [
    { words: t("때", "When"), kind: "moment", of: (/** @type {Use} */ one) => one.at },
    { words: t("누가", "By"), of: ({ by }) => by },
    { words: t("무엇을 했나", "What"), kind: "state", states: "audit_actions", of: ({ action }) => action, cell: (one) => wordsFor("audit_actions", one.action) },
    { words: t("누구, 무엇", "Whom or what"), of: ({ target_id: id }) => wordsFor("lists_of_people", id) },
    { words: t("사유", "Reason"), of: ({ reason }) => reason },
    { words: t("점검", "Review"), kind: "state", of: (one) => (one.reviewed_by ? "reviewed" : one.is_mine ? "others" : "waiting"), say: (state) => REVIEWS[state] ?? state, tones: { reviewed: "must", others: "may", waiting: "warn" } },
    { words: t("점검한 사람", "Reviewed by"), of: (one) => one.reviewed_by },
  ],
  // All of it: nobody signs for what they have not seen.
  async load() {
    const month = period.value;
    form.hidden = true;
    const uses = await usesOf(month);
    if (month === period.value) showReview(uses);
    return { data: uses, next_cursor: null };
  },
  empty: t("이 달에는 없습니다.", "None in this month."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "data-uses",
  words: t("개인정보 점검", "Personal data review"),
  roles: ["manager", "auditor"],
  views: { "data-uses": openMonth },
  async open() {
    open("data-uses");
    note("review-note", "");
    period.value ||= lastMonth();
    await list.read();
  },
  start() {
    period.addEventListener("change", () => guarded(() => { note("review-note", ""); return list.read(); }));
  },
};

/** @param {string} month */
async function openMonth(month) {
  period.value = month;
  open("data-uses", { id: month });
  note("review-note", "");
  await list.read();
}

/** The month that is to be looked through now: the one before this. */
export function lastMonth() {
  const [year = 0, month = 0] = today().split("-").map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
}

/** @param {string} month */
const usesOf = (month) => readAll((cursor) => ask("GET", PATH, { query: { period: month, limit: PAGE, cursor } }));

/** How many of a month wait for this person's review, counted once; null if they are too many to count.
 * @param {string} month */
export function waitingIn(month) {
  const name = `${person().name} ${month}`;
  const found = known.get(name) ?? countIn(month);
  known.set(name, found);
  found.catch(() => known.delete(name));
  return found;
}

/** @param {string} month @returns {Promise<number | null>} */
async function countIn(month) {
  try {
    const { data } = await ask("GET", PATH, { query: { period: month, limit: PAGE } });
    return data.filter(isMineToReview).length;
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    return null;
  }
}

/** @param {Use} one */
const isMineToReview = (one) => !one.reviewed_by && !one.is_mine;

/** @param {Use[]} uses */
function showReview(uses) {
  const waiting = uses.filter(isMineToReview).length;
  // That there was nothing is signed too: the law wants a look at every month.
  form.hidden = (uses.length > 0 && !waiting) || period.value >= today().slice(0, 7);
  find("[data-uses-sums]").replaceChildren(...facts([
    [t("이 달에 본 것", "Uses in this month"), count(uses.length)],
    [t("내가 점검할 것", "Mine to review"), count(waiting)],
    [t("내가 보아서 다른 사람이 점검할 것", "My own, for others to review"), count(uses.filter((one) => one.is_mine && !one.reviewed_by).length)],
  ], { class: "number" }));
}

keyedForm(form, {
  read() {
    const words = form.note.value.trim();
    if (!words) throw new FieldError("note", t("점검한 결과를 적어 주세요.", "Please say what was found."));
    return { period: period.value, note: words };
  },
  describe: () => [make("p", {}, t("위의 사유를 모두 보셨으면 한 번 더 눌러 주세요. 점검한 사람과 결과가 기록됩니다.", "Press once more if you have read every reason above. Who reviewed it and what was found stays on record."))],
  send: (body) => ask("POST", "v1/staff/personal-data-reviews", { body }),
  async done() {
    known.clear();
    form.reset();
    note("review-note", t("점검을 기록했습니다.", "The review is on record."));
    await list.read();
  },
});
