// A member at the desk: found by the name, the number or the card, the balance and what led to it, putting right, suspending, and who it
// is for a stated reason. Each look is on record, which the page says.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, memberNumber, moment, phoneNumber, points, signed, t, won } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { proposeFor } from "./adjustments.js";
import { showRecordsOf } from "./audit.js";
import { closeCard, readCard, showCard, startCardForm, startFirstNumber } from "./cards.js";
import { person } from "./cognito.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffMemberAnswer"]} Member */
/** @typedef {Api.Schemas["WalletAnswer"]} Wallet */
/** @typedef {Api.Schemas["StaffEntryAnswer"]} Entry */

const PATH = "v1/staff/members/{member_id}";
const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = { active: "must", suspended: "warn", left: "may" };
const searchForm = findForm("#member-search-form");
const statusForm = findForm("#member-form");
const revealForm = findForm("#reveal-form");
const cardForm = findForm("#member-card");
const numberForm = findForm("#number-form");
const sendCode = startFirstNumber(numberForm, { member: () => member?.member_id ?? "", then: openMember });
const returnForm = findForm("#referral-return-form");
const revealed = find("[data-revealed]");
/** @type {Member | null} */
let member = null;
/** The number of the member's card, of who has one. @type {string | null} */
let cardNumber = null;

const values = () => ({ member_id: member?.member_id ?? "" });

const entries = deskTable(find("[data-member-entries]"), {
  list: "entries",
  words: t("거래 내역", "Entries"),
  columns: [
    { words: t("때", "When"), kind: "moment", of: (/** @type {Entry} */ one) => one.at },
    { words: t("무엇", "What"), of: ({ description }) => description },
    { words: t("가게", "Shop"), of: ({ counterparty }) => counterparty?.name, cell: ({ counterparty }) => make("span", { class: "named" }, counterparty?.name) },
    { words: t("까닭", "Why"), of: whyOf },
    { words: t("마일리지", "Mileage"), kind: "number", of: (one) => one.mileage_amount || null, cell: (one) => (one.mileage_amount ? signed(one.mileage_amount) : "") },
    { words: t("상품권", "Vouchers"), kind: "number", of: (one) => one.voucher_amount || null, cell: (one) => (one.voucher_amount ? signed(one.voucher_amount) : "") },
    { words: t("남은 마일리지", "Points left"), kind: "number", of: (one) => one.mileage_balance },
    { words: t("남은 상품권", "Vouchers left"), kind: "number", of: (one) => one.voucher_balance },
  ],
  load: (cursor) => ask("GET", `${PATH}/entries`, { values: values(), query: { limit: PAGE, cursor } }),
  actions: (one) => [button(t("바로잡기", "Correct"), () => proposeFor(member?.member_id ?? "", one), { class: "button second small", "aria-label": `${one.description} ${moment(one.at)} ${t("바로잡기", "correct")}` })],
  empty: t("아직 내역이 없습니다.", "Nothing yet."),
});

const found = deskTable(find("[data-members-list]"), {
  list: "members",
  words: t("찾은 회원", "Members found"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Member} */ one) => one.name_masked },
    { words: t("상태", "State"), kind: "state", states: "standings", tones: TONES, of: ({ status }) => status },
    { words: t("회원 번호", "Member number"), of: (one) => memberNumber(one.member_id) },
    { words: t("가입", "Joined"), kind: "moment", of: (one) => one.joined_at },
    { words: t("인연", "Relation"), kind: "state", states: "relations", of: ({ relation }) => relation, cell: (one) => wordsFor("relations", one.relation) },
  ],
  actions: (one) => [button(openWord, () => openMember(one.member_id), { class: "button second small", "aria-label": `${memberNumber(one.member_id)} ${openWord}` })],
  empty: t("그런 회원이 없습니다. 이름 전부를 적었는지, 번호가 맞는지 확인해 주세요.", "There is no such member. Please check that the name is whole and the number right."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "members",
  words: t("회원 찾기", "Find a member"),
  views: { member: openMember },
  open() {
    open("members");
    searchForm.q.focus();
  },
  start: () => startCardForm(cardForm, { subject: () => ({ member_id: member?.member_id ?? "", replaces: cardNumber }), then: openMember }),
  actions: {
    "member-adjust": () => member && proposeFor(member.member_id),
    "first-number-code": sendCode,
    "member-records": () => member && showRecordsOf(member.member_id),
  },
};

onSubmit(searchForm, async () => {
  const q = searchForm.q.value.trim();
  if (!q) throw new FieldError("q", t("이름, 휴대전화 번호나 회원 번호를 적어 주세요.", "Please enter a name, a mobile number or a member number."));
  const { data, has_more: hasMore } = await ask("POST", "v1/staff/members/search", { body: { q, birth_on: searchForm.birth_on.value || undefined } });
  const [only] = data;
  if (only && data.length === 1) {
    searchForm.reset();
    return openMember(only.member_id);
  }
  note("members-note", hasMore ? t(`같은 이름이 ${count(data.length)}명보다 많습니다. 생년월일을 함께 적어 주세요.`, `More than ${count(data.length)} have this name. Please give the birth date too.`) : "");
  found.show(data);
});

/** @param {string} status */
const tag = (status) => make("span", { class: `tag ${TONES[status] ?? ""}` }, wordsFor("standings", status));

/** @param {string} id */
async function openMember(id) {
  const asked = { values: { member_id: id } };
  const [one, wallet, card] = await Promise.all([ask("GET", PATH, asked), ask("GET", `${PATH}/wallet`, asked), readCard(id)]);
  revealed.replaceChildren();
  revealForm.reset();
  showMember(one);
  showWallet(wallet);
  showCardOf(card);
  found.clear();
  note("members-note", "");
  entries.clear();
  open("member", { id });
  await entries.read();
}

/** @param {Member} one */
function showMember(one) {
  member = one;
  find("[data-member-name]").replaceChildren(one.name_masked, " ", tag(one.status));
  find("[data-member]").replaceChildren(...facts([
    [t("회원 번호", "Member number"), make("span", { class: "number" }, memberNumber(one.member_id))],
    [t("가입", "Joined"), moment(one.joined_at)],
    [t("인연", "Relation"), wordsFor("relations", one.relation)],
    [t("본인확인", "Identity"), one.identified_at ? moment(one.identified_at) : t("아직", "Not yet")],
  ]));
  const isActive = one.status === "active";
  statusForm.dispatchEvent(new Event("input"));
  statusForm.reason.value = "";
  statusForm.hidden = !person().roles.includes("manager");
  returnForm.dispatchEvent(new Event("input"));
  returnForm.reset();
  find("[data-referral-return]").hidden = statusForm.hidden;
  find("[data-referral-return]").removeAttribute("open");
  note("referral-returned", "");
  revealForm.hidden = person().roles.every((role) => role === "auditor");
  find("[data-records]").hidden = !person().roles.some((role) => role === "manager" || role === "auditor");
  fill(statusForm, { "status-title": isActive ? t("정지하기", "Suspend") : t("다시 열기", "Re-open") });
}

/** @param {Api.Schemas["CardAnswer"]} known */
function showCardOf(known) {
  cardNumber = known.card?.card_number ?? null;
  cardForm.reset();
  cardForm.hidden = !person().roles.some((role) => role === "operator" || role === "manager");
  find("[data-first-number]").hidden = cardForm.hidden;
  showCard(find("[data-member-card]"), known, async () => {
    const reason = cardForm.reason.value.trim();
    if (!reason) return showError(cardForm, new FieldError("reason", t("정지하는 사유를 적어 주세요.", "Please give the reason for closing it.")));
    return showCardOf(await closeCard(member?.member_id ?? "", cardNumber ?? "", reason));
  });
}

/** @param {Wallet} wallet */
function showWallet({ mileage, voucher, purchase_limits: { month }, owed_amount: owed }) {
  const [next] = mileage.expiring;
  find("[data-member-wallet]").replaceChildren(
    tile(t("마일리지", "Mileage"), points(mileage.balance), next && t(`${points(next.amount)}은 ${day(next.expires_on)}까지`, `${points(next.amount)} until ${day(next.expires_on)}`)),
    tile(t("상품권", "Vouchers"), won(voucher.balance_amount), voucher.lots.map((lot) => t(
      `${won(lot.remaining_amount)} ${lot.expires_on ? `${day(lot.expires_on)}까지` : "기한 없음"}`,
      `${won(lot.remaining_amount)} ${lot.expires_on ? `until ${day(lot.expires_on)}` : "without a last day"}`,
    )).join(", ")),
    tile(t("이달 산 상품권", "Bought this month"), won(month.used), month.limit === null ? "" : t(`한도 ${won(month.limit)}`, `of ${won(month.limit)}`)),
    ...(owed ? [tile(t("군에 갚을 돈", "Owed to the county"), won(owed), t("갚을 때까지 사거나 받을 수 없습니다.", "Until it is settled nothing can be bought or granted."))] : []),
  );
}

/** @param {string} label @param {string} figure @param {string} [words] */
const tile = (label, figure, words) => make("div", { class: "tile" }, make("p", { class: "soft" }, label), make("p", { class: "figure" }, figure), words ? make("p", { class: "small" }, words) : null);

/** Of a payment and a cancel the shop says enough. @param {Entry} one */
function whyOf(one) {
  return one.kind === "adjustment" || one.kind === "cancellation" ? one.reason : null;
}

keyedForm(statusForm, {
  read: () => ({ status: /** @type {"active" | "suspended"} */ (member?.status === "active" ? "suspended" : "active"), reason: reasonIn(statusForm) }),
  describe: ({ status, reason }) => [make("p", {}, `${member?.name_masked ?? ""}: ${status === "suspended" ? t("정지", "suspend") : t("다시 열기", "re-open")}`), make("p", {}, reason)],
  send: (body) => ask("PUT", `${PATH}/status`, { values: values(), body }),
  done: showMember,
});

// Sent again it finishes what was cut off, and tells the same: so it needs no key.
keyedForm(returnForm, {
  read: () => ({ reason: reasonIn(returnForm) }),
  describe: ({ reason }) => [make("p", {}, t(`${member?.name_masked ?? ""}, 그리고 추천한 회원`, `${member?.name_masked ?? ""} and whose link it was`)), make("p", {}, reason)],
  send: (body) => ask("POST", `${PATH}/referral-return`, { values: values(), body }),
  async done({ data }) {
    const taken = data.reduce((sum, one) => sum - one.mileage_amount, 0);
    await openMember(member?.member_id ?? "");
    find("[data-referral-return]").setAttribute("open", "");
    note("referral-returned", t(`${count(data.length)}명에게서 ${points(taken)}을 거두었습니다. 모자란 만큼은 갚을 돈에 올렸습니다.`, `Taken of ${count(data.length)}: ${points(taken)}. What was missing is owed.`));
  },
});

onSubmit(revealForm, async () => {
  const shown = await ask("POST", `${PATH}/reveal`, { values: values(), body: { reason: reasonIn(revealForm) } });
  // Another member may have been opened meanwhile.
  if (shown.member_id !== member?.member_id) return;
  revealForm.reset();
  revealed.replaceChildren(make("dl", { class: "facts" }, facts([
    [t("이름", "Name"), make("span", { class: "named" }, shown.name)],
    [t("휴대전화", "Mobile"), shown.phone ? phoneNumber(shown.phone) : t("없음", "None")],
    [t("생년월일", "Born on"), day(shown.birth_on)],
  ])));
});

/** @param {HTMLFormElement} form */
function reasonIn(form) {
  const reason = form.reason.value.trim();
  if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
  return reason;
}
