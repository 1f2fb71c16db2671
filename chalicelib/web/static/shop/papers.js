// What the shop prints: its poster with the standing QR and, the owner, its certificate; and a new poster in place of the old ones.

import { statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { facts, fill, find, findForm, imageOf, make, saveFile, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { day, t } from "../common/lang.js";
import { showError } from "../common/refusals.js";
import * as access from "./access.js";

/** @typedef {Api.Schemas["PapersAnswer"]} Papers */

const form = findForm("#poster-form");
/** @type {Api.Ask} */
let ask;
/** @type {(name: string, options?: { push?: boolean }) => void} */
let open;
/** @type {Papers | null} */
let papers = null;
/** @type {{ svg: string, file: string } | null} */
let paper = null;

/** @param {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} till */
export function start(till) {
  ({ ask, open } = till);
  onClicks({
    papers: showPapers,
    poster: async () => showPaper(await ask("GET", "v1/merchant/poster.svg", { as: "text", accept: "image/svg+xml" }), t("QR 포스터", "Poster"), "poster.svg"),
    certificate: async () => showPaper(await ask("GET", "v1/merchant/certificate.svg", { as: "text", accept: "image/svg+xml" }), t("가맹점 등록증", "Certificate of registration"), "certificate.svg"),
    "paper-file": () => paper && saveFile(new Blob([paper.svg], { type: "image/svg+xml" }), paper.file),
  });
}

export async function showPapers() {
  papers = null;
  for (const part of [form, find('[data-do="poster"]', screen("papers")), find('[data-do="certificate"]', screen("papers"))]) part.hidden = true;
  find("[data-papers]").replaceChildren();
  open("papers", { push: true });
  try {
    show(await ask("GET", "v1/merchant/papers"));
  } catch (error) {
    // A shop of before applications came has none: its words say whom to ask.
    if (![404, 409].includes(statusOf(error))) throw error;
    showError(screen("papers"), error);
  }
}

/** @param {Papers} found */
function show(found) {
  papers = found;
  /** @type {[string, string][]} */
  const rows = [
    [t("등록일", "Registered"), day(found.registered_on)],
    [t("유효기간", "Term"), t(`${day(found.term_begins_on)} ~ ${day(found.term_ends_on)}`, `${day(found.term_begins_on)} to ${day(found.term_ends_on)}`)],
    [t("지금 쓰는 포스터", "Valid poster"), found.poster_on ? t(`${day(found.poster_on)}에 만든 ${found.poster_number}번`, `No. ${found.poster_number}, of ${day(found.poster_on)}`) : t("아직 없음", "None yet")],
  ];
  find("[data-papers]").replaceChildren(...facts(rows));
  find('[data-do="poster"]', screen("papers")).hidden = !found.poster_number;
  find('[data-do="certificate"]', screen("papers")).hidden = !access.isOwner();
  form.hidden = !access.isOwner();
}

/** @param {string} svg @param {string} title @param {string} file */
function showPaper(svg, title, file) {
  paper = { svg, file };
  fill(screen("paper"), { "paper-title": title });
  find("[data-paper]").replaceChildren(imageOf(svg, title));
  open("paper", { push: true });
}

keyedForm(form, {
  read: () => ({ reason: /** @type {Api.Schemas["NewPosterBody"]["reason"]} */ (form.reason.value), replaces: papers?.poster_number ?? 0 }),
  describe: () => [make("p", {}, t("지금 붙어 있는 포스터는 바로 못 쓰게 됩니다. 새로 만들까요?", "The poster on the wall becomes an old one at once. Make a new one?"))],
  send: (body) => ask("POST", "v1/merchant/posters", { body }),
  done: show,
});
