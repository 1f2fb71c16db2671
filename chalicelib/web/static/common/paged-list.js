// A list that comes in pages: the first replaces what stands there, "more" adds the next one below it.

import { button, onClick } from "./clicks.js";
import { t } from "./lang.js";

const PAGES_MAX = 500;

/** @template Row @typedef {(cursor: string | undefined) => Promise<Api.Page<Row>>} Load */

/** @template Row
 * @param {Element} place
 * @param {{ load: Load<Row>, row: (one: Row) => Node, empty: () => Node, more?: HTMLButtonElement }} parts `more` if the
 *   page has the button elsewhere than at the end of the list */
export function pagedList(place, { load, row, empty, more }) {
  const own = more ?? button(t("더 보기", "Show more"), () => {}, { class: "button second full", "data-more": true });

  let asked = 0;

  /** @param {string} [cursor] */
  async function read(cursor) {
    asked += 1;
    const turn = asked;
    const { data, next_cursor: next } = await load(cursor);
    // Another search was begun meanwhile: the slower answer of the one before must not replace it.
    if (turn !== asked) return;
    const rows = data.map(row);
    if (!more) own.remove();
    if (cursor) place.append(...rows);
    else place.replaceChildren(...rows);
    own.hidden = !next;
    if (next) {
      onClick(own, () => read(next));
      if (!more) place.append(own);
    } else if (!place.children.length) {
      place.append(empty());
    }
  }

  return {
    /** From the beginning. */
    read: () => read(),
    clear() {
      asked += 1;
      own.hidden = true;
      place.replaceChildren();
    },
  };
}

/** Every row of all pages. Raises if there are more than can be read at once: a part would pass for the whole. @template Row @param {Load<Row>} load */
export async function readAll(load) {
  /** @type {Row[]} */
  const rows = [];
  let cursor;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await load(cursor);
    rows.push(...page.data);
    if (!page.next_cursor) return rows;
    cursor = page.next_cursor;
  }
  throw new Error(t("한 번에 읽기에는 너무 많습니다. 기간이나 다른 조건을 더 넣어 주세요.", "There is too much to read at once. Please add a period or another condition."));
}
