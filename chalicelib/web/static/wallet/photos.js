// Photos of a festival: which place, the picture, the consent; and how those that were sent stand.

import { button } from "../common/clicks.js";
import { find, findForm, make, note } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { sendImage } from "./images.js";

/** @typedef {Api.Schemas["PhotoAnswer"]} Photo */
/** @typedef {Api.Schemas["PhotosAnswer"]} Photos */

const form = findForm("#photo-form");
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {Photos | null} */
let shown = null;

/** @param {typeof ask} asking */
export function start(asking) {
  ask = asking;
  onSubmit(form, send);
}

/** Whether there is anything to see. */
export async function read() {
  shown = await ask("GET", "v1/me/photo-entries");
  const open = shown.campaigns.filter((one) => one.left > 0);
  const places = open.flatMap((one) => one.places.map((place) => make("option", { value: `${one.campaign_id} ${place.place}` }, `${place.name}, ${day(place.visited_at)} · ${one.name}`)));
  form.hidden = !open.length;
  form.place.replaceChildren(...places);
  find("[data-photo-fields]", form).hidden = !places.length;
  find("[data-photo-unvisited]", form).hidden = Boolean(places.length);
  find("[data-own-photos]").replaceChildren(...(shown.data.length ? [make("div", { class: "box" }, make("h2", {}, t(`보낸 사진 ${count(shown.data.length)}장`, `Photos that you sent: ${count(shown.data.length)}`)), make("ul", { class: "lines" }, ...shown.data.map(line)))] : []));
  return Boolean(open.length || shown.data.length);
}

/** @param {Photo} photo */
function line(photo) {
  /** @type {Record<Photo["status"], [string, string]>} */
  const states = {
    sent: [t("확인 중", "Being looked at"), "may"],
    accepted: [t("받음", "Accepted"), "benefit"],
    refused: [t("받지 않음", "Not accepted"), "warn"],
    withdrawn: [t("거둠", "Taken back"), "must"],
    taken_down: [t("군에서 내림", "Taken down by the county"), "warn"],
  };
  const [words, tone] = states[photo.status];
  const code = shown?.campaigns.find((one) => one.campaign_id === photo.campaign_id)?.code;
  const kept = photo.is_erased ? t("사진은 지웠습니다.", "The photo has been erased.") : t(`${day(photo.erased_on)}까지 둡니다.`, `It is kept until ${day(photo.erased_on)}.`);
  return make(
    "li", {},
    make("div", { class: "spread" }, make("span", {}, make("strong", {}, photo.place), ` ${day(photo.sent_at)}`), make("span", { class: `tag ${tone}` }, words)),
    photo.reason ? make("p", {}, t(`사유: ${photo.reason}`, `Why: ${photo.reason}`)) : null,
    photo.status === "taken_down" ? make("p", { class: "hint" }, t("이제 아무에게도 보이지 않습니다. 받은 마일리지와 응모는 그대로입니다.", "Nobody sees it any more. What it was worth to you stays.")) : null,
    make("p", { class: "hint" }, kept),
    photo.status === "accepted" && !photo.is_erased && code ? make("p", {}, make("a", { href: `photos/${code}` }, t("다녀가신 분들의 사진에서 보기", "See it among the photos by visitors"))) : null,
    photo.status === "sent" || photo.status === "accepted"
      ? button(t("동의를 거두고 사진 지우기", "Take the consent back and erase it"), () => withdraw(photo), { class: "button small quiet" }) : null,
  );
}

async function send() {
  const file = form.photo.files?.[0];
  if (!file) throw new FieldError("upload_id", t("사진을 골라 주세요.", "Please choose a photo."));
  if (!form.consent.checked) throw new FieldError("consent", t("동의하셔야 응모할 수 있습니다.", "You can enter only if you consent."));
  const [campaign, place] = form.place.value.split(" ");
  const id = await sendImage(ask, file, "upload_id");
  await ask("POST", "v1/me/photo-entries", { body: { campaign_id: campaign, place, upload_id: id, consent_version: 1 } });
  form.reset();
  await read();
  note("rewards-note", t("사진을 보냈습니다. 군에서 본 뒤에 알려 드립니다.", "The photo was sent. You see here what becomes of it."));
}

/** @param {Photo} photo */
async function withdraw(photo) {
  await ask("POST", "v1/me/photo-entries/{photo_id}/withdraw", { values: { photo_id: photo.photo_id } });
  await read();
  note("rewards-note", t("동의를 거두어 사진을 지웠습니다. 받은 마일리지와 응모는 그대로입니다.", "The photo is erased. What it was worth to you stays."));
}
