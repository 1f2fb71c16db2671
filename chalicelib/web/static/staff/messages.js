// Advertising messages to segments: what one costs, proposing it, deciding it, and what came of it beside who was held out.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, t, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { person } from "./cognito.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["MessageAnswer"]} Message */
/** @typedef {Api.Schemas["TrialAnswer"]} Trial */

const PATH = "v1/staff/segment-messages";
const ONE = `${PATH}/{message_id}`;
const PAGE = 20;
const form = findForm("#message-form");
const HIDDEN = t("적음", "few");
/** @type {Record<Message["channel"], string>} */
const CHANNELS = { sms: t("문자", "Text message"), push: t("알림", "Notice") };
/** @type {Record<NonNullable<Trial["effect"]>["finding"], string>} */
const FINDINGS = {
  nobody_held_out: t("견줄 사람을 빼 두지 않음", "Nobody was held out to compare"),
  too_small: t("적어서 말할 수 없음", "Too few to say"),
  no_difference: t("차이가 뚜렷하지 않음", "No clear difference"),
  more: t("받은 쪽이 더 많이 옴", "More came of who got it"),
  fewer: t("받은 쪽이 더 적게 옴", "Fewer came of who got it"),
};
/** @type {[keyof NonNullable<Message["results"]>, string][]} */
const RESULTS = [
  ["sent", t("보냄", "Sent")], ["waiting", t("기다림", "Waiting")], ["not_consented", t("그 사이 거부함", "Refused meanwhile")],
  ["gone", t("탈퇴 또는 정지", "Left or suspended")], ["over_cap", t("하루·7일 한도를 채움", "Had as many as a person may")],
  ["unreachable", t("닿을 길이 없음", "No way to reach")], ["failed", t("통신사가 받지 않음", "Not taken by the carrier")],
  ["unknown", t("알 수 없음 (다시 보내지 않음)", "Unknown, not sent again")],
];
/** @type {Api.Schemas["EstimateAnswer"] | null} */
let estimated = null;

/** @param {number | null | undefined} value */
const shown = (value) => (value === null || value === undefined ? HIDDEN : count(value));

/** A group's people who came, and of how many. @param {Api.Schemas["ArmAnswer"]} arm */
function share({ people, seen }) {
  if (!people || seen === null) return HIDDEN;
  const percent = Math.round((100 * Math.min(seen, people)) / people);
  return t(`${count(people)}명 가운데 ${count(seen)}명 (${percent}%)`, `${count(seen)} of ${count(people)} (${percent}%)`);
}

const list = deskTable(find("[data-messages]"), {
  list: "segment_messages",
  words: t("올린 메시지", "Messages"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Message} */ one) => one.name },
    { words: t("방법", "How"), of: (one) => CHANNELS[one.channel] },
    { words: t("회원", "Members"), kind: "number", of: (one) => one.people, cell: (one) => shown(one.people) },
    { words: t("많으면 (원)", "At most (won)"), kind: "number", of: (one) => one.cost_maximum },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.message_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const effects = deskTable(find("[data-effects]"), {
  list: "segment_effects",
  words: t("14일 동안의 효과", "What came of it in 14 days"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Trial} */ one) => one.name },
    { words: t("무엇", "What"), of: (one) => (one.kind === "message" ? t("메시지", "Message") : t("혜택", "Benefit")) },
    { words: t("센 날", "Days"), of: ({ effect }) => (effect ? `${day(effect.from_on)} – ${day(effect.through_on)}` : t("아직 14일이 되지 않음", "Not 14 days yet")) },
    { words: t("받은 쪽에서 온 회원", "Came, of who got it"), of: ({ effect }) => (effect ? share(effect.treated) : null) },
    { words: t("빼 둔 쪽에서 온 회원", "Came, of who was held out"), of: ({ effect, has_held_out: has }) => (effect && has ? share(effect.held_out) : null) },
    { words: t("결제한 회원", "Paid"), of: ({ effect }) => (effect ? `${shown(effect.treated.paid)} / ${shown(effect.held_out.paid)}` : null) },
    { words: t("90일 만에 돌아온 회원", "Back after 90 days"), of: ({ effect }) => (effect ? `${shown(effect.treated.returned)} / ${shown(effect.held_out.returned)}` : null) },
    { words: t("말할 수 있는 것", "What can be said"), of: ({ effect, has_held_out: has }) => (effect ? FINDINGS[effect.finding] : has ? null : FINDINGS.nobody_held_out) },
  ],
  load: (cursor) => ask("GET", "v1/staff/segment-effects", { query: { limit: PAGE, cursor } }),
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "messages",
  words: t("메시지 보내기", "Messages"),
  roles: ["manager", "treasurer", "auditor"],
  views: { message: openOne },
  async open() {
    open("messages");
    form.hidden = !person().roles.includes("manager");
    note("message-note", "");
    const { data } = await ask("GET", "v1/staff/segments", {});
    form.segment_id.replaceChildren(...data.map(({ segment_id: value, name }) => make("option", { value }, name)));
    await Promise.all([list.read(), effects.read()]);
  },
};

onDecision("message", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${ONE}/approve`, { values: { message_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${ONE}/reject`, { values: { message_id: id }, body: { reason }, key })), ({ message_id: id }) => openOne(id));

/** @param {string} id */
async function openOne(id) {
  const one = await ask("GET", ONE, { values: { message_id: id } });
  fill(screen("message"), { "message-title": one.name });
  find("[data-message-facts]").replaceChildren(...facts([
    [t("상태", "State"), statusTag(one.status)],
    [t("방법", "How"), CHANNELS[one.channel]],
    [t("회원", "Members"), shown(one.people)],
    [t("많으면 드는 돈", "May cost"), won(one.cost_maximum)],
    [t("예산", "Budget"), won(one.budget_amount)],
    [t("영어", "In English"), one.text_en],
  ]));
  find("[data-message-text]").replaceChildren(...lines(one.sent_ko));
  const { results } = one;
  find("[data-message-results]").hidden = !results;
  if (results) find("[data-message-counts]").replaceChildren(...facts(RESULTS.filter(([name]) => results[name] !== 0).map(([name, words]) => [words, shown(results[name])])));
  renderSteps(find("[data-message-steps]"), one.steps);
  showDecision("message", one.message_id, one);
  open("message", { id });
}

/** @param {string} text */
const lines = (text) => text.split("\n").flatMap((line, at) => (at ? [make("br"), line] : [line]));

keyedForm(form, {
  async read() {
    note("message-note", "");
    const budget = Number(form.budget_amount.value);
    if (!Number.isInteger(budget) || budget < 0) throw new FieldError("budget_amount", t("예산을 원으로 적어 주세요.", "Please give the budget in won."));
    const said = { text_ko: form.text_ko.value.trim(), text_en: form.text_en.value.trim(), channel: form.channel.value };
    estimated = await ask("POST", "v1/staff/segments/{segment_id}/message-estimates", { values: { segment_id: form.segment_id.value }, body: said });
    return { ...said, name: form.name_of.value.trim(), budget_amount: budget };
  },
  describe: () => (estimated ? [
    make("p", {}, make("strong", {}, t(`${shown(estimated.people)}명에게, 많으면 ${won(estimated.cost_maximum)}`, `To ${shown(estimated.people)}, for ${won(estimated.cost_maximum)} at most`))),
    make("p", {}, ...lines(estimated.sent_ko)),
  ] : null),
  send: (body, key) => ask("POST", "v1/staff/segments/{segment_id}/messages", { values: { segment_id: form.segment_id.value }, body, key }),
  async done() {
    form.reset();
    note("message-note", t("올렸습니다. 다른 사람이 승인하면 나갑니다.", "Proposed. It is sent once another person approves."));
    await list.read();
  },
  fields: { name: "name_of" },
});
