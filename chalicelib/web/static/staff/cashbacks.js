// Cashback campaigns: one person proposes to have or to close one, another decides.

import { Problem } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, screen, tile } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, seoulMoment, t, time, won } from "../common/lang.js";
import { amountIn, groupDigits, numberIn } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { onDecision, renderSteps, showDecision } from "./approvals.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffCashbackCampaignAnswer"]} Campaign */

const PATH = "v1/staff/cashback-campaigns";
const PAGE = 20;
const BUDGET_DIGITS_MAX = 12;
const RATE_MAX = 30;
/** @type {Record<Campaign["state"], string>} */
const TONES = { proposed: "warn", rejected: "bad", upcoming: "may", open: "must", over: "may", closed: "may" };
const form = findForm("#cashback-form");
const closingForm = findForm("#cashback-closing-form");
/** @type {Campaign | null} */
let shown = null;

const list = deskTable(find("[data-cashbacks]"), {
  list: "cashback_campaigns",
  words: t("캐시백", "Cashback"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Campaign} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", states: "cashback_states", tones: TONES, of: ({ state }) => state, cell: (one) => [tagOf(one), isClosingProposed(one) ? make("div", {}, make("span", { class: "tag warn" }, t("마감 올림", "Closing proposed"))) : null] },
    { words: t("조건", "Terms"), of: (one) => termsOf(one) },
    { words: t("예산 (원)", "Budget (won)"), kind: "number", of: (one) => one.budget_amount },
    { words: t("남음 (원)", "Left (won)"), kind: "number", of: (one) => (hasGiven(one) ? one.remaining_amount : null) },
    { words: t("여는 때", "Opens"), kind: "moment", of: (one) => one.opens_at },
    { words: t("닫는 때", "Closes"), kind: "moment", of: (one) => one.closes_at },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.campaign_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "cashbacks",
  words: t("캐시백", "Cashback"),
  views: { cashback: openOne, "cashback-closing": openClosing },
  async open() {
    open("cashbacks");
    await list.read();
  },
  actions: { "cashback-closing": () => shown && openClosing(shown.campaign_id) },
  start() {
    for (const field of [form.floor_amount, form.ceiling_amount, form.budget_amount]) groupDigits(field);
  },
};

/** @param {Pick<Campaign, "state">} one */
const tagOf = ({ state }) => make("span", { class: `tag ${TONES[state]}` }, wordsFor("cashback_states", state));

/** @param {{ opens_at: string, closes_at: string }} one */
const timesOf = (one) => [one.opens_at, one.closes_at].map((at) => `${day(at)} ${time(at)}`).join(t(" ~ ", " to "));

/** @param {Pick<Campaign, "rate_percent" | "floor_amount" | "ceiling_amount">} one */
const termsOf = (one) => [
  `${one.rate_percent}%`,
  one.floor_amount ? t(`${won(one.floor_amount)} 이상`, `from ${won(one.floor_amount)}`) : "",
  t(`한 달 ${won(one.ceiling_amount)}까지`, `up to ${won(one.ceiling_amount)} a month`),
].filter(Boolean).join(" · ");

/** @param {{ areas: string[], categories: string[] }} one @param {string[]} shops */
const whereOf = ({ areas, categories }, shops) => [...areas, ...categories, ...shops].join(", ") || t("모든 가게", "Every shop");

/** Whether it was approved, so that something may have been given. @param {Pick<Campaign, "state">} one */
const hasGiven = ({ state }) => state !== "proposed" && state !== "rejected";

/** Whether a second person is to decide about its closing. @param {Campaign} one */
export const isClosingProposed = (one) => one.closing_steps.length === 1;

/** @param {string} id */
const read = (id) => ask("GET", `${PATH}/{campaign_id}`, { values: { campaign_id: id } });

/** @param {string} id */
async function openOne(id) {
  showOne(await read(id));
  open("cashback", { id });
}

/** @param {string} id */
async function openClosing(id) {
  showClosing(await read(id));
  open("cashback-closing", { id });
}

/** @param {Campaign} one @returns {[string, Node | string][]} */
const rowsOf = (one) => [
  [t("상태", "State"), tagOf(one)],
  [t("조건", "Terms"), termsOf(one)],
  [t("기간", "Dates"), timesOf(one)],
  [t("가게", "Shops"), whereOf(one, one.merchant_ids)],
  [t("예산", "Budget"), won(one.budget_amount)],
];

/** @param {Campaign} one */
function showOne(one) {
  shown = one;
  fill(screen("cashback"), { "cashback-title": one.name });
  find("[data-cashback-tiles]").replaceChildren(...(hasGiven(one) ? [
    tile(t("드린 캐시백", "Given"), won(one.given_amount), t(`예산의 ${Math.floor((one.given_amount * 100) / one.budget_amount)}%`, `${Math.floor((one.given_amount * 100) / one.budget_amount)}% of the budget`)),
    tile(t("남은 예산", "Budget left"), won(one.remaining_amount), t("취소로 돌아온 금액 포함", "with what cancels brought back")),
  ] : []));
  find("[data-cashback-facts]").replaceChildren(...facts(rowsOf(one)));
  const last = one.closing_steps.at(-1);
  closingForm.hidden = !["upcoming", "open"].includes(one.state) || isClosingProposed(one);
  closingForm.reset();
  find("[data-closing-link]").hidden = !last;
  fill(screen("cashback"), { "closing-state": last ? `${t("마감", "Closing")}: ${wordsFor("steps", last.step)}` : "" });
  renderSteps(find("[data-cashback-steps]"), one.steps);
  showDecision("cashback", one.campaign_id, { status: one.state === "proposed" ? "proposed" : "applied", may_decide: one.may_decide });
}

/** @param {Campaign} one */
function showClosing(one) {
  shown = one;
  find("[data-closing-facts]").replaceChildren(...facts([[t("행사", "Campaign"), one.name], ...rowsOf(one), [t("남은 예산", "Budget left"), won(one.remaining_amount)]]));
  renderSteps(find("[data-cashback-closing-steps]"), one.closing_steps);
  showDecision("cashback-closing", one.campaign_id, { status: isClosingProposed(one) ? "proposed" : "applied", may_decide: one.may_decide_closing });
}

onDecision("cashback", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PATH}/{campaign_id}/approve`, { values: { campaign_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PATH}/{campaign_id}/reject`, { values: { campaign_id: id }, body: { reason }, key })), showOne);

onDecision("cashback-closing", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${PATH}/{campaign_id}/closing/approve`, { values: { campaign_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${PATH}/{campaign_id}/closing/reject`, { values: { campaign_id: id }, body: { reason }, key })), showClosing);

onSubmit(closingForm, async () => {
  const reason = closingForm.reason.value.trim();
  if (!reason) throw new FieldError("reason", t("마감하는 사유를 적어 주세요.", "Please say why it is to be closed."));
  if (shown) showOne(await ask("POST", `${PATH}/{campaign_id}/closing`, { values: { campaign_id: shown.campaign_id }, body: { reason } }));
});

/** @param {HTMLInputElement} field */
const wordsIn = (field) => field.value.split(",").map((word) => word.trim()).filter(Boolean);

const RATE_WANTED = t(`비율을 1에서 ${RATE_MAX} 사이로 적어 주세요.`, `Please enter a share of 1 to ${RATE_MAX}.`);

/** The desk knows shops by their codes. @param {string[]} codes */
async function shopsOf(codes) {
  try {
    return (await Promise.all(codes.map((merchant_code) => ask("GET", "v1/merchants/{merchant_code}", { values: { merchant_code } })))).map((one) => one.merchant_id);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) error.param = "merchant_codes";
    throw error;
  }
}

keyedForm(form, {
  fields: { name: "name_ko", merchant_ids: "merchant_codes" },
  read() {
    for (const [name, words] of [["name_ko", t("이름을 적어 주세요.", "Please name it.")], ["name_en", t("영문 이름을 적어 주세요.", "Please give the English name.")],
      ["opens_at", t("여는 시각을 골라 주세요.", "Please choose when it opens.")], ["closes_at", t("닫는 시각을 골라 주세요.", "Please choose when it closes.")],
      ["reason", t("사유를 적어 주세요.", "Please say why.")]]) {
      if (!form[name].value.trim()) throw new FieldError(name, words);
    }
    const rate_percent = numberIn(form.rate_percent, RATE_WANTED);
    if (rate_percent < 1 || rate_percent > RATE_MAX) throw new FieldError("rate_percent", RATE_WANTED);
    return {
      codes: wordsIn(form.merchant_codes),
      terms: {
        name: form.name_ko.value.trim(),
        name_en: form.name_en.value.trim(),
        opens_at: seoulMoment(form.opens_at.value),
        closes_at: seoulMoment(form.closes_at.value),
        rate_percent,
        floor_amount: form.floor_amount.value.trim() ? amountIn(form.floor_amount, t("최소 금액을 숫자로 적어 주세요.", "Please enter the least amount.")) : 0,
        ceiling_amount: amountIn(form.ceiling_amount, t("한 달에 받는 최대 금액을 적어 주세요.", "Please enter the most for a month.")),
        budget_amount: amountIn(form.budget_amount, t("예산을 적어 주세요.", "Please enter the budget."), BUDGET_DIGITS_MAX),
        areas: wordsIn(form.areas),
        categories: wordsIn(form.categories),
        reason: form.reason.value.trim(),
      },
    };
  },
  describe: ({ codes, terms }) => [
    make("p", {}, make("strong", {}, terms.name)),
    make("p", { class: "number" }, `${termsOf(terms)} · ${timesOf(terms)}`),
    make("p", { class: "number" }, `${whereOf(terms, codes)} · ${t(`예산 ${won(terms.budget_amount)}`, `budget ${won(terms.budget_amount)}`)}`),
    make("p", {}, t(`${count(Math.floor(terms.budget_amount / terms.ceiling_amount))}명이 한 달 최대 금액을 받을 수 있는 예산입니다. 다른 담당자가 승인해야 시작합니다. 맞으면 한 번 더 눌러 주세요.`, `The budget lets ${count(Math.floor(terms.budget_amount / terms.ceiling_amount))} people get the most of one month. Another person must approve it. If this is right, press once more.`)),
  ],
  send: async ({ codes, terms }, key) => ask("POST", PATH, { body: { ...terms, merchant_ids: await shopsOf(codes) }, key }),
  async done(made) {
    form.reset();
    await openOne(made.campaign_id);
  },
});
