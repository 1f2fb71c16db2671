// The page that checks a proof: takes it as a file, by drop, as text or from the wallet, and says in words what it shows.

import { call } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { all, facts, fill, find, findForm, make, onBack, screen, show, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, points, seoulDay, signed, t, time, won } from "../common/lang.js";
import { take } from "../common/proof-handover.js";
import { FieldError, messageOf } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import { wordsFor } from "../common/words.js";
import { NotAProof, checkItself, isPublished, read } from "./proof-check.js";

/** @typedef {import("./proof-check.js").Proof} Proof */
/** What was looked at, and whether it fits. @typedef {Record<string, boolean>} Fits */

const TEXT_MAX = 1_000_000;

/** In the order in which they are shown: what was looked at, and what it means when it does not fit. @type {Record<string, string[]>} */
const STEPS = {
  entry: [
    t("내역의 내용이 처음 적힌 그대로인지", "The entry says what it said when it was written"),
    t("내역의 내용이 바뀌었습니다. 금액, 때, 가게 가운데 무엇인가가 처음 적힌 것과 다릅니다.", "The entry was changed: an amount, a time, a shop or something else differs from what was written."),
  ],
  path: [
    t("이 내역이 그날 내역 모두의 지문에 들어 있는지", "The entry is part of that day's whole"),
    t("이 내역은 그날의 기록에 들어 있지 않습니다.", "The entry is not part of that day's record."),
  ],
  count: [
    t("그날의 내역 수가 맞는지", "The number of that day's entries fits"),
    t("그날의 내역 수가 맞지 않습니다.", "The number of that day's entries does not fit."),
  ],
  date: [
    t("내역의 날짜와 기록의 날짜가 맞는지", "The entry's date is the record's"),
    t("내역의 날짜와 기록의 날짜가 다릅니다.", "The entry's date is not the record's."),
  ],
  county: [
    t("같은 군의 내역과 기록인지", "Entry and record are of one county"),
    t("내역과 기록이 서로 다른 군의 것입니다.", "Entry and record are of different counties."),
  ],
  record: [
    t("그날 기록의 내용이 그대로인지", "The day's record is unchanged"),
    t("그날 기록의 내용이 바뀌었습니다.", "The day's record was changed."),
  ],
  published: [
    t("군이 공개한 그날의 기록과 같은지", "It is the record that the county published"),
    t("군이 공개한 그날의 기록과 다릅니다.", "It is not the record that the county published for that day."),
  ],
};

const pasteForm = findForm("#paste");
const fileInput = /** @type {HTMLInputElement} */ (find("#file"));
const drop = find("[data-drop]");
let current = "";
let checks = 0;

start();

function start() {
  watchConnection();
  keepTyped();
  // Without a name it was a link within the page, and what is shown stays.
  onBack((name) => show(current ? name ?? "result" : "choose"));
  fileInput.addEventListener("change", () => takeFile(fileInput.files?.[0]));
  for (const name of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) document.addEventListener(name, onDrag);
  onClicks({ again: chooseAgain, retry: () => check(current) });
  const handedOver = take();
  find("[data-to-wallet]").hidden = !handedOver;
  if (handedOver) check(handedOver);
  else show("choose", { focus: false });
}

onSubmit(pasteForm, async () => {
  const text = pasteForm.proof.value.trim();
  if (!text) throw new FieldError("proof", t("증명의 글을 붙여 넣어 주세요.", "Please paste the proof."));
  await check(text, { push: true });
});

/** A file dropped anywhere on the page is taken; the browser would open it instead. @param {DragEvent} event */
function onDrag(event) {
  event.preventDefault();
  drop.classList.toggle("over", event.type === "dragenter" || event.type === "dragover");
  if (event.type === "drop") takeFile(event.dataTransfer?.files[0]);
}

/** @param {File | undefined} file */
async function takeFile(file) {
  if (!file) return;
  // The same file may be chosen again after it was mended.
  fileInput.value = "";
  await check(file.size > TEXT_MAX ? "" : await file.text(), { push: true });
}

function chooseAgain() {
  current = "";
  pasteForm.reset();
  show("choose");
}

/** @typedef {{ push?: boolean }} Opening */

/** @param {string} text @param {Opening} [opening] */
async function check(text, { push = false } = {}) {
  current = text;
  checks += 1;
  const own = checks;
  if (!globalThis.crypto?.subtle) {
    return tell("unsure", t("이 주소에서는 확인할 수 없습니다", "This address cannot check"), t("주소가 https로 시작하는 화면에서 다시 해 주세요.", "Please open this page at an address that begins with https."), { push });
  }
  let proof;
  try {
    proof = read(text);
  } catch (error) {
    if (!(error instanceof NotAProof)) throw error;
    return tell("bad", t("증명으로 읽을 수 없습니다", "This is not a proof"), error.message === "version"
      ? t("이 화면이 모르는 형식의 증명입니다.", "It is of a form that this page does not know.")
      : t("다른 파일이거나, 일부가 빠졌거나 고쳐진 파일입니다. 지갑에서 증명을 다시 받아 주세요.", "It is another file, or parts of it are missing or changed. Please get the proof from the wallet again."), { push });
  }
  /** @type {Fits} */
  const fits = await checkItself(proof, seoulDay);
  let published;
  try {
    const { data } = await call("GET", "v1/ledger/roots", { query: { on: proof.day.on } });
    published = data[0] ?? null;
  } catch (error) {
    return own === checks ? answerWithoutTheCounty(proof, fits, error, push) : undefined;
  }
  // Another proof was given meanwhile: the verdict that is shown must be on that one.
  if (own !== checks) return undefined;
  fits.published = isPublished(proof, published);
  return answer(proof, fits, published, push);
}

/** @param {Proof} proof @param {Fits} fits @param {unknown} published @param {boolean} push */
function answer(proof, fits, published, push) {
  const wrong = Object.keys(STEPS).filter((name) => fits[name] === false);
  const on = day(proof.day.on);
  if (!wrong.length) {
    tell("good", t("진짜 기록입니다", "This is genuine"), t(
      `이 내역은 군이 공개한 ${on} 기록에 그대로 들어 있습니다. 그 뒤로 한 글자도 바뀌지 않았습니다.`,
      `This entry is in the record that the county published for ${on}, and not a letter of it has changed since.`,
    ), { push, proof, fits });
    return;
  }
  const reasons = wrong.map((name) => (name === "published" && published === null
    ? t(`군은 ${on} 기록을 공개한 적이 없습니다.`, `The county has published no record for ${on}.`)
    : STEPS[name][1]));
  tell("bad", t("기록과 다릅니다", "This does not fit"), t("이 증명은 믿으면 안 됩니다. 맞지 않는 곳은 아래와 같습니다.", "Do not trust this proof. What does not fit:"), { push, fits, reasons });
}

/** Half a check is not told as a whole one; what is wrong already needs no county to be wrong.
 * @param {Proof} proof @param {Fits} fits @param {unknown} error @param {boolean} push */
function answerWithoutTheCounty(proof, fits, error, push) {
  if (Object.values(fits).includes(false)) return answer(proof, fits, undefined, push);
  return tell("unsure", t("아직 다 확인하지 못했습니다", "Not checked to the end"), t(
    "증명 자체에는 어긋난 곳이 없지만, 군이 공개한 기록을 받아 오지 못했습니다.",
    "The proof does not contradict itself, but the county's published record could not be fetched.",
  ), { push, fits, reasons: [messageOf(error)], canRetry: true });
}

/** @param {"good" | "bad" | "unsure"} kind @param {string} title @param {string} words
 * @param {{ push: boolean, proof?: Proof | null, fits?: Fits, reasons?: string[], canRetry?: boolean }} found */
function tell(kind, title, words, { push, proof = null, fits = {}, reasons = [], canRetry = false }) {
  const verdict = find(".verdict");
  verdict.className = `verdict ${kind}`;
  fill(verdict, { sign: { good: "✓", bad: "✕", unsure: "?" }[kind], title, words });
  find("[data-reasons]").replaceChildren(...reasons.map((reason) => make("li", {}, reason)));
  find("[data-reasons]").hidden = !reasons.length;
  find("[data-proven]").hidden = !proof;
  if (proof) fillFacts(proof.entry);
  fillSteps(fits);
  find('[data-do="retry"]').hidden = !canRetry;
  for (const details of all("details", screen("result"))) details.removeAttribute("open");
  show("result", { push });
}

/** @param {Proof["entry"]} entry */
function fillFacts(entry) {
  /** @type {[string, string][]} */
  const rows = [
    [t("무엇", "What"), wordsFor("entries", entry.kind)],
    [t("날짜", "Day"), day(entry.at)],
    [t("시각", "Time"), time(entry.at)],
  ];
  if (entry.merchant) rows.push([t("가게", "Shop"), entry.merchant[1]]);
  if (entry.voucher_amount) rows.push([t("상품권", "Vouchers"), t(`${signed(entry.voucher_amount)}원`, `${signed(entry.voucher_amount)} won`)]);
  if (entry.mileage_amount) rows.push([t("마일리지", "Mileage"), t(`${signed(entry.mileage_amount)}점`, `${signed(entry.mileage_amount)} points`)]);
  rows.push([t("남은 상품권", "Vouchers left"), won(entry.voucher_balance)]);
  rows.push([t("남은 마일리지", "Mileage left"), points(entry.mileage_balance)]);
  find("[data-facts]").replaceChildren(...facts(rows));
}

/** @param {Fits} fits */
function fillSteps(fits) {
  const names = Object.keys(STEPS).filter((name) => name in fits);
  find("[data-how]").hidden = !names.length;
  fill(screen("result"), { "how-many": howMany(names.length, names.filter((name) => !fits[name]).length) });
  find("[data-steps]").replaceChildren(...names.map((name) => make(
    "li", { class: fits[name] ? "yes" : "no", "data-step": name },
    make("span", { class: "mark", "aria-hidden": "true" }, fits[name] ? "✓" : "✕"),
    make("span", {}, STEPS[name][0]),
    make("strong", {}, fits[name] ? t("맞음", "yes") : t("틀림", "no")),
  )));
}

/** @param {number} checked @param {number} wrong */
function howMany(checked, wrong) {
  const whole = count(Object.keys(STEPS).length);
  if (wrong) return t(`${count(checked)}가지 가운데 ${count(wrong)}가지가 틀립니다`, `${count(wrong)} of ${count(checked)} things do not fit`);
  if (checked < Object.keys(STEPS).length) return t(`${whole}가지 가운데 ${count(checked)}가지를 확인했습니다`, `${count(checked)} of ${whole} things were checked`);
  return t(`${whole}가지를 확인했고 모두 맞습니다`, `${whole} things were checked, and all fit`);
}
