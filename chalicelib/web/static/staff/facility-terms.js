// A sight's hours, fees and benefits: what holds from when on, and what one proposes and another approves.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, t, won } from "../common/lang.js";
import { readAll } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { ask, open, openWord } from "./desk.js";
import { fold } from "./sight-forms.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["TermsAnswer"]} Terms */
/** @typedef {Api.Schemas["FacilityProposalAnswer"]} Proposal */
/** @typedef {NonNullable<Terms["fee_share"]>} Share */

const PATH = "v1/staff/facilities/{facility_id}/terms";
const PROPOSALS = "v1/staff/facility-proposals";
const PAGE = 20;
/** So many minutes before closing the last one is let in, unless staff say otherwise. */
const LAST_ENTRY_MINUTES = 30;
const EARLY_MINUTES = 30;
/** As ordinances on cultural and tourist facilities have it. */
const GROUP_FROM = 20;
/** So many won a share is rounded down to, unless staff say otherwise. */
const SHARE_UNIT = 10;
const FREE = t("무료", "free");
const form = findForm("#terms-form");
/** Names of sights by their ids. @type {Map<string, string>} */
const names = new Map();
let facilityId = "";

const proposals = deskTable(find("[data-facility-proposals]"), {
  list: "facility_proposals",
  words: t("올라온 운영 조건", "Proposed terms"),
  columns: [
    { words: t("관광지", "Sight"), of: (/** @type {Proposal} */ one) => names.get(one.facility_id) ?? one.facility_id },
    { words: t("언제부터", "From"), kind: "day", of: (one) => one.terms.effective_on },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PROPOSALS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openProposal(one.proposal_id), { class: "button second small", "aria-label": `${names.get(one.facility_id) ?? ""} ${day(one.terms.effective_on)} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

export const views = { "facility-proposal": openProposal };
export const readProposals = () => proposals.read();

/** @param {Api.Schemas["StaffFacilityRow"][]} sights */
export function know(sights) {
  for (const one of sights) names.set(one.facility_id, t(one.name, one.name_en));
}

const weekdays = t("월 화 수 목 금 토 일", "Mon Tue Wed Thu Fri Sat Sun").split(" ");

/** @param {Terms} one @returns {[string, string | Node][]} */
const rowsOf = (one) => [
  [t("언제부터", "From"), day(one.effective_on)],
  [t("시간", "Hours"), `${one.opens_at}–${one.closes_at}`],
  [t("쉬는 날", "Closed"), [...one.closed_weekdays.map((on) => weekdays[on] ?? ""), ...one.closed_dates].join(", ")],
  [t("요금", "Fees"), lines(one.fees.map(feeWords))],
  [t("단체", "Groups"), one.fees.some((fee) => (fee.group_amount ?? null) !== null) ? [t(`돈을 내는 사람 ${count(one.group_from)}명부터`, `${count(one.group_from)} paying people or more`), one.group_article].filter(Boolean).join(" · ") : ""],
  [t("감면", "Benefits"), lines(one.benefits.map(benefitWords))],
  [t("상품권으로 돌려줌", "Given back as a voucher"), one.fee_share ? shareWords(one.fee_share) : ""],
  [t("근거", "Source"), one.source],
];

/** @param {string[]} each */
const lines = (each) => (each.length ? make("span", { class: "as-lines" }, each.join("\n")) : "");

/** @param {Terms} one */
const factsOf = (one) => facts(rowsOf(one).filter(([, words]) => words));

/** @param {Terms["fees"][number]} fee */
const feeWords = (fee) => [`${wordsFor("visitors", fee.age_class)} ${won(fee.amount)}`, (fee.group_amount ?? null) !== null ? t(`단체 ${won(fee.group_amount ?? 0)}`, `groups ${won(fee.group_amount ?? 0)}`) : ""].filter(Boolean).join(" · ");

/** @param {Terms["benefits"][number]} benefit */
const benefitWords = (benefit) => [`${wordsFor("visitors", benefit.visitor_class)} ${benefit.kind === "free" ? t("무료", "free") : benefit.kind === "percent" ? t(`${benefit.value}% 할인`, `${benefit.value}% off`) : t(`${won(benefit.value ?? 0)} 할인`, `${won(benefit.value ?? 0)} off`)}`, t(benefit.proof, benefit.proof_en ?? benefit.proof), benefit.article].filter(Boolean).join(" · ");

/** @param {Share} share */
const shareWords = ({ kind, value, unit = 1, least_fee = 0, article }) => [kind === "percent" ? t(`낸 입장료의 ${value}%`, `${value}% of the fee paid`) : t(`낸 입장료에서 ${won(value)}`, `${won(value)} of the fee paid`), t(`${won(unit)} 단위로 내림`, `down to steps of ${won(unit)}`), least_fee ? t(`${won(least_fee)} 이상인 요금`, `fees from ${won(least_fee)}`) : "", article].filter(Boolean).join(" · ");

/** One a line, as they are typed. @param {Terms} one */
const feeLines = (one) => one.fees.map((fee) => [wordsFor("visitors", fee.age_class), fee.amount, fee.group_amount].filter((part) => part !== null).join(" / "));

/** @param {Terms} one */
const benefitLines = (one) => one.benefits.map((benefit) => [wordsFor("visitors", benefit.visitor_class), offWords(benefit), benefit.proof, benefit.article, benefit.proof_en].filter(Boolean).join(" / "));

/** As it is typed. @param {Share} share */
const shareLine = ({ kind, value, unit, least_fee, article }) => [kind === "percent" ? `${value}%` : value, article, unit, least_fee].join(" / ");

/** @param {Terms["benefits"][number]} benefit */
const offWords = ({ kind, value }) => (kind === "free" ? FREE : kind === "percent" ? `${value}%` : String(value));

/** Versions stand one below the other in words: each is a page of rules, and no row of a table.
 * @param {Api.Schemas["StaffFacilityRow"]} sight @param {boolean} mayPropose */
export async function show(sight, mayPropose) {
  facilityId = sight.facility_id;
  const { data } = await ask("GET", PATH, { values: { facility_id: facilityId } });
  find("[data-terms]").replaceChildren(...(data.length ? data.map((one) => make("dl", { class: "facts" }, factsOf(one))) : [make("p", {}, t("아직 운영 조건이 없습니다.", "No terms yet."))]));
  const last = data.at(-1);
  // Of a new sight that is what comes next.
  fold(form, mayPropose, !data.length);
  form.reset();
  form.dispatchEvent(new Event("input"));
  form.early_minutes.value = EARLY_MINUTES;
  form.last_entry_minutes.value = LAST_ENTRY_MINUTES;
  form.group_from.value = GROUP_FROM;
  if (last) prefill(last);
}

/** What holds now is where one begins. @param {Terms} one */
function prefill(one) {
  form.opens_at.value = one.opens_at;
  form.closes_at.value = one.closes_at;
  form.early_minutes.value = one.early_minutes;
  form.last_entry_minutes.value = one.last_entry_minutes;
  form.group_from.value = one.group_from;
  form.group_article.value = one.group_article ?? "";
  form.closed_dates.value = one.closed_dates.join(", ");
  for (const box of closedBoxes()) box.checked = one.closed_weekdays.includes(Number(box.value));
  form.fees.value = feeLines(one).join("\n");
  form.benefits.value = benefitLines(one).join("\n");
  form.fee_share.value = one.fee_share ? shareLine(one.fee_share) : "";
}

const closedBoxes = () => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('[name="closed_weekday"]')]);

/** @param {HTMLTextAreaElement} field */
const linesIn = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => line.split("/").map((part) => part.trim()));

/** The class of visitors that these words mean. @param {string} words @param {string} at */
function classOf(words, at) {
  const found = Object.entries(table("visitors")).find(([, known]) => known === words);
  if (!found) throw new FieldError(at, t(`'${words}'은(는) 없는 구분입니다.`, `There is no class '${words}'.`));
  return /** @type {any} */ (found[0]);
}

/** @param {string | undefined} words @param {string} at */
function wonIn(words, at) {
  const digits = (words ?? "").replace(/[,원\s]/g, "");
  if (!/^\d+$/.test(digits)) throw new FieldError(at, t("금액을 숫자로 적어 주세요.", "Please write amounts in digits."));
  return Number(digits);
}

/** @param {string} words @returns {{ kind: "free" | "percent" | "amount", value: number }} */
function offIn(words) {
  if (words === FREE) return { kind: "free", value: 0 };
  if (words.endsWith("%")) return { kind: "percent", value: wonIn(words.slice(0, -1), "benefits") };
  return { kind: "amount", value: wonIn(words, "benefits") };
}

/** @param {string} line @returns {Share | null} */
function shareIn(line) {
  const at = "fee_share";
  const [words = "", article = "", unit = "", least = ""] = line.split("/").map((part) => part.trim());
  if (!line.trim()) return null;
  const isPercent = words.endsWith("%");
  const value = wonIn(isPercent ? words.slice(0, -1) : words, at);
  return { kind: isPercent ? "percent" : "amount", value, unit: unit ? wonIn(unit, at) : SHARE_UNIT, least_fee: least ? wonIn(least, at) : 0, article };
}

keyedForm(form, {
  read: () => ({
    effective_on: form.effective_on.value,
    opens_at: form.opens_at.value,
    closes_at: form.closes_at.value,
    early_minutes: Number(form.early_minutes.value),
    last_entry_minutes: Number(form.last_entry_minutes.value),
    group_from: Number(form.group_from.value),
    group_article: form.group_article.value.trim() || null,
    closed_weekdays: closedBoxes().filter((box) => box.checked).map((box) => Number(box.value)),
    closed_dates: form.closed_dates.value.split(",").map((/** @type {string} */ words) => words.trim()).filter(Boolean),
    fees: linesIn(form.fees).map(([words = "", amount, group]) => ({ age_class: classOf(words, "fees"), amount: wonIn(amount, "fees"), group_amount: group ? wonIn(group, "fees") : null })),
    benefits: linesIn(form.benefits).map(([words = "", off = "", proof = "", article = "", english = ""]) => ({ visitor_class: classOf(words, "benefits"), ...offIn(off), proof, article, proof_en: english || null })),
    fee_share: shareIn(form.fee_share.value),
    source: form.source.value.trim(),
    reason: form.reason.value.trim(),
  }),
  describe: (body) => [
    make("p", {}, t(`${day(body.effective_on)}부터 ${body.opens_at}–${body.closes_at}, 요금 ${count(body.fees.length)}가지, 감면 ${count(body.benefits.length)}가지`, `From ${day(body.effective_on)}: ${body.opens_at}–${body.closes_at}, ${count(body.fees.length)} fees, ${count(body.benefits.length)} benefits`)),
    ...body.fees.map((fee) => make("p", { class: "number" }, `${wordsFor("visitors", fee.age_class)} ${won(fee.amount)}`)),
    ...(body.fee_share ? [make("p", {}, t(`상품권으로 돌려줌: ${shareWords(body.fee_share)}`, `Given back as a voucher: ${shareWords(body.fee_share)}`))] : []),
    make("p", {}, t("다른 담당자가 승인해야 시행됩니다. 맞으면 한 번 더 눌러 주세요.", "Another person must approve it. If this is right, press once more.")),
  ],
  send: (body, key) => ask("POST", PATH, { values: { facility_id: facilityId }, body, key }),
  done: (one) => openProposal(one.proposal_id),
});

/** @param {string} id */
async function openProposal(id) {
  const one = await ask("GET", `${PROPOSALS}/{proposal_id}`, { values: { proposal_id: id } });
  if (!names.has(one.facility_id)) know(await readAll((cursor) => ask("GET", "v1/staff/facilities", { query: { limit: 100, cursor } })));
  showProposal(one);
  open("facility-proposal", { id });
}

/** @param {Proposal} one */
function showProposal(one) {
  find("[data-facility-proposal-facts]").replaceChildren(
    ...facts([[t("관광지", "Sight"), names.get(one.facility_id) ?? one.facility_id]]),
    ...factsOf(one.terms),
    ...facts([[t("상태", "State"), statusTag(one.status)]]),
    ...(one.refusal ? facts([[t("반영되지 않은 까닭", "Why it was refused"), one.refusal.detail]]) : []),
  );
  renderSteps(find("[data-facility-proposal-steps]"), one.steps);
  showDecision("facility-proposal", one.proposal_id, one);
}

onDecision("facility-proposal", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PROPOSALS}/{proposal_id}/approve`, { values: { proposal_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PROPOSALS}/{proposal_id}/reject`, { values: { proposal_id: id }, body: { reason } })), showProposal);
