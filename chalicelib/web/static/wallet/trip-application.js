// Applying for a half-price trip: days, who comes along, and an image of where one lives.

import { button, onClicks } from "../common/clicks.js";
import { all, find, findForm, make } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { nameOf, readRegions } from "../common/regions.js";
import { sendImage } from "./images.js";
import { showView } from "./views.js";

const COMPANIONS_MAX = 20;
const form = findForm("#trip-form");
const place = find("[data-companions]");
let made = 0;
/** @type {import("../common/regions.js").Place[] | undefined} */
let regions;
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;

/** @param {{ ask: Api.Ask, done: (tripId: string) => unknown }} parts */
export function start({ ask: asks, done }) {
  ask = asks;
  onClicks({ "add-companion": addCompanion });
  keyedForm(form, {
    read,
    describe: ({ body }) => [
      make("p", {}, make("strong", {}, `${day(body.starts_on)} ~ ${day(body.ends_on)}`)),
      make("p", {}, t(`모두 ${body.companions.length + 1}명`, `${body.companions.length + 1} people in all`)),
    ],
    async send({ body, residence }, key) {
      const residenceId = residence ? await sendImage(ask, residence, "residence_upload_id") : null;
      return ask("POST", "v1/me/trips", { key, body: { ...body, residence_upload_id: residenceId } });
    },
    done({ trip_id: id }) {
      form.reset();
      place.replaceChildren();
      return done(id);
    },
  });
}

export async function open() {
  showView("trip-apply", { push: true });
  regions ??= await readRegions();
}

function read() {
  for (const name of ["starts_on", "ends_on"]) {
    if (!form[name].value) throw new FieldError(name, t("날을 골라 주세요.", "Please choose a day."));
  }
  return {
    body: { starts_on: form.starts_on.value, ends_on: form.ends_on.value, companions: all("[data-companion]", place).map(companionIn) },
    residence: /** @type {File | undefined} */ (form.residence.files?.[0]),
  };
}

/** @param {HTMLElement} box */
function companionIn(box) {
  const [name, birth] = /** @type {HTMLInputElement[]} */ (all("input", box));
  const region = /** @type {HTMLSelectElement} */ (find("select", box));
  if (!name.value.trim() || !birth.value || !region.value) throw new FieldError("companions", t("함께 가는 분의 이름, 생년월일, 사는 곳을 모두 적어 주세요.", "Please give name, birth date and region of each person."));
  return { name: name.value.trim(), birth_on: birth.value, region_code: region.value };
}

function addCompanion() {
  if (all("[data-companion]", place).length >= COMPANIONS_MAX) return;
  made += 1;
  const id = `companion-${made}`;
  /** @type {HTMLElement} */
  const box = make(
    "div", { class: "box", "data-companion": true },
    field(t("이름", "Name"), make("input", { id: `${id}-name`, type: "text", autocomplete: "off" })),
    field(t("생년월일", "Birth date"), make("input", { id: `${id}-birth`, type: "date" })),
    field(t("사는 곳", "Lives in"), make(
      "select", { id: `${id}-region` },
      make("option", { value: "" }, t("골라 주세요", "Choose")),
      (regions ?? []).map((province) => make("optgroup", { label: nameOf(province) }, (province.counties ?? []).map((county) => make("option", { value: county.code }, nameOf(county))))),
    )),
    button(t("이 사람 빼기", "Remove"), () => box.remove(), { class: "button quiet small" }),
  );
  place.append(box);
  find("input", box).focus();
}

/** @param {string} words @param {HTMLElement} control */
const field = (words, control) => make("div", { class: "field" }, make("label", { for: control.id }, words), control);
