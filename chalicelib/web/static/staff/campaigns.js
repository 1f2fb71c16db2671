// The campaigns, and the posters of their booths.

import { button } from "../common/clicks.js";
import { fill, find, make, saveFile, screen } from "../common/dom.js";
import { day, lastDay, t } from "../common/lang.js";
import { ask, open } from "./desk.js";

/** @typedef {Api.Schemas["CampaignRow"]} Campaign */
/** `booth`: whose it is, unless the campaign's own. @typedef {{ name: string, code: string, booth: string | undefined }} Place */

const posterWord = t("포스터", "Poster");
/** @type {{ blob: Blob, file: string } | null} */
let poster = null;

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "campaigns",
  words: t("행사", "Campaigns"),
  views: { poster: openNamed },
  open: openList,
  actions: { "poster-file": () => poster && saveFile(poster.blob, poster.file) },
};

const read = async () => (await ask("GET", "v1/staff/campaigns")).data;

/** What has a poster: the campaign itself, and each of its booths. @param {Campaign} campaign @returns {Place[]} */
const placesOf = (campaign) => [
  { name: t("행사 전체", "The whole campaign"), code: campaign.code, booth: undefined },
  ...campaign.booths.map(({ name, code }) => ({ name, code, booth: code })),
];

async function openList() {
  open("campaigns");
  const data = await read();
  find("[data-campaigns]").replaceChildren(...data.map((campaign) => make(
    "div", { class: "box" },
    make("h2", {}, campaign.name),
    make("p", { class: "soft" }, t(`${day(campaign.opens_at)} ~ ${lastDay(campaign.closes_at)} · 코드 ${campaign.code}`, `${day(campaign.opens_at)} to ${lastDay(campaign.closes_at)} · code ${campaign.code}`)),
    placesOf(campaign).map((place) => make(
      "div", { class: "report-row" },
      make("span", {}, make("strong", {}, place.name), ` ${place.code}`),
      button(posterWord, () => openPoster(campaign, place), { "aria-label": `${place.name} ${t("포스터", "poster")}` }),
    )),
  )));
}

/** @param {string} code */
async function openNamed(code) {
  for (const campaign of await read()) {
    const place = placesOf(campaign).find((one) => one.code === code);
    if (place) return openPoster(campaign, place);
  }
  return openList();
}

/** @param {Campaign} campaign @param {Place} place */
async function openPoster(campaign, place) {
  const svg = await ask("GET", "v1/staff/campaigns/{campaign_id}/poster.svg", {
    values: { campaign_id: campaign.campaign_id }, query: { booth: place.booth }, as: "text", accept: "image/svg+xml",
  });
  poster = { blob: new Blob([svg], { type: "image/svg+xml" }), file: `poster-${place.code}.svg` };
  fill(screen("poster"), { "poster-title": `${campaign.name} · ${place.name}` });
  const image = make("img", { src: URL.createObjectURL(poster.blob), alt: t(`${place.name} 가입 포스터`, `Sign-up poster of ${place.name}`) });
  find("[data-poster]").replaceChildren(image);
  open("poster", { id: place.code });
}
