// The page of a draw: what was promised, who won, and the check of all of it on the reader's own device.

import { address, call } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { facts, fill, find, make, screen, watchConnection } from "../common/dom.js";
import { learnNames, prizeOf, titleOf } from "../common/draw-names.js";
import { count, day, moment, t } from "../common/lang.js";
import { messageOf } from "../common/refusals.js";
import { check } from "./draw-check.js";

/** @typedef {import("./draw-check.js").Draw} Draw */
/** @typedef {import("./draw-check.js").Fits} Fits */

const PAGE = 5000;
const drawId = document.body.dataset.draw ?? "";
const checkButton = find('[data-do="check"]');
/** @type {Draw | null} */
let draw = null;

/** In the order in which they are shown: what was looked at, and what it means when it does not fit. @type {Record<string, [string, string]>} */
const STEPS = {
  list: [
    t("명단이 뽑기 전에 공개한 지문과 같은지", "The list has the fingerprint that was published before"),
    t("명단이 확정한 뒤에 바뀌었습니다.", "The list was changed after it had been frozen."),
  ],
  lead: [
    t("난수가 나오기 10분 전까지 확정했는지", "It was frozen ten minutes before the number at the least"),
    t("명단을 너무 늦게 확정했습니다.", "The list was frozen too late."),
  ],
  round: [
    t("미리 알린 회차의 난수로 뽑았는지", "It was drawn by the round that had been named"),
    t("미리 알린 회차가 아닙니다.", "The round is not one that had been named."),
  ],
  signature: [
    t("난수가 drand가 서명한 진짜인지", "The number is genuine, signed by drand"),
    t("drand의 서명이 아닙니다.", "The signature is not drand's."),
  ],
  randomness: [
    t("서명에서 나온 난수인지", "The number follows from the signature"),
    t("난수가 서명과 맞지 않습니다.", "The number does not follow from the signature."),
  ],
  order: [
    t("그 난수로 계산한 순서와 당첨자가 같은지", "Winners and reserves are those of the order it gives"),
    t("당첨자나 예비 순번이 계산한 순서와 다릅니다.", "Winners or reserves are not those of the order."),
  ],
};
/** @type {Record<Draw["status"], string>} */
const STATES = {
  open: t("응모를 받는 중", "entries are open"),
  closed: t("명단 확정을 기다리는 중", "closed, the list is not frozen yet"),
  lapsed: t("열리지 않음", "not held"),
  frozen: t("추첨을 기다리는 중", "waiting for its draw"),
  drawn: t("추첨을 마침", "drawn"),
};
/** @type {Record<string, string>} */
const PLACES = {
  asked: t("답을 기다림", "asked"),
  accepted: t("받음", "accepted"),
  passed: t("다음 순번으로", "passed on"),
  waiting: t("대기", "waiting"),
  offered: t("살 차례", "may buy"),
};
/** @type {Record<string, string>} */
const REASONS = {
  declined: t("받지 않음", "declined"),
  no_answer: t("기한까지 답이 없음", "no answer in time"),
  not_eligible: t("자격 없음", "not eligible"),
  withdrawn: t("응모를 거둠", "withdrew"),
};

watchConnection();
onClicks({ check: checkAll });
load();

async function load() {
  try {
    draw = await call("GET", "v1/draws/{draw_id}", { values: { draw_id: drawId } });
    await learnNames([draw]);
  } catch (error) {
    fill(screen("draw"), { "draw-title": t("추첨을 보여 드리지 못했습니다", "The draw can't be shown") });
    find('[data-error=""]').textContent = messageOf(error);
    find("[data-way-on]").hidden = false;
    return;
  }
  show(draw);
}

/** @param {Draw} one */
function show(one) {
  document.title = `${titleOf(one)} · ${document.title.split(" · ").pop()}`;
  fill(screen("draw"), { "draw-title": titleOf(one), state: STATES[one.status], lead: leadOf(one), rule: one.rule });
  find("[data-state]").hidden = false;
  find("[data-facts]").replaceChildren(...facts(factsOf(one)));
  find("[data-raw]").replaceChildren(...facts(rawOf(one)));
  find("[data-api]").setAttribute("href", address("v1/draws/{draw_id}", { draw_id: drawId }));
  find("[data-api-list]").setAttribute("href", address("v1/draws/{draw_id}/entrants", { draw_id: drawId }, { limit: PAGE }));
  find("[data-places]").hidden = one.status !== "drawn";
  find("[data-promise]").hidden = false;
  // A reserve to whom a prize was passed on stands with the winners.
  const holders = [...one.winners, ...one.reserves.filter((place) => place.prize)];
  find("[data-winners]").replaceChildren(...(holders.length ? holders.map((place) => placeRow(one, place)) : [make("li", {}, t("응모한 분이 없어 당첨자도 없습니다.", "Nobody entered, so nobody won."))]));
  find("[data-reserves]").replaceChildren(...one.reserves.map((place) => placeRow(one, place)));
  find("[data-reserved]").hidden = !one.reserves.length;
  checkButton.hidden = !one.list_hash;
}

/** @param {Draw} one */
function leadOf(one) {
  const at = moment(one.frozen_round === one.fallback_round ? one.fallback_round_at : one.round_at);
  if (one.status === "open") return t(`${moment(one.closes_at)}까지 응모를 받고, ${at}에 뽑습니다.`, `Entries close at ${moment(one.closes_at)}; lots are drawn at ${at}.`);
  if (one.status === "closed") return t("응모가 끝났습니다. 명단을 확정하면 지문을 여기에 공개합니다.", "Entries have closed. Once the list is frozen, its fingerprint is published here.");
  if (one.status === "lapsed") return t("정해 둔 시각까지 명단을 확정하지 못해 이 추첨은 열리지 않습니다.", "The list was not frozen in time, so this draw is not held.");
  if (one.status === "frozen") return t(`${count(one.entrant_count ?? 0)}명의 명단을 확정했습니다. ${at}의 난수로 뽑습니다.`, `The list of ${count(one.entrant_count ?? 0)} is frozen. The random number of ${at} decides.`);
  return t(`${count(one.entrant_count ?? 0)}명 가운데 ${count(one.winners.length)}명을 뽑았습니다.`, `${count(one.winners.length)} of ${count(one.entrant_count ?? 0)} entrants won.`);
}

/** @param {Draw} one @returns {[string, Node | string][]} */
function factsOf(one) {
  const dropped = Object.values(one.dropped).reduce((sum, rows) => sum + rows, 0);
  /** @type {[string, Node | string][]} */
  const rows = [
    [t("상품", "Prizes"), make("div", {}, one.prizes.map((prize) => make("div", {}, t(`${prize.name} ${count(prize.count)}명`, `${prizeOf(one, prize.name)}, ${count(prize.count)}`))))],
    [t("예비 순번", "Reserves"), t(`${count(one.reserve_count)}명`, count(one.reserve_count))],
    [t("응모 마감", "Entries close"), moment(one.closes_at)],
    [t("난수의 시각", "Time of the number"), t(`${moment(one.round_at)} (회차 ${count(one.round)})`, `${moment(one.round_at)} (round ${count(one.round)})`)],
    [t("그 회차가 없을 때", "If there is no such round"), t(`${moment(one.fallback_round_at)} (회차 ${count(one.fallback_round)})`, `${moment(one.fallback_round_at)} (round ${count(one.fallback_round)})`)],
    [t("근거", "Legal basis"), one.legal_basis],
    [t("응모자 정보를 지우는 날", "Entrants' data is erased on"), day(one.erased_on)],
  ];
  if (one.frozen_at) rows.splice(3, 0, [t("명단 확정", "List frozen"), moment(one.frozen_at)]);
  if (dropped) rows.splice(3, 0, [t("명단에서 뺀 줄", "Rows that are not in the list"), t(`${count(dropped)}줄 (중복 응모, 담당자와 그 가구 등)`, `${count(dropped)} (duplicates, staff and their households)`)]);
  return rows;
}

/** @param {Draw} one @returns {[string, string][]} */
const rawOf = (one) => [
  ["draw_id", one.draw_id],
  ["list_hash", one.list_hash ?? "–"],
  ["round", String(one.drawn_round ?? one.round)],
  ["signature", one.signature ?? "–"],
  ["randomness", one.randomness ?? "–"],
];

/** @param {Draw} one @param {Draw["winners"][number]} place */
const placeRow = (one, place) => make(
  "li", { class: place.state },
  make("strong", { class: "number" }, String(place.number)),
  make("code", {}, place.entrant_id.replace("etr_", "")),
  make("span", { class: "tag" }, PLACES[place.state] ?? place.state),
  place.prize ? make("span", { class: "prize" }, [prizeOf(one, place.prize), place.state === "offered" && place.answer_by ? t(`${moment(place.answer_by)}까지`, `until ${moment(place.answer_by)}`) : "", place.after ? t(`${place.after}번에서 넘어옴`, `passed on by ${place.after}`) : "", place.reason ? REASONS[place.reason] ?? place.reason : ""].filter(Boolean).join(" · ")) : null,
);

async function checkAll() {
  if (!draw) return;
  if (!globalThis.crypto?.subtle) {
    tell("unsure", t("이 주소에서는 확인할 수 없습니다", "This address cannot check"), t("주소가 https로 시작하는 화면에서 다시 해 주세요.", "Please open this page at an address that begins with https."), {});
    return;
  }
  checkButton.setAttribute("aria-busy", "true");
  try {
    // What is checked is what the county says now, list and draw together.
    draw = await call("GET", "v1/draws/{draw_id}", { values: { draw_id: drawId } });
    show(draw);
    const fits = await check(draw, await readList());
    answer(draw, fits);
  } catch (error) {
    tell("unsure", t("아직 다 확인하지 못했습니다", "Not checked to the end"), messageOf(error), {});
  } finally {
    checkButton.removeAttribute("aria-busy");
  }
}

async function readList() {
  /** @type {string[]} */
  const ids = [];
  /** @type {string | null | undefined} */
  let cursor;
  do {
    const page = await call("GET", "v1/draws/{draw_id}/entrants", { values: { draw_id: drawId }, query: { limit: PAGE, cursor } });
    ids.push(...page.data.map((row) => row.entrant_id));
    cursor = page.next_cursor;
  } while (cursor);
  return ids;
}

/** @param {Draw} one @param {Fits} fits */
function answer(one, fits) {
  const wrong = Object.keys(STEPS).filter((name) => fits[name] === false);
  if (wrong.length) {
    tell("bad", t("맞지 않는 곳이 있습니다", "Something does not fit"), wrong.map((name) => STEPS[name][1]).join(" "), fits);
  } else if (Object.values(fits).includes(null)) {
    tell("unsure", t("한 가지를 확인하지 못했습니다", "One thing was not checked"), t("이 브라우저는 drand의 서명을 확인하지 못합니다. 다른 브라우저에서 다시 해 주세요.", "This browser cannot check drand's signature. Please try another one."), fits);
  } else if (one.status === "drawn") {
    tell("good", t("정해진 대로 뽑았습니다", "Drawn as it was promised"), t(
      `이 기기에서 ${count(one.entrant_count ?? 0)}명의 명단과 난수로 다시 계산했고, 모두 같았습니다.`,
      `This device worked it out again from the list of ${count(one.entrant_count ?? 0)} and the random number: all is the same.`,
    ), fits);
  } else {
    tell("good", t("명단이 공개한 지문과 같습니다", "The list has its published fingerprint"), t("뽑은 뒤에 다시 확인하시면 순서까지 볼 수 있습니다.", "Check again after the draw to see the order too."), fits);
  }
}

/** @param {"good" | "bad" | "unsure"} kind @param {string} title @param {string} words @param {Fits} fits */
function tell(kind, title, words, fits) {
  const verdict = find("[data-verdict]");
  verdict.className = `verdict ${kind}`;
  verdict.hidden = false;
  fill(verdict, { sign: { good: "✓", bad: "✕", unsure: "?" }[kind], verdict: title, words });
  find("[data-steps]").replaceChildren(...Object.keys(STEPS).filter((name) => name in fits).map((name) => stepRow(STEPS[name][0], fits[name], name)));
  checkButton.hidden = kind === "good";
  verdict.setAttribute("tabindex", "-1");
  verdict.focus();
}

/** @param {string} words @param {boolean | null} fits @param {string} name */
const stepRow = (words, fits, name) => make(
  "li", { class: fits === null ? "unsure" : fits ? "yes" : "no", "data-step": name },
  make("span", { class: "mark", "aria-hidden": "true" }, fits === null ? "?" : fits ? "✓" : "✕"),
  make("span", {}, words),
  make("strong", {}, fits === null ? t("모름", "unknown") : fits ? t("맞음", "yes") : t("틀림", "no")),
);
