// What looks like misuse in some days' payments and reports, and what staff said of each.

import { button } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { fill, find, findForm, make, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { memberNumber, moment, seoulDay, t, today } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open, visit } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["FraudCaseAnswer"]} Case */

const NAME = "fraud-cases";
const PATH = "v1/staff/fraud-cases";
const DAYS_SHOWN_FIRST = 7;
const DAY_MS = 24 * 3600e3;
/** @type {Record<string, string>} */
const TONES = { open: "warn", looked_at: "may", closed: "must" };
const form = findForm("#fraud-form");
const judgeForm = findForm("#fraud-judge-form");
/** @type {Case | null} */
let chosen = null;

const list = deskTable(find("[data-fraud-cases]"), {
  list: "fraud_cases",
  words: t("이상 징후", "Signals of misuse"),
  columns: [
    { words: t("가맹점", "Shop"), of: (/** @type {Case} */ one) => one.merchant_name, cell: (one) => button(one.merchant_name, () => visit("shop", one.merchant_id), { class: "link named", "aria-label": `${one.merchant_name} ${t("가맹점 열기", "shop: open")}` }) },
    { words: t("상태", "State"), kind: "state", states: "fraud_states", tones: TONES, of: ({ state }) => state },
    { words: t("징후", "Signal"), kind: "state", states: "fraud_signals", of: ({ signal }) => signal, cell: (one) => wordsFor("fraud_signals", one.signal) },
    { words: t("날", "Day"), kind: "day", of: ({ on }) => on },
    { words: t("건", "Times"), kind: "number", of: (one) => one.count },
    { words: t("금액 (원)", "Amount (won)"), kind: "number", of: (one) => one.amount || null },
    { words: t("회원 번호", "Member number"), of: (one) => one.member_id && memberNumber(one.member_id) },
    { words: t("알아본 것", "What was found"), of: (one) => one.note, cell: (one) => [one.note, one.by && one.at ? make("div", { class: "soft small" }, `${one.by} · ${moment(one.at)}`) : null] },
  ],
  actions: (one) => (person().roles.some((role) => role === "operator" || role === "manager")
    ? [button(t("처리하기", "Deal with it"), () => choose(one), { class: "button second small", "aria-label": `${one.merchant_name} ${wordsFor("fraud_signals", one.signal)} ${t("처리하기", "deal with it")}` })] : []),
  empty: t("이 기간에는 이상 징후가 없습니다.", "There is no signal in these days."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: NAME,
  words: t("이상 징후", "Signals of misuse"),
  roles: ["operator", "manager", "auditor"],
  async open() {
    open(NAME);
    form.to_on.value ||= today();
    form.from_on.value ||= seoulDay(now() - (DAYS_SHOWN_FIRST - 1) * DAY_MS);
    choose(null);
    await read();
  },
  start: () => judgeForm.state.append(...Object.entries(table("fraud_states")).map(([value, words]) => make("option", { value }, words))),
};

onSubmit(form, read);

async function read() {
  const { data } = await ask("GET", PATH, { query: { from_on: form.from_on.value, to_on: form.to_on.value } });
  list.show(data);
}

/** @param {Case | null} one */
function choose(one) {
  chosen = one;
  judgeForm.hidden = !one;
  judgeForm.dispatchEvent(new Event("input"));
  if (!one) return;
  fill(screen(NAME), { "fraud-title": `${one.merchant_name}: ${wordsFor("fraud_signals", one.signal)}` });
  judgeForm.state.value = one.state === "open" ? "looked_at" : one.state;
  judgeForm.note.value = "";
  judgeForm.note.focus();
}

keyedForm(judgeForm, {
  read() {
    const note = judgeForm.note.value.trim();
    if (!note) throw new FieldError("note", t("알아본 것을 적어 주세요.", "Please say what was found."));
    return { state: /** @type {Case["state"]} */ (judgeForm.state.value), note };
  },
  describe: ({ state, note }) => [make("p", {}, `${chosen?.merchant_name ?? ""}: ${wordsFor("fraud_states", state)}`), make("p", {}, note)],
  send: (body) => ask("PUT", `${PATH}/{case_id}`, { values: { case_id: chosen?.case_id ?? "" }, body }),
  async done() {
    choose(null);
    await read();
  },
});
