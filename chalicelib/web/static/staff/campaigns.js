// The campaigns, one of them with its budget, booths and posters, and what is proposed of them.

import { button } from "../common/clicks.js";
import { facts, fill, find, make, saveFile, screen, tile } from "../common/dom.js";
import { count, day, lastDay, moment, points, seoulDay, t } from "../common/lang.js";
import { readAll } from "../common/paged-list.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { fillForms, readPeriods, startForms, visitWords } from "./campaign-forms.js";
import { copyLink, showChannels, showLinks, startLinks } from "./campaign-links.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";
import { full, idOf, openVisitScreen } from "./visit-screen.js";

/** @typedef {Api.Schemas["StaffCampaignAnswer"]} Campaign */
/** @typedef {Api.Schemas["CampaignProposalAnswer"]} Proposal */
/** `booth`: whose it is, unless the campaign's own. @typedef {{ name: string, code: string, booth: string | undefined, isClosed: boolean, proof: string }} Place */

const PATH = "v1/staff/campaigns";
const PROPOSALS = "v1/staff/campaign-proposals";
const PAGE = 10;
const posterWord = t("포스터", "Poster");
const visitWord = t("방문 QR", "Visit code");
/** @type {{ blob: Blob, file: string } | null} */
let poster = null;
/** @type {Campaign | null} */
let shown = null;
/** Sign-ups of today by booth, as they were last read. @type {Map<string, number>} */
let todays = new Map();

const list = deskTable(find("[data-campaigns]"), {
  list: "campaigns",
  words: t("행사", "Campaigns"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Api.Schemas["CampaignRow"]} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.is_open ? "open" : "closed"), say: (state) => (state === "open" ? t("가입 받는 중", "Open") : t("닫힘", "Not open")), tones: { open: "must", closed: "may" } },
    { words: t("첫날", "First day"), kind: "day", of: (one) => seoulDay(one.opens_at) },
    { words: t("끝나는 날", "Last day"), kind: "day", of: (one) => seoulDay(Date.parse(one.closes_at) - 1) },
    { words: t("가입 마일리지", "Sign-up mileage"), kind: "number", of: (one) => one.signup_mileage },
    { words: t("코드", "Code"), of: ({ code }) => code },
  ],
  actions: (one) => [button(openWord, () => openCampaign(one.campaign_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const proposals = deskTable(find("[data-campaign-proposals]"), {
  list: "campaign_proposals",
  words: t("올린 것", "Proposals"),
  columns: [
    { words: t("무엇", "What"), of: (/** @type {Proposal} */ one) => titleOf(one) },
    { words: t("가입 마일리지", "Sign-up mileage"), kind: "number", of: (one) => one.signup_mileage },
    { words: t("예산 (점)", "Budget (points)"), kind: "number", of: ({ budget }) => budget },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PROPOSALS, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openProposal(one.proposal_id), { class: "button second small", "aria-label": `${titleOf(one)} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const places = deskTable(find("[data-campaign-places]"), {
  list: "campaign_places",
  words: t("포스터", "Posters"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Place} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.isClosed ? "closed" : "open"), say: (state) => (state === "closed" ? t("닫힘", "Closed") : t("가입 받음", "Takes sign-ups")), tones: { open: "must", closed: "may" } },
    { words: t("코드", "Code"), of: ({ code }) => code },
    { words: t("오늘 가입", "Joined today"), kind: "number", of: (one) => (one.booth ? todays.get(one.code) ?? 0 : null) },
  ],
  actions: (place) => [
    place.proof ? button(visitWord, () => openVisitScreen(idOf(shown?.campaign_id ?? "", place.code)), { class: "button second small", "aria-label": `${place.name} ${visitWord}` }) : null,
    button(posterWord, () => shown && openPoster(shown, place), { class: "button second small", "aria-label": `${place.name} ${posterWord}` }),
  ],
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "campaigns",
  words: t("행사", "Campaigns"),
  views: { campaign: openCampaign, "campaign-proposal": openProposal, poster: openNamed, "visit-screen": openVisitScreen },
  open: openList,
  actions: { "link-copy": copyLink, "visit-full": full, "poster-file": () => poster && saveFile(poster.blob, poster.file) },
  start: () => {
    startForms({ proposed: showProposals, changed: showCampaign });
    startLinks();
  },
};

/** What has a poster: the campaign itself, and each of its booths. @param {Api.Schemas["CampaignRow"]} campaign @returns {Place[]} */
const placesOf = (campaign) => [
  { name: t("행사 전체", "The whole campaign"), code: campaign.code, booth: undefined, isClosed: false, proof: "" },
  ...campaign.booths.map(({ name, code, is_closed: isClosed, proof }) => ({ name, code, booth: code, isClosed, proof })),
];

/** @param {{ opens_at: string, closes_at: string }} one */
const daysOf = (one) => t(`${day(one.opens_at)} ~ ${lastDay(one.closes_at)}`, `${day(one.opens_at)} to ${lastDay(one.closes_at)}`);

/** @param {number | null} budget */
const budgetWords = (budget) => (budget === null ? t("예산 없이 만듦", "Made without one") : points(budget));

async function openList() {
  open("campaigns");
  const [data] = await Promise.all([readAll((cursor) => ask("GET", PATH, { query: { limit: 100, cursor } })), proposals.read(), readPeriods()]);
  list.show(data);
}

async function showProposals() {
  await proposals.read();
  open("campaigns");
  find("[data-campaign-proposals]").scrollIntoView({ block: "center" });
}

/** @param {string} id */
async function openCampaign(id) {
  const [campaign, today] = await Promise.all([ask("GET", `${PATH}/{campaign_id}`, { values: { campaign_id: id } }), ask("GET", "v1/staff/dashboard")]);
  const codes = new Map(today.signups_by_booth.map(({ code, signups }) => [code, signups]));
  showCampaign(campaign, codes);
  showChannels(today.signups_by_channel);
  open("campaign", { id });
}

/** `today`: sign-ups of today by booth; what is known stays if it is not given.
 * @param {Campaign} campaign @param {Map<string, number>} [today] */
function showCampaign(campaign, today) {
  fill(screen("campaign"), { "campaign-title": campaign.name });
  const { budget, given, left } = campaign;
  find("[data-campaign-tiles]").replaceChildren(...(budget === null ? [] : [
    tile(t("드린 마일리지", "Points given"), points(given ?? 0), t(`예산 ${count(budget)}점의 ${share(given, budget)}%`, `${share(given, budget)}% of ${count(budget)}`)),
    tile(t("남은 예산", "Budget left"), points(left ?? 0), t(`${count(peopleFor(campaign))}명이 더 받을 수 있음`, `enough for ${count(peopleFor(campaign))} more`)),
  ]));
  find("[data-campaign-facts]").replaceChildren(...facts([
    [t("코드", "Code"), campaign.code],
    [t("기간", "Dates"), daysOf(campaign)],
    [t("가입 마일리지", "Sign-up mileage"), points(campaign.signup_mileage)],
    [t("예산", "Budget"), budgetWords(budget)],
  ]));
  shown = campaign;
  if (today) todays = today;
  places.show(placesOf(campaign));
  find("[data-campaign-terms]").replaceChildren(...(campaign.terms.length ? [] : [make("li", {}, t("처음 들어온 그대로입니다.", "As it came with the county's first data."))]), ...campaign.terms.map((one) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", { class: "number" }, `${points(one.signup_mileage)} · ${t("예산", "budget")} ${budgetWords(one.budget)}`), make("span", {}, t(`${moment(one.holds_from)}부터`, `from ${moment(one.holds_from)}`))),
    visitWords(one) ? make("div", { class: "number" }, visitWords(one)) : null,
    one.legal_basis ? make("div", {}, one.legal_basis) : null,
    make("div", { class: "soft" }, t(`승인한 사람 ${one.approved_by}`, `Approved by ${one.approved_by}`)),
  )));
  showLinks(campaign.campaign_id, placesOf(campaign));
  fillForms(campaign);
}

/** @param {number | null} part @param {number} whole */
const share = (part, whole) => (whole ? Math.floor(((part ?? 0) * 100) / whole) : 0);
/** @param {Campaign} campaign */
const peopleFor = ({ left, signup_mileage: mileage }) => (mileage ? Math.floor((left ?? 0) / mileage) : 0);

/** @param {Proposal} one */
const titleOf = (one) => (one.is_new ? t(`새 행사: ${one.name}`, `New: ${one.name}`) : one.name);

/** @param {string} id */
async function openProposal(id) {
  showProposal(await ask("GET", `${PROPOSALS}/{proposal_id}`, { values: { proposal_id: id } }));
  open("campaign-proposal", { id });
}

/** @param {Proposal} one */
function showProposal(one) {
  /** @type {[string, Node | string | null | undefined][]} */
  const rows = [
    [t("행사", "Campaign"), titleOf(one)],
    [t("코드", "Code"), one.code],
    [t("기간", "Dates"), one.opens_at && one.closes_at && daysOf({ opens_at: one.opens_at, closes_at: one.closes_at })],
    [t("부스", "Booths"), one.booths.map(({ code, name }) => `${name} (${code})`).join(", ")],
    [t("가입 마일리지", "Sign-up mileage"), points(one.signup_mileage)],
    [t("방문 마일리지", "Mileage for visits"), visitWords(one)],
    [t("예산", "Budget"), budgetWords(one.budget)],
    [t("적용하는 때", "Holds from"), one.effective_at && moment(one.effective_at)],
    [t("근거", "Article"), one.legal_basis],
    [t("선거 기간", "Election periods"), one.gives_in_elections ? t("드림", "Gives") : t("드리지 않음", "Gives nothing")],
    [t("사유", "Why"), one.reason],
    [t("상태", "State"), statusTag(one.status)],
    [t("반영되지 않은 까닭", "Why it was refused"), one.refusal?.detail],
  ];
  find("[data-campaign-proposal-facts]").replaceChildren(...facts(rows.filter(([, value]) => value)));
  renderSteps(find("[data-campaign-proposal-steps]"), one.steps);
  showDecision("campaign-proposal", one.proposal_id, one);
}

onDecision("campaign-proposal", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PROPOSALS}/{proposal_id}/approve`, { values: { proposal_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PROPOSALS}/{proposal_id}/reject`, { values: { proposal_id: id }, body: { reason } })), showProposal);

/** @param {string} code */
async function openNamed(code) {
  for (const campaign of await readAll((cursor) => ask("GET", PATH, { query: { limit: 100, cursor } }))) {
    const place = placesOf(campaign).find((one) => one.code === code);
    if (place) return openPoster(campaign, place);
  }
  return openList();
}

/** @param {Api.Schemas["CampaignRow"]} campaign @param {Place} place */
async function openPoster(campaign, place) {
  const svg = await ask("GET", "v1/staff/campaigns/{campaign_id}/poster.svg", {
    values: { campaign_id: campaign.campaign_id }, query: { booth: place.booth }, as: "text", accept: "image/svg+xml",
  });
  poster = { blob: new Blob([svg], { type: "image/svg+xml" }), file: `poster-${place.code}.svg` };
  fill(screen("poster"), { "poster-title": `${campaign.name} · ${place.name}` });
  const image = make("img", { src: URL.createObjectURL(poster.blob), alt: t(`${place.name} 가입 포스터`, `Sign-up poster of ${place.name}`) });
  find("[data-poster]").replaceChildren(image);
  open("poster", { id: place.code });
}
