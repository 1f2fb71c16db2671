// What a table lists as a file. A list that tells of people is taken out for a stated reason, which stays on record.

import { make, saveFile } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, t, today } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { table as served } from "../common/words.js";
import { ask } from "./desk.js";
import { filed } from "./table-column.js";

/** Whose name the file has. @typedef {Api.Schemas["TableFileBody"]["table"]} List */
/** @typedef {Api.Schemas["TableFileBody"]["format"]} Format */

const ACCEPT = { csv: "text/csv", xlsx: "application/octet-stream" };
let made = 0;

/** @template Row
 * @param {{ list: List, columns: import("./table-column.js").Column<Row>[], rows: () => Row[], isWhole: () => boolean }} of `rows`: what is listed */
export function tableFile({ list, columns, rows, isWhole }) {
  const needsReason = list in served("lists_of_people");
  made += 1;
  const [reasonId, errorId, formatId] = ["reason", "error", "format"].map((name) => `table-${made}-${name}`);
  const note = make("p", { class: "hint" });
  const form = make(
    "form", { class: "finder" },
    needsReason ? make("div", { class: "field" }, make("label", { for: reasonId }, t("파일을 받는 사유 (기록됩니다)", "Why it is taken out (stays on record)")), make("input", { id: reasonId, name: "reason", type: "text", autocomplete: "off", required: true, maxlength: "200", "aria-describedby": errorId }), make("p", { class: "error", id: errorId, "data-error": "reason", role: "alert" })) : null,
    make("div", { class: "field" }, make("label", { for: formatId }, t("형식", "Form")), make("select", { id: formatId, name: "format" }, make("option", { value: "xlsx" }, t("엑셀 (.xlsx)", "Excel (.xlsx)")), make("option", { value: "csv" }, "CSV (.csv)"))),
    make("p", { class: "error", "data-error": "", role: "alert" }),
    make("button", { class: "button second", type: "submit" }, t("받기", "Download")),
  );

  onSubmit(form, async () => {
    const reason = needsReason ? form.reason.value.trim() : "";
    if (needsReason && !reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
    const format = /** @type {Format} */ (form.format.value);
    const body = { table: list, format, columns: columns.map(({ words }) => words), rows: rows().map((one) => columns.map((column) => filed(column, one))), ...(reason ? { reason } : {}) };
    saveFile(await ask("POST", "v1/staff/table-files", { body, as: "blob", accept: ACCEPT[format] }), `onmin-${list}-${today()}.${format}`);
    if (needsReason) form.reason.value = "";
  });

  return {
    place: make("details", {}, make("summary", {}, t("파일로 받기", "Download")), note, form),
    refresh() {
      const listed = t(`지금 목록에 있는 ${count(rows().length)}줄을 받습니다.`, `Has the ${count(rows().length)} rows that are listed now.`);
      note.textContent = isWhole() ? listed : `${listed} ${t("나머지도 받으려면 먼저 ‘끝까지 불러오기’를 눌러 주세요.", "For the others press “Load the rest” first.")}`;
    },
  };
}
