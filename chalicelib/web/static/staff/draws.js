// Draws: announced by one, filled from files, frozen by another; then each place accepts or passes on.

import { Problem } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { learnNames, prizeOf, titleOf } from "../common/draw-names.js";
import { keyedForm } from "../common/forms.js";
import { count, day, moment, seoulDay, t, won } from "../common/lang.js";
import { amountIn, groupDigits, numberIn } from "../common/money.js";
import { readAll } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { base64Of } from "../common/file-bytes.js";
import { showProblems } from "./csv-file.js";
import { ask, open, openWord } from "./desk.js";
import { showComments } from "./draw-comments.js";
import { readMemberId } from "./member-number.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffDrawAnswer"]} Draw */
/** @typedef {Draw["places"][number]} Place */

const PATH = "v1/staff/draws";
const ONE = `${PATH}/{draw_id}`;
const PAGE = 20;
const FILE_BYTES_MAX = 2800 * 1024;
const KEPT_DAYS = 60;
/** @type {Record<Draw["status"], string[]>} */
const STATES = {
  open: [t("응모 중", "Open"), "must"],
  closed: [t("확정 대기", "To be frozen"), "warn"],
  lapsed: [t("열리지 않음", "Not held"), "may"],
  frozen: [t("추첨 대기", "Waiting"), "may"],
  drawn: [t("추첨 마침", "Drawn"), "may"],
};
/** @type {Record<Place["state"], string[]>} */
const PLACES = {
  asked: [t("답을 기다림", "Asked"), "warn"],
  accepted: [t("수락", "Accepted"), "must"],
  passed: [t("넘김", "Passed on"), "may"],
  waiting: [t("대기", "Waiting"), "may"],
  offered: [t("살 차례", "May buy"), "must"],
};
/** @param {Record<string, string[]>} states @returns {Record<string, string>} */
const tonesOf = (states) => Object.fromEntries(Object.entries(states).map(([state, [, tone = ""]]) => [state, tone]));
const announceForm = findForm("#draw-form");
const uploadForm = findForm("#draw-upload-form");
const freezeForm = findForm("#draw-freeze-form");
const answerForm = findForm("#draw-answer-form");
/** @type {Draw | null} */
let draw = null;
/** By its id, what a campaign is called. @type {Map<string, string>} */
let campaignNames = new Map();

const list = deskTable(find("[data-draws]"), {
  list: "draws",
  words: t("추첨", "Draws"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Draw} */ one) => titleOf(one) },
    { words: t("상태", "State"), kind: "state", of: ({ status }) => status, say: (status) => STATES[/** @type {Draw["status"]} */ (status)][0] ?? status, tones: tonesOf(STATES) },
    { words: t("응모 마감", "Entries close"), kind: "moment", of: (one) => one.closes_at },
    { words: t("상품 (개)", "Prizes"), kind: "number", of: (one) => one.prize_count },
  ],
  async load(cursor) {
    const page = await ask("GET", PATH, { query: { limit: PAGE, cursor } });
    await learnNames(page.data);
    return page;
  },
  actions: (one) => [button(openWord, () => openOne(one.draw_id), { class: "button second small", "aria-label": `${titleOf(one)} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

const places = deskTable(find("[data-draw-places]"), {
  list: "draw_places",
  words: t("뽑힌 자리", "Places drawn"),
  columns: [
    { words: t("자리", "Place"), kind: "number", of: (/** @type {Place} */ one) => one.number },
    { words: t("응모 번호", "Entrant"), of: (one) => one.entrant_id.slice(4) },
    { words: t("상태", "State"), kind: "state", of: ({ state }) => state, say: (state) => PLACES[/** @type {Place["state"]} */ (state)][0] ?? state, tones: tonesOf(PLACES) },
    { words: t("상품", "Prize"), of: ({ prize }) => (prize && draw ? prizeOf(draw, prize) : t("예비", "reserve")) },
    { words: t("답할 때까지", "Answer by"), kind: "moment", of: (one) => (one.state === "asked" ? one.answer_by : null) },
    { words: t("세금", "Tax"), kind: "state", of: (one) => (one.is_taxed ? "taxed" : null), say: () => t("세금 22%", "tax 22 %"), tones: { taxed: "warn" } },
  ],
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "draws",
  words: t("추첨", "Draws"),
  views: { "one-draw": openOne },
  async open() {
    open("draws");
    await Promise.all([list.read(), offerCampaigns()]);
  },
  start: () => groupDigits(announceForm.amount),
  actions: {
    "draw-rows": () => save("rows.csv"),
    "draw-grants": () => save("grants.csv"),
  },
};

/** Also those that are over: photos may wait for the draw of a festival that has just ended. */
async function offerCampaigns() {
  const data = await readAll((cursor) => ask("GET", "v1/staff/campaigns", { query: { limit: 100, cursor } }));
  const chosen = announceForm.campaign_id.value;
  announceForm.campaign_id.replaceChildren(
    announceForm.campaign_id.options[0],
    ...data.map((one) => make("option", { value: one.campaign_id }, `${one.name} (${one.code})`)),
  );
  announceForm.campaign_id.value = chosen;
  campaignNames = new Map(data.map((one) => [one.campaign_id, one.name]));
}

/** @param {string[]} words */
const tag = ([words, tone]) => make("span", { class: `tag ${tone}` }, words);
const values = () => ({ draw_id: draw?.draw_id ?? "" });

/** @param {"rows.csv" | "grants.csv"} file */
async function save(file) {
  const path = /** @type {"v1/staff/draws/{draw_id}/rows.csv"} */ (`${ONE}/${file}`);
  saveFile(await ask("GET", path, { values: values(), as: "blob", accept: "text/csv" }), `${draw?.draw_id}-${file}`);
}

/** @param {string} id */
async function openOne(id) {
  const [one] = await Promise.all([ask("GET", ONE, { values: { draw_id: id } }), offerCampaigns()]);
  await learnNames([one]);
  show(one);
  open("one-draw", { id });
  await showComments(one);
}

/** @param {Draw} one */
function show(one) {
  draw = one;
  fill(screen("one-draw"), { "draw-name": titleOf(one) });
  find("[data-draw-page]").setAttribute("href", `draws/${one.draw_id}`);
  const dropped = Object.values(one.dropped).reduce((sum, rows) => sum + rows, 0);
  /** @type {[string, Node | string | null][]} */
  const rows = [
    [t("상태", "State"), tag(STATES[one.status])],
    [t("상품", "Prizes"), make("div", {}, one.prizes.map((prize) => make("div", {}, `${prizeOf(one, prize.name)} · ${won(prize.amount)} × ${count(prize.count)}`)))],
    [t("예비", "Reserves"), count(one.reserve_count)],
    [t("행사의 응모자", "Entrants of"), one.campaign_id && (campaignNames.get(one.campaign_id) ?? one.campaign_id)],
    [t("댓글을 받는 글", "Post for comments"), one.post_url && make("a", { href: one.post_url, target: "_blank", rel: "noopener noreferrer" }, one.post_url)],
    [t("응모 마감", "Entries close"), moment(one.closes_at)],
    [t("뽑는 때", "Lots are drawn"), t(`${moment(one.round_at)} (늦으면 ${moment(one.fallback_round_at)})`, `${moment(one.round_at)} (if late: ${moment(one.fallback_round_at)})`)],
    [t("근거", "Legal basis"), one.legal_basis],
    [t("알린 사람", "Announced by"), one.announced_by],
    [t("확정한 사람", "Frozen by"), one.frozen_by],
    [t("확정 명단", "Frozen list"), one.list_hash && t(`${count(one.entrant_count ?? 0)}명, 뺀 줄 ${count(dropped)}`, `${count(one.entrant_count ?? 0)} entrants, ${count(dropped)} rows dropped`)],
    [t("개인정보를 지우는 날", "Personal data is erased on"), day(one.erased_on)],
  ];
  find("[data-draw-facts]").replaceChildren(...facts(/** @type {[string, Node | string][]} */ (rows.filter(([, value]) => value))));
  // A sale round's draw runs by itself.
  uploadForm.hidden = one.round_id !== null || !["open", "closed"].includes(one.status);
  freezeForm.hidden = one.round_id !== null || one.status !== "closed";
  fill(freezeForm, { "freeze-words": one.may_freeze ? "" : t("추첨을 알리거나 명단을 올린 사람이 아닌 팀장이나 회계 담당이 확정합니다.", "A manager or treasurer who neither announced it nor uploaded a file freezes the list.") });
  find("[data-draw-work]").hidden = one.status !== "drawn";
  places.show(one.places);
  answerForm.place.replaceChildren(...one.places.filter(({ state }) => state === "asked" || state === "waiting").map((place) => make("option", { value: String(place.number) }, `${place.number} · ${place.entrant_id.slice(4)}`)));
}

/** @param {string} local */
const seoul = (local) => new Date(`${local}:00+09:00`);

keyedForm(announceForm, {
  read() {
    const wanted = { title_ko: t("제목을 적어 주세요.", "Please enter a title."), legal_basis: t("근거가 되는 조항을 적어 주세요.", "Please name the article."), prize: t("상품의 이름을 적어 주세요.", "Please name the prize."), closes_at: t("응모를 마감하는 때를 골라 주세요.", "Please choose when entries close."), draws_at: t("뽑는 때를 골라 주세요.", "Please choose when lots are drawn.") };
    for (const [name, words] of Object.entries(wanted)) {
      if (!announceForm[name].value.trim()) throw new FieldError(name, words);
    }
    const draws_at = seoul(announceForm.draws_at.value);
    return {
      title: announceForm.title_ko.value.trim(),
      legal_basis: announceForm.legal_basis.value.trim(),
      prizes: [{
        name: announceForm.prize.value.trim(),
        kind: /** @type {"voucher" | "goods"} */ (announceForm.kind.value),
        count: numberIn(announceForm.prize_count, t("몇 개인지 적어 주세요.", "Please enter how many.")),
        amount: amountIn(announceForm.amount, t("하나의 값을 적어 주세요.", "Please enter what one is worth.")),
      }],
      reserve_count: numberIn(announceForm.reserve_count, t("예비 순번을 몇 명 둘지 적어 주세요.", "Please enter how many reserves.")),
      closes_at: seoul(announceForm.closes_at.value).toISOString(),
      draws_at: draws_at.toISOString(),
      ...(announceForm.campaign_id.value ? { campaign_id: announceForm.campaign_id.value } : {}),
      ...(announceForm.post_url.value.trim() ? { post_url: announceForm.post_url.value.trim() } : {}),
      answer_days: 7,
      erased_on: seoulDay(draws_at.getTime() + KEPT_DAYS * 86400e3),
    };
  },
  describe: (body) => [
    make("p", {}, make("strong", {}, body.title)),
    make("p", {}, t(
      `${moment(body.closes_at)}에 마감하고 ${moment(body.draws_at)}의 공개 난수로 뽑습니다. 당첨자는 7일 안에 답하고, 응모자 정보는 ${day(body.erased_on)}에 지워집니다.`,
      `Entries close at ${moment(body.closes_at)}; the public random number of ${moment(body.draws_at)} decides. Winners answer within 7 days; entrants' data is erased on ${day(body.erased_on)}.`,
    )),
    ...(body.campaign_id ? [make("p", {}, t(`${campaignNames.get(body.campaign_id)}에서 사진 응모가 받아들여진 분도 들어갑니다.`, `Whose photo was accepted at ${campaignNames.get(body.campaign_id)} is entered too.`))] : []),
    ...(body.post_url ? [make("p", {}, t(`회원이 이 글에 쓴 댓글을 인증해 응모합니다: ${body.post_url}`, `Members enter by comments under this post: ${body.post_url}`))] : []),
    make("p", {}, t("알린 뒤에는 고치거나 지울 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "It can't be changed or removed. If this is right, press once more.")),
  ],
  send: (body, key) => ask("POST", PATH, { body, key }),
  async done(made) {
    announceForm.reset();
    await list.read();
    await openOne(made.draw_id);
  },
  fields: { title: "title_ko" },
});

keyedForm(uploadForm, {
  async read() {
    note("draw-upload-note", "");
    /** @type {File | undefined} */
    const file = uploadForm.file.files[0];
    if (!file) throw new FieldError("file", t("파일을 골라 주세요.", "Please choose a file."));
    if (file.size > FILE_BYTES_MAX) throw new FieldError("file", t("파일이 너무 큽니다. 나누어 올려 주세요.", "The file is too large: please split it."));
    return { kind: /** @type {"entrants" | "excluded" | "withdrawn"} */ (uploadForm.kind.value), csv_base64: await base64Of(file) };
  },
  async send(body, key) {
    find("[data-draw-problems]").replaceChildren();
    try {
      return await ask("POST", `${ONE}/uploads`, { values: values(), body, key });
    } catch (error) {
      if (error instanceof Problem) showProblems(find("[data-draw-problems]"), error.body.problems ?? []);
      throw error;
    }
  },
  done(made) {
    uploadForm.reset();
    const dropped = Object.values(made.dropped).reduce((sum, rows) => sum + rows, 0);
    note("draw-upload-note", t(`${count(made.row_count)}줄을 올렸습니다. 지금까지 명단은 ${count(made.entrant_count)}명이고, 뺀 줄은 ${count(dropped)}입니다.`, `${count(made.row_count)} rows uploaded. The list has ${count(made.entrant_count)} entrants so far; ${count(dropped)} rows are dropped.`));
  },
  fields: { csv: "file", csv_base64: "file" },
});

keyedForm(freezeForm, {
  read: () => ({}),
  describe: () => [make("p", {}, t("명단을 확정하고 지문을 공개합니다. 그 뒤에는 누구도 바꿀 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "The list is frozen and its fingerprint published. After that nobody can change it. If this is right, press once more."))],
  send: () => ask("POST", `${ONE}/freeze`, { values: values() }),
  done: show,
});

keyedForm(answerForm, {
  read() {
    const number = answerForm.place.value;
    if (!number) throw new FieldError("place", t("순번을 골라 주세요.", "Please choose a place."));
    const what = answerForm.what.value;
    if (what !== "accept") return { number, what, body: null };
    if (!answerForm.has_consent.checked) throw new FieldError("has_consent", t("당첨자의 동의가 있어야 합니다.", "The winner must have agreed."));
    const contact = answerForm.contact.value.trim();
    return {
      number,
      what,
      body: {
        has_consent: true,
        is_tax_settled: answerForm.is_tax_settled.checked,
        ...(answerForm.member_id.value.trim() ? { member_id: readMemberId(answerForm.member_id.value) } : {}),
        ...(contact ? { contact } : {}),
      },
    };
  },
  describe: ({ number, body }) => [make("p", {}, body
    ? t(`${number}번이 받는다고 적습니다. 고칠 수 없습니다. 맞으면 한 번 더 눌러 주세요.`, `Place ${number} accepts. This can't be changed. If it is right, press once more.`)
    : t(`${number}번의 상품을 다음 예비 순번으로 넘깁니다. 까닭은 공개됩니다. 맞으면 한 번 더 눌러 주세요.`, `The prize of place ${number} goes to the next reserve, and the reason is public. If this is right, press once more.`))],
  send: ({ number, what, body }) => (body
    ? ask("POST", `${ONE}/places/{number}/accept`, { values: { ...values(), number }, body })
    : ask("POST", `${ONE}/places/{number}/pass`, { values: { ...values(), number }, body: { reason: /** @type {"declined"} */ (what) } })),
  done(one) {
    answerForm.reset();
    show(one);
  },
});
