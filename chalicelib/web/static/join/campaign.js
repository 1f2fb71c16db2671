// The campaign whose code was scanned: what it gives, which texts one agrees to, whether it is open.

import { now } from "../common/api.js";
import { fill } from "../common/dom.js";
import { points, t } from "../common/lang.js";

/** @param {Api.Schemas["CampaignAnswer"]} campaign @param {HTMLFormElement} agreeForm */
export function fillCampaign(campaign, agreeForm) {
  fill(document, {
    campaign: campaign.name,
    gift: t(`마일리지 ${points(campaign.signup_mileage)}`, points(campaign.signup_mileage)),
  });
  for (const text of campaign.terms) fill(agreeForm, { [`${text.kind}-version`]: text.version });
}

/** Why nobody can join by it now, or "". @param {Api.Schemas["CampaignAnswer"]} campaign */
export function closedText(campaign) {
  if (campaign.is_open) return "";
  return new Date(campaign.opens_at).getTime() > now()
    ? t("아직 시작하지 않았습니다. 행사가 열리면 다시 찍어 주세요.", "It has not started yet. Please scan again when it opens.")
    : t("이 행사의 가입은 끝났습니다. 다음 축제에서 만나요.", "Sign-up for this campaign has ended. See you at the next festival.");
}
