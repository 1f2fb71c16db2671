// The one table of the desk: rows of a list that come in pages, sorted, filtered, and taken out as a file of just what is listed.
// What a column is `of` is what it is sorted by and what the file has; a page adds no more than how its cells look.

import { button } from "../common/clicks.js";
import { make } from "../common/dom.js";
import { count, lang, t } from "../common/lang.js";
import { byWords, compared, isNothing, said } from "./table-column.js";
import { tableFile } from "./table-file.js";

/** What is loaded of a list. @template Row @typedef {{ rows: Row[], next: string | null | undefined }} Loaded */

const SHOWN = 20;
/** Pixels, as a tablet has beside the navigation. */
const STACKED_BELOW = 640;
/** Letters that stay on one line, one of Hangul as two. */
const SHORT = 20;
/** Fewer rows are seen at one look. */
const FILTER_FROM = 6;
/** No file has more, and no page sorts more. */
export const ROWS_MAX = 5000;

/** @param {string} text */
const fit = (text) => ([...text].reduce((width, letter) => width + (letter < "ᄀ" ? 1 : 2), 0) > SHORT ? "long" : "short");

/** @template Row
 * @param {Element} place
 * @param {{
 *   list: import("./table-file.js").List,
 *   words: string,
 *   columns: import("./table-column.js").Column<Row>[],
 *   empty: string,
 *   load?: import("../common/paged-list.js").Load<Row>,
 *   actions?: (one: Row) => import("../common/dom.js").Child[],
 *   sums?: (rows: Row[]) => (string | null)[],
 *   marks?: (one: Row) => Record<string, string>,
 * }} parts `list` names the file; `actions`: the buttons of a row; `sums`: of all that is listed, by column; `marks`: attributes of a row */
export function deskTable(place, { list, words, columns: every, empty, load, actions, sums, marks }) {
  const columns = every.filter((column) => !column.isFiled);
  /** @type {Loaded<Row>} */
  let loaded = { rows: [], next: null };
  /** @type {{ column: import("./table-column.js").Column<Row>, isDown: boolean } | null} */
  let order = null;
  /** By column, what a row must have. @type {Map<import("./table-column.js").Column<Row>, string>} */
  const wanted = new Map();
  let first = 0;
  let asked = 0;

  const heads = columns.map(head);
  const filters = make("tr", { class: "filters" }, columns.map((column) => make("td", {}, filterOf(column))), actions ? make("td") : null);
  const body = make("tbody");
  const foot = make("tfoot");
  const table = make("table", { class: "records" }, make("caption", { class: "unseen" }, words), make("thead", {}, make("tr", {}, heads, actions ? make("td", {}, make("span", { class: "unseen" }, t("할 일", "Actions"))) : null), filters), body, foot);
  const box = make("div", { class: "scroll box", tabindex: "0", role: "group", "aria-label": words }, table);
  const sideways = make("p", { class: "soft", hidden: true }, t("표를 옆으로 밀면 더 보입니다.", "Scroll the table sideways for more."));
  const where = make("p", { class: "soft number", role: "status" });
  const before = button(t("이전", "Previous"), () => turn(first - SHOWN), { class: "button second small" });
  const after = button(t("다음", "Next"), next, { class: "button second small" });
  const whole = button(t("끝까지 불러오기", "Load the rest"), loadRest, { class: "button quiet small" });
  const file = tableFile({ list, columns: every, rows: matching, isWhole: () => !loaded.next });
  const under = make("div", { class: "tablefoot" }, sideways, where, make("div", { class: "row" }, before, after, whole), file.place);
  const nothing = make("p", { class: "soft" }, empty);
  // Other windows and languages need other room: whether all of it is seen is known when it is drawn.
  if ("ResizeObserver" in window) new ResizeObserver(tellWidth).observe(box);

  /** @param {import("./table-column.js").Column<Row>} column */
  function head(column) {
    const isNumber = column.kind === "number";
    return make("th", { scope: "col", class: isNumber ? "number" : fit(column.words), "aria-sort": "none" }, button(column.words, () => sortBy(column), { class: "sort" }));
  }

  /** What does not fit has its buttons below each other; what still does not has, in a narrow place, each row's cells below each
   * other, and else is scrolled. */
  function tellWidth() {
    const isWide = () => table.offsetWidth + 2 * table.offsetLeft > box.clientWidth + 1;
    for (const name of ["data-tight", "data-stacked", "data-wide"]) box.removeAttribute(name);
    box.toggleAttribute("data-tight", isWide());
    box.toggleAttribute("data-stacked", isWide() && box.clientWidth < STACKED_BELOW);
    box.toggleAttribute("data-wide", isWide());
    sideways.hidden = !isWide();
  }

  /** @param {import("./table-column.js").Column<Row>} column */
  function filterOf(column) {
    if (column.kind === "number") return null;
    const label = t(`${column.words} 거르기`, `Filter by ${column.words}`);
    const field = column.kind === "state" ? make("select", { "aria-label": label }) : make("input", { type: "search", autocomplete: "off", placeholder: column.words, "aria-label": label });
    field.addEventListener(column.kind === "state" ? "change" : "input", (event) => {
      event.stopPropagation();
      wanted.set(column, field.value.trim());
      turn(0);
    });
    return field;
  }

  /** Once up, once down, then as the list came. @param {import("./table-column.js").Column<Row>} column */
  function sortBy(column) {
    if (order?.column !== column) order = { column, isDown: false };
    else order = order.isDown ? null : { column, isDown: true };
    columns.forEach((one, index) => heads[index]?.setAttribute("aria-sort", order?.column !== one ? "none" : order.isDown ? "descending" : "ascending"));
    turn(0);
  }

  function matching() {
    const rows = loaded.rows.filter((one) => columns.every((column) => {
      const what = wanted.get(column);
      if (!what) return true;
      return column.kind === "state" ? said(column, one) === what : said(column, one).toLocaleLowerCase(lang).includes(what.toLocaleLowerCase(lang));
    }));
    if (!order) return rows;
    const { column, isDown } = order;
    // What is not there stays last, whichever way.
    return rows.sort((one, other) => (isDown && !isNothing(column.of(one)) && !isNothing(column.of(other)) ? -1 : 1) * compared(column, one, other));
  }

  /** @param {number} to */
  function turn(to) {
    first = Math.max(0, to);
    draw();
  }

  async function next() {
    if (first + SHOWN >= matching().length && loaded.next) await loadMore();
    turn(first + SHOWN < matching().length ? first + SHOWN : first);
  }

  /** Whether there is a next page of the same list. */
  async function loadMore() {
    const at = asked;
    const page = await load?.(loaded.next ?? undefined);
    // The list was begun anew meanwhile.
    if (!page || at !== asked) return false;
    loaded = { rows: [...loaded.rows, ...page.data], next: page.next_cursor };
    return Boolean(page.next_cursor);
  }

  /** @returns {Promise<unknown>} */
  async function loadRest() {
    const isTooMuch = loaded.rows.length >= ROWS_MAX;
    if (!isTooMuch && await loadMore()) return loadRest();
    draw();
    if (isTooMuch) throw new Error(t(`한 번에 ${count(ROWS_MAX)}줄까지 볼 수 있습니다. 기간이나 다른 조건을 더 넣어 주세요.`, `No more than ${count(ROWS_MAX)} rows can be shown at once. Please add a period or another condition.`));
    return undefined;
  }

  function draw() {
    const rows = matching();
    const isFiltered = rows.length < loaded.rows.length;
    if (!loaded.rows.length && !loaded.next) return place.replaceChildren(nothing);
    if (!box.isConnected || box.parentElement !== place) place.replaceChildren(box, under);
    filters.hidden = loaded.rows.length < FILTER_FROM && !loaded.next;
    offerStates();
    const shown = rows.slice(first, first + SHOWN);
    body.replaceChildren(...(shown.length ? shown.map(rowOf) : [make("tr", {}, make("td", { colspan: String(columns.length + (actions ? 1 : 0)), class: "soft" }, isFiltered ? t("거른 것에 맞는 줄이 없습니다.", "No row fits the filter.") : t("아직 보이는 줄이 없습니다. ‘다음’을 눌러 더 찾습니다.", "Nothing to show yet: press “Next” to look further.")))]));
    const summed = sums?.(rows);
    foot.replaceChildren(...(summed && rows.length ? [make("tr", {}, summed.map((sum, index) => (index ? make("td", { class: "number", "data-label": columns[index]?.words ?? "" }, sum) : make("th", { scope: "row" }, sum))), actions ? make("td") : null)] : []));
    const range = shown.length && (rows.length > SHOWN || loaded.next) ? t(`${count(first + 1)}–${count(first + shown.length)}번째`, `Rows ${count(first + 1)} to ${count(first + shown.length)}`) : "";
    const all = loaded.next ? t(`불러온 ${count(loaded.rows.length)}줄 뒤에 더 있음`, `${count(loaded.rows.length)} loaded, more to come`) : t(`모두 ${count(loaded.rows.length)}줄`, `${count(loaded.rows.length)} in all`);
    where.textContent = [range, isFiltered ? t(`거른 ${count(rows.length)}줄`, `${count(rows.length)} that fit`) : "", all].filter(Boolean).join(" · ");
    before.hidden = after.hidden = rows.length <= SHOWN && !loaded.next;
    before.disabled = !first;
    after.disabled = first + SHOWN >= rows.length && !loaded.next;
    whole.hidden = !loaded.next;
    file.refresh();
    tellWidth();
    return undefined;
  }

  /** The states that there are, by their words. */
  function offerStates() {
    columns.forEach((column, index) => {
      const field = filters.children[index]?.firstElementChild;
      if (column.kind !== "state" || !(field instanceof HTMLElement)) return;
      const found = [...new Set(loaded.rows.map((one) => said(column, one)))].filter(Boolean).sort(byWords);
      const chosen = wanted.get(column) ?? "";
      field.replaceChildren(...["", ...new Set([...(chosen ? [chosen] : []), ...found])].map((value) => make("option", { value, selected: value === chosen }, value || t("모두", "All"))));
    });
  }

  /** @param {Row} one */
  function rowOf(one) {
    return make("tr", marks?.(one) ?? {}, columns.map((column, index) => {
      const content = column.cell?.(one) ?? ownCell(column, one);
      const cell = index ? make("td", { "data-label": column.words }, content) : make("th", { scope: "row" }, content);
      cell.className = column.kind === "number" ? "number" : fit(cell.textContent ?? "");
      return cell;
    }), actions ? make("td", {}, make("div", { class: "row" }, actions(one))) : null);
  }

  /** @param {import("./table-column.js").Column<Row>} column @param {Row} one */
  function ownCell(column, one) {
    const text = said(column, one);
    return column.kind === "state" && text ? make("span", { class: `tag ${column.tones?.[String(column.of(one))] ?? ""}` }, text) : text;
  }

  /** Rows that are all there is. @param {Row[]} rows */
  function show(rows) {
    asked += 1;
    loaded = { rows: [...rows], next: null };
    turn(0);
  }

  return {
    show,
    /** From the beginning; how it is sorted and filtered stays. */
    async read() {
      asked += 1;
      const at = asked;
      const page = await load?.(undefined);
      if (!page || at !== asked) return;
      loaded = { rows: [...page.data], next: page.next_cursor };
      turn(0);
    },
    /** What a row has become. @param {Row} was @param {Row} one */
    replace(was, one) {
      loaded = { ...loaded, rows: loaded.rows.map((each) => (each === was ? one : each)) };
      draw();
    },
    clear() {
      asked += 1;
      loaded = { rows: [], next: null };
      place.replaceChildren();
    },
  };
}
