// Bulk grants: a file is uploaded by one, approved by another, and tells of each row what became of it.

import { Problem } from "../common/api.js";
import { button } from "../common/clicks.js";
import { facts, fill, find, findForm, note, saveFile, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, points, t, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { onDecision, PROPOSAL_COLUMNS, renderSteps, showDecision, statusTag } from "./approvals.js";
import { base64Of } from "../common/file-bytes.js";
import { showProblems } from "./csv-file.js";
import { ask, lookAgain, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["BulkGrantAnswer"]} Grant */

const PATH = "v1/staff/bulk-grants";
const ONE = `${PATH}/{grant_id}`;
const PAGE = 20;
// Two thousand rows of the longest; the file goes in base64.
const FILE_BYTES_MAX = 1100 * 1024;
const LOOK_AGAIN_SECONDS = [2, 5, 10, 20, 40];
const SAMPLE = "\ufeffrow_key,member_id,mileage,reason\r\nvolunteer-2026-001,mem_0000000000000000,1000,축제 자원봉사\r\n";
const form = findForm("#grant-form");
/** @type {Grant | null} */
let grant = null;

const list = deskTable(find("[data-grants]"), {
  list: "bulk_grants",
  words: t("일괄 지급", "Bulk grants"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Api.Schemas["BulkGrantRow"]} */ one) => one.name },
    { words: t("줄", "Rows"), kind: "number", of: (one) => one.row_count },
    { words: t("마일리지 (점)", "Mileage (points)"), kind: "number", of: (one) => one.mileage || null },
    { words: t("상품권 (원)", "Vouchers (won)"), kind: "number", of: (one) => one.voucher_amount || null },
    ...PROPOSAL_COLUMNS,
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor } }),
  actions: (one) => [button(openWord, () => openOne(one.grant_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("아직 없습니다.", "Nothing yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "grants",
  words: t("일괄 지급", "Bulk grants"),
  views: { grant: openOne },
  async open() {
    open("grants");
    await list.read();
  },
  actions: {
    "grant-sample": () => saveFile(new Blob([SAMPLE], { type: "text/csv" }), "bulk-grant.csv"),
    "grant-result": async () => {
      if (!grant) return;
      const { grant_id } = grant;
      // Saved byte for byte: its mark tells a spreadsheet that it is UTF-8.
      saveFile(await ask("GET", `${ONE}/result.csv`, { values: { grant_id }, as: "blob", accept: "text/csv" }), `${grant_id}.csv`);
    },
  },
};

onDecision("grant", ({ what, id, reason }, key) => (what === "approve"
  ? ask("POST", `${ONE}/approve`, { values: { grant_id: id }, body: reason ? { reason } : {}, key })
  : ask("POST", `${ONE}/reject`, { values: { grant_id: id }, body: { reason }, key })), (decided) => {
  showOne(decided);
  lookAgain("grant", readAgain, LOOK_AGAIN_SECONDS);
});

/** @param {number} number */
const rowCount = (number) => t(`${count(number)}줄`, `${count(number)} rows`);

/** @param {{ mileage: number, voucher_amount: number }} sums */
const sumOf = ({ mileage, voucher_amount: vouchers }) => (vouchers ? t(`상품권 ${won(vouchers)}`, `vouchers of ${won(vouchers)}`) : points(mileage));

/** @param {string} id */
const readOne = (id) => ask("GET", ONE, { values: { grant_id: id } });

/** @param {string} id */
async function openOne(id) {
  showOne(await readOne(id));
  open("grant", { id });
}

// The rows are granted through a queue: their counts are read again a few times while they are shown.
async function readAgain() {
  if (grant?.status !== "approved") return;
  const fresh = await readOne(grant.grant_id);
  if (fresh.grant_id === grant.grant_id) showOne(fresh);
}

/** @param {Grant} one */
function showOne(one) {
  grant = one;
  fill(screen("grant"), { "grant-name": one.name });
  const { rows } = one;
  find("[data-grant-facts]").replaceChildren(...facts([
    ...(one.expires_on ? [/** @type {[string, string]} */ ([t("상품권의 마지막 날", "Last day of the vouchers"), day(one.expires_on)])] : []),
    [t("상태", "State"), statusTag(one.status)],
    [t("파일", "File"), `${rowCount(one.row_count)} · ${sumOf(one)}`],
    [t("지급함", "Granted"), `${rowCount(rows.granted)} · ${sumOf(rows)}`],
    [t("전에 이미 지급함", "Granted before"), rowCount(rows.already_granted)],
    [t("지급 못 함", "Refused"), rowCount(rows.refused)],
    [t("아직", "Not yet"), rowCount(rows.pending)],
  ]));
  renderSteps(find("[data-grant-steps]"), one.steps);
  showDecision("grant", one.grant_id, one);
}

keyedForm(form, {
  async read() {
    note("grant-note", "");
    /** @type {File | undefined} */
    const file = form.file.files[0];
    if (!file) throw new FieldError("file", t("파일을 골라 주세요.", "Please choose a file."));
    if (file.size > FILE_BYTES_MAX) throw new FieldError("file", t("파일이 너무 큽니다. 1.1MB, 2,000줄까지이니 나누어 올려 주세요.", "The file is too large. The limit is 1.1 MB and 2,000 rows: please split it."));
    const expires_on = form.expires_on.value;
    return { name: form.grant_name.value.trim(), ...(expires_on ? { expires_on } : {}), csv_base64: await base64Of(file) };
  },
  async send(body, key) {
    find("[data-problems]").replaceChildren();
    try {
      return await ask("POST", PATH, { body, key });
    } catch (error) {
      if (error instanceof Problem) showProblems(find("[data-problems]"), error.body.problems ?? []);
      throw error;
    }
  },
  async done(made) {
    form.reset();
    note("grant-note", t(`${rowCount(made.row_count)}, ${sumOf(made)}을 올렸습니다. 다른 담당자가 승인하면 지급됩니다.`, `${rowCount(made.row_count)} with ${sumOf(made)} uploaded. They are granted when another person approves.`));
    await list.read();
  },
  fields: { name: "grant_name", csv: "file", csv_base64: "file" },
});
