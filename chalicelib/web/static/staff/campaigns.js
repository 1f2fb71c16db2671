// The campaigns, and the posters of their booths.

import { button } from "../common/clicks.js";
import { fill, find, make, saveFile, screen } from "../common/dom.js";
import { day, t } from "../common/lang.js";
import { ask, open } from "./desk.js";

/** @typedef {Api.Schemas["CampaignRow"]} Campaign */

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
    [{ name: t("행사 전체", "The whole campaign"), code: campaign.code, booth: undefined }, ...campaign.booths.map(({ name, code }) => ({ name, code, booth: code }))].map((place) => make(
      "div", { class: "report-row" },
      make("span", {}, make("strong", {}, place.name), ` ${place.code}`),
      button(posterWord, () => openPoster(campaign, place), { "aria-label": `${place.name} ${t("포스터", "poster")}` }),
    )),
  )));
}

/** @param {Campaign} campaign @param {{ name: string, code: string, booth: string | undefined }} place `booth`: whose it is, unless the campaign's own */
async function openPoster(campaign, place) {
  const svg = await ask("GET", "v1/staff/campaigns/{campaign_id}/poster.svg", {
    values: { campaign_id: campaign.campaign_id }, query: { booth: place.booth }, as: "text", accept: "image/svg+xml",
  });
  poster = { blob: new Blob([svg], { type: "image/svg+xml" }), file: `poster-${place.code}.svg` };
  fill(screen("poster"), { "poster-title": `${campaign.name} · ${place.name}` });
  const image = make("img", { src: URL.createObjectURL(poster.blob), alt: t(`${place.name} 가입 포스터`, `Sign-up poster of ${place.name}`) });
  find("[data-poster]").replaceChildren(image);
  open("poster", { push: true });
}
