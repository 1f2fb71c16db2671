// The agent's notes: how many of each series are where, confirming what the county sent, giving some back, voiding spoilt ones.

import { find, findForm, make } from "../common/dom.js";
import { count, day, t, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { named, readRange, sizeOf } from "./serials.js";
import { fieldOf, hideDone, readAll, showDone, task } from "./task.js";

/** @typedef {Api.Schemas["StockRow"]} Row */
/** @typedef {"received" | "given_back" | "voided"} Kind */

const form = findForm("#stock-form");
/** @type {Record<Kind, string>} */
const KINDS = {
  received: t("군청이 보낸 것을 받았음", "Received from the county"),
  given_back: t("군청으로 보냄", "Sent back to the county"),
  voided: t("훼손되어 무효로 함", "Void, as they are spoilt"),
};

/** @param {import("./agent.js").Counter} counter */
export function start({ ask, readStock }) {
  form.addEventListener("input", () => hideDone(form));
  const chosen = () => /** @type {Kind} */ (/** @type {HTMLInputElement} */ (find('[name="kind"]:checked', form)).value);

  async function open() {
    made.tell();
    const rows = await readStock();
    find("[data-no-stock]").hidden = rows.length > 0;
    find("[data-stock]").hidden = !rows.length;
    find("[data-stock] tbody").replaceChildren(...rows.map(rowOf));
    const held = rows.reduce((sum, row) => sum + row.held, 0);
    const worth = rows.reduce((sum, row) => sum + row.held * row.denomination, 0);
    find("[data-stock] tfoot").replaceChildren(make("tr", {}, make("th", { scope: "row" }, t("모두", "All")), ...[held, rows.reduce((sum, row) => sum + row.coming, 0), rows.reduce((sum, row) => sum + row.returning, 0), rows.reduce((sum, row) => sum + row.sold, 0), rows.reduce((sum, row) => sum + row.voided, 0)].map((number) => make("td", { class: "number" }, count(number))), make("td", { class: "number" }, won(worth))));
  }

  const made = task(form, {
    name: "stock",
    async read() {
      const kind = chosen();
      const { range, reason } = readAll(form, {
        range: () => {
          const first = fieldOf(form, "notes").value;
          if (!first.trim()) throw new FieldError("notes", t("첫 번호를 적어 주세요.", "Please give the first number."));
          return readRange(first, fieldOf(form, "last_note").value);
        },
        reason: () => {
          const said = fieldOf(form, "reason").value.trim();
          if (kind === "voided" && !said) throw new FieldError("reason", t("무효로 하는 사유를 적어 주세요.", "Please say why they are void."));
          return said || undefined;
        },
      });
      return { body: { kind, reason, ...named(range) }, seen: { count: sizeOf(range) } };
    },
    describe: ({ body, seen }) => [
      make("p", { class: "big" }, `${KINDS[body.kind]}: ${t(`${count(seen.count)}장`, `${count(seen.count)} notes`)}`),
      make("p", { class: "number" }, `${body.first} – ${body.last}`),
      make("p", {}, t("장수를 세어 보고, 맞으면 한 번 더 눌러 주세요.", "Count them. If it is right, press once more.")),
    ],
    send: (body, key) => ask("POST", "v1/agent/stock-movements", { body, key }),
    say: (body) => `${KINDS[body.kind]}: ${body.first} – ${body.last}`,
    async done(moved) {
      form.reset();
      showDone(form, [
        make("p", {}, make("strong", {}, t(`기록했습니다: ${count(moved.notes.count)}장`, `Recorded: ${count(moved.notes.count)} notes`))),
        make("p", { class: "number" }, `${moved.notes.first} – ${moved.notes.last}`),
        make("p", { class: "soft small" }, moved.move_id),
      ]);
      await open().catch(() => {});
    },
  });
  return { open };
}

/** @param {Row} row */
const rowOf = (row) => make("tr", {},
  make("th", { scope: "row" }, won(row.denomination), " ", make("span", { class: "soft small" }, t(`${row.series} · ${day(row.expires_on)}까지`, `${row.series} · until ${day(row.expires_on)}`))),
  ...[row.held, row.coming, row.returning, row.sold, row.voided].map((number) => make("td", { class: "number" }, count(number))),
  make("td", { class: "number" }, won(row.held * row.denomination)));
