// The campaigns, and the posters of their booths.

import { button } from "../common/clicks.js";
import { fill, find, make, saveFile, screen } from "../common/dom.js";
import { day, t } from "../common/lang.js";
import { ask, open } from "./desk.js";

/** @typedef {Api.Schemas["CampaignRow"]} Campaign */
/** @typedef {Campaign["booths"][number]} Booth */

const posterWord = t("포스터", "Poster");
/** @type {{ blob: Blob, file: string } | null} */
let poster = null;

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "campaigns",
  words: t("행사", "Campaigns"),
  screens: ["poster"],
  open: openList,
  actions: { "poster-file": () => poster && saveFile(poster.blob, poster.file) },
};

async function openList() {
  open("campaigns", { push: true });
  const { data } = await ask("GET", "v1/staff/campaigns");
  find("[data-campaigns]").replaceChildren(...data.map((campaign) => make(
    "div", { class: "box" },
    make("h2", {}, campaign.name),
    make("p", { class: "soft" }, t(`${day(campaign.opens_at)} ~ ${day(campaign.closes_at)} · 코드 ${campaign.code}`, `${day(campaign.opens_at)} to ${day(campaign.closes_at)} · code ${campaign.code}`)),
    campaign.booths.map((booth) => make(
      "div", { class: "report-row" },
      make("span", {}, make("strong", {}, booth.name), ` ${booth.code}`),
      button(posterWord, () => openPoster(campaign, booth), { "aria-label": `${booth.name} ${t("포스터", "poster")}` }),
    )),
  )));
}

/** @param {Campaign} campaign @param {Booth} booth */
async function openPoster(campaign, booth) {
  const svg = await ask("GET", "v1/staff/campaigns/{campaign_id}/poster.svg", {
    values: { campaign_id: campaign.campaign_id }, query: { booth: booth.code }, as: "text", accept: "image/svg+xml",
  });
  poster = { blob: new Blob([svg], { type: "image/svg+xml" }), file: `poster-${booth.code}.svg` };
  fill(screen("poster"), { "poster-title": `${campaign.name} · ${booth.name}` });
  const image = make("img", { src: URL.createObjectURL(poster.blob), alt: t(`${booth.name} 가입 포스터`, `Sign-up poster of ${booth.name}`) });
  find("[data-poster]").replaceChildren(image);
  open("poster", { push: true });
}
