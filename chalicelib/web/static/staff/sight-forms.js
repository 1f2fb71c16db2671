// The forms of sights: to make one, to describe it anew, to close it down or open it again.

import { fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { table } from "../common/words.js";
import { person } from "./cognito.js";
import { ask } from "./desk.js";

/** @typedef {Api.Schemas["StaffFacilityAnswer"]} Sight */

const PATH = "v1/staff/facilities";
const ONE = `${PATH}/{facility_id}`;
const FREE = t("무료", "Free");
const NAMES = { name: "name_ko" };
const makeForm = findForm("#sight-form");
const changeForm = findForm("#sight-change");
const standingForm = findForm("#sight-standing");
/** @type {Sight | null} */
let shown = null;

/** Forms that are seldom wanted are folded away, and not there for whoever may not use them.
 * @param {HTMLFormElement} form @param {boolean} isOffered @param {boolean} [isOpen] */
export function fold(form, isOffered, isOpen = false) {
  const around = /** @type {HTMLDetailsElement} */ (form.parentElement);
  around.hidden = !isOffered;
  around.open = isOpen;
}

/** @param {string[]} roles */
export const may = (...roles) => person().roles.some((role) => roles.includes(role));

/** What members get, in words. @param {string} benefit */
export const benefitWords = (benefit) => (benefit === "free" ? FREE : benefit);

/** @param {string} typed */
const benefitIn = (typed) => (["무료", "free"].includes(typed.trim().toLowerCase()) ? "free" : typed.trim());

/** @param {HTMLFormElement} form */
const describedIn = (form) => ({
  name: form.name_ko.value.trim(),
  name_en: form.name_en.value.trim(),
  address: form.address.value.trim(),
  kind: /** @type {Sight["kind"]} */ (form.kind.value),
  benefit: benefitIn(form.benefit.value),
  benefit_en: form.benefit_en.value.trim() || null,
  reason: form.reason.value.trim(),
});

/** Where it is seen: the forms are far below. @param {string} words */
function say(words) {
  note("sight-note", words);
  find('[data-fill="sight-note"]').scrollIntoView({ block: "center" });
}

const values = () => ({ facility_id: shown?.facility_id ?? "" });

/** `made` and `changed` go on from there. @param {{ made: (id: string) => unknown, changed: (sight: Sight) => unknown }} then */
export function startForms({ made, changed }) {
  for (const form of [makeForm, changeForm]) form.kind.replaceChildren(...Object.entries(table("facility_kinds")).map(([value, words]) => make("option", { value }, words)));
  keyedForm(makeForm, {
    fields: NAMES,
    read: () => describedIn(makeForm),
    send: (body, key) => ask("POST", PATH, { body, key }),
    async done(sight) {
      makeForm.reset();
      await made(sight.facility_id);
    },
  });
  onSubmit(changeForm, async () => {
    await changed(await ask("PATCH", ONE, { values: values(), body: { ...describedIn(changeForm), version: shown?.version ?? 0 } }));
    say(t("고쳤습니다. 1분 안에 모든 화면에 나타납니다.", "Changed. Every page shows it within a minute."));
  }, NAMES);
  keyedForm(standingForm, {
    read: () => ({ isClosed: Boolean(shown?.is_closed), version: shown?.version ?? 0, reason: standingForm.reason.value.trim() }),
    describe: ({ isClosed, reason }) => [
      make("p", {}, make("strong", {}, shown?.name ?? "")),
      make("p", {}, isClosed
        ? t("지금 있는 운영 조건으로 다시 엽니다. 1분 안에 입장권을 받습니다.", "Opens again with its present terms. Passes are taken within a minute.")
        : t("1분 안에 아무 입장권도 받지 않고, 안내에서 사라집니다. 기록과 요금 대장은 남습니다. 다시 열 수 있습니다.", "Within a minute no pass is taken and the public lists leave it out. Its history and book stay. It can be opened again.")),
      make("p", {}, reason),
    ],
    send: ({ isClosed, version, reason }) => ask("POST", isClosed ? `${ONE}/reopen` : `${ONE}/close`, { values: values(), body: { version, reason } }),
    async done(sight) {
      await changed(sight);
      say(sight.is_closed ? t("닫았습니다.", "Closed.") : t("다시 열었습니다.", "Opened again."));
    },
  });
}

/** Whoever may make none sees no form for it. */
export function offerMaking() {
  makeForm.hidden = !may("operator", "manager");
}

/** The forms of one sight, as it is. @param {Sight} sight */
export function fillForms(sight) {
  shown = sight;
  note("sight-note", "");
  fold(changeForm, may("operator", "manager"));
  changeForm.reset();
  changeForm.name_ko.value = sight.name;
  changeForm.name_en.value = sight.name_en;
  changeForm.address.value = sight.address;
  changeForm.kind.value = sight.kind;
  changeForm.benefit.value = benefitWords(sight.benefit);
  changeForm.benefit_en.value = sight.benefit_en;
  fold(standingForm, may("manager"));
  standingForm.reset();
  standingForm.dispatchEvent(new Event("input"));
  fill(screen("sight"), { "sight-standing": sight.is_closed ? t("다시 열기", "Open it again") : t("문 닫기", "Close it down") });
  const press = find('[type="submit"]', standingForm);
  press.dataset.second = sight.is_closed ? t("다시 열기", "Open it again") : t("문 닫기", "Close it down");
  press.classList.toggle("danger", !sight.is_closed);
}
