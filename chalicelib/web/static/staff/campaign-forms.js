// The forms of campaigns: to make one, to change its words, to propose other mileage or budget, to record an election period.

import { all, find, findForm, make, note } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { day, moment, points, seoulMoment as seoul, t } from "../common/lang.js";
import { amountIn, groupDigits, numberIn } from "../common/money.js";
import { readAll } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { ask } from "./desk.js";

/** @typedef {Api.Schemas["StaffCampaignAnswer"]} Campaign */
/** @typedef {Api.Schemas["BoothAnswer"]} Booth */

const PATH = "v1/staff/campaigns";
const PERIODS = "v1/staff/election-periods";
const BUDGET_DIGITS_MAX = 12;
/** Where the form says nothing. */
const FRIENDS_MAX = 10;
const HOUR_MS = 3600e3;
const makeForm = findForm("#campaign-form");
const changeForm = findForm("#campaign-change");
const termsForm = findForm("#campaign-terms");
const periodForm = findForm("#election-form");
/** What stands at the end of a booth's line. @type {Map<string, Booth["proof"]>} */
const PROOFS = new Map([["화면", "screen"], ["screen", "screen"], ["안내판", "printed"], ["printed", "printed"]]);
/** @type {[Booth["proof"], string][]} */
const PROOF_WORDS = [["", t("방문 확인 안 함", "Proves no visits")], ["screen", t("화면의 QR로 방문 확인", "Visits by its screen")], ["printed", t("안내판의 QR로 방문 확인", "Visits by a printed sign")]];
const NAMES = { name: "name_ko" };
/** @type {Campaign | null} */
let open = null;

/** @param {string} at */
const local = (at) => new Date(Date.parse(at) + 9 * HOUR_MS).toISOString().slice(0, 16);

/** A field has minutes: what it shows as it was stays to the millisecond. @param {string} wanted @param {string | undefined} known */
const changedTime = (wanted, known) => (known && local(known) === wanted ? null : seoul(wanted));

/** One booth a line: its code, then its name. @param {HTMLTextAreaElement} field @returns {Booth[]} */
function boothsIn(field) {
  const lines = field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.map((line) => {
    const [code = "", ...name] = line.split(/\s+/);
    const proof = PROOFS.get((name.at(-1) ?? "").toLowerCase()) ?? "";
    if (proof) name.pop();
    if (!name.length) throw new FieldError("booths", t(`'${line}'에 이름이 없습니다. 코드와 이름을 띄어 적어 주세요.`, `'${line}' has no name: write the code, a space, the name.`));
    return { code, name: name.join(" "), is_closed: false, proof };
  });
}

/** @param {HTMLInputElement} field */
const optional = (field) => (field.value.trim() ? numberIn(field, t("마일리지를 숫자로 적어 주세요.", "Please enter the points.")) : 0);

/** @param {HTMLFormElement} form */
function offerIn(form) {
  const budget = form.budget.value.trim();
  return {
    signup_mileage: numberIn(form.signup_mileage, t("마일리지를 숫자로 적어 주세요. 드리지 않으면 0입니다.", "Please enter the points; 0 for none.")),
    visit_mileage: optional(form.visit_mileage),
    visits_once_a: /** @type {"day" | "campaign"} */ (form.visits_once_a.value),
    printed_visit_mileage: optional(form.printed_visit_mileage),
    ...rewardsIn(form),
    budget: budget ? amountIn(form.budget, t("예산을 숫자로 적어 주세요.", "Please enter the budget."), BUDGET_DIGITS_MAX) : null,
    legal_basis: form.legal_basis.value.trim() || null,
    gives_in_elections: form.gives_in_elections.checked,
    reason: form.reason.value.trim(),
  };
}

/** The stamp tour and the members' links, each null where nothing is given. @param {HTMLFormElement} form */
function rewardsIn(form) {
  const [tour, referrer] = [optional(form.tour_mileage), optional(form.referrer_mileage)];
  return {
    tour: tour ? { places: form.tour_places.value.split(/[\s,]+/).filter(Boolean), needed: numberIn(form.tour_needed, t("모을 스탬프 수를 적어 주세요.", "Please enter how many stamps.")), mileage: tour } : null,
    referral: referrer ? {
      referrer_mileage: referrer,
      newcomer_mileage: numberIn(form.newcomer_mileage, t("가입한 친구에게 드릴 점수를 적어 주세요.", "Please enter the new member's points.")),
      spending: optional(form.referral_spending),
      friends_max: optional(form.friends_max) || FRIENDS_MAX,
    } : null,
  };
}

/** @param {HTMLFormElement} form @param {Pick<Campaign["terms"][number], "tour" | "referral"> | undefined} terms */
function fillRewards(form, terms) {
  const { tour, referral } = terms ?? { tour: null, referral: null };
  const words = (/** @type {number | undefined} */ value) => (value ? value.toLocaleString() : "");
  form.tour_places.value = tour?.places.join(" ") ?? "";
  form.tour_needed.value = words(tour?.needed);
  form.tour_mileage.value = words(tour?.mileage);
  form.referrer_mileage.value = words(referral?.referrer_mileage);
  form.newcomer_mileage.value = words(referral?.newcomer_mileage);
  form.referral_spending.value = words(referral?.spending);
  form.friends_max.value = words(referral?.friends_max);
}

/** What is given beside joining, in words; null where nothing is. @param {Pick<Campaign["terms"][number], "visit_mileage" | "visits_once_a" | "printed_visit_mileage" | "tour" | "referral">} offer */
export const visitWords = (offer) => [
  offer.visit_mileage && (offer.visits_once_a === "day" ? t(`방문 ${points(offer.visit_mileage)}(하루 한 번)`, `a visit ${points(offer.visit_mileage)}, once a day`) : t(`방문 ${points(offer.visit_mileage)}(행사에 한 번)`, `a visit ${points(offer.visit_mileage)}, once`)),
  offer.printed_visit_mileage && t(`안내판 방문 ${points(offer.printed_visit_mileage)}(한 번)`, `by a sign ${points(offer.printed_visit_mileage)}, once`),
  offer.tour && t(`스탬프 ${offer.tour.needed}곳 ${points(offer.tour.mileage)}`, `${offer.tour.needed} stamps ${points(offer.tour.mileage)}`),
  offer.referral && t(`추천 ${points(offer.referral.referrer_mileage)}, 가입한 친구 ${points(offer.referral.newcomer_mileage)}(친구 ${offer.referral.friends_max}명까지)`, `a referral ${points(offer.referral.referrer_mileage)}, the friend ${points(offer.referral.newcomer_mileage)}, up to ${offer.referral.friends_max} friends`),
].filter(Boolean).join(", ") || null;

/** @param {{ signup_mileage: number, budget: number | null } & Parameters<typeof visitWords>[0]} offer */
const offerWords = (offer) => make("p", { class: "number" }, `${joiningWords(offer)}${visitWords(offer) ? `. ${visitWords(offer)}` : ""}`);

/** @param {{ signup_mileage: number, budget: number | null }} offer */
const joiningWords = (offer) => (offer.budget === null
  ? t(`한 사람에게 ${points(offer.signup_mileage)}`, `${points(offer.signup_mileage)} each`)
  : t(`한 사람에게 ${points(offer.signup_mileage)}, 모두 ${points(offer.budget)}까지`, `${points(offer.signup_mileage)} each, up to ${points(offer.budget)} in all`));
const twoPeople = () => make("p", {}, t("다른 담당자가 승인해야 시행됩니다. 맞으면 한 번 더 눌러 주세요.", "Another person must approve it. If this is right, press once more."));

/** `proposed` and `changed` go on from there. @param {{ proposed: () => unknown, changed: (campaign: Campaign) => void }} then */
export function startForms({ proposed, changed }) {
  for (const form of [makeForm, termsForm]) {
    for (const field of [form.signup_mileage, form.visit_mileage, form.printed_visit_mileage]) groupDigits(field);
    groupDigits(form.budget);
  }
  keyedForm(makeForm, {
    fields: NAMES,
    read: () => ({
      code: makeForm.code.value.trim(),
      name: makeForm.name_ko.value.trim(),
      name_en: makeForm.name_en.value.trim(),
      opens_at: seoul(makeForm.opens_at.value),
      closes_at: seoul(makeForm.closes_at.value),
      booths: boothsIn(makeForm.booths),
      ...offerIn(makeForm),
    }),
    describe: (body) => [
      make("p", {}, make("strong", {}, `${body.name} (${body.code})`)),
      make("p", {}, t(`${moment(body.opens_at)}부터 ${moment(body.closes_at)} 전까지, 부스 ${body.booths.length}곳`, `From ${moment(body.opens_at)} until before ${moment(body.closes_at)}, ${body.booths.length} booths`)),
      offerWords(body), twoPeople(),
    ],
    send: (body, key) => ask("POST", PATH, { body, key }),
    async done() {
      makeForm.reset();
      await proposed();
    },
  });
  keyedForm(termsForm, {
    read: () => ({
      terms_number: open?.terms.length ?? 0,
      effective_at: termsForm.effective_at.value ? seoul(termsForm.effective_at.value) : null,
      ...offerIn(termsForm),
    }),
    describe: (body) => [offerWords(body), twoPeople()],
    send: (body, key) => ask("POST", `${PATH}/{campaign_id}/terms`, { values: { campaign_id: open?.campaign_id ?? "" }, body, key }),
    done: proposed,
  });
  onSubmit(changeForm, async () => {
    const body = {
      version: open?.version ?? 0,
      name: changeForm.name_ko.value.trim(),
      name_en: changeForm.name_en.value.trim(),
      opens_at: changedTime(changeForm.opens_at.value, open?.opens_at),
      closes_at: changedTime(changeForm.closes_at.value, open?.closes_at),
      booths: [...knownBooths(), ...boothsIn(changeForm.booths)],
      reason: changeForm.reason.value.trim(),
    };
    changed(await ask("PATCH", `${PATH}/{campaign_id}`, { values: { campaign_id: open?.campaign_id ?? "" }, body }));
    note("campaign-note", t("고쳤습니다. 1분 안에 모든 화면에 나타납니다.", "Changed. Every page shows it within a minute."));
  }, NAMES);
  onSubmit(periodForm, async () => {
    await ask("POST", PERIODS, { body: { from_on: periodForm.from_on.value, to_on: periodForm.to_on.value, name: periodForm.name_ko.value.trim(), source: periodForm.source.value.trim() } });
    periodForm.reset();
    await readPeriods();
  }, NAMES);
}

/** @returns {Booth[]} */
function knownBooths() {
  return all("[data-booth]", changeForm).map((row) => ({
    code: row.dataset.booth ?? "",
    name: /** @type {HTMLInputElement} */ (find('[type="text"]', row)).value.trim(),
    is_closed: /** @type {HTMLInputElement} */ (find('[type="checkbox"]', row)).checked,
    proof: /** @type {Booth["proof"]} */ (/** @type {HTMLSelectElement} */ (find("select", row)).value),
  }));
}

/** The forms of one campaign, as it is. @param {Campaign} campaign */
export function fillForms(campaign) {
  open = campaign;
  note("campaign-note", "");
  changeForm.reset();
  termsForm.reset();
  changeForm.name_ko.value = campaign.name;
  changeForm.name_en.value = campaign.name_en;
  changeForm.opens_at.value = local(campaign.opens_at);
  changeForm.closes_at.value = local(campaign.closes_at);
  find("[data-change-booths]").replaceChildren(...campaign.booths.map((booth) => make(
    "div", { class: "field", "data-booth": booth.code },
    make("label", { for: `booth-${booth.code}` }, t(`부스 ${booth.code}의 이름`, `Name of booth ${booth.code}`)),
    make("input", { id: `booth-${booth.code}`, type: "text", value: booth.name, autocomplete: "off" }),
    make("select", { "aria-label": t(`부스 ${booth.code}의 방문 확인`, `How booth ${booth.code} proves visits`) }, ...PROOF_WORDS.map(([value, words]) => make("option", { value, selected: booth.proof === value }, words))),
    make("label", { class: "choice" }, make("input", { type: "checkbox", checked: booth.is_closed }), make("span", {}, t("닫음", "Closed"))),
  )));
  const last = campaign.terms.at(-1);
  termsForm.signup_mileage.value = campaign.signup_mileage.toLocaleString();
  termsForm.visit_mileage.value = last?.visit_mileage ? last.visit_mileage.toLocaleString() : "";
  termsForm.visits_once_a.value = last?.visits_once_a ?? "day";
  termsForm.printed_visit_mileage.value = last?.printed_visit_mileage ? last.printed_visit_mileage.toLocaleString() : "";
  fillRewards(termsForm, last);
  termsForm.budget.value = campaign.budget === null ? "" : campaign.budget.toLocaleString();
  termsForm.legal_basis.value = last?.legal_basis ?? "";
  termsForm.gives_in_elections.checked = last?.gives_in_elections ?? false;
}

export async function readPeriods() {
  const data = await readAll((cursor) => ask("GET", PERIODS, { query: { limit: 100, cursor } }));
  find("[data-election-periods]").replaceChildren(...(data.length ? data.map((one) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", {}, one.name), make("span", {}, [day(one.from_on), day(one.to_on)].join(t(" ~ ", " to ")))),
    make("div", { class: "soft" }, one.source),
  )) : [make("li", {}, t("적은 기간이 없습니다.", "None recorded."))]));
}
