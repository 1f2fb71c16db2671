// Sights at the desk: a day's book of fees, what of it was paid in, and the gates.

import { askingFirst, button } from "../common/clicks.js";
import { fill, find, findForm, imageOf, make, saveFile, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, moment, t, today, won } from "../common/lang.js";
import { amountIn } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { ask, open } from "./desk.js";
import * as terms from "./facility-terms.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["FeeBookAnswer"]} Book */
/** @typedef {Api.Schemas["GateAnswer"]} Gate */

const BOOK = "v1/staff/fee-books/{facility_id}/{on}";
const section = screen("visits");
const bookForm = findForm("#book-form");
const depositForm = findForm("#deposit-form");
const gateForm = findForm("#gate-form");

const lines = deskTable(find("[data-book-lines]"), {
  list: "fee_book",
  words: t("요금 대장", "Book of fees"),
  columns: [
    { words: t("구분", "Class"), of: (/** @type {Book["lines"][number]} */ one) => wordsFor("visitors", one.visitor_class) + (one.is_group ? t(" (단체)", " (group)") : "") },
    { words: t("인원", "People"), kind: "number", of: ({ people }) => people },
    { words: t("요금 (원)", "Fee (won)"), kind: "number", of: (one) => one.fee_amount },
    { words: t("감면 (원)", "Off (won)"), kind: "number", of: (one) => one.discount_amount },
    { words: t("받은 요금 (원)", "Taken (won)"), kind: "number", of: (one) => one.collected_amount },
  ],
  empty: t("이날 들어온 사람이 없습니다.", "Nobody was let in on this day."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "visits",
  words: t("관광지", "Sights"),
  actions: { "book-file": saveBook },
  views: terms.views,
  async open() {
    open("visits");
    find("[data-new-gate]").hidden = true;
    bookForm.on.value ||= today();
    depositForm.deposited_on.value ||= today();
    const { data } = await ask("GET", "v1/facilities");
    const chosen = bookForm.facility.value;
    bookForm.facility.replaceChildren(...data.map(({ facility_id: id, name }) => make("option", { value: id, selected: id === chosen }, name)));
    await readAll();
  },
};

const readAll = () => Promise.all([readBook(), readGates(), terms.show(values().facility_id)]);

const values = () => ({ facility_id: bookForm.facility.value, on: bookForm.on.value });

onSubmit(bookForm, async () => {
  if (!bookForm.on.value) throw new FieldError("on", t("날을 골라 주세요.", "Please choose a day."));
  await readAll();
});

async function readBook() {
  if (values().facility_id) showBook(await ask("GET", BOOK, { values: values() }));
}

/** @param {Book} book */
function showBook(book) {
  fill(section, {
    "book-people": t(`${count(book.people)}명`, count(book.people)),
    "book-free": t(`무료 ${count(book.free_people)}명`, `${count(book.free_people)} free`),
    "book-collected": won(book.collected_amount),
    "book-left": t(`납입할 돈 ${won(book.left_amount)}`, `${won(book.left_amount)} to pay in`),
    "book-forgone": won(book.forgone_amount),
    "deposit-due": t(`${day(book.deposit_due_on)}까지 납입합니다.`, `To be paid in by ${day(book.deposit_due_on)}.`),
  });
  lines.show(book.lines);
  find("[data-book-marked]").replaceChildren(...book.marked.map(({ outcome, count: number }) => make("li", {}, `${outcome in table("scans") ? wordsFor("scans", outcome) : wordsFor("counts", outcome)}: ${count(number)}`)),
    ...book.deposits.map((deposit) => make("li", {}, t(`${day(deposit.deposited_on)} 납입 ${won(deposit.amount)} · ${deposit.slip}`, `Paid in on ${day(deposit.deposited_on)}: ${won(deposit.amount)} · ${deposit.slip}`), deposit.is_late ? make("span", { class: "tag warn" }, t("늦음", "Late")) : null)));
}

async function saveBook() {
  const file = await ask("GET", BOOK, { values: values(), query: { format: "csv" }, as: "blob", accept: "text/csv" });
  saveFile(file, `fees-${values().on}.csv`);
}

keyedForm(depositForm, {
  read: () => {
    const amount = amountIn(depositForm.amount, t("금액을 적어 주세요.", "Please enter the amount."));
    if (!depositForm.slip.value.trim()) throw new FieldError("slip", t("전표 번호를 적어 주세요.", "Please enter the number on the slip."));
    return { where: values(), body: { amount, deposited_on: depositForm.deposited_on.value, slip: depositForm.slip.value } };
  },
  send: ({ where, body }, key) => ask("POST", `${BOOK}/deposits`, { values: where, body, key }),
  done: (book) => {
    depositForm.amount.value = "";
    depositForm.slip.value = "";
    showBook(book);
  },
});

async function readGates() {
  const { data } = await ask("GET", "v1/staff/gates");
  const here = data.filter((gate) => gate.facility_id === values().facility_id);
  find("[data-gates]").replaceChildren(...(here.length ? here.map(gateRow) : [make("p", {}, t("아직 없습니다.", "Nothing yet."))]));
}

/** @param {Gate} gate */
function gateRow(gate) {
  const until = gate.closed_at ? t(`${moment(gate.closed_at)}에 중지`, `closed at ${moment(gate.closed_at)}`) : t("사용 중", "in use");
  return make("div", { class: "report-row tight" },
    make("div", {}, make("strong", {}, gate.name), make("div", { class: "soft" }, until)),
    gate.closed_at ? null : button(t("중지", "Close"), askingFirst((pressed) => { pressed.textContent = t("다시 누르면 중지합니다", "Press again to close it"); }, async () => {
      await ask("POST", "v1/staff/gates/{gate_id}/close", { values: { gate_id: gate.gate_id }, body: { reason: t("창구에서 중지", "Closed at the desk") } });
      await readGates();
    })));
}

keyedForm(gateForm, {
  read: () => {
    if (!nameField().value.trim()) throw new FieldError("name", t("이름을 적어 주세요.", "Please enter a name."));
    return { facility_id: values().facility_id, name: nameField().value };
  },
  send: (body, key) => ask("POST", "v1/staff/gates", { body, key }),
  done: async (made) => {
    find("[data-new-gate]").hidden = false;
    find("[data-gate-qr]").replaceChildren(imageOf(made.qr_svg, t("개찰구 QR 코드", "The gate's QR code")));
    nameField().value = "";
    await readGates();
  },
});

/** `form.name` is the form's own. */
function nameField() {
  return /** @type {HTMLInputElement} */ (find("#gate-name"));
}
