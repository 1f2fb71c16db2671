// The owner's own: who works at the shop, and with which phones.

import { askingFirst, button } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { all, fill, find, findForm, imageOf, make, screen } from "../common/dom.js";
import { onSubmit, WishKey } from "../common/forms.js";
import { moment, t, time } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import * as access from "./access.js";
import { pinIn } from "./coming-in.js";

/** @typedef {Api.Schemas["ShopPersonRow"]} Person */
/** @typedef {Api.Schemas["DeviceRow"]} Device */

const personForm = findForm("form", screen("person"));
const pinForm = findForm("form", screen("own-pin"));
const invitationKey = new WishKey();
/** @type {Api.Ask} */
let ask;
/** @type {(name: string, options?: { push?: boolean }) => void} */
let open;
/** @type {Person[]} */
let people = [];
/** @type {Person | null} */
let person = null;

/** @param {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} till */
export function start(till) {
  ({ ask, open } = till);
}

/** Who took a payment, by what stands in it. @param {string | null} terminal "d1.p2" */
export function takerOf(terminal) {
  const id = terminal?.split(".")[1];
  return id ? people.find((one) => one.person_id === id)?.name ?? null : null;
}
/** Those who took payments, also before they left. */
export const everyone = () => people;

export async function readPeople() {
  people = access.isPhone() ? (await ask("GET", "v1/merchant/people")).data : [];
}

export async function showPeople() {
  await readPeople();
  find("[data-crew]").replaceChildren(...people.map(personLine));
  open("people", { push: true });
}

/** @param {Person} one */
function personLine(one) {
  const line = button("", () => showPerson(one), { class: null });
  line.append(make(
    "span", { class: "spread" }, make("strong", { class: "named" }, one.name),
    one.is_active ? tag(one.role === "owner" ? "must" : "", one.role === "owner" ? t("사장님", "Owner") : t("직원", "Clerk")) : tag("bad", t("일하지 않음", "Left")),
  ));
  return make("li", {}, line);
}

/** @param {string} tone @param {string} words */
const tag = (tone, words) => make("span", { class: `tag ${tone}` }, words);

/** @param {Person | null} one */
export function showPerson(one) {
  person = one;
  personForm.reset();
  for (const part of all("[data-known]", personForm)) part.hidden = !one;
  if (one) {
    personForm.person_name.value = one.name;
    personForm.person_role.value = one.role;
    personForm.may_cancel.checked = one.may_cancel;
    personForm.sees_settlements.checked = one.sees_settlements;
    personForm.is_active.checked = one.is_active;
  }
  open("person", { push: true });
}

onSubmit(personForm, async () => {
  const name = personForm.person_name.value.trim();
  if (!name) throw new FieldError("person_name", t("이름을 적어 주세요.", "Please enter the name."));
  const facts = { name, role: personForm.person_role.value, may_cancel: personForm.may_cancel.checked, sees_settlements: personForm.sees_settlements.checked };
  if (person) {
    const pin = personForm.pin.value.trim() ? pinIn(personForm.pin) : undefined;
    await ask("PUT", "v1/merchant/people/{person_id}", { values: { person_id: person.person_id }, body: { ...facts, is_active: personForm.is_active.checked, ...(pin ? { pin } : {}) } });
  } else {
    await ask("POST", "v1/merchant/people", { body: { ...facts, pin: pinIn(personForm.pin) } });
  }
  await showPeople();
}, { name: "person_name", role: "person_role" });

onSubmit(pinForm, async () => {
  access.keepSession(await ask("PUT", "v1/merchant/pin", { body: { pin: pinIn(pinForm.pin), new_pin: pinIn(pinForm.new_pin) } }));
  pinForm.reset();
  open("shop");
});

export async function showDevices() {
  const { data } = await ask("GET", "v1/merchant/devices");
  find("[data-devices]").replaceChildren(...data.filter((one) => one.status === "open").map(deviceLine));
  find("[data-invitation]").hidden = true;
  open("devices", { push: true });
}

/** @param {Device} one */
function deviceLine(one) {
  const words = t("끊기", "Close");
  const close = askingFirst(
    (pressed) => Object.assign(pressed, { textContent: t("네, 끊습니다", "Yes, close it") }),
    async () => {
      await ask("POST", "v1/merchant/devices/{device_id}/close", { values: { device_id: one.device_id } });
      await showDevices();
    },
  );
  return make(
    "li", {},
    make(
      "div", { class: "spread" },
      make("span", {}, make("strong", { class: "named" }, one.name), make("span", { class: "soft small block" }, t(`${moment(one.opened_at)}부터`, `since ${moment(one.opened_at)}`))),
      button(words, close, { class: "button danger small", "aria-label": `${one.name} ${words}` }),
    ),
  );
}

export async function invite() {
  // Another press within ten minutes shows the same one.
  const wish = Math.floor(now() / 600_000);
  const made = await ask("POST", "v1/merchant/device-invitations", { key: invitationKey.of(wish) });
  find("[data-invitation-qr]").replaceChildren(imageOf(made.qr_svg, t("초대 QR 코드", "QR code of the invitation")));
  fill(screen("devices"), {
    "invitation-code": made.code.replace(/(.{4})(?=.)/g, "$1 "),
    "invitation-until": t(`${time(made.expires_at)}까지 한 번 쓸 수 있습니다.`, `Good once, until ${time(made.expires_at)}.`),
  });
  const place = find("[data-invitation]");
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
}
