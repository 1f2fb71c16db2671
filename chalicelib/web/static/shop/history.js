// What the shop has taken: by days, by order, by person; sums, and all of it as a workbook.

import { button, onClick } from "../common/clicks.js";
import { all, fill, find, findForm, make, saveFile, screen, shown } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, day, seoulDay, t, time, timeToSecond, today, won } from "../common/lang.js";
import { clearErrors, FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { mark } from "./addresses.js";
import { everyone, readPeople, takerOf } from "./crew.js";
import { showSale } from "./payment.js";

/** @typedef {Api.Schemas["PaymentRow"]} Payment */
/** @typedef {{ from_on: string, to_on: string, q?: string, person_id?: string }} Wanted */

const PAGE = 50;
const DAY_MS = 24 * 3600 * 1000;
/** Of so many days the server makes sums and a workbook. */
const SUMMED_MAX = 31;
const form = findForm("form", screen("history"));
const more = /** @type {HTMLButtonElement} */ (find('[data-do="more-sales"]'));
/** @type {Api.Ask} */
let ask;
/** @type {(name: string, options?: { push?: boolean }) => void} */
let open;
/** @type {Wanted} */
let wanted = { from_on: "", to_on: "" };
let asked = 0;
let lastDay = "";

/** @param {{ ask: Api.Ask, open: (name: string, options?: { push?: boolean }) => void }} till */
export function start(till) {
  ({ ask, open } = till);
  find("[data-spans]").replaceChildren(...Object.entries(spans()).map(([name, words]) => button(words, () => showSpan(spanOf(name)), { class: null, "data-span": name })));
}

const spans = () => ({ today: t("오늘", "Today"), yesterday: t("어제", "Yesterday"), week: t("7일", "7 days"), month: t("이번 달", "This month"), before: t("지난달", "Last month") });

/** @param {string} name @returns {Wanted} */
function spanOf(name) {
  const to_on = today();
  const ago = (/** @type {number} */ days) => seoulDay(Date.parse(`${to_on}T12:00:00+09:00`) - days * DAY_MS);
  const first = `${to_on.slice(0, 8)}01`;
  const lastOfBefore = seoulDay(Date.parse(`${first}T12:00:00+09:00`) - DAY_MS);
  if (name === "yesterday") return { from_on: ago(1), to_on: ago(1) };
  if (name === "week") return { from_on: ago(6), to_on };
  if (name === "month") return { from_on: first, to_on };
  if (name === "before") return { from_on: `${lastOfBefore.slice(0, 8)}01`, to_on: lastOfBefore };
  return { from_on: to_on, to_on };
}

/** By its address, or today. @param {string[]} [parts] first day, last day, order or amount, person */
export function showHistory([from_on, to_on, q, person_id] = []) {
  const isDay = (/** @type {string | undefined} */ text) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");
  return showSpan(isDay(from_on) && isDay(to_on) ? { from_on: from_on ?? "", to_on: to_on ?? "", q, person_id } : spanOf("today"));
}

/** @param {Wanted} chosen */
async function showSpan(chosen) {
  wanted = chosen;
  if (shown() !== "history") open("history", { push: true });
  mark("history", wanted.from_on, wanted.to_on, wanted.q ?? "", wanted.person_id ?? "");
  clearErrors(screen("history"));
  form.from_on.value = wanted.from_on;
  form.to_on.value = wanted.to_on;
  form.q.value = wanted.q ?? "";
  for (const one of all("[data-span]")) one.setAttribute("aria-pressed", String(isSame(spanOf(one.dataset.span ?? ""))));
  if (!everyone().length) await readPeople();
  offerPeople();
  await read();
}

/** @param {Wanted} span */
const isSame = (span) => span.from_on === wanted.from_on && span.to_on === wanted.to_on && !wanted.q && !wanted.person_id;

function offerPeople() {
  find("[data-by-person]").hidden = everyone().length < 2;
  form.person_id.replaceChildren(make("option", { value: "" }, t("모두", "Everybody")), ...everyone().map((one) => make("option", { value: one.person_id }, one.name)));
  form.person_id.value = wanted.person_id ?? "";
}

onSubmit(form, async () => {
  const { from_on, to_on, q, person_id } = Object.fromEntries(/** @type {Iterable<[string, string]>} */ (new FormData(form)));
  if (!from_on || !to_on || from_on > to_on) throw new FieldError("to_on", t("마지막 날이 첫날보다 앞설 수 없습니다.", "The last day can't be before the first."));
  await showSpan({ from_on, to_on, q: q?.trim(), person_id });
});

/** Something came in: the list is read again, if it is looked at and has today. */
export const refresh = () => (shown() === "history" && wanted.to_on >= today() ? read() : undefined);

async function read() {
  asked += 1;
  const turn = asked;
  const page = await ask("GET", "v1/merchant/payments", { query: { ...wanted, limit: PAGE } });
  const sums = await sumsOf(page);
  // Other days were asked for meanwhile.
  if (turn !== asked) return;
  fill(screen("history"), {
    span: wanted.from_on === wanted.to_on ? t(`${day(wanted.to_on)} 받은 금액`, `Taken on ${day(wanted.to_on)}`) : t(`${day(wanted.from_on)}부터 ${day(wanted.to_on)}까지`, `${day(wanted.from_on)} to ${day(wanted.to_on)}`),
    "span-total": sums ? won(sums.amount - sums.canceled_amount) : t("31일까지 더해 드립니다", "Sums are of up to 31 days"),
    "span-count": sums ? t(`결제 ${count(sums.count)}건, 취소한 금액 ${won(sums.canceled_amount)}`, `${count(sums.count)} payments, ${won(sums.canceled_amount)} canceled`) : "",
  });
  lastDay = "";
  const lines = linesOf(page.data);
  find("[data-sales]").replaceChildren(...(lines.length ? lines : [empty(page.next_cursor)]));
  goOn(page.next_cursor);
}

/** Of a search only what was found is summed, if all of it is there.
 * @param {Api.Page<Payment>} page @returns {Promise<Api.Schemas["PaymentSum"] | null>} */
async function sumsOf({ data, next_cursor }) {
  const isSearch = Boolean(wanted.q || wanted.person_id);
  if (isSearch || wanted.from_on === wanted.to_on) {
    if (!next_cursor) return { count: data.length, amount: data.reduce((sum, one) => sum + one.amount, 0), canceled_amount: data.reduce((sum, one) => sum + one.amount - one.remaining_amount, 0) };
    if (isSearch) return null;
  }
  const days = (Date.parse(wanted.to_on) - Date.parse(wanted.from_on)) / DAY_MS + 1;
  return days > SUMMED_MAX ? null : (await ask("GET", "v1/merchant/payment-sums", { query: { from_on: wanted.from_on, to_on: wanted.to_on } })).total;
}

/** @param {string | null} cursor */
function goOn(cursor) {
  more.hidden = !cursor;
  if (!cursor) return;
  onClick(more, async () => {
    const turn = asked;
    const page = await ask("GET", "v1/merchant/payments", { query: { ...wanted, limit: PAGE, cursor } });
    if (turn !== asked) return;
    find("[data-sales]").append(...linesOf(page.data));
    goOn(page.next_cursor);
  });
}

/** @param {string | null} cursor */
const empty = (cursor) => make("li", {}, cursor ? t("여기까지는 없습니다. 더 찾아보려면 ‘더 보기’를 눌러 주세요.", "Nothing so far. Press “Show more” to look further.") : t("결제가 없습니다.", "No payments."));

/** @param {Payment[]} payments */
const linesOf = (payments) => payments.flatMap((one) => {
  const on = seoulDay(one.at);
  const isFirst = wanted.from_on !== wanted.to_on && on !== lastDay;
  lastDay = on;
  return [...(isFirst ? [make("li", { class: "soft" }, day(on))] : []), line(one)];
});

/** @param {Payment} one */
function line(one) {
  const pressable = button("", () => showSale(one), { class: null });
  const who = takerOf(one.terminal_id) ?? (one.terminal_id ? "" : byQr(one));
  const at = wanted.from_on === wanted.to_on ? timeToSecond(one.at) : time(one.at);
  pressable.append(
    make("span", { class: "spread" }, make("span", {}, make("span", { class: "number" }, at), who ? " · " : "", make("span", { class: "named soft" }, who)), make("strong", { class: "number" }, won(one.amount))),
    one.status === "captured" ? "" : make("span", { class: "spread soft" }, make("span", { class: "tag bad" }, wordsFor("redemption_states", one.status)), make("span", { class: "number" }, t(`남은 ${won(one.remaining_amount)}`, `${won(one.remaining_amount)} left`))),
  );
  return make("li", {}, pressable);
}

/** @param {Payment} one */
const byQr = (one) => (one.order_id.startsWith("qr-") ? t("우리 QR", "Our QR") : "");

/** Whose close is asked for. */
export const lastDayShown = () => wanted.to_on;

export async function download() {
  const { from_on, to_on } = wanted;
  const file = await ask("GET", "v1/merchant/payments/xlsx", { query: { from_on, to_on }, as: "blob" });
  saveFile(file, `onmin-${from_on}-${to_on}.xlsx`);
}
