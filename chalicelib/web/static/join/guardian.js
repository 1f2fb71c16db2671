// Under 14: a guardian says who they are and consents by a code that is sent to a number of their own.

import { all, find, findForm, screen, show } from "../common/dom.js";
import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { startVerification } from "../common/verification.js";
import { draft, save } from "./draft.js";

const form = findForm("form", screen("guardian"));
/** @type {HTMLInputElement} */
const nameInput = find("#guardian-name", form);
/** @type {HTMLInputElement} */
const agrees = find("#guardian-agrees", form);

/** `onConsent` goes on with the child. @param {() => unknown} onConsent */
export function startGuardian(onConsent) {
  startVerification({
    purpose: "guardian",
    at: "guardian",
    draft: draft.guardianPhone,
    save,
    check,
    onVerified: (token) => {
      draft.guardian = { verification_token: token, name: nameInput.value.trim(), relation: relationOf() };
      save();
      return onConsent();
    },
  });
  form.addEventListener("change", remember);
  restore();
}

/** The step at which a guardian consents, from the start. */
export function meetGuardian() {
  draft.guardian = undefined;
  draft.guardianPhone.verification_id = undefined;
  save();
  return show("guardian", { push: true });
}

function check() {
  if (!nameInput.value.trim()) throw new FieldError("guardian_name", t("보호자의 이름을 적어 주세요.", "Please enter the guardian's name."));
  if (!agrees.checked) throw new FieldError("guardian_agrees", t("보호자의 동의가 있어야 가입할 수 있습니다.", "The guardian's consent is needed to join."));
  if (draft.phone.phone && draft.phone.phone === draft.guardianPhone.phone) throw new FieldError("guardian_phone", t("어린이의 번호와 같습니다. 보호자 본인의 번호를 적어 주세요.", "This is the child's own number. Please use the guardian's."));
}

const relations = () => /** @type {HTMLInputElement[]} */ (all('[name="guardian_relation"]', form));
const relationOf = () => /** @type {"parent" | "legal_guardian"} */ (relations().find((one) => one.checked)?.value ?? "parent");

function remember() {
  Object.assign(draft.answers, { guardian: nameInput.value, guardian_relation: relationOf() });
  save();
}

function restore() {
  nameInput.value = draft.answers.guardian || "";
  for (const one of relations()) one.checked = one.value === (draft.answers.guardian_relation || "parent");
}
