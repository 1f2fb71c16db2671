// Joining at a festival. A draft in this tab's storage holds every step, so that a reload or a dropped connection
// loses nothing, and the sign-up, once composed, is always the same one when it is sent again.

import { call, callPatiently, newKey, patiently, Problem, sleep, Unreachable } from "../common/api.js";
import { birthOf, echoBirth, readBirth } from "../common/birth.js";
import { onClicks } from "../common/clicks.js";
import { all, fill, find, findForm, onBack, screen, seek, show, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { offerRegions, readRegions } from "../common/regions.js";
import { keepTyped } from "../common/retyped.js";
import * as session from "../common/session.js";
import { tab } from "../common/storage.js";
import { startVerification } from "../common/verification.js";
import { wordsFor } from "../common/words.js";
import { isUnder14 } from "./answers.js";
import { closedText, fillCampaign } from "./campaign.js";
import { showCard } from "./card.js";

/** What is kept of a sign-up that was composed: the very request, and the ticket once there is one.
 * @typedef {{ key: string, body: Api.Schemas["SignupBody"], id?: string }} Signup */
/** @typedef {{
 *   phone: import("../common/verification.js").Draft,
 *   answers: Record<string, string>,
 *   consents?: Api.Schemas["ConsentsBody"],
 *   token?: string,
 *   token_expires_at?: string,
 *   wish?: { key: string, words: string },
 *   isPersonDone?: boolean,
 *   isComplete?: boolean,
 *   signup?: Signup,
 *   done?: import("./card.js").Done,
 * }} Draft */

const campaignCode = document.body.dataset.code ?? "";
const NAME = `onmin.join.${campaignCode}`;
/** @type {Draft} */
const draft = { phone: {}, answers: {}, ...tab.read(NAME) };
const save = () => tab.keep(NAME, draft);

const personForm = findForm("form", screen("person"));
const regionForm = findForm("form", screen("region"));
const birth = /** @type {HTMLInputElement} */ (personForm.birth_on);
/** `form.name` is the form's own. @type {HTMLInputElement} */
const nameInput = find("#name", personForm);
const agreeForm = findForm("form", screen("agree"));
const consentBoxes = /** @type {HTMLInputElement[]} */ (all('[type="checkbox"]', agreeForm));

const verification = startVerification({
  purpose: "signup",
  campaignCode,
  draft: draft.phone,
  save,
  onVerified: (token, expiresAt) => {
    Object.assign(draft, { token, token_expires_at: expiresAt });
    draft.signup = undefined;
    save();
    // Asked to verify again only because the first one ran out: everything else is there already.
    if (draft.isComplete) return submit();
    return show("person");
  },
});

onClicks({
  "birth-again": correctBirth,
  "send-again": follow,
  "next-person": letNextPersonJoin,
  reload: () => location.reload(),
});

start();

async function start() {
  watchConnection();
  keepTyped();
  onBack(goBack);
  session.onForgotten(() => tab.read(NAME) === null, () => location.reload());
  echoBirth(personForm);
  personForm.addEventListener("input", rememberAnswers);
  regionForm.addEventListener("change", rememberAnswers);
  if (draft.done) return showCard(draft.done);
  try {
    const [campaign, provinces] = await Promise.all([
      callPatiently("GET", "v1/campaigns/{code}", { values: { code: campaignCode } }),
      readRegions(),
    ]);
    fillCampaign(campaign, agreeForm);
    offerRegions(regionForm, provinces);
    restoreAnswers();
    const closed = closedText(campaign);
    if (draft.signup) return follow();
    if (closed) return stop(t("지금은 가입 기간이 아닙니다", "Not open for sign-up now"), closed);
    return resume();
  } catch (error) {
    if (draft.signup) return follow();
    if (error instanceof Problem && error.status === 404) {
      return stop(t("찾는 행사가 없습니다", "No such campaign"), t("포스터의 QR 코드를 다시 찍어 주세요. 코드를 손으로 적었다면 한 글자씩 맞춰 봐 주세요.", "Please scan the QR code on the poster again. If you typed the code, check each letter."));
    }
    if (error instanceof Problem && error.status < 500) return stop(error.body.title || "", error.message);
    return stop(t("불러오지 못했습니다", "Could not load"), new Unreachable().message, true);
  }
}

function resume() {
  if (draft.token) return show(draft.isPersonDone ? "region" : "person");
  if (draft.phone.verification_id) return verification.resume();
  return show(draft.consents ? "phone" : "agree", { focus: false });
}

/** The phone's back button goes one step back; from a sign-up that is sent there is no way back. @param {string | undefined} name */
function goBack(name) {
  if (!name || draft.signup || draft.done) return;
  if (["phone", "code"].includes(name) && draft.token) return show("person");
  show(name);
}

// Filling in

function rememberAnswers() {
  draft.answers = {
    name: nameInput.value,
    birth: personForm.birth_on.value,
    province: regionForm.province.value,
    region: regionForm.region_code.value,
    relation: regionForm.relation.value,
  };
  save();
}

function restoreAnswers() {
  const { name = "", birth: bornOn = "", province = "", region = "", relation = "" } = draft.answers;
  nameInput.value = name;
  birth.value = bornOn;
  regionForm.province.value = province;
  regionForm.province.dispatchEvent(new Event("change"));
  regionForm.region_code.value = region;
  regionForm.relation.value = relation;
  for (const box of consentBoxes) box.checked = Boolean(draft.consents?.[/** @type {keyof Api.Schemas["ConsentsBody"]} */ (box.name)]);
  findForm("form", screen("phone")).phone.value = draft.phone.phone || "";
}

// Steps

onSubmit(agreeForm, () => {
  const missing = consentBoxes.find((box) => box.required && !box.checked);
  if (missing) throw new FieldError(missing.name, t("가입하려면 이 동의가 필요합니다.", "This consent is needed to join."));
  draft.consents = { terms: true, privacy: true, marketing: agreeForm.marketing.checked };
  save();
  if (draft.token) show(draft.isPersonDone ? "region" : "person", { push: true });
  else show("phone", { push: true });
});

onSubmit(personForm, () => {
  const name = nameInput.value.trim();
  if (!name) throw new FieldError("name", t("이름을 적어 주세요.", "Please enter your name."));
  if (isUnder14(birthOf(personForm))) return meetGuardian();
  draft.isPersonDone = true;
  rememberAnswers();
  return show("region", { push: true });
});

function meetGuardian() {
  tab.forget(NAME);
  return show("guardian", { push: true });
}

function correctBirth() {
  birth.value = "";
  draft.isPersonDone = false;
  rememberAnswers();
  show("person");
  birth.focus();
}

onSubmit(regionForm, async () => {
  if (!regionForm.region_code.value) throw new FieldError("region_code", t("사는 곳을 골라 주세요.", "Please choose where you live."));
  if (!regionForm.relation.value) throw new FieldError("relation", t("하나를 골라 주세요.", "Please choose one."));
  rememberAnswers();
  draft.isComplete = true;
  await submit();
});

// Sending and waiting

// Composes the sign-up once; `follow` sends that very one until there is an answer.
async function submit() {
  const filledIn = {
    name: nameInput.value.trim(),
    birth_on: readBirth(birth.value) ?? "",
    region_code: regionForm.region_code.value,
    relation: regionForm.relation.value,
    campaign_code: campaignCode,
    consents: draft.consents ?? { terms: false, privacy: false, marketing: false },
  };
  draft.signup = { key: keyOf(filledIn), body: { verification_token: draft.token ?? "", ...filledIn } };
  save();
  await follow();
}

/** The same answers keep their key also when the number had to be proved again: what was sent under it may have arrived.
 * @param {Omit<Signup["body"], "verification_token">} filledIn */
function keyOf(filledIn) {
  const words = JSON.stringify([draft.phone.phone, filledIn]);
  if (draft.wish?.words !== words) draft.wish = { key: newKey(), words };
  return draft.wish.key;
}

async function follow() {
  const { signup } = draft;
  if (!signup) return;
  show("waiting");
  const again = find('[data-do="send-again"]');
  again.hidden = true;
  say(t("보내고 있습니다…", "Sending…"));
  try {
    if (!signup.id) {
      const ticket = await patiently(() => call("POST", "v1/signups", { body: signup.body, key: signup.key }), 6);
      signup.id = ticket.signup_id;
      save();
    }
    await finish(signup, await waitForTicket(signup.id));
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) return refuse(error);
    say(t("아직 보내지 못했습니다. 적은 내용은 이 화면에 그대로 있으니 연결되면 다시 보내 주세요.", "Not sent yet. Everything you entered is kept here; send it again when you are connected."));
    again.hidden = false;
    window.addEventListener("online", () => again.click(), { once: true });
  }
}

const say = (/** @type {string} */ words) => fill(screen("waiting"), { waiting: words });

/** @param {string} signupId */
async function waitForTicket(signupId) {
  say(t("접수했습니다. 온군민증을 만들고 있습니다…", "Received. Making your resident card…"));
  const startedAt = Date.now();
  for (let tries = 0; ; tries += 1) {
    const ticket = await patiently(() => call("GET", "v1/signups/{signup_id}", { values: { signup_id: signupId } }), 30);
    if (ticket.status !== "queued") return ticket;
    if (Date.now() - startedAt > 12000) {
      say(t("지금 가입하는 분이 많습니다. 접수는 끝났으니 순서대로 처리됩니다. 이 화면을 닫아도 가입되며, 나중에 ‘내 지갑’에서 볼 수 있습니다.", "Many people are joining. You are in line and nothing is lost: you may close this page and look into “My wallet” later."));
    }
    await sleep(Math.min(700 * 1.4 ** tries, 8000));
  }
}

/** A refusal leads back to the step that can mend it; what was entered stays. @param {Problem} error */
function refuse(error) {
  draft.signup = undefined;
  draft.isComplete = error.code.startsWith("verification");
  if (error.code === "guardian_required") return meetGuardian();
  if (error.code.startsWith("verification")) {
    draft.token = undefined;
    draft.phone.verification_id = undefined;
    save();
    show("phone");
    return showError(findForm("form", screen("phone")), error);
  }
  save();
  const [first, param = first] = error.param.split(/[./]/);
  const asked = first === "consents" ? agreeForm : [agreeForm, personForm].find((form) => seek(`[name="${CSS.escape(param)}"]`, form));
  const step = asked ?? regionForm;
  show(/** @type {HTMLElement} */ (step.closest("[data-screen]")).dataset.screen ?? "");
  return showError(step, error);
}

/** @param {Signup} signup @param {Api.Schemas["SignupStatusAnswer"]} ticket */
async function finish(signup, ticket) {
  if (ticket.status === "rejected") {
    tab.forget(NAME);
    return stop(t("가입하지 못했습니다", "Could not join"), ticket.reason ? wordsFor("rejections", ticket.reason) : "");
  }
  /** @type {import("./card.js").Done} */
  const done = {
    name: signup.body.name,
    member_id: ticket.member_id ?? null,
    already_member: Boolean(ticket.already_member),
    granted: ticket.granted_mileage ?? 0,
  };
  try {
    const { access_token: token } = await session.open(draft.token ?? "");
    done.profile = await call("GET", "v1/me", { token });
  } catch {
    // The membership stands; the wallet will ask for the phone again.
  }
  // The answers are of no more use here: only what the card shows stays in the tab.
  for (const name of /** @type {(keyof Draft)[]} */ (Object.keys(draft))) delete draft[name];
  Object.assign(draft, { done, phone: {}, answers: {} });
  save();
  return showCard(done);
}

// A booth's tablet or a family's phone: of the one who joined before stays a payment without an answer alone, if there is one.
function letNextPersonJoin() {
  session.forgetPerson();
  location.reload();
}

function stop(/** @type {string} */ title, /** @type {string} */ text, canReload = false) {
  fill(screen("stopped"), { "stopped-title": title, "stopped-text": text });
  find('[data-do="reload"]').hidden = !canReload;
  show("stopped");
}
