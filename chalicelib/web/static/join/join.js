// Joining at a festival. A draft in this tab's storage holds every step, so that a reload or a dropped connection
// loses nothing, and the sign-up, once composed, is always the same one when it is sent again.

import { call, callPatiently, newKey, Problem, sleep, Unreachable } from "../common/api.js";
import { all, busy, FieldError, fill, find, onBack, onSubmit, screen, show, showError, watchConnection } from "../common/dom.js";
import { echoBirth, isUnder14, offerRegions, readBirth } from "./answers.js";
import { memberNumber, points, t } from "../common/lang.js";
import * as session from "../common/session.js";
import { startVerification } from "../common/verification.js";

const campaignCode = document.body.dataset.code;
const NAME = `onmin.join.${campaignCode}`;
const draft = JSON.parse(sessionStorage.getItem(NAME) || "{}");
draft.phone ??= {};
draft.answers ??= {};
const save = () => sessionStorage.setItem(NAME, JSON.stringify(draft));

const personForm = find("form", screen("person"));
const regionForm = find("form", screen("region"));
const birth = personForm.birth_on;
const agreeForm = find("form", screen("agree"));

const verification = startVerification({
  purpose: "signup",
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

start();

async function start() {
  watchConnection();
  onBack(goBack);
  echoBirth(personForm);
  personForm.addEventListener("input", rememberAnswers);
  regionForm.addEventListener("change", rememberAnswers);
  if (draft.done) return showCard(draft.done);
  try {
    const [campaign, provinces] = await Promise.all([
      callPatiently("GET", `v1/campaigns/${encodeURIComponent(campaignCode)}`),
      fetch(document.body.dataset.regions).then((response) => response.json()),
    ]);
    fillCampaign(campaign);
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

// The phone's back button goes one step back; from a sign-up that is sent there is no way back.
function goBack(name) {
  if (!name || draft.signup || draft.done) return;
  if (["phone", "code"].includes(name) && draft.token) return show("person");
  show(name);
}

// Filling in

function fillCampaign(campaign) {
  fill(document, {
    campaign: campaign.name,
    gift: t(`마일리지 ${points(campaign.signup_mileage)}`, points(campaign.signup_mileage)),
  });
  for (const text of campaign.terms || []) fill(agreeForm, { [`${text.kind}-version`]: text.version });
}

function closedText(campaign) {
  const now = Date.now();
  if (campaign.is_open === true) return "";
  if (campaign.is_open === false || now >= new Date(campaign.closes_at)) {
    return t("이 행사의 가입은 끝났습니다. 다음 축제에서 만나요.", "Sign-up for this campaign has ended. See you at the next festival.");
  }
  return now < new Date(campaign.opens_at) ? t("아직 시작하지 않았습니다. 행사가 열리면 다시 찍어 주세요.", "It has not started yet. Please scan again when it opens.") : "";
}

function rememberAnswers() {
  draft.answers = {
    name: personForm.elements.name.value,
    birth: personForm.birth_on.value,
    province: regionForm.province.value,
    region: regionForm.region_code.value,
    relation: regionForm.relation.value,
  };
  save();
}

function restoreAnswers() {
  const { name = "", birth = "", province = "", region = "", relation = "" } = draft.answers;
  personForm.elements.name.value = name;
  personForm.birth_on.value = birth;
  regionForm.province.value = province;
  regionForm.province.dispatchEvent(new Event("change"));
  regionForm.region_code.value = region;
  regionForm.relation.value = relation;
  for (const kind of ["terms", "privacy", "marketing"]) agreeForm.elements[kind].checked = Boolean(draft.consents?.[kind]);
  find('[name="phone"]', screen("phone")).value = draft.phone.phone || "";
}

// Steps

onSubmit(agreeForm, () => {
  for (const kind of ["terms", "privacy"]) {
    if (!agreeForm.elements[kind].checked) throw new FieldError(kind, t("가입하려면 이 동의가 필요합니다.", "This consent is needed to join."));
  }
  draft.consents = { terms: true, privacy: true, marketing: agreeForm.marketing.checked };
  save();
  if (draft.token) show(draft.isPersonDone ? "region" : "person", { push: true });
  else show("phone", { push: true });
});

onSubmit(personForm, () => {
  const name = personForm.elements.name.value.trim();
  if (!name) throw new FieldError("name", t("이름을 적어 주세요.", "Please enter your name."));
  if (!readBirth(birth.value)) throw new FieldError("birth_on", t("생년월일 여덟 자리를 다시 봐 주세요. 예: 19580307", "Please check the eight digits, such as 19580307."));
  if (isUnder14(readBirth(birth.value))) return meetGuardian();
  draft.isPersonDone = true;
  rememberAnswers();
  return show("region", { push: true });
});

function meetGuardian() {
  sessionStorage.removeItem(NAME);
  return show("guardian", { push: true });
}

find("[data-birth-again]").addEventListener("click", () => {
  birth.value = "";
  draft.isPersonDone = false;
  rememberAnswers();
  show("person");
  birth.focus();
});

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
  draft.signup = {
    key: newKey(),
    body: {
      verification_token: draft.token,
      name: personForm.elements.name.value.trim(),
      birth_on: readBirth(birth.value),
      region_code: regionForm.region_code.value,
      relation: regionForm.relation.value,
      campaign_code: campaignCode,
      consents: draft.consents,
    },
  };
  save();
  await follow();
}

async function follow() {
  show("waiting");
  const again = find("[data-again]");
  again.hidden = true;
  say(t("보내고 있습니다…", "Sending…"));
  try {
    if (!draft.signup.id) {
      const ticket = await callPatiently("POST", "v1/signups", { body: draft.signup.body, key: draft.signup.key }, 6);
      draft.signup.id = ticket.signup_id;
      save();
    }
    await finish(await waitForTicket(draft.signup.id));
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) return refuse(error);
    say(t("아직 보내지 못했습니다. 적은 내용은 이 화면에 그대로 있으니 연결되면 다시 보내 주세요.", "Not sent yet. Everything you entered is kept here; send it again when you are connected."));
    again.hidden = false;
    return window.addEventListener("online", () => again.click(), { once: true });
  }
}

find("[data-again]").addEventListener("click", (event) => busy(event.currentTarget, follow));

const say = (words) => fill(screen("waiting"), { waiting: words });

async function waitForTicket(signupId) {
  say(t("접수했습니다. 온군민증을 만들고 있습니다…", "Received. Making your resident card…"));
  const startedAt = Date.now();
  for (let tries = 0; ; tries += 1) {
    const ticket = await callPatiently("GET", `v1/signups/${encodeURIComponent(signupId)}`, {}, 30);
    if (ticket.status !== "queued") return ticket;
    if (Date.now() - startedAt > 12000) {
      say(t("지금 가입하는 분이 많습니다. 접수는 끝났으니 순서대로 처리됩니다. 이 화면을 닫아도 가입되며, 나중에 ‘내 지갑’에서 볼 수 있습니다.", "Many people are joining. You are in line and nothing is lost: you may close this page and look into “My wallet” later."));
    }
    await sleep(Math.min(700 * 1.4 ** tries, 8000));
  }
}

// A refusal leads back to the step that can mend it; what was entered stays.
function refuse(error) {
  draft.signup = undefined;
  draft.isComplete = error.code.startsWith("verification");
  if (error.code === "guardian_required") {
    return meetGuardian();
  }
  if (error.code.startsWith("verification")) {
    draft.token = undefined;
    draft.phone.verification_id = undefined;
    save();
    show("phone");
    return showError(find("form", screen("phone")), error);
  }
  save();
  const param = String(error.param).split(/[./]/).pop();
  const [name, form] = ["terms", "privacy", "consents", "marketing"].includes(param) ? ["agree", agreeForm]
    : ["name", "birth_on"].includes(param) ? ["person", personForm] : ["region", regionForm];
  show(name);
  return showError(form, error);
}

async function finish(ticket) {
  if (ticket.status === "rejected") {
    sessionStorage.removeItem(NAME);
    return stop(t("가입하지 못했습니다", "Could not join"), ticket.reason || "");
  }
  const done = {
    name: draft.signup.body.name,
    member_id: ticket.member_id,
    already_member: Boolean(ticket.already_member),
    granted: ticket.granted_mileage ?? 0,
  };
  try {
    await session.open(draft.token);
    const { access_token: token } = session.current();
    done.profile = await call("GET", "v1/me", { token });
  } catch {
    // The membership stands; the wallet will ask for the phone again.
  }
  // The answers are of no more use here: only what the card shows stays in the tab.
  for (const key of Object.keys(draft)) delete draft[key];
  Object.assign(draft, { done, phone: {}, answers: {} });
  save();
  return showCard(done);
}

function showCard(done) {
  const profile = done.profile || {};
  fill(screen("card"), {
    welcome: done.already_member ? t("이미 온 군민이십니다", "You are already a member") : t("환영합니다! 온 군민이 되셨습니다", "Welcome! You are a member now"),
    name: profile.name || done.name,
    member: done.member_id ? memberNumber(done.member_id) : "",
    "card-note": t("받은 마일리지", "Mileage received"),
    "card-mileage": points(done.granted),
    granted: done.already_member
      ? t("가입 마일리지는 한 사람에게 한 번 드립니다. 지갑에서 남은 마일리지를 볼 수 있습니다.", "Sign-up mileage is given once per person. Your wallet shows what you have.")
      : t(`마일리지 ${points(done.granted)}을 드렸습니다. 지갑에서 상품권으로 바꿔 가게에서 쓰세요.`, `You received ${points(done.granted)}. Turn it into a voucher in your wallet and use it in shops.`),
  });
  all(".spread", screen("card")).forEach((row) => { row.hidden = done.already_member; });
  show("card");
}

// A booth's tablet or a family's phone: nothing of the one who joined before stays behind.
find("[data-next-person]").addEventListener("click", () => {
  sessionStorage.removeItem(NAME);
  session.close();
  location.reload();
});

function stop(title, text, canReload = false) {
  fill(screen("stopped"), { "stopped-title": title, "stopped-text": text });
  find("[data-reload]").hidden = !canReload;
  show("stopped");
}

find("[data-reload]").addEventListener("click", () => location.reload());
