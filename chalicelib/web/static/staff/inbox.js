// What waits for a second person, of all kinds in one list: the number beside the task says how many are this person's to decide.

import { statusOf } from "../common/api.js";
import { button } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { fill, find, screen, SHOWN } from "../common/dom.js";
import { count, day, points, t, won } from "../common/lang.js";
import { table, wordsFor } from "../common/words.js";
import { isClosingProposed } from "./cashbacks.js";
import { person } from "./cognito.js";
import { lastMonth, tab as dataUses, waitingIn } from "./data-uses.js";
import { ask, open, openWord, showWaiting, visit } from "./desk.js";
import { tab as duties } from "./duties.js";
import { deskTable } from "./table.js";

/** One request. `screen` and `id`: where it is looked at and decided, or `open` leads there; `isMine`: whether this person may decide it.
 * @typedef {{ screen: string, id: string, title: string, by: string, at: string, isMine: boolean, due?: string, open?: () => unknown }} Found */
/** The same with the words for its kind. @typedef {Found & { what: string }} Waiting */

/** Duties of single cases: an application waits as such, and a day's fees press once they are late, as in the morning's mail. */
const CASES = ["merchant_decision", "fee_deposit"];
const NEWEST = 100;
const AGAIN_AFTER_MS = 60_000;
let readAt = -Infinity;

/** @param {Element} place @param {string} words @param {string} empty */
const tableOf = (place, words, empty) => deskTable(place, {
  list: "inbox",
  words,
  columns: [
    { words: t("종류", "Kind"), kind: "state", of: (/** @type {Waiting} */ one) => one.what, say: (what) => what },
    { words: t("무엇", "What"), of: ({ title }) => title },
    { words: t("올린 사람", "Proposed by"), of: ({ by }) => by },
    { words: t("올린 때", "Proposed at"), kind: "moment", of: ({ at }) => at },
    { words: t("기한", "Due by"), kind: "day", of: ({ due }) => due },
  ],
  actions: (one) => [button(openWord, () => (one.open ? one.open() : visit(one.screen, one.id)), { class: "button second small", "aria-label": `${one.what} ${one.title} ${openWord}` })],
  empty,
});
const own = tableOf(find("[data-inbox]"), t("내가 결정할 것", "Mine to decide"), t("기다리는 것이 없습니다.", "Nothing is waiting."));
const ofTheOthers = tableOf(find("[data-inbox-others]"), t("다른 사람이 결정할 것", "Others' to decide"), t("없습니다.", "None."));

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "inbox",
  words: t("승인할 것", "To approve"),
  async open() {
    // Asked first, so that what is shown does not ask once more.
    const found = read();
    open("inbox");
    show(await found);
  },
  start() {
    document.addEventListener(SHOWN, () => refresh());
    document.addEventListener("visibilitychange", () => refresh());
  },
};

/** The number is looked at again while somebody works here, and at most once a minute. */
async function refresh() {
  if (document.hidden || !person().name || performance.now() - readAt < AGAIN_AFTER_MS) return;
  // That a number could not be read is not what the person at work here must hear of.
  await read().catch(() => { readAt = -Infinity; });
}

async function read() {
  readAt = performance.now();
  const found = (await Promise.all(Object.keys(table("matters")).map(ofKind))).flat();
  // What the law wants by a day is nobody's request: it stands last and is not counted, as the mail tells it apart.
  showWaiting("inbox", found.filter(({ isMine, at }) => isMine && at).length);
  return found.sort((one, other) => Number(other.isMine) - Number(one.isMine) || Number(!one.at) - Number(!other.at) || one.at.localeCompare(other.at));
}

/** @param {string} kind @returns {Promise<Waiting[]>} */
async function ofKind(kind) {
  const source = SOURCES[kind];
  if (!source) throw new Error(`the inbox does not know ${kind}`);
  const found = await source().catch(ofOthers);
  return found.map((one) => ({ ...one, what: wordsFor("matters", kind) }));
}

/** Not everybody sees every kind. @param {unknown} error @returns {never[]} */
function ofOthers(error) {
  if (statusOf(error) !== 403) throw error;
  return [];
}

/** By whom and when it was asked for. @param {{ steps: Api.Schemas["StepAnswer"][] }} one */
const asked = ({ steps: [first] }) => ({ by: first?.by ?? "", at: first?.at ?? "" });

const cashbacks = async () => (await ask("GET", "v1/staff/cashback-campaigns", { query: { limit: NEWEST } })).data;

/** @param {{ mileage: number, voucher_amount: number }} sums */
const sumOf = ({ mileage, voucher_amount: vouchers }) => (vouchers ? won(vouchers) : points(mileage));

/** Of each kind that waits, as the mail of the morning has them (chalicelib/approvals/matters.py).
 * @type {Record<string, () => Promise<Found[]>>} */
export const SOURCES = {
  adjustments: async () => (await ask("GET", "v1/staff/adjustments", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "adjustment", id: one.adjustment_id, title: `${sumOf(one)} · ${one.reason}`, ...asked(one), isMine: one.may_decide,
  })),
  bulk_grants: async () => (await ask("GET", "v1/staff/bulk-grants", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "grant", id: one.grant_id, title: `${one.name} · ${sumOf(one)}`, ...asked(one), isMine: one.may_decide,
  })),
  counter_requests: async () => (await ask("GET", "v1/staff/counter-sale-requests", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "counter-request", id: one.request_id, title: won(one.amount), ...asked(one), isMine: one.may_decide,
  })),
  receivable_waivers: async () => (await ask("GET", "v1/staff/receivable-waivers", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "waiver", id: one.waiver_id, title: `${won(one.amount)} · ${one.reason}`, ...asked(one), isMine: one.may_decide,
  })),
  interest_proposals: async () => (await ask("GET", "v1/staff/interest-proposals", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "interest-proposal", id: one.proposal_id, title: won(one.total_amount), ...asked(one), isMine: one.may_decide,
  })),
  invoice_withdrawals: async () => (await ask("GET", "v1/staff/settlement-invoice-withdrawals", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "withdrawal", id: one.withdrawal_id, title: `${won(one.amount)} · ${one.reason}`, ...asked(one), isMine: one.may_decide,
  })),
  payout_batches: async () => (await ask("GET", "v1/staff/payout-batches", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "payout", id: one.batch_id, title: `${day(one.payout_on)} · ${won(one.amount)}`, ...asked(one), isMine: one.may_decide,
  })),
  setting_proposals: async () => (await ask("GET", "v1/staff/setting-proposals", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "setting-proposal", id: one.proposal_id, title: one.effect || wordsFor("settings", one.key), ...asked(one), isMine: one.may_decide,
  })),
  campaign_proposals: async () => (await ask("GET", "v1/staff/campaign-proposals", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "campaign-proposal", id: one.proposal_id, title: `${one.name} · ${points(one.signup_mileage)}`, ...asked(one), isMine: one.may_decide,
  })),
  facility_proposals: async () => (await ask("GET", "v1/staff/facility-proposals", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "facility-proposal", id: one.proposal_id, title: t(`${day(one.terms.effective_on)}부터 운영 조건`, `Terms from ${day(one.terms.effective_on)}`), ...asked(one), isMine: one.may_decide,
  })),
  segment_messages: async () => (await ask("GET", "v1/staff/segment-messages", { query: { status: "proposed", limit: NEWEST } })).data.map((one) => ({
    screen: "message", id: one.message_id, title: `${one.name} · ${won(one.budget_amount)}`, ...asked(one), isMine: one.may_decide,
  })),
  cashback_campaigns: async () => (await cashbacks()).filter(({ state }) => state === "proposed").map((one) => ({
    screen: "cashback", id: one.campaign_id, title: `${one.name} · ${won(one.budget_amount)}`, ...asked(one), isMine: one.may_decide,
  })),
  cashback_closings: async () => (await cashbacks()).filter(isClosingProposed).map((one) => ({
    screen: "cashback-closing", id: one.campaign_id, title: one.name, ...asked({ steps: one.closing_steps }), isMine: one.may_decide_closing,
  })),
  trip_grants: async () => (await ask("GET", "v1/staff/trips", { query: { status: "claimed", limit: NEWEST } })).data.flatMap((one) => (one.review ? [{
    screen: "trip", id: one.trip_id, title: won(one.review.payback_amount), by: one.review.by, at: one.review.at,
    isMine: one.review.by !== person().name && ["manager", "treasurer"].some((role) => person().roles.includes(role)),
  }] : [])),
  applications: async () => (await ask("GET", "v1/staff/merchant-applications", { query: { status: "received", limit: NEWEST } })).data.map((one) => ({
    screen: "application", id: one.application_id, title: one.name, by: "", at: one.received_at,
    isMine: person().roles.includes("manager"), due: one.decide_by_on,
  })),
  shop_changes: async () => (await ask("GET", "v1/staff/merchant-changes", { query: { status: "received", limit: NEWEST } })).data.map((one) => ({
    screen: "shop-change", id: one.change_id, title: one.merchant_name, by: "", at: one.received_at,
    isMine: ["manager", "treasurer"].some((role) => person().roles.includes(role)), due: one.decide_by_on,
  })),
  draw_comments: comments,
  data_reviews: dataReview,
  duties: async () => (await ask("GET", "v1/staff/duties")).data.filter(({ kind, state }) => state === "overdue" ? kind !== "merchant_decision" : state === "due" && !CASES.includes(kind)).map((one) => ({
    screen: "duties", id: "", title: wordsFor("duty_kinds", one.kind), by: "", at: "", isMine: person().roles.includes("manager"), due: one.due_on, open: duties.open,
  })),
};

/** Of each draw that takes some and whose list is not frozen. @returns {Promise<Found[]>} */
async function comments() {
  const { data } = await ask("GET", "v1/staff/draws", { query: { limit: NEWEST } });
  const taking = data.filter((one) => one.post_url && ["open", "closed"].includes(one.status));
  const found = await Promise.all(taking.map(async ({ draw_id: id, title }) => {
    const waiting = await ask("GET", "v1/staff/draws/{draw_id}/comment-entries", { values: { draw_id: id }, query: { status: "sent", limit: NEWEST } });
    return waiting.data.map((one) => ({ screen: "one-draw", id, title, by: "", at: one.sent_at, isMine: true }));
  }));
  return found.flat();
}

/** Once a month, no request of anybody's. @returns {Promise<Found[]>} */
async function dataReview() {
  const month = lastMonth();
  const waiting = await waitingIn(month);
  const title = waiting === null ? t(`${month}에 본 기록이 많아 다 세지 못했습니다`, `Too many records in ${month} to count its uses`)
    : t(`${month}에 본 기록 ${count(waiting)}건`, `${count(waiting)} uses of ${month}`);
  return waiting !== 0 ? [{ screen: "data-uses", id: "", title, by: "", at: new Date(now()).toISOString(), isMine: true, open: dataUses.open }] : [];
}

/** @param {Waiting[]} found */
function show(found) {
  const mine = found.filter(({ isMine }) => isMine);
  const others = found.filter(({ isMine }) => !isMine);
  fill(screen("inbox"), { "inbox-mine": t(`내가 결정할 것 ${count(mine.length)}건`, `Mine to decide: ${count(mine.length)}`), "inbox-others": t(`다른 사람이 결정할 것 ${count(others.length)}건`, `Others' to decide: ${count(others.length)}`) });
  own.show(mine);
  ofTheOthers.show(others);
}
