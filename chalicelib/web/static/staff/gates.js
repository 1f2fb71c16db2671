// The gates of one sight: a phone or tablet at its entrance each.

import { askingFirst, button } from "../common/clicks.js";
import { find, findForm, imageOf } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["GateAnswer"]} Gate */

const form = findForm("#gate-form");
/** `form.name` is the form's own. */
const nameField = /** @type {HTMLInputElement} */ (find("#gate-name"));
let facilityId = "";

const list = deskTable(find("[data-gates]"), {
  list: "gates",
  words: t("개찰구", "Gates"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Gate} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.closed_at ? "closed" : "open"), say: (state) => (state === "open" ? t("사용 중", "In use") : t("중지", "Closed")), tones: { open: "must", closed: "may" } },
    { words: t("만든 때", "Opened"), kind: "moment", of: (one) => one.opened_at },
    { words: t("만든 사람", "Opened by"), of: (one) => one.opened_by },
    { words: t("중지한 때", "Closed at"), kind: "moment", of: (one) => one.closed_at },
  ],
  actions: (one) => (one.closed_at ? [] : [button(t("중지", "Close"), askingFirst((pressed) => { pressed.textContent = t("다시 누르면 중지합니다", "Press again to close it"); }, () => close(one)), { class: "button danger small", "aria-label": t(`${one.name} 중지`, `Close ${one.name}`) })]),
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** Auditors see the gates and open none. @param {string} id @param {boolean} isInUse */
export async function show(id, isInUse) {
  facilityId = id;
  find("[data-new-gate]").hidden = true;
  form.hidden = !isInUse;
  await read();
}

async function read() {
  const { data } = await ask("GET", "v1/staff/gates");
  list.show(data.filter((gate) => gate.facility_id === facilityId));
}

/** @param {Gate} one */
async function close(one) {
  await ask("POST", "v1/staff/gates/{gate_id}/close", { values: { gate_id: one.gate_id }, body: { reason: t("창구에서 중지", "Closed at the desk") } });
  await read();
}

keyedForm(form, {
  read: () => {
    if (!nameField.value.trim()) throw new FieldError("name", t("이름을 적어 주세요.", "Please enter a name."));
    return { facility_id: facilityId, name: nameField.value };
  },
  send: (body, key) => ask("POST", "v1/staff/gates", { body, key }),
  done: async (made) => {
    find("[data-new-gate]").hidden = false;
    find("[data-gate-qr]").replaceChildren(imageOf(made.qr_svg, t("개찰구 QR 코드", "The gate's QR code")));
    nameField.value = "";
    await read();
  },
});
