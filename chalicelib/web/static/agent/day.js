// The agent's day: what it sold, took back and exchanged, what it owes the county and what the county owes it; to print or keep.

import { fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, t, today, won } from "../common/lang.js";
import { fieldOf } from "./task.js";

/** @typedef {Api.Schemas["AgentDayAnswer"]} Day */

const form = findForm("#day-form");
const SUMS = /** @type {const} */ ([
  ["electronic", t("전자 판매 (건)", "Sold into wallets (sales)")],
  ["cancelled", t("전자 판매 취소 (건)", "Sales into wallets taken back")],
  ["paper", t("지류 판매 (장)", "Sold on paper (notes)")],
  ["returned", t("되돌려 받음 (장)", "Taken back (notes)")],
  ["exchanged", t("가게 환전 (장)", "Exchanged for shops (notes)")],
]);

/** For a spreadsheet, whose mark of UTF-8 it begins with. @param {Day} one @param {string} agent */
export function csvOf(one, agent) {
  const rows = [
    [t("판매대행점", "Agent"), agent], [t("날짜", "Day"), one.on],
    [t("구분", "What"), t("수", "Number"), t("액면 (원)", "Face value (won)"), t("금액 (원)", "Money (won)")],
    ...SUMS.map(([name, words]) => [words, one[name].count, one[name].face_amount, one[name].price_amount]),
    [t("군청에 보낼 돈 (원)", "Due to the county (won)"), "", "", one.cash_due_amount],
    [t("수수료 (원)", "Commission (won)"), "", "", one.commission_amount],
  ];
  return `\ufeff${rows.map((row) => row.map((cell) => `"${String(cell).replace(/^[=+@-](?!\d)/, "'$&").replaceAll('"', '""')}"`).join(",")).join("\r\n")}\r\n`;
}

/** @param {import("./agent.js").Counter} counter */
export function start({ ask, agent }) {
  /** @type {Day | null} */
  let shown = null;

  async function read() {
    const on = fieldOf(form, "on").value || today();
    const found = await ask("GET", "v1/agent/day", { query: { on } });
    // Another day was chosen meanwhile.
    if (on !== (fieldOf(form, "on").value || today())) return;
    shown = found;
    note("day-note", found.on === today() ? t("오늘은 아직 끝나지 않았습니다.", "Today is not over yet.") : "");
    find("[data-day] tbody").replaceChildren(...SUMS.map(([name, words]) => make("tr", {}, make("th", { scope: "row" }, words),
      ...[count(found[name].count), won(found[name].face_amount), won(found[name].price_amount)].map((text) => make("td", { class: "number" }, text)))));
    fill(screen("day"), { "day-title": `${agent()} · ${day(found.on)}`, "day-due": won(found.cash_due_amount), "day-commission": won(found.commission_amount) });
    find("[data-day]").hidden = false;
  }

  onSubmit(form, read);
  return {
    async open() {
      fieldOf(form, "on").value ||= today();
      await read();
    },
    download() {
      if (shown) saveFile(new Blob([csvOf(shown, agent())], { type: "text/csv" }), `onmin-agent-${shown.on}.csv`);
    },
  };
}
