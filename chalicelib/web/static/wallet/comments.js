// Draws that one enters by a comment under a post of the county's: handle, link or a picture of it, and how it stands.

import { button } from "../common/clicks.js";
import { find, findForm, make, note } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { sendImage } from "./images.js";

/** @typedef {Api.Schemas["CommentEventAnswer"]} Event */

const form = findForm("#comment-form");
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {Event | null} */
let chosen = null;

/** @param {typeof ask} asking */
export function start(asking) {
  ask = asking;
  onSubmit(form, send);
}

/** Whether there is anything to see. */
export async function read() {
  const { data } = await ask("GET", "v1/me/comment-entries");
  close();
  find("[data-comment-events]").replaceChildren(...data.map(box));
  return data.length > 0;
}

function close() {
  chosen = null;
  form.hidden = true;
  find("[data-comment-form-home]").append(form);
}

/** @param {Event} event @returns {[string, string] | null} */
function stateOf({ entry, is_decidable: isDecidable }) {
  if (!entry) return null;
  if (entry.status === "accepted") return [t("응모됨", "Entered"), "benefit"];
  if (entry.status === "refused") return [t("받지 않음", "Not accepted"), "warn"];
  return isDecidable ? [t("군에서 보는 중", "Being looked at"), "may"] : [t("명단에 들지 못함", "Not in the list"), "warn"];
}

/** @param {Event} event */
function box(event) {
  const { entry } = event;
  const state = stateOf(event);
  const place = make("div", {});
  const words = entry ? t("다른 댓글로 다시 보내기", "Send another comment") : t("댓글로 응모하기", "Enter by a comment");
  return make(
    "div", { class: "box stack" },
    make("div", { class: "spread" }, make("h2", {}, event.title), state && make("span", { class: `tag ${state[1]}` }, state[0])),
    make("p", {}, event.prizes.map((prize) => t(`${prize.name} ${count(prize.count)}명`, `${prize.name} for ${count(prize.count)}`)).join(", ")),
    make("p", { class: "hint" }, t(`${moment(event.closes_at)}까지 응모, ${moment(event.draws_at)}에 추첨`, `Entries until ${moment(event.closes_at)}; drawn at ${moment(event.draws_at)}`)),
    entry && make("p", {}, t(`보낸 아이디: ${entry.handle}`, `Handle: ${entry.handle}`)),
    entry?.reason ? make("p", { class: "notice warn" }, t(`사유: ${entry.reason}`, `Why: ${entry.reason}`), make("br"), event.may_send ? t("마감까지 다시 보낼 수 있습니다.", "You may send another one until entries close.") : "") : null,
    entry?.status === "accepted" ? make("p", { class: "hint" }, t("추첨 명단에 들어갑니다. 당첨되면 군에서 연락드립니다.", "You will be in the list. The county tells you if you win.")) : null,
    event.may_send && event.post_url ? make("p", {}, make("a", { href: event.post_url, target: "_blank", rel: "noopener noreferrer" }, t("군의 글 열고 댓글 쓰기", "Open the county's post and comment"))) : null,
    event.may_send ? button(words, () => choose(event, place), { class: entry ? "button second full" : "button full" }) : null,
    make("p", {}, make("a", { href: `draws/${event.draw_id}` }, t("추첨이 어떻게 이루어지는지 보기", "See how lots are drawn"))),
    place,
  );
}

/** @param {Event} event @param {Element} place */
function choose(event, place) {
  chosen = event;
  form.reset();
  form.handle.value = event.entry?.handle ?? "";
  find("[data-comment-erased]", form).textContent = t(`추첨에만 쓰고 ${day(event.erased_on)}에 지웁니다. 화면 사진은 군에서 보고 나면 바로 지웁니다.`, `It is used for this draw only and erased on ${day(event.erased_on)}; a picture as soon as it has been looked at.`);
  form.hidden = false;
  place.append(form);
  form.handle.focus();
}

async function send() {
  if (!chosen) return;
  const handle = form.handle.value.trim();
  const link = form.link.value.trim();
  const file = form.picture.files?.[0];
  if (!handle) throw new FieldError("handle", t("댓글을 쓴 아이디를 적어 주세요.", "Please enter the handle that commented."));
  if (!link && !file) throw new FieldError("link", t("댓글의 링크를 적거나 화면 사진을 골라 주세요.", "Please give the link of the comment, or choose a screenshot."));
  const upload = file && (await sendImage(ask, file, "upload_id"));
  await ask("POST", "v1/me/comment-entries", { body: { draw_id: chosen.draw_id, handle, ...(link ? { link } : {}), ...(upload ? { upload_id: upload } : {}) } });
  await read();
  note("rewards-note", t("댓글을 보냈습니다. 군에서 본 뒤에 여기에서 알려 드립니다.", "Your comment was sent. You see here what becomes of it."));
}
