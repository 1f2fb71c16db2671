// The county's settings as dated versions: on a day, through time, and a new version for a day to come.

import { button } from "../common/clicks.js";
import { fill, find, findForm, make, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, moment, t, today } from "../common/lang.js";
import { FieldError, guarded } from "../common/refusals.js";
import { hasForm, table, wordsFor } from "../common/words.js";
import { ask, open } from "./desk.js";

/** @typedef {Api.Schemas["SettingAnswer"]} Setting */
/** How values of a setting are written. @typedef {{ texts: string[], none: string }} Unit */

const PATH = "v1/staff/settings";
const form = findForm("#setting-form");
const list = find("[data-settings]");
const dayField = /** @type {HTMLInputElement} */ (find("#settings-on"));
const known = table("settings");
/** @type {Record<string, Unit>} */
const units = table("units");

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "settings",
  words: t("설정", "Settings"),
  screens: ["setting"],
  async open() {
    open("settings", { push: true });
    dayField.value ||= today();
    await read();
  },
  start() {
    dayField.addEventListener("change", () => guarded(read));
    form.key.replaceChildren(...Object.entries(known).map(([key, name]) => make("option", { value: key }, name)));
  },
};

/** @param {string} key */
const nameOf = (key) => wordsFor("settings", key);
/** A key that is no longer used has no unit: its number stands alone. @param {string} key @param {number | null} value */
function valueOf(key, value) {
  const { texts, none } = units[key] ?? { texts: ["{}"], none: t("한도 없음", "No limit") };
  if (value === null) return none;
  return (texts.length > 1 ? texts[value] : texts[0]).replace("{}", count(value));
}

async function read() {
  const { on, data } = await ask("GET", PATH, { query: { on: dayField.value || today() } });
  fill(screen("settings"), { "settings-day": day(on) });
  const order = Object.keys(known);
  const current = data.filter(({ key }) => key in known).sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
  const retired = data.filter(({ key }) => !(key in known));
  list.replaceChildren(...current.map(row), ...(retired.length ? [make("details", {}, make("summary", {}, t("이제 쓰지 않는 설정", "No longer used")), retired.map(row))] : []));
}

/** @param {Setting} setting */
const row = ({ key, current, coming }) => make(
  "div", { class: "report-row tight" },
  make(
    "div", {},
    make("div", {}, nameOf(key), ": ", make("strong", { class: "number" }, current ? valueOf(key, current.value) : t("정해지기 전", "Not set yet"))),
    coming.map((version) => make("div", {}, make("span", { class: "tag warn" }, t(`${day(version.effective_on)}부터`, `from ${day(version.effective_on)}`)), ` ${valueOf(key, version.value)}`)),
  ),
  button(t("이력", "History"), () => showHistory(key), { "aria-label": `${nameOf(key)} ${t("이력", "history")}` }),
);

/** @param {string} key */
async function showHistory(key) {
  const { data } = await ask("GET", `${PATH}/{key}`, { values: { key } });
  fill(screen("setting"), { "setting-name": nameOf(key), "setting-key": key });
  find("[data-versions]").replaceChildren(...data.map((version) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", { class: "number" }, valueOf(key, version.value)), make("span", {}, t(`${day(version.effective_on)}부터`, `from ${day(version.effective_on)}`))),
    make("div", {}, `${t("근거", "Source")}: ${version.source}`),
    version.notice ? make("div", {}, `${t("고시", "Notice")}: ${version.notice}`) : null,
    version.recorded_at ? make("div", { class: "soft" }, t(`적은 사람 ${version.recorded_by}, ${moment(version.recorded_at)}`, `Recorded by ${version.recorded_by}, ${moment(version.recorded_at)}`)) : make("div", { class: "soft" }, t("처음 들어온 값", "Came with the county's first data")),
  )));
  open("setting", { push: true });
}

keyedForm(form, {
  read() {
    const isNone = form.none.checked;
    const text = form.value.value.replace(/[\s,]/g, "");
    if (!isNone && !hasForm("setting", text)) throw new FieldError("value", t("값을 숫자로 적어 주세요.", "Please enter a number."));
    if (!form.effective_on.value) throw new FieldError("effective_on", t("시행하는 날을 골라 주세요.", "Please choose the day."));
    for (const name of ["source", "notice"]) {
      if (!form[name].value.trim()) throw new FieldError(name, t("꼭 적어 주세요.", "This is needed."));
    }
    return {
      key: form.key.value,
      effective_on: form.effective_on.value,
      value: isNone ? null : Number(text),
      source: form.source.value.trim(),
      notice: form.notice.value.trim(),
    };
  },
  describe: (body) => [
    make("p", {}, make("strong", {}, t(`${day(body.effective_on)}부터 ${nameOf(body.key)}: ${valueOf(body.key, body.value)}`, `From ${day(body.effective_on)}, ${nameOf(body.key)}: ${valueOf(body.key, body.value)}`))),
    make("p", {}, t("적은 뒤에는 고치거나 지울 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "It can't be changed or removed afterwards. If this is right, press once more.")),
  ],
  send: (body) => ask("POST", PATH, { body }),
  async done(_, { key }) {
    form.reset();
    await showHistory(key);
  },
});
