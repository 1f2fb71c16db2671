// Who entered a draw by a comment: the queue, one with handle, link and picture, who names the same, accepted or not.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make, note } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { memberNumber, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { person } from "./cognito.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StaffCommentRow"]} Row */
/** @typedef {Api.Schemas["StaffCommentAnswer"]} Comment */

const PATH = "v1/staff/draws/{draw_id}/comment-entries";
const ONE = `${PATH}/{comment_id}`;
const PAGE = 20;
const section = find("[data-draw-comments]");
const form = findForm("#draw-comments-form");
const decideForm = findForm("#comment-decide-form");
let drawId = "";
/** @type {Comment | null} */
let chosen = null;
/** @type {Record<Row["status"], [string, string]>} */
const STATES = { sent: [t("볼 것", "To look at"), "warn"], accepted: [t("받음", "Accepted"), "must"], refused: [t("받지 않음", "Not accepted"), "may"] };
/** @type {Record<Comment["alike"][number]["what"], string>} */
const ALIKE = { handle: t("같은 아이디", "The same handle"), link: t("같은 댓글", "The same comment"), picture: t("같은 사진", "The same picture") };

const list = deskTable(find("[data-comment-entries]"), {
  list: "comment_entries",
  words: t("댓글 응모", "Comment entries"),
  columns: [
    { words: t("보낸 때", "Sent"), kind: "moment", of: (/** @type {Row} */ one) => one.sent_at },
    { words: t("회원 번호", "Member number"), of: (one) => memberNumber(one.member_id) },
    { words: t("몇 번째", "Which sending"), kind: "number", of: (one) => one.sends },
    { words: t("상태", "State"), kind: "state", of: (one) => one.status, say: (status) => STATES[/** @type {Row["status"]} */ (status)][0], tones: { sent: "warn", accepted: "must", refused: "may" } },
    { words: t("결정한 사람", "Decided by"), of: (one) => one.decided_by },
    { words: t("사유", "Reason"), of: (one) => one.reason },
  ],
  actions: (one) => [button(t("보기", "Look"), () => choose(one), { class: "button second small", "aria-label": `${memberNumber(one.member_id)} ${moment(one.sent_at)} ${t("보기", "look")}` })],
  load: (cursor) => ask("GET", PATH, { values: { draw_id: drawId }, query: { limit: PAGE, cursor, ...(form.status.value ? { status: /** @type {Row["status"]} */ (form.status.value) } : {}) } }),
  empty: t("이런 응모가 없습니다.", "There is no such entry."),
});

/** Of a draw that takes comments, to those who look at them. @param {Api.Schemas["StaffDrawAnswer"]} draw */
export async function showComments(draw) {
  hide();
  section.hidden = !draw.post_url || !["operator", "manager"].some((role) => person().roles.includes(role));
  if (section.hidden) return;
  if (draw.draw_id !== drawId) form.reset();
  drawId = draw.draw_id;
  await list.read();
}

function hide() {
  chosen = null;
  decideForm.hidden = true;
  note("comments-note", "");
}

onSubmit(form, async () => {
  hide();
  await list.read();
});

/** @param {Row} row */
async function choose(row) {
  const one = await ask("GET", ONE, { values: { draw_id: drawId, comment_id: row.comment_id } });
  chosen = one;
  note("comments-note", "");
  decideForm.hidden = false;
  const link = one.link && make("a", { href: one.link, target: "_blank", rel: "noopener noreferrer", class: "breaking" }, one.link);
  /** @type {[string, Node | string | null][]} */
  const rows = [
    [t("회원 번호", "Member number"), memberNumber(one.member_id)],
    [t("아이디", "Handle"), one.handle],
    [t("댓글의 링크", "Link of the comment"), link],
    [t("상태", "State"), make("span", { class: `tag ${STATES[one.status][1]}` }, STATES[one.status][0])],
    [t("사유", "Reason"), one.reason],
  ];
  find("[data-comment-facts]").replaceChildren(...facts(/** @type {[string, Node | string][]} */ (rows.filter(([, value]) => value))));
  find("[data-comment-alike]").replaceChildren(...(one.alike.length ? [make("div", { class: "notice warn" },
    make("p", {}, t("다른 분의 응모와 같은 것이 있습니다. 누구의 댓글인지 확인해 주세요. 아이디나 댓글이 같으면 한 분만 받을 수 있습니다.", "Somebody else's entry names the same. Please see whose comment it is: of one handle or comment only one entry can be accepted.")),
    make("ul", {}, ...one.alike.map((other) => make("li", {}, `${ALIKE[other.what]}: ${memberNumber(other.member_id)} (${STATES[other.status][0]})`))))] : []));
  find("[data-comment-picture]").replaceChildren(...(one.image_url ? [make("img", { class: "entered", src: one.image_url, alt: t("댓글이 보인다는 화면 사진", "A picture said to show the comment") })] : []));
  find("[data-comment-decision]").hidden = one.status !== "sent";
  decideForm.reason.value = "";
  decideForm.scrollIntoView({ block: "nearest" });
}

onSubmit(decideForm, async () => {
  if (!chosen) return;
  const values = { draw_id: drawId, comment_id: chosen.comment_id };
  const reason = decideForm.reason.value.trim();
  if (decideForm.decision.value === "accept") {
    await ask("POST", `${ONE}/accept`, { values, body: { sends: chosen.sends } });
  } else {
    if (!reason) throw new FieldError("reason", t("사유를 적어 주세요. 회원이 봅니다.", "Please say why; the member reads it."));
    await ask("POST", `${ONE}/reject`, { values, body: { sends: chosen.sends, reason } });
  }
  hide();
  await list.read();
  note("comments-note", t("기록했습니다.", "Recorded."));
});
