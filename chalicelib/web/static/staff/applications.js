// Merchant applications: what is due, one with the tax office's answer, the decision.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make, saveFile } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { day, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["ApplicationRow"]} Row */
/** @typedef {Api.Schemas["StaffApplicationAnswer"]} Application */

const PATH = "v1/staff/merchant-applications";
const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = {
  received: "warn", approved: "must", refused: "bad",
  active: "must", resting: "warn", closed: "bad", unregistered: "bad", unknown: "may",
  confirmed: "must", not_confirmed: "bad",
};
const filter = findForm("#applications-form");
const form = findForm("#application-form");
/** @type {Application | null} */
let shown = null;

const list = deskTable(find("[data-applications]"), {
  list: "applications",
  words: t("가맹점 신청", "Applications"),
  columns: [
    { words: t("상호", "Name"), of: (/** @type {Row} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", states: "application_states", tones: TONES, of: ({ status }) => status },
    { words: t("업종", "Trade"), of: ({ category }) => category },
    { words: t("받은 때", "Received"), kind: "moment", of: (one) => one.received_at },
    { words: t("결정 기한", "Decide by"), kind: "day", of: (one) => one.decide_by_on, cell: (one) => [day(one.decide_by_on), one.is_overdue ? make("div", {}, make("span", { class: "tag bad" }, t("기한 넘김", "Overdue"))) : null] },
    { words: t("국세청", "Tax office"), kind: "state", states: "tax_statuses", tones: TONES, of: (one) => one.tax_status },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, status: filter.status.value || undefined } }),
  actions: (one) => [button(openWord, () => openOne(one.application_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("심사할 신청이 없습니다.", "Nothing is to be decided."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "applications",
  words: t("가맹점 신청", "Applications"),
  views: { application: openOne },
  async open() {
    open("applications");
    await list.read();
  },
  actions: {
    async "download-register"() {
      const file = await ask("GET", "v1/staff/merchant-register", { query: { format: "xlsx" }, as: "blob", accept: "application/octet-stream" });
      saveFile(file, t("가맹점 명부.xlsx", "merchants.xlsx"));
    },
  },
};

/** @param {string} name @param {string} value */
const tag = (name, value) => make("span", { class: `tag ${TONES[value] ?? ""}` }, wordsFor(name, value));

onSubmit(filter, () => list.read());

/** @param {string} id */
async function openOne(id) {
  showOne(await ask("GET", "v1/staff/merchant-applications/{application_id}", { values: { application_id: id } }));
}

/** @param {Application} one */
function showOne(one) {
  shown = one;
  const look = one.look;
  /** @type {[string, string | Node][]} */
  const taxRows = [
    [t("상태", "State"), tag("tax_statuses", look.status)],
    [t("번호·대표자·개업일", "Number, owner, opening date"), tag("authenticities", look.authenticity)],
    [t("과세 유형", "Tax"), look.tax_kind || "–"],
    [t("물어본 때", "Asked"), look.at ? moment(look.at) : t("아직", "Not yet")],
  ];
  if (look.closed_on) taxRows.push([t("폐업일", "Closed on"), day(look.closed_on)]);
  find("[data-application]").replaceChildren(
    make("h1", {}, one.name, " ", tag("application_states", one.status)),
    make("p", {}, t(`${day(one.decide_by_on)}까지 결정해야 합니다.`, `To be decided by ${day(one.decide_by_on)}.`), one.is_overdue ? make("span", { class: "tag bad" }, t("기한 넘김", "Overdue")) : null),
    make("h2", {}, t("국세청이 말한 것", "What the tax office says")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(taxRows))),
    make("p", {}, button(t("국세청에 다시 묻기", "Ask the tax office again"), async () => {
      showOne(await ask("POST", "v1/staff/merchant-applications/{application_id}/look", { values: { application_id: one.application_id } }));
    })),
    make("h2", {}, t("신청한 내용", "What was applied for")),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(ofForm(one)))),
  );
  form.hidden = one.status !== "received";
  form.reason.value = "";
  open("application", { id: one.application_id });
}

/** @param {Application} one @returns {[string, string][]} */
function ofForm(one) {
  /** @type {[string, string][]} */
  const rows = [
    [t("사업자등록번호", "Business number"), one.business_number],
    [t("대표자", "Owner"), one.owner_name],
    [t("개업일", "Opened"), day(one.opened_on)],
    [t("업종", "Trade"), one.category],
    [t("주소", "Address"), one.address],
    [t("매출", "Sales"), wordsFor("sales_classes", one.sales_class)],
    [t("계좌", "Account"), `${one.bank} ${one.account_tail} (${one.account_holder})`],
    [t("휴대전화", "Mobile"), `${one.contact_tail} ${one.is_phone_proven ? t("확인됨", "proven") : t("확인 안 됨", "not proven")}`],
  ];
  if (one.outlet) rows.push([t("지점", "Outlet"), one.outlet]);
  if (one.event_ends_on) rows.push([t("행사", "Event"), `${one.event_name} (${day(one.event_ends_on)})`]);
  if (one.decided_at) rows.push([t("결정", "Decided"), `${one.decided_by} · ${moment(one.decided_at)} · ${one.reason}`]);
  if (one.decided_at) rows.push([t("알린 때", "Told"), one.told_at ? moment(one.told_at) : t("아직 못 알림", "Not yet")]);
  return rows;
}

keyedForm(form, {
  read() {
    const reason = form.reason.value.trim();
    if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
    return { what: form.what.value, reason };
  },
  describe: (wish) => [
    make("p", {}, make("strong", {}, shown?.name ?? ""), `: ${form.what.selectedOptions[0]?.textContent ?? ""}`),
    make("p", {}, wish.reason),
    shown && wish.what === "approve" && (shown.look.status !== "active" || shown.look.authenticity !== "confirmed")
      ? make("p", {}, t("국세청 확인이 끝나지 않았습니다. 그래도 승인할까요?", "The tax office has not confirmed it. Approve it all the same?"))
      : make("p", {}, t("결정은 되돌릴 수 없습니다.", "A decision cannot be undone.")),
  ],
  send({ what, reason }) {
    const values = { application_id: shown?.application_id ?? "" };
    return what === "approve"
      ? ask("POST", "v1/staff/merchant-applications/{application_id}/approve", { values, body: { reason } })
      : ask("POST", "v1/staff/merchant-applications/{application_id}/refuse", { values, body: { reason } });
  },
  done: showOne,
});
