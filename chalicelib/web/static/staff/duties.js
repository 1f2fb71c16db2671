// What law and ordinance want by a day, how each stands, and the record that it was done or was not after all.

import { button } from "../common/clicks.js";
import { fill, find, findForm, make, saveFile, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, moment, t, today, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { person } from "./cognito.js";
import { ask, open, visit } from "./desk.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["DutyAnswer"]} Duty */
/** @typedef {"xlsx" | "csv" | "html"} Format */

const NAME = "duties";
const PATH = "v1/staff/duties";
/** @type {Record<string, string>} */
const TONES = { upcoming: "may", due: "warn", overdue: "bad", done: "must" };
/** @type {Record<Format, string>} */
const ACCEPT = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", csv: "text/csv", html: "text/html" };
const form = findForm("#duty-form");
const backForm = findForm("#duty-back-form");
/** @type {Duty | null} */
let chosen = null;

const list = deskTable(find("[data-duties]"), {
  list: "duties",
  words: t("법정 기한", "Due by law"),
  columns: [
    { words: t("할 일", "Duty"), of: nameOf, cell: (/** @type {Duty} */ one) => [make("div", {}, wordsFor("duty_kinds", one.kind)), make("div", { class: "soft small" }, periodOf(one))] },
    { words: t("상태", "State"), kind: "state", states: "duty_states", tones: TONES, of: ({ state }) => state },
    { words: t("기한", "Due"), kind: "day", of: (one) => one.due_on, cell: (one) => [make("div", {}, day(one.due_on)), make("div", { class: "soft small" }, leftOf(one)), workBy(one)] },
    { words: t("근거", "By"), of: (one) => [one.law, one.article].filter(Boolean).join(" "), cell: (one) => [make("div", { class: "small" }, `${one.law} ${one.article}`.trim()), one.is_own_day ? make("div", { class: "soft small" }, t("날짜는 군이 정함", "The day is the county's own")) : null] },
    { words: t("이행", "Done"), of: ({ sending }) => (sending ? `${sending.sent_on} ${sending.recipient} ${sending.note}` : ""), cell: (one) => (one.sending ? [make("div", {}, `${day(one.sending.sent_on)} ${one.sending.recipient}`), make("div", { class: "small" }, one.sending.note), make("div", { class: "soft small" }, `${one.sending.by} · ${moment(one.sending.at)}`)] : "") },
  ],
  actions: actionsOf,
  empty: t("기한이 있는 일이 없습니다.", "Nothing is due."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: NAME,
  words: t("법정 기한", "Due by law"),
  roles: ["operator", "manager", "treasurer", "auditor"],
  async open() {
    open(NAME);
    say("");
    leave();
    await read();
  },
  actions: { "duty-leave": leave },
};

async function read() {
  const { data } = await ask("GET", PATH);
  list.show(data);
}

/** @param {Duty} one */
function nameOf(one) {
  return `${wordsFor("duty_kinds", one.kind)} ${periodOf(one)}`;
}

/** @param {Duty} one */
function periodOf({ period, fees, merchant_name: shop }) {
  if (fees) return t(`${fees.name} ${day(fees.on)} · ${feesLeft(fees.left_amount)}`, `${fees.name}, ${day(fees.on)} · ${feesLeft(fees.left_amount)}`);
  if (shop) return shop;
  const [year = "", part = ""] = period.split("-");
  if (part.startsWith("H")) return part === "H1" ? t(`${year}년 상반기`, `${year}, first half`) : t(`${year}년 하반기`, `${year}, second half`);
  if (part.startsWith("Q")) return t(`${year}년 ${part.slice(1)}분기`, `${year}, quarter ${part.slice(1)}`);
  return t(`${year}년 ${Number(part)}월`, period);
}

/** @param {number} left in won */
const feesLeft = (left) => (left < 0 ? t(`더 납입한 돈 ${won(-left)}`, `${won(-left)} too much paid in`) : t(`납입할 돈 ${won(left)}`, `${won(left)} to pay in`));

/** @param {Duty} one */
function leftOf(one) {
  if (one.state === "done") return "";
  if (one.days_left < 0) return t(`${count(-one.days_left)}일 지남`, `${count(-one.days_left)} days late`);
  const left = one.days_left ? t(`${count(one.days_left)}일 남음`, `${count(one.days_left)} days left`) : t("오늘까지", "today");
  return left;
}

/** Where offices rest on the last day that is still to come. @param {Duty} one */
function workBy({ state, work_by_on: on, due_on: due }) {
  return state !== "done" && state !== "overdue" && on && on !== due ? make("div", { class: "soft small" }, t(`근무일로는 ${day(on)}까지`, `working day: ${day(on)}`)) : null;
}

/** @param {Duty} one */
function actionsOf(one) {
  const name = nameOf(one);
  /** @type {HTMLElement[]} */
  const files = one.agents.map((agent) => button(agent.name, () => downloadOf(agent, one), { class: "button quiet small", "aria-label": t(`${name} ${agent.name} xlsx 받기`, `${name}: the xlsx of ${agent.name}`) }));
  files.push(...(one.agents.length ? [] : one.files).map((address) => {
    const format = /** @type {Format} */ (address.split("=").pop());
    return button(format, () => download(one, format), { class: "button quiet small", "aria-label": t(`${name} ${format} 받기`, `${name}: the ${format}`) });
  }));
  if (one.kind === "merchant_decision") return [button(t("결정하기", "Decide"), () => visit("application", one.period), { class: "button second small", "aria-label": `${name} ${t("결정하기", "decide")}` })];
  if (one.fees) {
    return [button(t("요금 대장", "Book of fees"), () => visit("sight-day", one.period), { class: "button second small", "aria-label": `${name} ${t("요금 대장", "book of fees")}` })];
  }
  if (one.kind === "data_review") return one.state !== "done" && one.over_on < today() && person().roles.some((role) => role === "manager" || role === "auditor") ? [button(t("점검하기", "Review"), () => visit("data-uses", one.period), { class: "button second small", "aria-label": `${name} ${t("점검하기", "review")}` })] : [];
  if (one.kind === "fund_publication" && !files.length && one.over_on < today()) files.push(make("a", { class: "button quiet small", href: "staff/treasury", "aria-label": `${name} ${t("공표 파일 만들기", "make the files")}` }, t("공표 파일 만들기", "Make the files")));
  const isOver = one.over_on < today();
  if (one.kind === "issue_report" && isOver && person().roles.some((role) => role !== "auditor")) files.push(button(one.files.length ? t("다시 만들기", "Make it again") : t("보고 파일 만들기", "Make the files"), () => makeReport(one), { class: "button quiet small", "aria-label": `${name} ${t("보고 파일 만들기", "make the files")}` }));
  if (!person().roles.some((role) => role === "operator" || role === "manager")) return files;
  if (one.sending) return [...files, button(t("되돌리기", "Take back"), () => choose(one, backForm), { class: "button quiet small", "aria-label": `${name} ${t("되돌리기", "take back")}` })];
  if (!isOver) return files;
  return [...files, button(t("이행 기록", "Done"), () => choose(one, form), { class: "button second small", "aria-label": `${name} ${t("이행 기록", "done")}` })];
}

/** @param {Duty} one @param {Format} format */
async function download(one, format) {
  const parts = { values: { half_year: one.period }, as: /** @type {const} */ ("blob"), accept: ACCEPT[format] };
  if (one.kind === "fund_publication") saveFile(await ask("GET", "v1/fund-publications/{half_year}", { ...parts, query: { format } }), `fund-${one.period}.${format}`);
  else if (format !== "html" && one.kind === "issue_report") saveFile(await ask("GET", "v1/staff/issue-reports/{half_year}", { ...parts, query: { format } }), `issue-report-${one.period}.${format}`);
  else if (format !== "html") saveFile(await ask("GET", "v1/merchant-registers/{half_year}", { ...parts, query: { format } }), `merchants-${one.period}.${format}`);
}

/** @param {Api.Schemas["DutyAgentAnswer"]} agent @param {Duty} one */
async function downloadOf({ agent_id }, { period }) {
  const file = await ask("GET", "v1/staff/agents/{agent_id}/quarters/{quarter}", { values: { agent_id, quarter: `${period}.xlsx` }, as: "blob", accept: ACCEPT.xlsx });
  saveFile(file, `onmin-${agent_id}-${period}.xlsx`);
}

/** Of the figures of today: a figure that changed since gives another version. @param {Duty} one */
async function makeReport(one) {
  const { version } = await ask("POST", "v1/staff/issue-reports", { body: { half_year: one.period } });
  await read();
  say(t(`${nameOf(one)}: ${version}판이 준비되어 있습니다.`, `${nameOf(one)}: version ${version} is ready.`));
}

function leave() {
  chosen = null;
  form.hidden = backForm.hidden = true;
}

/** @param {Duty} one @param {HTMLFormElement} wanted */
function choose(one, wanted) {
  leave();
  say("");
  chosen = one;
  wanted.reset();
  wanted.hidden = false;
  // What was asked about another is not asked about this one.
  wanted.dispatchEvent(new Event("input"));
  fill(screen(NAME), { "duty-title": nameOf(one), "duty-back-title": nameOf(one) });
  if (wanted === form) {
    form.sent_on.value = form.sent_on.max = today();
    form.recipient.focus();
  } else backForm.reason.focus();
}

/** @param {string} words */
function say(words) {
  const place = find("[data-duties-note]");
  place.hidden = !words;
  place.textContent = words;
}

/** @param {HTMLFormElement} from @param {string} name @param {string} missing */
function typed(from, name, missing) {
  const value = from[name].value.trim();
  if (!value) throw new FieldError(name, missing);
  return value;
}

const duty = () => ({ duty_id: chosen?.duty_id ?? "" });

keyedForm(form, {
  read: () => ({
    sent_on: typed(form, "sent_on", t("보낸 날을 골라 주세요.", "Please choose the day.")),
    recipient: typed(form, "recipient", t("받은 곳을 적어 주세요.", "Please say to whom.")),
    note: typed(form, "note", t("문서 번호를 적어 주세요.", "Please say what finds it again.")),
  }),
  describe: ({ sent_on, recipient, note }) => [make("p", {}, t(`${day(sent_on)}에 ${recipient}에 보냈다고 기록합니다 (${note}). 맞으면 한 번 더 눌러 주세요.`, `Records it as sent on ${day(sent_on)} to ${recipient} (${note}). If this is right, press once more.`))],
  send: (body) => ask("PUT", `${PATH}/{duty_id}/sending`, { values: duty(), body }),
  async done(one) {
    leave();
    await read();
    say(t(`${nameOf(one)}: 이행한 것으로 기록했습니다.`, `${nameOf(one)}: recorded as done.`));
  },
});

keyedForm(backForm, {
  read: () => ({ reason: typed(backForm, "reason", t("사유를 적어 주세요.", "Please say why.")) }),
  describe: ({ reason }) => [make("p", {}, t(`이행 기록을 되돌립니다: ${reason}`, `Takes the record back: ${reason}`))],
  send: (body) => ask("POST", `${PATH}/{duty_id}/take-back`, { values: duty(), body }),
  async done(one) {
    leave();
    await read();
    say(t(`${nameOf(one)}: 이행 기록을 되돌렸습니다.`, `${nameOf(one)}: taken back.`));
  },
});
