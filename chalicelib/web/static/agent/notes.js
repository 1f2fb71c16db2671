// The notes that a teller counts: one by one by a scanner, or from the first to the last of a bundle, with their sum.

import { button } from "../common/clicks.js";
import { make } from "../common/dom.js";
import { count, t, won } from "../common/lang.js";
import { FieldError, guarded } from "../common/refusals.js";
import { countOf, joined, named, readRange, serialText, sizeOf, without } from "./serials.js";
import { scanButton } from "./scanning.js";

/** @typedef {import("./serials.js").Range} Range */

const HINT = t("스캐너로 한 장씩 찍거나, 이어진 번호는 첫 번호와 끝 번호를 적어 주세요.", "Scan them one by one, or give the first and the last number of those that follow one another.");

/** @param {HTMLElement} place
 * @param {{ most: number, worth: () => Record<string, number>, onChange?: () => unknown }} parts `most` notes at once; `worth`:
 *   won of a note by its series, where that is known */
export function notePicker(place, { most, worth, onChange = () => undefined }) {
  /** @type {Range[]} */
  let ranges = [];
  const id = place.dataset.notes ?? "notes";
  const first = field(`${id}-first`, "notes", `${id}-hint ${id}-error`);
  const last = field(`${id}-last`, "last_note", `${id}-error`);
  const list = make("ul", { class: "agent-notes", "aria-label": t("담은 상품권", "Notes so far") });
  const sum = make("p", { class: "big number", role: "status" });
  place.append(
    make("p", { class: "hint", id: `${id}-hint` }, HINT),
    make("div", { class: "agent-two" },
      make("div", { class: "field" }, make("label", { for: first.id }, t("일련번호 (또는 첫 번호)", "Serial number (or the first)")), first),
      make("div", { class: "field" }, make("label", { for: last.id }, t("끝 번호 (여러 장일 때)", "The last (of several)")), last)),
    make("p", { class: "error", id: `${id}-error`, "data-error": "notes", role: "alert" }),
    make("div", { class: "row" }, button(t("담기", "Add"), take), scanButton(place, (text) => { first.value = text; take(); })),
    list, sum);
  for (const input of [first, last]) {
    // A scanner ends each number with it: the form is not sent by that.
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      guarded(take);
    });
  }
  draw();

  function take() {
    if (!first.value.trim()) throw new FieldError("notes", t("일련번호를 적거나 찍어 주세요.", "Please type or scan a serial number."));
    const next = joined(ranges, readRange(first.value, last.value));
    if (countOf(next) > most) throw new FieldError("notes", t(`한 번에 ${count(most)}장까지 할 수 있습니다. 나누어 해 주세요.`, `At most ${count(most)} notes at once. Please do it in parts.`));
    first.value = "";
    last.value = "";
    for (const said of place.querySelectorAll(".error")) said.textContent = "";
    first.removeAttribute("aria-invalid");
    set(next);
    first.focus();
  }

  /** @param {Range[]} next */
  function set(next) {
    ranges = next;
    draw();
    onChange();
    // What was said of the notes before is said of these no more.
    place.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function draw() {
    list.replaceChildren(...ranges.map((range) => row(range)));
    list.hidden = !ranges.length;
    const amount = amountOf();
    const many = t(`${count(countOf(ranges))}장`, `${count(countOf(ranges))} notes`);
    sum.textContent = amount === null || !ranges.length ? many : `${many} · ${won(amount)}`;
  }

  /** @param {Range} range */
  function row(range) {
    const begin = serialText(range.series, range.first);
    const words = sizeOf(range) === 1 ? begin : `${begin} – ${serialText(range.series, range.last)}`;
    const value = worth()[range.series];
    const what = [t(`${count(sizeOf(range))}장`, `${count(sizeOf(range))}`), value ? won(value * sizeOf(range)) : ""].filter(Boolean).join(" · ");
    return make("li", {}, make("span", {}, make("span", { class: "number" }, words), make("span", { class: "soft small" }, what)),
      button(t("빼기", "Remove"), () => set(ranges.filter((one) => one !== range)), { class: "button quiet small", "aria-label": t(`${words} 빼기`, `Remove ${words}`) }));
  }

  /** Won, or null where a series is none that this agent had. */
  function amountOf() {
    const known = worth();
    return ranges.every(({ series }) => series in known) ? ranges.reduce((all, range) => all + sizeOf(range) * (known[range.series] ?? 0), 0) : null;
  }

  return {
    /** What stands in the fields is meant too. */
    value() {
      if (first.value.trim()) take();
      if (!ranges.length) throw new FieldError("notes", t("상품권을 한 장 이상 담아 주세요.", "Please add one note at least."));
      return ranges.map(named);
    },
    count: () => countOf(ranges),
    amount: amountOf,
    draw,
    /** @param {string[]} serials */
    remove: (serials) => set(without(ranges, serials)),
    clear: () => set([]),
  };
}

/** @param {string} id @param {string} name @param {string} described */
const field = (id, name, described) => make("input", { id, name, type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": described });
