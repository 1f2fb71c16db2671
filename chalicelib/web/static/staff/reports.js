// The reports, as files and on screen, and making one again.

import { newKey } from "../common/api.js";
import { button } from "../common/clicks.js";
import { fill, find, findForm, make, note, saveFile, screen } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { readCode } from "../common/typed.js";
import { wordsFor } from "../common/words.js";
import { ask, lookAgain, open, openWord, yesterday } from "./desk.js";
import { prepare, showReport } from "./report-view.js";
import { deskTable } from "./table.js";

/** @typedef {Pick<Api.Schemas["ReportRow"], "kind" | "period">} ReportId */

const PATH = "v1/staff/reports/{kind}/{period}";
const BINARY = "application/octet-stream";
/** @type {Record<string, () => string>} */
const PERIOD_HINTS = {
  daily: () => t(`예: ${yesterday()}`, `For example ${yesterday()}`),
  weekly: () => t("예: 2026-W47", "For example 2026-W47"),
  monthly: () => t(`예: ${yesterday().slice(0, 7)}`, `For example ${yesterday().slice(0, 7)}`),
  campaign: () => t("행사의 코드", "The campaign's code"),
};
const runForm = findForm("#run-form");
const frame = /** @type {HTMLIFrameElement} */ (find("iframe.report"));
/** @type {ReportId | null} */
let report = null;

const list = deskTable(find("[data-reports]"), {
  list: "reports",
  words: t("보고서", "Reports"),
  columns: [
    { words: t("기간", "Period"), of: (/** @type {Api.Schemas["ReportRow"]} */ one) => one.period, cell: (one) => make("span", { class: "number" }, one.period) },
    { words: t("종류", "Kind"), kind: "state", states: "reports", of: ({ kind }) => kind, cell: ({ kind }) => wordsFor("reports", kind) },
  ],
  load: (cursor) => ask("GET", "v1/staff/reports", { query: { limit: 100, cursor } }),
  actions: (one) => [button(openWord, () => openReport(one), { class: "button second small", "aria-label": `${wordsFor("reports", one.kind)} ${one.period} ${openWord}` })],
  empty: t("아직 보고서가 없습니다. 매일 아침 6시 30분에 어제의 보고서가 만들어집니다.", "No reports yet. Yesterday's report is made every morning at 6:30."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "reports",
  words: t("보고서", "Reports"),
  views: { report: openNamed },
  open: openList,
  actions: {
    xlsx: () => report && download(report, ".xlsx", BINARY),
    json: () => report && download(report, ""),
    rerun: async () => report && note("report-note", await run(report)),
  },
  start() {
    runForm.kind.addEventListener("change", hintPeriod);
  },
};

async function openList() {
  open("reports");
  hintPeriod();
  await read();
}

async function read() {
  await list.read();
}

/** @param {string} id */
function openNamed(id) {
  const [kind = "", ...period] = id.split("-");
  return openReport({ kind: /** @type {ReportId["kind"]} */ (kind), period: period.join("-") });
}

/** @param {ReportId} one */
async function openReport(one) {
  const [html] = await Promise.all([
    ask("GET", PATH, { values: { kind: one.kind, period: `${one.period}.html` }, as: "text", accept: "text/html" }),
    prepare(frame),
  ]);
  report = one;
  fill(screen("report"), { "report-title": `${wordsFor("reports", one.kind)} ${t("보고서", "report")} ${one.period}` });
  note("report-note", "");
  open("report", { id: `${one.kind}-${one.period}` });
  showReport(frame, html);
}

/** @param {ReportId} one @param {string} ending @param {string} [accept] */
async function download({ kind, period }, ending, accept) {
  const blob = await ask("GET", PATH, { values: { kind, period: period + ending }, as: "blob", accept });
  saveFile(blob, `${kind}-${period}${ending || ".json"}`);
}

function hintPeriod() {
  fill(runForm, { "period-hint": PERIOD_HINTS[runForm.kind.value]?.() ?? "" });
}

onSubmit(runForm, async () => {
  const kind = runForm.kind.value;
  const typed = readCode(runForm.period.value);
  note("run-note", await run({ kind, period: kind === "weekly" ? typed.toUpperCase() : typed.toLowerCase() }));
  lookAgain("reports", read);
});

/** @param {ReportId} one */
async function run(one) {
  await ask("POST", "v1/staff/reports/{kind}/{period}/run", { values: { kind: one.kind, period: one.period }, key: newKey() });
  return t(`${one.period} 보고서를 다시 만듭니다. 잠시 뒤 목록과 메일에서 볼 수 있습니다.`, `The report ${one.period} is being made. It will be in the list and in the mail shortly.`);
}
