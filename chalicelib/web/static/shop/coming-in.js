// How a phone comes into a shop, by an invitation, and who works at it, by a PIN.

import { call, newKey, statusOf } from "../common/api.js";
import { fill, find, findForm, make, note, screen, show } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError, messageOf, showError } from "../common/refusals.js";
import { hasCamera, scan } from "../common/scan.js";
import { device } from "../common/storage.js";
import { readCode } from "../common/typed.js";
import * as access from "./access.js";
import { mark } from "./addresses.js";

/** @typedef {Api.Schemas["ShopPersonRow"]} Person */

export const INVITATION = /^\d{12}$/;
export const PIN = /^\d{6}$/;
/** Under one key a phone comes in once, whatever becomes of the answer. */
const WISH_NAME = "onmin.shop-coming-in";
const codeForm = findForm("#code-form");
const keyForm = findForm("#key-form");
const newForm = findForm("form", screen("invited"));
const pinForm = findForm("form", screen("who"));
let code = "";
let asksForOwner = false;
/** @type {AbortController | null} */
let scanning = null;
/** `onShutOut`: what must not go on without anybody there.
 * @type {{ enter: () => Promise<unknown>, open: (name: string) => unknown, onShutOut: () => void }} */
let till;

/** @param {typeof till} parts */
export function start(parts) {
  till = parts;
}

export function stopCamera() {
  scanning?.abort();
  scanning = null;
  find("[data-invitation-camera]").hidden = true;
}

export async function scanInvitation() {
  const place = find("[data-invitation-camera]");
  if (!hasCamera()) return codeForm.invitation.focus();
  stopCamera();
  scanning = new AbortController();
  place.hidden = false;
  const { signal } = scanning;
  try {
    const text = await scan(/** @type {HTMLVideoElement} */ (find("video", place)), signal);
    stopCamera();
    return await showInvitation(text);
  } catch (error) {
    if (signal.aborted && !(error instanceof FieldError)) return undefined;
    place.hidden = true;
    throw error;
  }
}

/** @param {string} text typed in groups, or the address that was scanned */
const digitsOf = (text) => readCode(text.split("#").pop() ?? "").replace(/[^0-9]/g, "");

/** @param {string} text */
export async function showInvitation(text) {
  const digits = digitsOf(text);
  if (!INVITATION.test(digits)) throw new FieldError("invitation", t("초대 번호는 숫자 열두 자리입니다.", "An invitation has twelve digits."));
  let found;
  try {
    found = await call("POST", "v1/device-invitations/find", { body: { code: digits } });
  } catch (error) {
    if (statusOf(error) >= 400 && statusOf(error) < 500) throw new FieldError("invitation", /** @type {Error} */ (error).message);
    throw error;
  }
  code = digits;
  asksForOwner = found.asks_for_owner;
  fill(screen("invited"), { "invited-shop": found.shop_name });
  find("[data-for-owner]").hidden = !asksForOwner;
  show("invited", { push: true });
  mark("invited");
}

onSubmit(codeForm, () => showInvitation(codeForm.invitation.value));

onSubmit(keyForm, async () => {
  const typed = readCode(keyForm.api_key.value);
  if (!typed) throw new FieldError("api_key", t("가맹점 키를 넣어 주세요.", "Please enter the shop key."));
  access.keepKey(typed);
  keyForm.api_key.value = "";
  await till.enter();
});

/** @param {HTMLInputElement} field */
export function pinIn(field) {
  const pin = readCode(field.value);
  if (!PIN.test(pin)) throw new FieldError(field.name, t("비밀번호는 숫자 여섯 자리입니다.", "A PIN has six digits."));
  return pin;
}

onSubmit(newForm, async () => {
  const name = newForm.device_name.value.trim();
  if (!name) throw new FieldError("device_name", t("이 기기의 이름을 적어 주세요.", "Please name this phone."));
  const body = { code, name, ...(asksForOwner ? ownerIn() : {}) };
  // Kept until the answer is there: a page that was closed in between comes in as the same phone.
  const key = device.text(WISH_NAME) ?? newKey("phone-");
  device.keepText(WISH_NAME, key);
  const made = await call("POST", "v1/devices", { body, key });
  device.forget(WISH_NAME);
  access.keepDevice(made.device_token);
  if (made.session) access.keepSession(made.session);
  newForm.reset();
  await till.enter();
}, { name: "device_name" });

function ownerIn() {
  const owner_name = newForm.owner_name.value.trim();
  if (!owner_name) throw new FieldError("owner_name", t("사장님 이름을 적어 주세요.", "Please enter the owner's name."));
  const pin = pinIn(newForm.pin);
  if (newForm.again.value.trim() !== pin) throw new FieldError("again", t("두 번호가 다릅니다. 다시 눌러 주세요.", "The two are not the same. Please type it again."));
  return { owner_name, pin };
}

/** Asks who works here now. @param {string} [why] */
async function askWho(why = "") {
  const { data } = await call("GET", "v1/merchant/people", { token: access.deviceToken() ?? "" });
  const last = access.lastPerson();
  const people = data.filter((one) => one.is_active);
  const chosen = people.find((one) => one.person_id === last) ?? people[0];
  find("[data-people]").replaceChildren(...people.map((one) => choiceOf(one, one === chosen)));
  pinForm.pin.value = "";
  note("who-note", why);
  show("who");
  mark("who");
  pinForm.pin.focus();
}

/** @param {Person} one @param {boolean} isChosen */
const choiceOf = (one, isChosen) => make(
  "label", { class: "choice" },
  make("input", { type: "radio", name: "person_id", value: one.person_id, checked: isChosen }),
  make("span", { class: "named" }, one.name), " ",
  one.role === "owner" ? make("span", { class: "tag must" }, t("사장님", "Owner")) : "",
);

onSubmit(pinForm, async () => {
  const pin = pinIn(pinForm.pin);
  const person_id = new FormData(pinForm).get("person_id");
  pinForm.pin.value = "";
  access.keepSession(await call("POST", "v1/merchant/sessions", { body: { person_id: String(person_id), pin }, token: access.deviceToken() ?? "" }));
  await till.enter();
});

// The sixth digit is the last one.
pinForm.pin.addEventListener("input", () => { if (PIN.test(pinForm.pin.value)) pinForm.requestSubmit(); });

/** Whoever is shut out, by the end of the session or of the phone, finds the way in again. @param {unknown} [error] */
export async function shutOut(error) {
  till.onShutOut();
  if (!access.isPhone()) {
    access.leave();
    find("details.by-key").setAttribute("open", "");
    till.open("login");
    showError(keyForm, new FieldError("api_key", t("가맹점 키가 맞지 않습니다. 군청에서 받은 키를 다시 확인해 주세요.", "This shop key is not valid. Please check the key you received from the county.")), "api_key");
    return;
  }
  access.lock();
  try {
    await askWho(error ? t("일한 지 오래되었습니다. 비밀번호를 다시 눌러 주세요.", "It has been a while. Please give the PIN again.") : "");
  } catch (refusal) {
    if (statusOf(refusal) !== 401) return waitFor(refusal);
    access.leave();
    till.open("login");
    showError(screen("login"), new FieldError("invitation", t("이 기기는 끊겼습니다. 군청이나 사장님께 새 초대를 받아 주세요.", "This phone was closed. Please ask the county or the owner for a new invitation.")), "invitation");
  }
}

/** @param {unknown} error */
export function waitFor(error) {
  till.open("loading");
  fill(screen("loading"), { loading: messageOf(error) });
  find('[data-do="reload"]', screen("loading")).hidden = false;
}
