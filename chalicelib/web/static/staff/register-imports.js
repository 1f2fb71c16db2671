// Taking over a register of shops: the file, how far it is, and what became of each line.

import { Problem } from "../common/api.js";
import { fill, find, findForm, saveFile, screen, tile } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { base64Of } from "../common/file-bytes.js";
import { wordsFor } from "../common/words.js";
import { ask, lookAgain, open } from "./desk.js";
import { deskTable } from "./table.js";

const PATH = "v1/staff/merchant-imports";
const ONE = `${PATH}/{import_id}`;
const PAGE = 50;
const FILE_BYTES_MAX = 2 * 1024 * 1024;
/** @type {Record<string, string>} */
const TONES = { created: "must", same_already: "may", refused: "bad" };
const fileForm = findForm("#register-import-form");
const rowsForm = findForm("#import-rows-form");
let importId = "";

const rows = deskTable(find("[data-import-rows]"), {
  list: "import_rows",
  words: t("올린 줄", "Lines of the file"),
  columns: [
    { words: t("줄", "Line"), kind: "number", of: (/** @type {Api.Schemas["ImportRow"]} */ one) => one.line },
    { words: t("결과", "Result"), kind: "state", states: "import_results", tones: TONES, of: ({ result }) => result },
    { words: t("까닭", "Why"), of: ({ code }) => code && wordsFor("import_faults", code) },
  ],
  load: (cursor) => ask("GET", `${ONE}/rows`, { values: { import_id: importId }, query: { limit: PAGE, cursor, result: rowsForm.result.value || undefined } }),
  empty: t("그런 줄이 없습니다.", "No such lines."),
});

export const actions = {
  "import-refused": () => download("refused"),
  "import-report": () => download(),
};

/** @param {"refused"} [result] */
async function download(result) {
  const file = await ask("GET", `${ONE}/report.csv`, { values: { import_id: importId }, query: { result }, as: "blob", accept: "text/csv" });
  saveFile(file, `${importId}${result ? `-${t("받지않은줄", "refused")}` : ""}.csv`);
}

export function start() {
  onSubmit(fileForm, async () => {
    /** @type {File | undefined} */
    const file = fileForm.file.files[0];
    if (!file) throw new FieldError("file", t("파일을 골라 주세요.", "Please choose the file."));
    if (file.size > FILE_BYTES_MAX) throw new FieldError("file", t("파일이 너무 큽니다. 2MB까지입니다.", "The file is too large. The limit is 2 MB."));
    const sent = await ask("POST", PATH, { body: { csv_base64: await base64Of(file) } }).catch((error) => {
      if (error instanceof Problem && ["register_file_invalid", "csv_invalid"].includes(error.code)) error.param = "file";
      throw error;
    });
    fileForm.reset();
    await openOne(sent.import_id);
    lookAgain("register-import", readAgain);
  });
  onSubmit(rowsForm, () => rows.read());
}

/** @param {string} id */
export async function openOne(id) {
  importId = id;
  open("register-import", { id });
  await readAgain();
}

async function readAgain() {
  const one = await ask("GET", ONE, { values: { import_id: importId } });
  const done = one.row_count - one.pending;
  fill(screen("register-import"), {
    "import-progress": one.pending
      ? t(`${moment(one.at)}에 올린 ${count(one.row_count)}줄 가운데 ${count(done)}줄을 마쳤습니다. 이 화면은 잠시 뒤 다시 읽습니다.`, `${count(done)} of ${count(one.row_count)} lines are done, sent ${moment(one.at)}. This page looks again in a moment.`)
      : t(`${moment(one.at)}에 올린 ${count(one.row_count)}줄을 모두 마쳤습니다.`, `All ${count(one.row_count)} lines are done, sent ${moment(one.at)}.`),
  });
  find("[data-import-tiles]").replaceChildren(
    tile(t("만든 가게", "Shops made"), count(one.created), ""),
    tile(t("이미 있는 가게", "There already"), count(one.same_already), ""),
    tile(t("받지 않은 줄", "Refused lines"), count(one.refused), ""),
    tile(t("아직", "To be done"), count(one.pending), ""),
  );
  await rows.read();
}
