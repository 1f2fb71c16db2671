// Signing up somebody who stands at the desk and has no smartphone: by a document, a signed paper, and a phone if there is one.
// Who is a member already is shown before a second one is made.

import { call, Problem } from "../common/api.js";
import { birthOf, echoBirth } from "../common/birth.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, memberNumber, moment, points, t, today } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { offerRegions, readRegions } from "../common/regions.js";
import { table } from "../common/words.js";
import * as cards from "./cards.js";
import { person } from "./cognito.js";
import { ask, open, openWord, visit } from "./desk.js";
import { PhoneProof } from "./phone-proof.js";

/** @typedef {{ member_id: string, name_masked: string, joined_at: string }} Known */
/** @typedef {Api.Schemas["SignupStatusAnswer"]} Outcome */

const WAITS_MS = [300, 700, 1000, 2000, 3000, 5000, 8000, 10000];
const NAMES = { name: "full_name" };
const form = findForm("#assisted-form");
const known = find("[data-assisted-known]");
const proof = new PhoneProof(form, "assisted-sent", "signup");
/** Who has this name and birth date, once it is known. @type {Known[]} */
let namesakes = [];
let memberId = "";

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "assisted",
  words: t("대신 가입", "Sign somebody up"),
  roles: ["booth", "operator", "manager"],
  views: { "card-print": (id) => visit("member", id) },
  async open() {
    open("assisted");
    form.consents_signed_on.value ||= today();
    if (form.province.options.length < 2) offerRegions(form, await readRegions());
  },
  actions: { "assisted-code": () => proof.send(form.campaign_code.value.trim() || undefined), ...cards.actions },
  start() {
    form.relation.append(...Object.entries(table("relations")).map(([value, words]) => new Option(String(words), value)));
    echoBirth(form);
    cards.startCardForm(findForm("#assisted-card"), { subject: () => ({ member_id: memberId }), then: () => tab.open() });
    // Another name or date is another person.
    for (const name of ["full_name", "birth_on"]) form[name].addEventListener("input", forgetNamesakes);
  },
};

keyedForm(form, {
  fields: NAMES,
  read: async () => ({
    name: form.full_name.value.trim(),
    birth_on: birthOf(form),
    region_code: form.region_code.value,
    relation: form.relation.value,
    campaign_code: form.campaign_code.value.trim() || null,
    consents: { terms: form.terms.checked, privacy: form.privacy.checked, marketing: form.marketing.checked },
    consents_signed_on: form.consents_signed_on.value,
    document_kind: form.document_kind.value,
    verification_token: await proof.token(),
    other_people: isSomebodyElse() ? namesakes.map((one) => one.member_id) : [],
  }),
  async send(body, key) {
    try {
      return await ask("POST", "v1/staff/signups", { body, key });
    } catch (error) {
      if (error instanceof Problem && error.code === "possible_duplicate") showNamesakes(error.body.members);
      throw error;
    }
  },
  done: async ({ signup_id: signupId }) => showOutcome(await settled(signupId), namesakes.length),
});

/** Sign-ups are finished through a queue, mostly within a second. @param {string} signupId */
async function settled(signupId) {
  for (const wait of WAITS_MS) {
    const outcome = await call("GET", "v1/signups/{signup_id}", { values: { signup_id: signupId } });
    if (outcome.status !== "queued") return outcome;
    await new Promise((resolve) => { setTimeout(resolve, wait); });
  }
  throw new Error(t("가입이 접수되었으나 아직 끝나지 않았습니다. 조금 뒤 ‘가입하기’를 다시 눌러 주세요. 두 번 가입되지 않습니다.", "It is accepted and not finished yet. Press “Sign up” again in a moment: nobody is signed up twice."));
}

const isSomebodyElse = () => {
  const box = /** @type {HTMLInputElement | null} */ (known.querySelector("input"));
  return Boolean(box?.checked);
};

function forgetNamesakes() {
  namesakes = [];
  known.hidden = true;
  known.replaceChildren();
}

/** A question to be answered before one goes on, and no list to work through. @param {Known[]} members */
function showNamesakes(members) {
  namesakes = members;
  const mayOpen = person().roles.some((role) => role === "operator" || role === "manager");
  known.replaceChildren(
    make("p", {}, make("strong", {}, t(`이름과 생년월일이 같은 회원이 ${count(members.length)}명 있습니다.`, `${count(members.length)} members have this name and birth date.`))),
    ...members.map((one) => make(
      "div", { class: "report-row" },
      make("span", {}, `${one.name_masked} `, make("span", { class: "soft number" }, `${memberNumber(one.member_id)} · ${t(`${moment(one.joined_at)} 가입`, `joined ${moment(one.joined_at)}`)}`)),
      mayOpen ? button(openWord, () => visit("member", one.member_id), { "aria-label": `${one.name_masked} ${openWord}` }) : null,
    )),
    make("label", { class: "choice" }, make("input", { type: "checkbox" }), " ", make("span", {}, t("신분증을 보니 다른 분입니다. 가입 마일리지는 두 분이 확인될 때까지 보류합니다.", "By the document it is somebody else. The mileage is held until both are identified."))),
  );
  known.hidden = false;
}

/** @param {Outcome} outcome @param {number} held how many have the same name */
function showOutcome(outcome, held) {
  if (outcome.status === "rejected") throw new FieldError("phone", t("다른 회원이 쓰는 번호입니다. 번호를 비우고 가입하거나 본인 번호를 적어 주세요.", "Another member has this number. Leave it empty, or enter the person's own."));
  memberId = outcome.member_id ?? "";
  fill(screen("assisted-done"), { "assisted-title": outcome.already_member ? t("이미 회원입니다", "A member already") : t("가입되었습니다", "Signed up") });
  find("[data-assisted-facts]").replaceChildren(...facts([
    [t("회원 번호", "Member number"), make("span", { class: "number" }, memberNumber(memberId))],
    [t("가입 마일리지", "Sign-up mileage"), points(outcome.granted_mileage ?? 0)],
  ]));
  note("assisted-held", held && !outcome.already_member ? t("같은 이름의 회원이 있어 마일리지를 보류했습니다. 두 분을 신분증으로 확인하면 지급됩니다.", "A member has the same name: the mileage is held until both are identified.") : "");
  find("[data-assisted-card]").hidden = Boolean(outcome.already_member) && !person().roles.some((role) => role !== "booth");
  const cardForm = findForm("#assisted-card");
  cardForm.reset();
  cardForm.reason.value = t("스마트폰 없음", "No smartphone");
  forgetNamesakes();
  proof.forget();
  fill(form, { birth: "" });
  const { campaign_code: campaign, consents_signed_on: signedOn } = form;
  const [kept, signed] = [campaign.value, signedOn.value];
  form.reset();
  // The next one comes to the same booth, on the same day.
  campaign.value = kept;
  signedOn.value = signed;
  open("assisted-done");
}
