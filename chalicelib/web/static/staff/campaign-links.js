// Links to a campaign that are counted by the way people came: one is made at a time, to be copied or shown as a QR code.

import { fill, find, findForm, make, note } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, t } from "../common/lang.js";
import { draw } from "../common/qr.js";
import { FieldError } from "../common/refusals.js";
import { table } from "../common/words.js";
import { ask } from "./desk.js";

/** @typedef {Api.Schemas["DashboardAnswer"]["signups_by_channel"]} Counts */

const NAME = /^[a-z0-9]{0,12}$/;
const form = findForm("#campaign-link");
const made = find("[data-link-made]");
let campaignId = "";

export function startLinks() {
  form.channel.append(...Object.entries(table("channels")).map(([value, words]) => make("option", { value }, words)));
  onSubmit(form, makeLink);
  form.addEventListener("input", hide);
}

/** The form, of another campaign. @param {string} id @param {{ name: string, booth: string | undefined }[]} places */
export function showLinks(id, places) {
  if (campaignId !== id) form.reset();
  campaignId = id;
  const chosen = form.booth.value;
  form.booth.replaceChildren(...places.map(({ name, booth }) => make("option", { value: booth ?? "" }, name)));
  form.booth.value = places.some(({ booth }) => (booth ?? "") === chosen) ? chosen : "";
  hide();
}

/** Today's sign-ups by link, of one campaign. @param {Counts} counts */
export function showChannels(counts) {
  const own = counts.filter((one) => one.campaign_id === campaignId);
  find("[data-campaign-channels]").replaceChildren(...(own.length ? own.map(({ name, signups }) => make(
    "li", { class: "spread" }, make("span", {}, name), make("span", { class: "number" }, t(`오늘 ${count(signups)}명`, `${count(signups)} today`)),
  )) : [make("li", { class: "soft" }, t("오늘은 링크로 가입한 분이 없습니다.", "Nobody has joined by a link today."))]));
}

async function makeLink() {
  const name = form.elements.namedItem("link_name");
  const typed = name instanceof HTMLInputElement ? name.value.trim().toLowerCase() : "";
  if (!NAME.test(typed)) throw new FieldError("link_name", t("영문 소문자와 숫자로 12자까지 적어 주세요.", "Small letters and digits, 12 at most."));
  const link = await ask("GET", "v1/staff/campaigns/{campaign_id}/link", {
    values: { campaign_id: campaignId },
    query: { channel: /** One of its options. @type {"poster"} */ (form.channel.value), name: typed || undefined, booth: form.booth.value || undefined },
  });
  fill(made, { "link-title": link.name, "link-url": link.url });
  find("[data-link-qr]").replaceChildren(draw(link.url, t(`${link.name} QR 코드`, `QR code of ${link.name}`)));
  made.hidden = false;
}

export async function copyLink() {
  try {
    await navigator.clipboard.writeText(find("[data-fill=link-url]", made).textContent ?? "");
    note("link-note", t("복사했습니다.", "Copied."));
  } catch {
    note("link-note", t("복사하지 못했습니다. 주소를 길게 눌러 복사해 주세요.", "Could not copy: please select the address and copy it."));
  }
}

function hide() {
  made.hidden = true;
  note("link-note", "");
}
