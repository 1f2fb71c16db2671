// The county's settings as dated versions: on a day, through time, and a new version for a day to come. What moves money is
// proposed by one and approved by another.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, moment, t, today } from "../common/lang.js";
import { numberIn } from "../common/money.js";
import { FieldError, guarded } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["SettingAnswer"]} Setting */
/** How values of a setting are written. @typedef {{ texts: string[], none: string }} Unit */

/** @typedef {Api.Schemas["SettingProposalAnswer"]} Proposal */
/** What is wished, and what it does if it moves money. @typedef {{ body: Api.Schemas["SettingBody"], effect: string | null }} Wish */

const PATH = "v1/staff/settings";
const PROPOSALS = "v1/staff/setting-proposals";
const PAGE = 10;
const form = findForm("#setting-form");
const list = find("[data-settings]");
const dayField = /** @type {HTMLInputElement} */ (find("#settings-on"));
const known = table("settings");
/** @type {Record<string, Unit>} */
const units = table("units");
const topics = table("setting_topics");
/** @type {Record<string, string>} */
const topicOf = table("topic_of");
/** @type {Record<string, boolean>} */
const needsTwo = table("two_people");
const DIGITS_MAX = Number(table("digits").setting);

const proposals = deskTable(find("[data-setting-proposals]"), {
  list: "setting_proposals",
  words: t("올린 설정", "Settings proposed"),
  columns: [
    { words: t("설정", "Setting"), of: (/** @type {Proposal} */ one) => nameOf(one.key) },
    { words: t("새 값", "New value"), of: (one) => valueOf(one.key, one.value) },
    { words: t("시행하는 날", "Holds from"), kind: "day", of: (one) => one.effective_on },
    { words: t("달라지는 것", "What it does"), of: ({ effect }) => effect },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PROPOSALS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openProposal(one.proposal_id), { class: "button second small", "aria-label": `${nameOf(one.key)} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "settings",
  words: t("설정", "Settings"),
  views: { setting: showHistory, "setting-proposal": openProposal },
  actions: {
    "new-setting": () => {
      form.scrollIntoView();
      form.key.focus({ preventScroll: true });
    },
  },
  async open() {
    open("settings");
    dayField.value ||= today();
    await Promise.all([read(), proposals.read()]);
  },
  start() {
    dayField.addEventListener("change", () => guarded(read));
    form.key.replaceChildren(...byTopic(Object.keys(known), (key) => key).map(([words, keys]) => make("optgroup", { label: words }, keys.map((key) => make("option", { value: key }, known[key])))));
  },
};

/** @param {string} key */
const nameOf = (key) => wordsFor("settings", key);
/** A key that is no longer used has no unit: its number stands alone. @param {string} key @param {number | null} value */
function valueOf(key, value) {
  const { texts, none } = units[key] ?? { texts: ["{}"], none: t("한도 없음", "No limit") };
  if (value === null) return none;
  return (texts.length > 1 ? texts[value] : texts[0]).replace("{}", count(value));
}

async function read() {
  const { on, data } = await ask("GET", PATH, { query: { on: dayField.value || today() } });
  fill(screen("settings"), { "settings-day": day(on) });
  const order = Object.keys(known);
  const current = data.filter(({ key }) => key in known).sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
  const retired = data.filter(({ key }) => !(key in known));
  list.replaceChildren(
    ...byTopic(current, ({ key }) => key).map(([words, those]) => make("div", { class: "box" }, make("h3", {}, words), those.map(row))),
    ...(retired.length ? [make("details", { class: "box" }, make("summary", {}, t("이제 쓰지 않는 설정", "No longer used")), retired.map(row))] : []),
  );
}

/** What belongs together, under its heading: in the order of the topics, each in its own. @template Row @param {Row[]} rows
 * @param {(one: Row) => string} keyOf @returns {[string, Row[]][]} */
function byTopic(rows, keyOf) {
  /** @type {[string, Row[]][]} */
  const groups = Object.entries(topics).map(([topic, words]) => [words, rows.filter((one) => topicOf[keyOf(one)] === topic)]);
  return groups.filter(([, those]) => those.length);
}

/** Each setting is a sentence with what comes next, in the order of the declarations: no table. @param {Setting} setting */
const row = ({ key, current, coming }) => make(
  "div", { class: "report-row tight" },
  make(
    "div", {},
    make("div", {}, nameOf(key), ": ", make("strong", { class: "number" }, current ? valueOf(key, current.value) : t("정해지기 전", "Not set yet"))),
    coming.map((version) => make("div", {}, make("span", { class: "tag warn" }, t(`${day(version.effective_on)}부터`, `from ${day(version.effective_on)}`)), ` ${valueOf(key, version.value)}`)),
  ),
  button(t("이력", "History"), () => showHistory(key), { class: "link", "aria-label": `${nameOf(key)} ${t("이력", "history")}` }),
);

/** @param {string} id */
async function openProposal(id) {
  showProposal(await ask("GET", `${PROPOSALS}/{proposal_id}`, { values: { proposal_id: id } }));
  open("setting-proposal", { id });
}

/** @param {Proposal} one */
function showProposal(one) {
  /** @type {[string, Node | string | null | undefined][]} */
  const rows = [
    [t("설정", "Setting"), nameOf(one.key)],
    [t("새 값", "New value"), valueOf(one.key, one.value)],
    [t("시행하는 날", "Holds from"), day(one.effective_on)],
    [t("달라지는 것", "What it does"), one.effect && make("strong", { class: "number" }, one.effect)],
    [t("근거", "Source"), one.source],
    [t("고시", "Notice"), one.notice],
    [t("상태", "State"), statusTag(one.status)],
    [t("반영되지 않은 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-setting-proposal-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  renderSteps(find("[data-setting-proposal-steps]"), one.steps);
  showDecision("setting-proposal", one.proposal_id, one);
}

onDecision("setting-proposal", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PROPOSALS}/{proposal_id}/approve`, { values: { proposal_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PROPOSALS}/{proposal_id}/reject`, { values: { proposal_id: id }, body: { reason }, key })), showProposal);

/** @param {string} key */
async function showHistory(key) {
  const { data } = await ask("GET", `${PATH}/{key}`, { values: { key } });
  fill(screen("setting"), { "setting-name": nameOf(key), "setting-key": key });
  find("[data-versions]").replaceChildren(...data.map((version) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", { class: "number" }, valueOf(key, version.value)), make("span", {}, t(`${day(version.effective_on)}부터`, `from ${day(version.effective_on)}`))),
    make("div", {}, `${t("근거", "Source")}: ${version.source}`),
    version.notice ? make("div", {}, `${t("고시", "Notice")}: ${version.notice}`) : null,
    version.recorded_at ? make("div", { class: "soft" }, recordedBy(version)) : make("div", { class: "soft" }, t("처음 들어온 값", "Came with the county's first data")),
  )));
  open("setting", { id: key });
}

/** @param {Api.Schemas["SettingVersionAnswer"]} version */
function recordedBy({ recorded_by: by, approved_by: second, recorded_at: at }) {
  const when = moment(at ?? "");
  return second ? t(`올린 사람 ${by}, 승인한 사람 ${second}, ${when}`, `Proposed by ${by}, approved by ${second}, ${when}`) : t(`적은 사람 ${by}, ${when}`, `Recorded by ${by}, ${when}`);
}

keyedForm(form, {
  /** @returns {Promise<Wish>} */
  async read() {
    note("setting-note", "");
    const isNone = form.none.checked;
    const value = isNone ? null : numberIn(form.value, t("값을 숫자로 적어 주세요.", "Please enter a number."), DIGITS_MAX);
    if (!form.effective_on.value) throw new FieldError("effective_on", t("시행하는 날을 골라 주세요.", "Please choose the day."));
    for (const name of ["source", "notice"]) {
      if (!form[name].value.trim()) throw new FieldError(name, t("꼭 적어 주세요.", "This is needed."));
    }
    const body = {
      key: form.key.value,
      effective_on: form.effective_on.value,
      value,
      source: form.source.value.trim(),
      notice: form.notice.value.trim(),
    };
    if (!needsTwo[body.key]) return { body, effect: null };
    // What it would do is said by the county's own rules, before anybody is asked to agree.
    const { effect } = await ask("POST", `${PROPOSALS}/validate`, { body });
    return { body, effect };
  },
  describe: ({ body, effect }) => [
    make("p", {}, make("strong", {}, t(`${day(body.effective_on)}부터 ${nameOf(body.key)}: ${valueOf(body.key, body.value)}`, `From ${day(body.effective_on)}, ${nameOf(body.key)}: ${valueOf(body.key, body.value)}`))),
    ...(effect ? [make("p", { class: "number" }, effect)] : []),
    make("p", {}, needsTwo[body.key]
      ? t("돈이 달라지는 설정입니다. 올리면 다른 담당자가 승인해야 시행됩니다. 맞으면 한 번 더 눌러 주세요.", "This moves money: it is proposed, and another person must approve it. If this is right, press once more.")
      : t("적은 뒤에는 고치거나 지울 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "It can't be changed or removed afterwards. If this is right, press once more.")),
  ],
  async send({ body }, key) {
    if (needsTwo[body.key]) await ask("POST", PROPOSALS, { body, key });
    else await ask("POST", PATH, { body });
  },
  async done(_, { body }) {
    form.reset();
    if (!needsTwo[body.key]) {
      await showHistory(body.key);
      return;
    }
    note("setting-note", t("올렸습니다. 다른 담당자가 승인하면 그날부터 시행됩니다.", "Proposed. It holds from its day once another person approves it."));
    await proposals.read();
  },
});
