// The county's notes of paper: whose stock they are, moving them, taking delivery, and where one note is.

import { button } from "../common/clicks.js";
import { facts, find, findForm, make, note } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, moment, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";
import { wordsFor } from "../common/words.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["StockRow"] & { holder: string }} Stock */
/** @typedef {Api.Schemas["MovementRow"]} Movement */
/** @typedef {Api.Schemas["MovementBody"]} MovementBody */

const PAGE = 20;
/** Agents whose stock is read at one look. */
const AGENTS_MAX = 60;
const movementForm = findForm("#movement-form");
const seriesForm = findForm("#series-form");
const noteForm = findForm("#note-form");
/** @type {Api.Schemas["AgentRow"][]} */
let agents = [];

/** @param {HTMLFormElement} of @param {string} name @returns {HTMLInputElement} */
const field = (of, name) => find(`[name="${name}"]`, of);
/** @param {string | null} id */
const nameOf = (id) => agents.find((one) => one.agent_id === id)?.name ?? id ?? "";

/** @type {import("./table-column.js").Column<Stock>[]} */
const STOCK_COLUMNS = [
  { words: t("누가", "Holder"), of: (one) => one.holder },
  { words: t("묶음", "Series"), of: (one) => one.series },
  { words: t("권종 (원)", "Value (won)"), kind: "number", of: (one) => one.denomination },
  { words: t("금고 (장)", "In the safe"), kind: "number", of: (one) => one.held },
  { words: t("가는 중", "Going there"), kind: "number", of: (one) => one.coming },
  { words: t("돌아오는 중", "Coming back"), kind: "number", of: (one) => one.returning },
  { words: t("판 것", "Sold"), kind: "number", of: (one) => one.sold },
  { words: t("무효", "Void"), kind: "number", of: (one) => one.voided },
  { words: t("유효 기간", "Valid until"), kind: "day", of: (one) => one.expires_on },
];
/** @param {Stock[]} rows */
const sums = (rows) => {
  /** @param {"held" | "coming" | "returning" | "sold" | "voided"} name */
  const all = (name) => count(rows.reduce((sum, row) => sum + row[name], 0));
  return [t("모두", "All"), null, null, all("held"), all("coming"), all("returning"), all("sold"), all("voided"), null];
};
const empty = t("지류 상품권이 없습니다.", "No notes.");
const stock = deskTable(find("[data-paper-stock]"), { list: "paper_stock", words: t("지류 재고", "Stock of notes"), columns: STOCK_COLUMNS, sums, empty });
const ofAgent = deskTable(find("[data-agent-stock]"), { list: "paper_stock", words: t("이 대행점의 지류", "Its notes"), columns: STOCK_COLUMNS, sums, empty });

/** @typedef {Api.Schemas["CirculationRow"]} Circulation */
const circulation = deskTable(find("[data-paper-circulation]"), {
  list: "paper_circulation",
  words: t("유통 중인 지류", "Notes in circulation"),
  columns: [
    { words: t("묶음", "Series"), of: (/** @type {Circulation} */ one) => one.series },
    { words: t("권종 (원)", "Value (won)"), kind: "number", of: (one) => one.denomination },
    { words: t("판 것 (장)", "Sold (notes)"), kind: "number", of: (one) => one.sold },
    { words: t("환전", "Exchanged"), kind: "number", of: (one) => one.exchanged },
    { words: t("되돌려 받음", "Given back"), kind: "number", of: (one) => one.returned },
    { words: t("무효", "Void"), kind: "number", of: (one) => one.voided },
    { words: t("기한 지남", "Expired"), kind: "number", of: (one) => one.expired },
    { words: t("유통 중 (장)", "In circulation"), kind: "number", of: (one) => one.held },
    { words: t("유통 중 (원)", "In circulation (won)"), kind: "number", of: (one) => one.held_amount },
    { words: t("유효 기간", "Valid until"), kind: "day", of: (one) => one.expires_on },
  ],
  sums(rows) {
    /** @param {"sold" | "exchanged" | "returned" | "voided" | "expired" | "held"} name */
    const all = (name) => count(rows.reduce((sum, row) => sum + row[name], 0));
    return [t("모두", "All"), null, all("sold"), all("exchanged"), all("returned"), all("voided"), all("expired"), all("held"), won(rows.reduce((sum, row) => sum + row.held_amount, 0)), null];
  },
  empty,
});

/** @param {string} words */
const below = (words) => make("span", { class: "soft small below" }, words);

const movements = deskTable(find("[data-paper-movements]"), {
  list: "paper_movements",
  words: t("지류가 옮겨진 기록", "Movements of notes"),
  columns: [
    { words: t("때", "When"), kind: "moment", of: (/** @type {Movement} */ one) => one.at, cell: (one) => [moment(one.at), below(one.by)] },
    { words: t("무엇", "What"), kind: "state", states: "paper_moves", of: (one) => one.kind, tones: { voided: "bad", note_voided: "bad", given_back: "warn" } },
    { words: t("첫 번호", "First"), of: (one) => one.notes.first, cell: (one) => [one.notes.first, below(`~ ${one.notes.last}`)] },
    { words: t("끝 번호", "Last"), isFiled: true, of: (one) => one.notes.last },
    { words: t("장", "Notes"), kind: "number", of: (one) => one.notes.count },
    { words: t("판매대행점", "Agent"), of: (one) => nameOf(one.agent_id) },
    { words: t("누가", "By"), isFiled: true, of: (one) => one.by },
    { words: t("사유", "Why"), of: (one) => one.reason },
  ],
  load: (cursor) => ask("GET", "v1/staff/paper-movements", { query: { limit: PAGE, cursor } }),
  actions: (one) => (one.kind === "given_back" ? [button(t("받았음 확인", "Confirm"), () => begin("taken_back", one), { class: "button second small", "aria-label": t(`${one.notes.first}부터 받았음 확인`, `Confirm from ${one.notes.first}`) })]
    : one.kind === "sent" ? [button(t("거두어들이기", "Recall"), () => begin("recalled", one), { class: "button quiet small", "aria-label": t(`${one.notes.first}부터 거두어들이기`, `Recall from ${one.notes.first}`) })] : []),
  empty: t("아직 옮긴 것이 없습니다.", "Nothing was moved yet."),
});

/** Puts what is to be confirmed into the form. @param {MovementBody["kind"]} kind @param {Movement} of */
function begin(kind, of) {
  field(movementForm, "kind").value = kind;
  field(movementForm, "agent_id").value = of.agent_id ?? "";
  field(movementForm, "notes").value = of.notes.first;
  field(movementForm, "last").value = of.notes.last;
  field(movementForm, "reason").focus();
}

/** The county's stock and each agent's. @param {Api.Schemas["AgentRow"][]} all */
export async function read(all) {
  agents = all;
  const chosen = field(movementForm, "agent_id").value;
  find('[name="agent_id"]', movementForm).replaceChildren(make("option", { value: "" }, t("없음 (군청 금고나 판 것)", "None: the county's safe, or sold")), ...all.map((one) => make("option", { value: one.agent_id, selected: one.agent_id === chosen }, one.name)));
  const [county, held, , ...others] = await Promise.all([
    ask("GET", "v1/staff/paper-series"),
    ask("GET", "v1/staff/paper-circulation"),
    movements.read(),
    ...all.slice(0, AGENTS_MAX).map(({ agent_id }) => ask("GET", "v1/staff/agents/{agent_id}", { values: { agent_id } })),
  ]);
  circulation.show(held.data);
  stock.show([
    ...county.stock.map((row) => ({ ...row, holder: t("군청", "County") })),
    ...others.flatMap((one) => one.stock.map((row) => ({ ...row, holder: one.agent.name }))),
  ]);
}

/** @param {Stock[]} rows */
export const showOf = (rows) => ofAgent.show(rows);

export function start() {
  groupDigits(field(seriesForm, "denomination"));

  keyedForm(movementForm, {
    read() {
      const kind = /** @type {MovementBody["kind"]} */ (field(movementForm, "kind").value);
      const first = readCode(field(movementForm, "notes").value);
      if (!first) throw new FieldError("notes", t("첫 번호를 적어 주세요.", "Please give the first number."));
      const reason = field(movementForm, "reason").value.trim();
      if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
      const agent_id = field(movementForm, "agent_id").value || undefined;
      if (!agent_id && ["sent", "recalled", "taken_back"].includes(kind)) throw new FieldError("agent_id", t("판매대행점을 골라 주세요.", "Please choose the agent."));
      return { kind, first, last: readCode(field(movementForm, "last").value) || undefined, agent_id, reason };
    },
    describe: ({ kind, first, last, agent_id = null }) => [
      make("p", {}, make("strong", {}, [wordsFor("paper_moves", kind), nameOf(agent_id)].filter(Boolean).join(" · "))),
      make("p", { class: "number" }, last ? `${first} – ${last}` : first),
      make("p", {}, kind.endsWith("voided") ? t("무효는 되돌릴 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "Void notes stay void. If this is right, press once more.") : t("맞으면 한 번 더 눌러 주세요.", "If this is right, press once more.")),
    ],
    send: (body, key) => ask("POST", "v1/staff/paper-movements", { body, key }),
    async done(moved) {
      movementForm.reset();
      note("moved-note", t(`기록했습니다: ${wordsFor("paper_moves", moved.kind)} ${count(moved.notes.count)}장`, `Recorded: ${wordsFor("paper_moves", moved.kind)}, ${count(moved.notes.count)} notes`));
      await read(agents);
    },
  });

  keyedForm(seriesForm, {
    read() {
      const first = readCode(field(seriesForm, "notes").value);
      if (!first) throw new FieldError("notes", t("첫 번호를 적어 주세요.", "Please give the first number."));
      const last = readCode(field(seriesForm, "last").value);
      if (!last) throw new FieldError("last", t("끝 번호를 적어 주세요.", "Please give the last number."));
      const denomination = amountIn(field(seriesForm, "denomination"), t("권종을 적어 주세요.", "Please give the value."));
      const issued_on = field(seriesForm, "issued_on").value;
      if (!issued_on) throw new FieldError("issued_on", t("발행일을 골라 주세요.", "Please choose the day of issue."));
      return { first, last, denomination, issued_on };
    },
    describe: ({ first, last, denomination }) => [
      make("p", { class: "number" }, `${first} – ${last}`),
      make("p", {}, t(`${won(denomination)}권을 군청 금고에 넣습니다. 되돌릴 수 없습니다. 맞으면 한 번 더 눌러 주세요.`, `Notes of ${won(denomination)} go into the county's safe. This can't be undone. If it is right, press once more.`)),
    ],
    send: (body, key) => ask("POST", "v1/staff/paper-series", { body, key }),
    async done() {
      seriesForm.reset();
      await read(agents);
    },
  });

  onSubmit(noteForm, async () => {
    const serial = readCode(field(noteForm, "serial").value).replaceAll("-", "");
    if (!serial) throw new FieldError("serial", t("일련번호를 적어 주세요.", "Please give the serial number."));
    const found = await ask("GET", "v1/staff/paper-notes/{serial}", { values: { serial } });
    find("[data-note]").replaceChildren(...facts([
      [t("일련번호", "Serial number"), found.serial],
      [t("권종", "Value"), won(found.denomination)],
      [t("유효 기간", "Valid until"), day(found.expires_on)],
      [t("어디에", "Where"), [wordsFor("paper_states", found.state), nameOf(found.agent_id)].filter(Boolean).join(" · ")],
      [t("그렇게 한 기록", "By"), found.cause],
      [t("그 뒤", "Since"), found.ended && found.ended_at ? `${wordsFor("paper_ends", found.ended)} · ${moment(found.ended_at)}` : found.state === "sold" ? t("유통 중", "In circulation") : "–"],
      [t("그 기록", "By"), found.ended_by ?? "–"],
    ]));
  });
}
