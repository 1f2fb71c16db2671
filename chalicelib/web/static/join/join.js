// Joining at a festival, from the second step on. The campaign stands in the page; the first step works by start.js already.

import { call, callPatiently } from "../common/api.js";
import { birthOf, echoBirth, readBirth } from "../common/birth.js";
import { onClicks } from "../common/clicks.js";
import { all, fill, find, findForm, onBack, screen, seek, show, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError, showError } from "../common/refusals.js";
import { offerRegions, readRegions } from "../common/regions.js";
import { keepTyped } from "../common/retyped.js";
import * as session from "../common/session.js";
import { startVerification } from "../common/verification.js";
import { wordsFor } from "../common/words.js";
import { isUnder14 } from "./answers.js";
import { showCard } from "./card.js";
import { campaignCode, draft, forget, isForgotten, keepOnly, keyOf, save } from "./draft.js";
import { meetGuardian, startGuardian } from "./guardian.js";
import { follow } from "./sending.js";

const KNOWN_WITHIN_MS = 5000;

const personForm = findForm("form", screen("person"));
const regionForm = findForm("form", screen("region"));
const birth = /** @type {HTMLInputElement} */ (personForm.birth_on);
/** `form.name` is the form's own. @type {HTMLInputElement} */
const nameInput = find("#name", personForm);
const agreeForm = findForm("form", screen("agree"));
const consentBoxes = /** @type {HTMLInputElement[]} */ (all('[type="checkbox"][name]', agreeForm));
const ends = { refuse, finish };

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
    return showAt("person", nameInput, { push: false });
  },
});

startGuardian(() => (draft.isComplete ? submit() : show("region", { push: true })));

onClicks({
  "birth-again": correctBirth,
  "send-again": () => follow(ends),
  "next-person": letNextPersonJoin,
});

start();

function start() {
  watchConnection();
  keepTyped();
  onBack(goBack);
  session.onForgotten(isForgotten, () => location.reload());
  echoBirth(personForm);
  personForm.addEventListener("input", rememberAnswers);
  regionForm.addEventListener("change", rememberAnswers);
  if (draft.done) return showCard(draft.done);
  restoreAnswers();
  // Who has not agreed yet may never need the list of regions: it comes while the number is typed.
  if (draft.consents) offerPlaces();
  if (draft.signup) return follow(ends);
  if (document.body.dataset.state !== "open") return show("stopped", { focus: false });
  return resume();
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
  if (name === "guardian-code" && draft.guardian) return show("guardian");
  show(name);
}

/** With the cursor where one types first: one tap less. @param {string} name @param {HTMLInputElement} first */
function showAt(name, first, { push = true } = {}) {
  show(name, { push });
  first.focus({ preventScroll: true });
}

// Filling in

/** Regions come after all that an earlier step needs; one who is there before them waits a moment. */
async function offerPlaces() {
  try {
    offerRegions(regionForm, await readRegions());
    restoreRegion();
  } catch {
    // The list of provinces stays empty, which is told where one is to be chosen; with a line it comes.
    window.addEventListener("online", offerPlaces, { once: true });
  }
}

function rememberAnswers() {
  Object.assign(draft.answers, {
    name: nameInput.value,
    birth: personForm.birth_on.value,
    province: regionForm.province.value || draft.answers.province || "",
    region: regionForm.region_code.value || draft.answers.region || "",
    relation: regionForm.relation.value,
  });
  save();
}

function restoreAnswers() {
  const { name = "", birth: bornOn = "", relation = "" } = draft.answers;
  nameInput.value = name;
  birth.value = bornOn;
  regionForm.relation.value = relation;
  if (draft.consents) {
    for (const box of consentBoxes) box.checked = Boolean(draft.consents[/** @type {keyof Api.Schemas["SignupBody"]["consents"]} */ (box.name)]);
    consentBoxes[0].dispatchEvent(new Event("change", { bubbles: true }));
  }
  findForm("form", screen("phone")).phone.value = draft.phone.phone || "";
}

function restoreRegion() {
  const { province = "", region = "" } = draft.answers;
  regionForm.province.value = province;
  regionForm.province.dispatchEvent(new Event("change"));
  if (region) regionForm.region_code.value = region;
}

// Steps

onSubmit(agreeForm, () => {
  const missing = consentBoxes.find((box) => box.required && !box.checked);
  if (missing) throw new FieldError(missing.name, t("가입하려면 이 동의가 필요합니다.", "This consent is needed to join."));
  if (!draft.consents) offerPlaces();
  draft.consents = { terms: true, privacy: true, marketing: agreeForm.marketing.checked };
  save();
  if (draft.token) show(draft.isPersonDone ? "region" : "person", { push: true });
  else showAt("phone", findForm("form", screen("phone")).phone);
});

onSubmit(personForm, async () => {
  const name = nameInput.value.trim();
  if (!name) throw new FieldError("name", t("이름을 적어 주세요.", "Please enter your name."));
  const bornOn = birthOf(personForm);
  rememberAnswers();
  if (await isMember(bornOn)) return;
  draft.isPersonDone = true;
  save();
  if (isUnder14(bornOn) && !draft.guardian) meetGuardian();
  else show("region", { push: true });
});

/** Who is a member already is told as soon as number and birth date open their wallet; to everybody else nothing is told.
 * @param {string} bornOn */
async function isMember(bornOn) {
  try {
    const { access_token: token, member_id: memberId } = await session.open(draft.token ?? "", bornOn, KNOWN_WITHIN_MS);
    const profile = await callPatiently("GET", "v1/me", { token });
    end({ name: profile.name, member_id: memberId, already_member: true, granted: 0, profile });
    return true;
  } catch {
    // Nobody's, or nobody answers now: the sign-up itself finds who has joined before.
    return false;
  }
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

/** Composes the sign-up once; `follow` sends that very one until there is an answer. */
async function submit() {
  const bornOn = readBirth(birth.value) ?? "";
  const filledIn = {
    name: nameInput.value.trim(),
    birth_on: bornOn,
    region_code: regionForm.region_code.value || draft.answers.region,
    relation: regionForm.relation.value,
    campaign_code: campaignCode,
    channel: draft.channel,
    consents: draft.consents ?? { terms: false, privacy: false, marketing: false },
    guardian: bornOn && isUnder14(bornOn) ? draft.guardian : undefined,
  };
  draft.signup = { key: keyOf(filledIn), body: { verification_token: draft.token ?? "", ...filledIn } };
  save();
  await follow(ends);
}

/** A refusal leads back to the step that can mend it; what was entered stays. @param {import("../common/api.js").Problem} error */
function refuse(error) {
  const [first, param = first] = error.param.split(/[./]/);
  draft.signup = undefined;
  draft.isComplete = param === "verification_token";
  if (error.code === "guardian_required" || first === "guardian") {
    meetGuardian();
    return showError(findForm("form", screen("guardian")), error, "guardian_phone");
  }
  if (error.code.startsWith("verification")) {
    draft.token = undefined;
    draft.phone.verification_id = undefined;
    save();
    show("phone");
    return showError(findForm("form", screen("phone")), error);
  }
  save();
  const asked = first === "consents" ? agreeForm : [agreeForm, personForm].find((form) => seek(`[name="${CSS.escape(param)}"]`, form));
  const step = asked ?? regionForm;
  show(/** @type {HTMLElement} */ (step.closest("[data-screen]")).dataset.screen ?? "");
  return showError(step, error);
}

/** @param {import("./draft.js").Signup} signup @param {Api.Schemas["SignupStatusAnswer"]} ticket */
async function finish(signup, ticket) {
  if (ticket.status === "rejected") {
    forget();
    fill(screen("stopped"), { "stopped-title": t("가입하지 못했습니다", "Could not join"), "stopped-text": ticket.reason ? wordsFor("rejections", ticket.reason) : "" });
    return show("stopped");
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
  return end(done);
}

/** @param {import("./card.js").Done} done */
function end(done) {
  keepOnly(done);
  return showCard(done);
}

// A booth's tablet or a family's phone: of the one who joined before stays a payment without an answer alone, if there is one.
function letNextPersonJoin() {
  session.forgetPerson();
  location.reload();
}
