// The county's emblem and picture and its campaigns': what is shown, another file, other words for it, taking it down.

import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, make, note, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, t } from "../common/lang.js";
import { readAll } from "../common/paged-list.js";
import { clearFieldError, guarded, showError } from "../common/refusals.js";
import { person } from "./cognito.js";
import { base64Of } from "../common/file-bytes.js";
import { ask, open, openWord } from "./desk.js";
import { iconsOf } from "./emblem-icons.js";
import { ACCEPTED, fitted } from "./picture-file.js";

/** @typedef {Api.Schemas["PictureAnswer"]} Picture */

const PATH = "v1/staff/pictures";
const ONE = `${PATH}/{subject}`;
const FIELD = "content_base64";
const form = findForm("#picture-form");
const removal = findForm("#picture-removal");
const preview = find("[data-picture-new]");
/** @type {Picture | null} */
let shown = null;
/** What is sent of the chosen file. @type {Blob | null} */
let chosen = null;

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "pictures",
  words: t("로고와 그림", "Emblem and pictures"),
  views: { picture: openOne },
  async open() {
    open("pictures");
    const data = await readAll((cursor) => ask("GET", PATH, { query: { limit: 100, cursor } }));
    find("[data-pictures]").replaceChildren(...data.map(row));
  },
  start() {
    form[FIELD].addEventListener("change", () => guarded(choose));
    onSubmit(form, change);
    keyedForm(removal, {
      read: () => ({ version: shown?.version ?? 0, reason: removal.reason.value.trim() }),
      describe: () => [make("p", {}, afterwards())],
      send: (body) => ask("POST", `${ONE}/remove`, { values: { subject: shown?.subject ?? "" }, body }),
      done(picture) {
        show(picture);
        note("picture-note", t("내렸습니다. 1분 안에 모든 화면에서 바뀝니다.", "Taken down. Every page changes within a minute."));
      },
    });
  },
};

/** @param {Picture} one */
const useOf = ({ subject }) => (subject === "emblem" ? "emblem" : "picture");
/** @param {Picture} one */
function titleOf(one) {
  if (one.subject === "emblem") return t("군의 로고", "The county's emblem");
  return one.name ? t(`행사 그림: ${one.name}`, `Picture of ${one.name_en ?? ""}`) : t("군의 그림", "The county's picture");
}

/** What stands where none of its own does. @param {Picture} one */
const without = (one) => (one.name ? t("군의 그림이 나옵니다", "The county's picture is shown") : t("온 군민의 기본 그림이 나옵니다", "The programme's own is shown"));
const afterwards = () => `${shown ? without(shown) : ""}. ${t("맞으면 한 번 더 눌러 주세요.", "If this is right, press once more.")}`;

/** @param {Picture} one @param {Record<string, string>} attributes */
const imageOf = (one, attributes) => one.file && make("img", {
  src: `static/county/${one.file}`, alt: t(one.alt ?? "", one.alt_en ?? ""), width: String(one.width), height: String(one.height), ...attributes,
});

/** Pictures are looked at: a gallery, and no table. @param {Picture} one */
const row = (one) => make(
  "div", { class: "report-row" },
  imageOf({ ...one, alt: "", alt_en: "" }, { class: "thumb" }) || make("span", { class: "thumb", "aria-hidden": "true" }),
  make("div", { class: "grows" }, make("strong", {}, titleOf(one)), make("div", { class: "soft" }, one.file ? (t(one.alt ?? "", one.alt_en ?? "") || t("설명하는 말이 없습니다", "Nothing says what is to be seen")) : without(one))),
  button(openWord, () => openOne(one.subject), { "aria-label": `${titleOf(one)} ${openWord}` }),
);

/** @param {string} subject */
async function openOne(subject) {
  show(await ask("GET", ONE, { values: { subject } }));
  note("picture-note", "");
  open("picture", { id: subject });
}

/** @param {Picture} one */
function show(one) {
  shown = one;
  forget();
  form.reset();
  removal.reset();
  const mayChange = person().roles.includes("manager");
  form.hidden = !mayChange;
  removal.hidden = !mayChange || !one.file;
  find("[data-picture-managers]").hidden = mayChange;
  form[FIELD].accept = ACCEPTED[useOf(one)];
  form.alt.value = one.alt ?? "";
  form.alt_en.value = one.alt_en ?? "";
  const kilobytes = Math.floor(one.bytes_max / 1024);
  fill(screen("picture"), {
    "picture-title": titleOf(one),
    "picture-hint": useOf(one) === "emblem"
      ? t(`SVG나 PNG, ${kilobytes}KB까지. 가로와 세로가 같으면 앱의 그림에도 잘 맞습니다. PNG라면 512화소가 알맞습니다.`, `SVG or PNG, up to ${kilobytes} KB. A square fits the app's icon best; a PNG of 512 pixels.`)
      : t(`PNG나 JPEG. 가로로 긴 그림이 알맞습니다. ${kilobytes}KB보다 크면 여기에서 줄여서 올립니다. 말만 고치려면 고르지 않아도 됩니다.`, `PNG or JPEG, best a wide one. More than ${kilobytes} KB is made smaller here. To change the words alone, choose none.`),
  });
  find("[data-picture-now]").replaceChildren(imageOf(one, { class: useOf(one) === "emblem" ? "picture" : "scene" }) || make("p", { class: "soft" }, `${without(one)}.`));
  find("[data-picture-facts]").hidden = !one.file;
  find("[data-picture-facts]").replaceChildren(...(one.file ? facts([
    [t("크기", "Size"), `${count(one.width ?? 0)} × ${count(one.height ?? 0)}`],
    [t("보이는 것", "To be seen"), one.alt ?? t("말이 없습니다", "Nobody said it")],
    [t("영어로", "In English"), one.alt_en ?? t("말이 없습니다", "Nobody said it")],
  ]) : []));
}

function forget() {
  const image = preview.querySelector("img");
  if (image) URL.revokeObjectURL(image.src);
  preview.replaceChildren();
  chosen = null;
}

/** The file as it will be seen, before it is sent. */
async function choose() {
  forget();
  note("picture-note", "");
  clearFieldError(form, form[FIELD]);
  const [file] = form[FIELD].files;
  if (!file || !shown) return;
  try {
    chosen = await fitted(file, useOf(shown), shown.bytes_max, FIELD);
  } catch (error) {
    form[FIELD].value = "";
    showError(form, error);
    return;
  }
  const bytes = `${count(Math.ceil(chosen.size / 1024))}KB`;
  preview.replaceChildren(
    make("img", { src: URL.createObjectURL(chosen), alt: t("고른 그림", "The chosen picture"), class: useOf(shown) === "emblem" ? "picture" : "scene" }),
    make("p", { class: "hint" }, chosen === file ? t(`고른 그림, ${bytes}`, `The chosen picture, ${bytes}`) : t(`고른 그림을 줄여서 ${bytes}`, `The chosen picture, made smaller to ${bytes}`)),
  );
}

/** What phones show of the emblem is made with each change of it; of one from the county's file too, that has none yet.
 * @param {Picture} one */
async function icons(one) {
  if (useOf(one) !== "emblem" || !(chosen || (one.file && !one.has_icons))) return {};
  const address = chosen ? URL.createObjectURL(chosen) : `static/county/${one.file}`;
  try {
    const drawn = Object.entries(await iconsOf(address, FIELD)).map(async ([name, blob]) => [name, await base64Of(blob)]);
    return { icons: Object.fromEntries(await Promise.all(drawn)) };
  } finally {
    if (chosen) URL.revokeObjectURL(address);
  }
}

async function change() {
  if (!shown) return;
  show(await ask("PUT", ONE, {
    values: { subject: shown.subject },
    body: {
      ...(chosen ? { content_base64: await base64Of(chosen) } : {}),
      ...(await icons(shown)),
      alt: form.alt.value.trim(),
      alt_en: form.alt_en.value.trim(),
      version: shown.version,
      reason: form.reason.value.trim(),
    },
  }));
  note("picture-note", t("바꾸었습니다. 1분 안에 모든 화면에 나타납니다.", "Changed. Every page shows it within a minute."));
}
