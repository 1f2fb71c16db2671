// Who comes along on a half-price trip: what is asked, the proof of a phone, and what they say. The code stands behind the # of
// the address, which goes to no server, and nothing that is typed is kept in this browser.

import { call } from "../common/api.js";
import { birthOf, echoBirth } from "../common/birth.js";
import { onClicks } from "../common/clicks.js";
import { fill, find, findForm, onBack, screen, show, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { day, days, t } from "../common/lang.js";
import { FieldError, showErrorHere } from "../common/refusals.js";
import { offerRegions, readRegions } from "../common/regions.js";
import { startVerification } from "../common/verification.js";

/** @typedef {Api.Schemas["TripInvitationAnswer"]} Invitation */

const code = decodeURIComponent(location.hash.slice(1));
const form = findForm("form", screen("person"));
/** @type {HTMLInputElement} */
const nameInput = find("#name", form);
const proven = { token: "", isForChild: false };

startVerification({
  purpose: "companion",
  draft: {},
  save() {},
  async onVerified(token) {
    proven.token = token;
    show("person", { push: true });
    if (form.province.options.length === 1) offerRegions(form, await readRegions());
  },
});
echoBirth(form);

/** @param {boolean} isForChild */
function begin(isForChild) {
  proven.isForChild = isForChild;
  find("[data-guardian]").hidden = !isForChild;
  form.guardian_name.required = isForChild;
  fill(document, { whose: isForChild ? t("아이에 대해 적어 주세요", "About the child") : t("함께 가는 분", "About you") });
  show("phone", { push: true });
}

onSubmit(form, async () => {
  if (!form.region_code.value) throw new FieldError("region_code", t("사는 곳을 골라 주세요.", "Please choose where you live."));
  const body = {
    code,
    name: nameInput.value.trim(),
    birth_on: birthOf(form),
    region_code: form.region_code.value,
    verification_token: proven.token,
    guardian: proven.isForChild ? { name: form.guardian_name.value.trim(), relation: form.relation.value } : null,
  };
  tell(await call("POST", "v1/trip-companions/consent", { body }));
  form.reset();
});

onClicks({
  consent: () => begin(false),
  "consent-for-child": () => begin(true),
  refuse: async () => tell(await call("POST", "v1/trip-companions/refuse", { body: { code } })),
  again: () => look(),
});
onBack((name) => show(name ?? "start"));
watchConnection();
look();

async function look() {
  show("start", { focus: false });
  try {
    const seen = await call("POST", "v1/trip-companions/look", { body: { code: code || "-" } });
    const when = days(seen.starts_on, seen.ends_on);
    const asked = t(`${seen.asked_by} 님이 ${when} 여행에 함께 간다고 했습니다.`, `${seen.asked_by} says that you come along on a trip: ${when}.`);
    fill(screen("start"), {
      what: seen.is_open ? asked : t("이미 청구했거나 끝난 여행입니다. 남아 있는 것이 없습니다.", "This trip was claimed or has ended. There is nothing left to answer."),
      until: t(`지급을 결정할 때까지. 청구하지 않으면 ${day(seen.claim_by_on)}에 지웁니다.`, `Until it is decided; if nobody claims, it is erased after ${day(seen.claim_by_on)}.`),
    });
    find("[data-open]").hidden = !seen.is_open;
    if (seen.is_open && seen.state === "consented") tell(seen);
  } catch (error) {
    fill(screen("start"), { what: "" });
    showErrorHere(error);
  }
}

/** @param {Invitation} seen */
function tell({ state }) {
  show(state === "consented" ? "done" : "refused");
}
