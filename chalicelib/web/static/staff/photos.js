// Photos that visitors of campaigns entered: the queue, one with its picture, accepted or not, taken down.

import { button } from "../common/clicks.js";
import { fill, find, findForm, make, note, screen } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { ask, open } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffPhotoAnswer"]} Photo */

const NAME = "photos";
const PATH = "v1/staff/photo-entries";
const PAGE = 20;
const form = findForm("#photos-form");
const decideForm = findForm("#photo-decide-form");
/** @type {Photo | null} */
let chosen = null;

const list = deskTable(find("[data-photos]"), {
  list: "photo_entries",
  words: t("응모 사진", "Photo entries"),
  columns: [
    { words: t("보낸 때", "Sent"), kind: "moment", of: (/** @type {Photo} */ one) => one.sent_at },
    { words: t("어디", "Place"), of: (one) => one.place },
    { words: t("방문한 때", "Visited"), kind: "moment", of: (one) => one.visited_at },
    { words: t("회원 번호", "Member number"), of: (one) => memberNumber(one.member_id) },
    { words: t("결정한 사람", "Decided by"), of: (one) => one.taken_down_by ?? one.decided_by },
    { words: t("사유", "Reason"), of: (one) => one.reason },
  ],
  actions: (one) => (one.status === "sent" || one.status === "accepted" ? [button(t("사진 보기", "Look at it"), () => choose(one), { class: "button second small", "aria-label": `${one.place} ${moment(one.sent_at)} ${t("사진 보기", "look at it")}` })] : []),
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, status: /** @type {Photo["status"]} */ (form.status.value) } }),
  empty: t("이런 사진이 없습니다.", "There is no such photo."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: NAME,
  words: t("응모 사진", "Photo entries"),
  roles: ["operator", "manager"],
  async open() {
    open(NAME);
    hide();
    await list.read();
  },
};

onSubmit(form, async () => {
  hide();
  await list.read();
});

function hide() {
  chosen = null;
  decideForm.hidden = true;
  note("photos-note", "");
}

/** @param {string} value @param {string} words */
function option(value, words) {
  return make("option", { value }, words);
}

/** @param {Photo} one */
async function choose(one) {
  const { url } = await ask("GET", `${PATH}/{photo_id}/image`, { values: { photo_id: one.photo_id } });
  chosen = one;
  decideForm.hidden = false;
  fill(screen(NAME), { "photo-title": `${one.place} · ${moment(one.visited_at)}` });
  find("[data-photo-picture]").replaceChildren(make("img", { class: "entered", src: url, alt: t(`${one.place}에서 찍었다는 사진`, `A photo said to be of ${one.place}`) }));
  const choices = one.status === "accepted" ? [option("take-down", t("공개한 사진 내리기", "Take the shown photo down"))] : [option("accept", t("받기", "Accept")), option("reject", t("받지 않기", "Do not accept"))];
  decideForm.decision.replaceChildren(...choices);
  decideForm.reason.value = "";
  decideForm.scrollIntoView({ block: "nearest" });
}

onSubmit(decideForm, async () => {
  if (!chosen) return;
  const values = { photo_id: chosen.photo_id };
  const reason = decideForm.reason.value.trim();
  const decision = decideForm.decision.value;
  if (decision === "accept") {
    await ask("POST", `${PATH}/{photo_id}/accept`, { values, body: {} });
  } else {
    if (!reason) throw new FieldError("reason", t("사유를 적어 주세요. 회원이 봅니다.", "Please say why; the member reads it."));
    if (decision === "reject") await ask("POST", `${PATH}/{photo_id}/reject`, { values, body: { reason } });
    else await ask("POST", `${PATH}/{photo_id}/take-down`, { values, body: { reason } });
  }
  hide();
  await list.read();
  note("photos-note", t("기록했습니다.", "Recorded."));
});
