// What members do over months, of last night's extract: cohorts, campaigns, gaps between shops and spending, segments and their benefits.

import { statusOf } from "../common/api.js";
import { button, onClicks } from "../common/clicks.js";
import { fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, t, today } from "../common/lang.js";
import { readRegions } from "../common/regions.js";
import { FieldError, guarded } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open } from "./desk.js";
import { plot } from "./plot.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["PathAnswer"]} Path */
/** @typedef {Api.Schemas["SegmentAnswer"]} Segment */
/** @typedef {Api.Schemas["SpotAnswer"]} Spot */
/** @typedef {{ name: string, path: Path | null }} Named */

const NAME = "analysis";
const NONE_YET = 404;
const HIDDEN = t("적음", "few");
/** @type {Record<string, string>} */
const AGES = { under_20: t("20살 아래", "Under 20"), "20s": t("20대", "20s"), "30s": t("30대", "30s"), "40s": t("40대", "40s"), "50s": t("50대", "50s"), "60s": t("60대", "60s"), "70_over": t("70대부터", "70 and over") };
/** @type {Record<string, string>} */
const GAPS = { no_shop: t("가맹점 없음", "No shop"), few_shops: t("가맹점 부족", "Few shops"), unused: t("쓰이지 않음", "Not used") };
/** @type {[Exclude<keyof Path, never>, string][]} */
const STEPS = [["joined", t("가입", "Joined")], ["converted", t("바꿈", "Converted")], ["spent", t("결제", "Paid")], ["returned", t("90일 안에 다시", "Again in 90 days")], ["spent_amount", t("결제액 (원)", "Paid (won)")]];
const segmentForm = findForm("#segment-form");
const grantForm = findForm("#segment-grant-form");
const extractForm = findForm("#extract-form");
const isManager = () => person().roles.includes("manager");
/** @type {Map<string, string>} */
const campaigns = new Map();
/** @type {Segment | null} */
let chosen = null;

/** A number, or that it is hidden. @param {number | null | undefined} value */
const shown = (value) => (value === null || value === undefined ? make("span", { class: "soft" }, HIDDEN) : count(value));

/** @template Row @param {(one: Row) => Path | null} path @returns {import("./table-column.js").Column<Row>[]} */
const steps = (path) => STEPS.map(([name, words]) => ({ words, kind: "number", of: (one) => path(one)?.[name], cell: (one) => (path(one) ? shown(path(one)?.[name]) : null) }));

/** @param {string} place @param {string} words @param {string} head */
const paths = (place, words, head) => deskTable(find(place), {
  list: "cohorts",
  words,
  columns: [{ words: head, of: (/** @type {Named} */ one) => one.name }, ...steps((/** @type {Named} */ one) => one.path)],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const months = paths("[data-cohorts]", t("가입한 달", "Months of joining"), t("가입한 달", "Month"));
const brought = paths("[data-campaign-paths]", t("행사", "Campaigns"), t("행사", "Campaign"));

const gaps = deskTable(find("[data-spending-gaps]"), {
  list: "spending_gaps",
  words: t("지역과 업종", "Areas and categories"),
  columns: [
    { words: t("지역", "Area"), of: (/** @type {Spot} */ one) => one.area || t("주소에 없음", "Not in the address") },
    { words: t("업종", "Category"), of: (one) => one.category },
    { words: t("모자란 것", "Gap"), kind: "state", of: (one) => one.gap, say: (value) => GAPS[value] ?? value, tones: { no_shop: "warn", few_shops: "warn", unused: "may" } },
    { words: t("가맹점", "Shops"), kind: "number", of: (one) => one.shops },
    { words: t("결제한 회원", "Members"), kind: "number", of: (one) => one.payers, cell: (one) => shown(one.payers) },
    { words: t("결제액 (원)", "Paid (won)"), kind: "number", of: (one) => one.amount, cell: (one) => shown(one.amount) },
  ],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const segments = deskTable(find("[data-segments]"), {
  list: "segments",
  words: t("회원 분류", "Segments"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Segment} */ one) => one.name },
    { words: t("조건", "Conditions"), of: (one) => conditions(one.rule).join(", ") },
    ...steps((/** @type {Segment} */ one) => one.counted),
  ],
  actions: (one) => (isManager()
    ? [button(t("혜택 올리기", "Propose a benefit"), () => choose(one), { class: "button second small", "aria-label": `${one.name} ${t("혜택 올리기", "propose a benefit")}` }),
      button(t("그만 쓰기", "End"), () => guarded(() => end(one)), { class: "button quiet small", "aria-label": `${one.name} ${t("그만 쓰기", "end")}` })] : []),
  empty: t("아직 만든 분류가 없습니다.", "No segment is defined yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: NAME,
  words: t("분석", "Analysis"),
  roles: ["manager", "treasurer", "auditor"],
  async open() {
    open(NAME);
    segmentForm.hidden = !isManager();
    extractForm.hidden = !person().roles.some((role) => role === "manager" || role === "auditor");
    choose(null);
    await offer();
    await read();
  },
  start() {
    segmentForm.relation.append(...options(table("relations")));
    segmentForm.age.append(...options(AGES));
    onClicks({ dictionary: async () => saveFile(await ask("GET", "v1/staff/member-extracts/dictionary.csv", { as: "blob", accept: "text/csv" }), "onmin-members-dictionary.csv") });
  },
};

/** @param {Record<string, string>} words */
const options = (words) => Object.entries(words).map(([value, said]) => make("option", { value }, said));

/** Provinces and campaigns, once. */
async function offer() {
  if (campaigns.size || segmentForm.region.options.length > 1) return;
  const [regions, listed] = await Promise.all([readRegions(), ask("GET", "v1/staff/campaigns")]);
  segmentForm.region.append(...regions.map((/** @type {{ code: string, name_ko: string, name_en: string }} */ one) => make("option", { value: one.code }, t(one.name_ko, one.name_en))));
  for (const one of listed.data) campaigns.set(one.campaign_id, one.name);
  segmentForm.campaign.append(...options(Object.fromEntries(campaigns)));
}

async function read() {
  segments.show((await ask("GET", "v1/staff/segments", {})).data);
  const place = find("[data-cohort-plot]");
  place.replaceChildren();
  try {
    const [cohorts, spots] = await Promise.all([ask("GET", "v1/staff/cohorts", {}), ask("GET", "v1/staff/spending-gaps", {})]);
    fill(screen(NAME), { "analysis-on": t(`${day(cohorts.on)}까지 셌습니다.`, `Counted up to ${day(cohorts.on)}.`) });
    months.show(cohorts.months.map(({ month, path }) => ({ name: month, path })));
    brought.show(cohorts.campaigns.flatMap(({ campaign_id: id, path, channels }) => {
      const name = id ? campaigns.get(id) ?? id : t("행사 밖 가입", "Without a campaign");
      return [{ name, path }, ...channels.map((one) => ({ name: `${name} · ${one.name}`, path: one.path }))];
    }));
    gaps.show(spots.data);
    if (cohorts.months.length > 1) await draw(place, [...cohorts.months].reverse());
  } catch (error) {
    if (statusOf(error) !== NONE_YET) throw error;
    fill(screen(NAME), { "analysis-on": t("아직 분석 자료가 없습니다. 매일 새벽 3시에 만듭니다.", "There is nothing to analyse yet: it is made at three each night.") });
    months.show([]);
    brought.show([]);
    gaps.show([]);
  }
}

/** @param {Element} place @param {Api.Schemas["MonthAnswer"][]} rows */
async function draw(place, rows) {
  const box = make("div", { class: "box plot" }, make("h2", {}, t("가입한 달과 그 뒤", "Months of joining, and what came after")));
  place.append(box);
  await plot(box, {
    name: t("가입한 달마다의 수: 아래 표에 모든 값이 있습니다", "Counts by month of joining: the table below has them all"),
    moments: rows.map(({ month }) => Date.parse(`${month}-15T12:00:00+09:00`) / 1000),
    lines: STEPS.filter(([name]) => name === "joined" || name === "spent" || name === "returned").map(([name, words]) => ({ words, values: rows.map(({ path }) => path[name]) })),
    mark: (at) => new Date(at).toISOString().slice(0, 7),
    told: (at) => new Date(at).toISOString().slice(0, 7),
    steps: [31, 92, 183, 365].map((days) => days * 86400),
  });
}

/** @param {Segment["rule"]} rule */
function conditions(rule) {
  const region = (/** @type {string} */ code) => [...segmentForm.region.options].find(({ value }) => value === code)?.textContent ?? code;
  return [
    ...(rule.regions ?? []).map(region),
    ...(rule.relations ?? []).map((one) => wordsFor("relations", one)),
    ...(rule.age_bands ?? []).map((one) => AGES[one] ?? one),
    ...(rule.campaign_ids ?? []).map((one) => campaigns.get(one) ?? one),
    rule.unseen_for_days ? t(`${count(rule.unseen_for_days)}일 넘게 오지 않음`, `not seen for ${count(rule.unseen_for_days)} days`) : "",
    rule.spent_min_amount ? t(`한 해 ${count(rule.spent_min_amount)}원부터`, `from ${count(rule.spent_min_amount)} won a year`) : "",
  ].filter(Boolean);
}

onSubmit(segmentForm, async () => {
  const list = (/** @type {string} */ value) => (value ? [value] : []);
  const number = (/** @type {string} */ value) => (value === "" ? null : Number(value));
  const rule = /** @type {Segment["rule"]} */ ({
    regions: list(segmentForm.region.value), relations: list(segmentForm.relation.value), age_bands: list(segmentForm.age.value), campaign_ids: list(segmentForm.campaign.value),
    unseen_for_days: number(segmentForm.unseen.value), spent_min_amount: number(segmentForm.spent.value),
  });
  await ask("POST", "v1/staff/segments", { body: { name: segmentForm.name_of.value.trim(), rule } });
  segmentForm.reset();
  await read();
});

/** @param {Segment} one */
async function end(one) {
  await ask("POST", "v1/staff/segments/{segment_id}/end", { values: { segment_id: one.segment_id }, body: {} });
  await read();
}

/** @param {Segment | null} one */
function choose(one) {
  chosen = one;
  grantForm.hidden = !one;
  grantForm.dispatchEvent(new Event("input"));
  note("segment-note", "");
  if (!one) return;
  fill(screen(NAME), { "segment-grant-title": t(`${one.name}: 혜택 올리기`, `${one.name}: propose a benefit`) });
  grantForm.name_of.focus();
}

keyedForm(grantForm, {
  read() {
    const mileage = Number(grantForm.mileage.value);
    if (!Number.isInteger(mileage) || mileage < 1) throw new FieldError("mileage", t("마일리지를 적어 주세요.", "Please give the points."));
    return { name: grantForm.name_of.value.trim(), mileage };
  },
  describe: ({ name, mileage }) => [make("p", {}, `${chosen?.name ?? ""}: ${name}`), make("p", {}, t(`한 사람에게 ${count(mileage)}점`, `${count(mileage)} points each`))],
  send: (body, key) => ask("POST", "v1/staff/segments/{segment_id}/grants", { values: { segment_id: chosen?.segment_id ?? "" }, body, key }),
  done(made) {
    choose(null);
    note("segment-note", t(`${count(made.row_count)}명의 일괄 지급으로 올렸습니다. 다른 사람이 승인하면 지급됩니다.`, `Proposed as a bulk grant for ${count(made.row_count)}. It is given once another person approves.`));
  },
});

onSubmit(extractForm, async () => {
  const reason = extractForm.reason.value.trim();
  if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
  saveFile(await ask("POST", "v1/staff/member-extracts", { body: { reason }, as: "blob", accept: "application/octet-stream" }), `onmin-members-${today()}.csv.gz`);
  extractForm.reason.value = "";
});
