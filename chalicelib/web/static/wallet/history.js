// Everything that came and went, by day; the newest of it without a net too.

import { Problem } from "../common/api.js";
import { find, make, note, screen, shown } from "../common/dom.js";
import { seoulDay, t, weekday } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { showError } from "../common/refusals.js";
import { entryLine, noEntry } from "./entry-line.js";
import { openReceipt } from "./entry-receipt.js";
import { keepSeen, lastSeen } from "./last-seen.js";
import { showView } from "./views.js";

/** @typedef {Api.Schemas["EntryAnswer"]} Entry */

const PAGE = 20;
/** How far back an entry is looked for that a notice told of: a notice comes at once, and is kept for a day. */
const TOLD = { limit: 100, pages: 3 };
const section = screen("history");
const place = find('[data-entries="all"]', section);
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
let lastDay = "";

const list = pagedList(place, {
  load: async (cursor) => {
    const page = await ask("GET", "v1/me/entries", { query: { limit: PAGE, cursor } });
    if (!cursor) {
      lastDay = "";
      keepSeen({ entries: page.data });
    }
    return page;
  },
  row: rowOf,
  empty: noEntry,
  more: /** @type {HTMLButtonElement} */ (find("[data-more]", section)),
});

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask } = wallet);
}

/** @param {boolean} push */
export async function open(push) {
  list.clear();
  lastDay = "";
  const told = new URLSearchParams(location.search).get("entry");
  const seen = lastSeen();
  if (seen) place.append(...seen.entries.map(rowOf));
  note("history-note", "");
  showView("history", { push });
  try {
    await list.read();
    const entry = told && await entryOf(told);
    if (entry && shown() === "history") openReceipt(entry);
  } catch (error) {
    if (!seen || error instanceof Problem) return showError(section, error);
    note("history-note", t("인터넷이 이어지지 않아, 마지막으로 본 내역을 보여 드립니다.", "You are offline: this is what was seen last."));
  }
  return undefined;
}

/** @param {string} entryId */
async function entryOf(entryId) {
  /** @type {string | undefined} */
  let cursor;
  for (let pages = 0; pages < TOLD.pages; pages += 1) {
    const { data, next_cursor: next } = await ask("GET", "v1/me/entries", { query: { limit: TOLD.limit, cursor } });
    const found = data.find(({ entry_id: id }) => id === entryId);
    if (found || !next) return found;
    cursor = next;
  }
  return undefined;
}

/** A day is named once, above its entries. @param {Entry} entry */
function rowOf(entry) {
  const on = seoulDay(entry.at);
  const rows = document.createDocumentFragment();
  if (on !== lastDay) rows.append(make("li", { class: "day" }, make("h2", {}, weekday(on))));
  lastDay = on;
  rows.append(entryLine(entry, true));
  return rows;
}
