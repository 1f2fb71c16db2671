// Days on which a sight is closed by notice, or open after all: those to come, announced here and taken back before they begin.

import { askingFirst, button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { day, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { ask } from "./desk.js";
import { fold } from "./sight-forms.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["FacilityNoticeAnswer"]} Notice */

const PATH = "v1/staff/facilities/{facility_id}/notices";
const form = findForm("#sight-notice-form");
let facilityId = "";
let isMaker = false;

/** @param {Notice} one */
const daysOf = ({ on, until }) => (on === until ? day(on) : `${day(on)} ~ ${day(until)}`);

/** @param {Notice} one */
const stateOf = (one) => (one.taken_back_at ? "back" : one.is_open ? "open" : "closed");

/** @type {Record<string, string>} */
const STATES = { closed: t("쉼", "Closed"), open: t("엶", "Open"), back: t("거둠", "Taken back") };

const list = deskTable(find("[data-sight-notices]"), {
  list: "facility_notices",
  words: t("쉬는 날 공지", "Closed days by notice"),
  columns: [
    { words: t("날", "Days"), of: (/** @type {Notice} */ one) => one.on, cell: daysOf },
    { words: t("상태", "State"), kind: "state", of: stateOf, say: (state) => STATES[state] ?? state, tones: { closed: "warn", open: "must", back: "may" } },
    { words: t("사유", "Why"), of: ({ reason }) => reason, cell: (one) => [make("div", {}, one.reason), one.reason_en ? make("div", { class: "soft small", lang: "en" }, one.reason_en) : null] },
    { words: t("알린 때", "Announced"), kind: "moment", of: (one) => one.made_at },
  ],
  actions: (one) => (isMaker && one.may_take_back ? [button(t("거두기", "Take back"), askingFirst((pressed) => { pressed.textContent = t("다시 누르면 거둡니다", "Press again to take it back"); }, () => takeBack(one)), { class: "button second small", "aria-label": t(`${daysOf(one)} 공지 거두기`, `Take back the notice of ${daysOf(one)}`) })] : []),
  empty: t("앞으로 따로 알린 날이 없습니다.", "No day to come is announced."),
});

/** @param {string} id @param {boolean} mayAnnounce */
export async function show(id, mayAnnounce) {
  facilityId = id;
  isMaker = mayAnnounce;
  fold(form, mayAnnounce);
  form.reset();
  await read();
}

async function read() {
  list.show((await ask("GET", PATH, { values: { facility_id: facilityId } })).data);
}

/** @param {Notice} one */
async function takeBack(one) {
  await ask("POST", `${PATH}/{notice_id}/take-back`, { values: { facility_id: facilityId, notice_id: one.notice_id }, body: { reason: t("담당자가 거둠", "Taken back at the desk") } });
  await read();
}

/** @param {string} name */
const typed = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();

onSubmit(form, async () => {
  if (!typed("on")) throw new FieldError("on", t("날을 골라 주세요.", "Please choose a day."));
  if (!typed("reason")) throw new FieldError("reason", t("사유를 적어 주세요.", "Please say why."));
  await ask("POST", PATH, {
    values: { facility_id: facilityId },
    body: {
      on: typed("on"),
      until: typed("until") || null,
      is_open: typed("what") === "open",
      is_urgent: /** @type {HTMLInputElement} */ (form.elements.namedItem("is_urgent")).checked,
      reason: typed("reason"),
      reason_en: typed("reason_en") || null,
    },
  });
  form.reset();
  await read();
});
