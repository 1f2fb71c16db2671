// A day's book of fees of one sight, what of it was paid in, and why less was.

import { fill, find, findForm, make, saveFile, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, t, today, won } from "../common/lang.js";
import { amountIn } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { table, wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["FeeBookAnswer"]} Book */

const BOOK = "v1/staff/fee-books/{facility_id}/{on}";
const bookForm = findForm("#book-form");
const depositForm = findForm("#deposit-form");
const differenceForm = findForm("#difference-form");
/** Won of the shown day that are neither paid in nor explained. */
let left = 0;
let facilityId = "";

const lines = deskTable(find("[data-book-lines]"), {
  list: "fee_book",
  words: t("요금 대장", "Book of fees"),
  columns: [
    { words: t("구분", "Class"), of: (/** @type {Book["lines"][number]} */ one) => wordsFor("visitors", one.visitor_class) + (one.is_group ? t(" (단체)", " (group)") : "") },
    { words: t("인원", "People"), kind: "number", of: ({ people }) => people },
    { words: t("요금 (원)", "Fee (won)"), kind: "number", of: (one) => one.fee_amount },
    { words: t("감면 (원)", "Off (won)"), kind: "number", of: (one) => one.discount_amount },
    { words: t("받은 요금 (원)", "Taken (won)"), kind: "number", of: (one) => one.collected_amount },
    { words: t("감면한 요금 (원)", "Forgone (won)"), kind: "number", of: (one) => one.forgone_amount },
    { words: t("감면 근거", "Forgone by"), of: ({ article }) => article },
    { words: t("돌려준 상품권 (원)", "Given back (won)"), kind: "number", of: (one) => one.given_back_amount },
  ],
  empty: t("이날 들어온 사람이 없습니다.", "Nobody was let in on this day."),
});

export const actions = { "book-file": saveBook };

const values = () => ({ facility_id: facilityId, on: bookForm.on.value });

/** Of which day the book is shown next. @param {string} on */
export function choose(on) {
  bookForm.on.value = on;
}

/** Of today, unless a day was chosen. @param {string} id */
export async function show(id) {
  facilityId = id;
  bookForm.on.value ||= today();
  depositForm.deposited_on.value ||= today();
  await read();
}

onSubmit(bookForm, async () => {
  if (!bookForm.on.value) throw new FieldError("on", t("날을 골라 주세요.", "Please choose a day."));
  await read();
});

async function read() {
  showBook(await ask("GET", BOOK, { values: values() }));
}

/** @param {Book} book */
function showBook(book) {
  fill(screen("sight"), {
    "book-people": t(`${count(book.people)}명`, count(book.people)),
    "book-free": t(`무료 ${count(book.free_people)}명`, `${count(book.free_people)} free`),
    "book-collected": won(book.collected_amount),
    "book-left": book.left_amount < 0 ? t(`더 납입한 돈 ${won(-book.left_amount)}`, `${won(-book.left_amount)} too much paid in`) : t(`납입할 돈 ${won(book.left_amount)}`, `${won(book.left_amount)} to pay in`),
    "book-forgone": won(book.forgone_amount),
    "deposit-due": t(`${day(book.deposit_due_on)}까지 납입합니다.`, `To be paid in by ${day(book.deposit_due_on)}.`),
  });
  left = book.left_amount;
  // A difference is of a day that is over, and for somebody who has none of its money.
  const isMine = book.deposits.some((one) => one.recorded_by === person().name);
  differenceForm.hidden = !left || isMine || book.on >= today() || !person().roles.some((role) => role === "manager" || role === "treasurer");
  differenceForm.dispatchEvent(new Event("input"));
  fill(differenceForm, { "difference-left": left < 0 ? t(`받은 요금보다 ${won(-left)} 더 납입했습니다.`, `${won(-left)} more was paid in than taken.`) : t(`받은 요금 가운데 ${won(left)}을 납입하지 않았습니다.`, `${won(left)} of what was taken is not paid in.`) });
  lines.show(book.lines);
  find("[data-book-marked]").replaceChildren(...book.marked.map(({ outcome, count: number }) => make("li", {}, `${outcome in table("scans") ? wordsFor("scans", outcome) : wordsFor("counts", outcome)}: ${count(number)}`)),
    ...book.deposits.map((deposit) => make("li", {}, t(`${day(deposit.deposited_on)} 납입 ${won(deposit.amount)} · ${deposit.slip}`, `Paid in on ${day(deposit.deposited_on)}: ${won(deposit.amount)} · ${deposit.slip}`), deposit.is_late ? make("span", { class: "tag warn" }, t("늦음", "Late")) : null)),
    ...book.differences.map((one) => make("li", {}, one.amount < 0 ? t(`더 납입한 ${won(-one.amount)} 정리`, `${won(-one.amount)} too much, explained`) : t(`모자란 ${won(one.amount)} 정리`, `${won(one.amount)} short, explained`), ` · ${one.reason} · ${one.recorded_by}`)));
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

keyedForm(differenceForm, {
  read: () => {
    if (!differenceForm.reason.value.trim()) throw new FieldError("reason", t("사유를 적어 주세요.", "Please say why."));
    return { where: values(), body: { amount: left, reason: differenceForm.reason.value.trim() } };
  },
  describe: ({ body }) => [make("p", {}, t(`${won(Math.abs(body.amount))}의 차이를 정리하고 기록에 남깁니다. 맞으면 한 번 더 눌러 주세요.`, `The difference of ${won(Math.abs(body.amount))} is explained, on record. If this is right, press once more.`))],
  send: ({ where, body }, key) => ask("POST", `${BOOK}/differences`, { values: where, body, key }),
  done: (book) => {
    differenceForm.reason.value = "";
    showBook(book);
  },
});
