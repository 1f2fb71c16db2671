// Bulk grants: a file is uploaded by one, approved by another, and tells of each row what became of it.

import { newKey } from "../common/api.js";
import { FieldError, busy, fill, find, make, onSubmit, screen } from "../common/dom.js";
import { count, points, t } from "../common/lang.js";
import { facts, onDecision, renderSteps, showDecision, statusTag } from "./approvals.js";

const PATH = "v1/staff/bulk-grants";
// The file goes in base64 within a body of 64 KiB.
const FILE_BYTES_MAX = 47 * 1024;
const LOOK_AGAIN_SECONDS = [2, 5, 10, 20, 40];
const SAMPLE = "\ufeffrow_key,member_id,mileage,reason\r\nvolunteer-2026-001,mem_0000000000000000,1000,축제 자원봉사\r\n";
const form = find("#grant-form");
const list = find("[data-grants]");
let desk;
let matter = null;
let wish = null;

export function start(staff) {
  desk = staff;
  onDecision("grant", async (what, body, key) => {
    showOne(await desk.ask("POST", `${PATH}/${matter.grant_id}/${what}`, { body, key }));
    for (const seconds of LOOK_AGAIN_SECONDS) setTimeout(() => desk.guarded(lookAgain), seconds * 1000);
  });
}

export const actions = {
  "grant-sample": () => desk.saveFile(new Blob([SAMPLE], { type: "text/csv" }), "bulk-grant.csv"),
  "grant-result": async () => {
    // Saved byte for byte: its mark tells a spreadsheet that it is UTF-8.
    const blob = await desk.ask("GET", `${PATH}/${matter.grant_id}/result.csv`, { as: "blob", accept: "text/csv" });
    desk.saveFile(blob, `${matter.grant_id}.csv`);
  },
};

export async function showList() {
  desk.open("grants", { push: true });
  await read();
}

async function read(cursor = "") {
  const page = await desk.ask("GET", `${PATH}?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  const rows = page.data.map(row);
  if (cursor) find("[data-more]", list)?.remove();
  if (page.next_cursor) rows.push(make("button", { type: "button", class: "button second full", "data-more": true, onclick: (event) => busy(event.currentTarget, () => desk.guarded(() => read(page.next_cursor))) }, t("더 보기", "Show more")));
  if (cursor) list.append(...rows);
  else list.replaceChildren(...(rows.length ? rows : [make("p", {}, t("아직 없습니다.", "Nothing yet."))]));
}

const rowCount = (number) => t(`${count(number)}줄`, `${count(number)} rows`);

const row = (one) => make(
  "div", { class: "report-row" },
  make("div", {}, make("strong", {}, one.name), " ", statusTag(one.status), make("div", { class: "soft number" }, `${rowCount(one.row_count)} · ${points(one.mileage)}`)),
  make("button", { type: "button", class: "button second", "aria-label": `${one.name} ${t("열기", "Open")}`, onclick: (event) => busy(event.currentTarget, () => desk.guarded(() => openOne(one.grant_id))) }, t("열기", "Open")),
);

async function openOne(grantId) {
  showOne(await desk.ask("GET", `${PATH}/${grantId}`));
  desk.open("grant", { push: true });
}

// The rows are granted through a queue: their counts are read again a few times while they are shown.
async function lookAgain() {
  if (screen("grant").hidden || matter.status !== "approved") return;
  const fresh = await desk.ask("GET", `${PATH}/${matter.grant_id}`);
  if (fresh.grant_id === matter.grant_id) showOne(fresh);
}

function showOne(one) {
  matter = one;
  fill(screen("grant"), { "grant-name": one.name });
  const rows = one.rows;
  find("[data-grant-facts]").replaceChildren(...facts([
    [t("상태", "State"), statusTag(one.status)],
    [t("파일", "File"), `${rowCount(one.row_count)} · ${points(one.mileage)}`],
    [t("지급함", "Granted"), `${rowCount(rows.granted)} · ${points(rows.mileage)}`],
    [t("전에 이미 지급함", "Granted before"), rowCount(rows.already_granted)],
    [t("지급 못 함", "Refused"), rowCount(rows.refused)],
    [t("아직", "Not yet"), rowCount(rows.pending)],
  ]));
  renderSteps(find("[data-grant-steps]"), one.steps);
  showDecision("grant", one);
}

onSubmit(form, async () => {
  const note = find('[data-fill="grant-note"]');
  note.hidden = true;
  const file = form.file.files[0];
  if (!file) throw new FieldError("file", t("파일을 골라 주세요.", "Please choose a file."));
  if (file.size > FILE_BYTES_MAX) throw new FieldError("file", t("파일이 너무 큽니다. 47KB(약 1,000줄)까지이니 나누어 올려 주세요.", "The file is too large. The limit is 47 KB (about 1,000 rows): please split it."));
  const body = { name: form.grant_name.value.trim(), csv_base64: base64(new Uint8Array(await file.arrayBuffer())) };
  // Pressed again after a dropped connection, it is the same upload.
  const words = JSON.stringify(body);
  if (wish?.words !== words) wish = { words, key: newKey() };
  find("[data-problems]").replaceChildren();
  let made;
  try {
    made = await desk.ask("POST", PATH, { body, key: wish.key });
  } catch (error) {
    showProblems(error);
    throw error;
  }
  wish = null;
  form.reset();
  note.textContent = t(`${rowCount(made.row_count)}, ${points(made.mileage)}을 올렸습니다. 다른 담당자가 승인하면 지급됩니다.`, `${rowCount(made.row_count)} with ${points(made.mileage)} uploaded. They are granted when another person approves.`);
  note.hidden = false;
  await read();
});

function showProblems(error) {
  if (error.param === "name") error.param = "grant_name";
  if (["csv", "csv_base64"].includes(error.param)) error.param = "file";
  const problems = error.body?.problems || [];
  if (problems.length < 2) return;
  find("[data-problems]").replaceChildren(...problems.map((one) => make("li", {}, t(`${one.line}번째 줄, ${one.column}: ${one.ko}`, `Line ${one.line}, ${one.column}: ${one.en}`))));
}

function base64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
