// Agents who sell for the county, their counters and keys, and an agent's day. Their notes are in paper-stock.js.

import { askingFirst, button } from "../common/clicks.js";
import { facts, fill, find, findForm, imageOf, make, saveFile, screen } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, moment, t, today, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { ask, open, openWord } from "./desk.js";
import * as paper from "./paper-stock.js";
import { deskTable } from "./table.js";

/** @typedef {Api.Schemas["AgentRow"]} Agent */
/** @typedef {Api.Schemas["TellerRow"]} Teller */

const PATH = "v1/staff/agents";
const ONE = `${PATH}/{agent_id}`;
const form = findForm("#agent-form");
const actForm = findForm("#agent-act-form");
const tellerForm = findForm("#teller-form");
const quarterForm = findForm("#quarter-form");
const ACCEPT = { xlsx: "application/octet-stream", csv: "text/csv", html: "text/html", json: "application/json" };
/** So many quarters back are offered. */
const QUARTERS = 8;
const dayForm = findForm("#agent-day-form");
let agentId = "";

/** @param {HTMLFormElement} of @param {string} name @returns {HTMLInputElement} */
const field = (of, name) => find(`[name="${name}"]`, of);

const agents = deskTable(find("[data-agents]"), {
  list: "agents",
  words: t("판매대행점", "Agents"),
  columns: [
    { words: t("이름", "Name"), of: (/** @type {Agent} */ one) => one.name },
    { words: t("상태", "State"), kind: "state", of: (one) => (one.closed_at ? "closed" : "open"), say: (state) => (state === "open" ? t("판매 중", "Selling") : t("닫음", "Closed")), tones: { open: "must" } },
    { words: t("등록", "Opened"), kind: "day", of: (one) => one.opened_at },
  ],
  actions: (one) => [button(openWord, () => openOne(one.agent_id), { class: "button second small", "aria-label": `${one.name} ${openWord}` })],
  empty: t("아직 등록한 판매대행점이 없습니다.", "No agent yet."),
});

const tellers = deskTable(find("[data-tellers]"), {
  list: "agent_counters",
  words: t("창구", "Counters"),
  columns: [
    { words: t("창구", "Counter"), of: (/** @type {Teller} */ one) => one.label },
    { words: t("상태", "State"), kind: "state", of: (one) => (!one.is_active ? "ended" : one.has_pin ? "works" : "waits"), say: (state) => ({ ended: t("닫음", "Ended"), works: t("쓰는 중", "In use"), waits: t("비밀번호를 정하기 전", "No PIN yet") })[state] ?? state, tones: { works: "must", waits: "warn" } },
    { words: t("직원 번호", "Own number"), of: (one) => (one.has_number ? t("있음", "known") : t("없음", "none")) },
  ],
  actions: (one) => (one.is_active ? [
    button(t("열쇠 새로", "New key"), askingFirst((pressed) => { pressed.textContent = t("네, 새로 줍니다", "Yes, a new key"); }, () => renew(one)), { class: "button second small", "aria-label": t(`${one.label} 열쇠 새로`, `New key for ${one.label}`) }),
    button(t("닫기", "End"), askingFirst((pressed) => { pressed.textContent = t("네, 닫습니다", "Yes, end it"); }, () => end(one)), { class: "button danger small", "aria-label": t(`${one.label} 닫기`, `End ${one.label}`) }),
  ] : []),
  empty: t("아직 창구가 없습니다.", "No counter yet."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "agents",
  words: t("판매대행점", "Agents"),
  views: { agent: openOne },
  actions: { "print-key": () => window.print() },
  async open() {
    open("agents");
    const { data } = await ask("GET", PATH);
    agents.show(data);
    await paper.read(data);
  },
};

paper.start();

keyedForm(form, {
  read() {
    const name = field(form, "name").value.trim();
    if (!name) throw new FieldError("name", t("판매대행점의 이름을 적어 주세요.", "Please name the agent."));
    return { name };
  },
  send: (body, key) => ask("POST", PATH, { body, key }),
  async done(made) {
    form.reset();
    await openOne(made.agent_id);
  },
});

/** @param {string} id */
async function openOne(id) {
  find("[data-new-key]").hidden = true;
  find("[data-key-qr]").replaceChildren();
  find("[data-agent-day]").replaceChildren();
  field(dayForm, "on").value ||= today();
  find('[name="quarter"]', quarterForm).replaceChildren(...quartersBefore(today()).map((value) => make("option", { value }, quarterWords(value))));
  await readOne(id);
  open("agent", { id });
}

async function readOne(id = agentId) {
  const { agent, tellers: counters, stock } = await ask("GET", ONE, { values: { agent_id: id } });
  agentId = id;
  fill(screen("agent"), { "agent-title": agent.name });
  find("[data-agent-facts]").replaceChildren(...facts([
    [t("상태", "State"), agent.closed_at ? t(`${moment(agent.closed_at)}에 닫음`, `Closed ${moment(agent.closed_at)}`) : t("판매 중", "Selling")],
    [t("등록", "Opened"), day(agent.opened_at)],
  ]));
  tellers.show(counters);
  paper.showOf(stock.map((row) => ({ ...row, holder: agent.name })));
  for (const part of [actForm, tellerForm]) part.hidden = Boolean(agent.closed_at);
}

function reasonIn() {
  const reason = field(actForm, "reason").value.trim();
  if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
  return reason;
}

/** @param {Teller} one */
async function renew({ teller_id }) {
  showKey(await ask("POST", `${ONE}/tellers/{teller_id}/renew`, { values: { agent_id: agentId, teller_id }, body: { reason: reasonIn() } }));
  actForm.reset();
  await readOne();
}

/** @param {Teller} one */
async function end({ teller_id }) {
  await ask("POST", `${ONE}/tellers/{teller_id}/end`, { values: { agent_id: agentId, teller_id }, body: { reason: reasonIn() } });
  actForm.reset();
  await readOne();
}

keyedForm(actForm, {
  read: () => ({ reason: reasonIn() }),
  describe: () => [make("p", {}, t("1분 안에 이 판매대행점의 모든 창구에서 일할 수 없게 됩니다. 지류 상품권이 남아 있으면 닫을 수 없습니다.", "Within a minute nobody works at its counters. It cannot be closed while it has notes."))],
  send: (body) => ask("POST", `${ONE}/close`, { values: { agent_id: agentId }, body }),
  async done() {
    actForm.reset();
    await readOne();
  },
});

keyedForm(tellerForm, {
  read() {
    const label = field(tellerForm, "label").value.trim();
    if (!label) throw new FieldError("label", t("창구의 이름을 적어 주세요.", "Please name the counter."));
    return { label, phone: field(tellerForm, "phone").value.trim() || undefined };
  },
  send: (body, key) => ask("POST", `${ONE}/tellers`, { values: { agent_id: agentId }, body, key }),
  async done(made) {
    tellerForm.reset();
    showKey(made);
    await readOne();
  },
});

/** @param {Api.Schemas["TellerKeyAnswer"]} made */
function showKey(made) {
  fill(screen("agent"), { "key-counter": made.teller.label, "key-text": made.teller_key, "key-until": t(`${moment(made.invited_until)}까지 비밀번호를 정해야 합니다.`, `A PIN is to be set until ${moment(made.invited_until)}.`) });
  find("[data-key-qr]").replaceChildren(imageOf(made.qr_svg, t("창구의 QR 코드", "The counter's QR code")));
  find("[data-new-key]").hidden = false;
  find("[data-new-key]").scrollIntoView({ block: "center" });
}

onSubmit(dayForm, async () => {
  const found = await ask("GET", `${ONE}/day`, { values: { agent_id: agentId }, query: { on: field(dayForm, "on").value || undefined } });
  /** @param {Api.Schemas["DaySum"]} sum */
  const said = (sum) => `${count(sum.count)} · ${won(sum.face_amount)} · ${won(sum.price_amount)}`;
  find("[data-agent-day]").replaceChildren(...facts([
    [t("날짜", "Day"), day(found.on)],
    [t("전자 판매 (건 · 액면 · 받은 돈)", "Into wallets (sales · face · money)"), said(found.electronic)],
    [t("전자 판매 취소 (건 · 액면 · 군청이 돌려줄 돈)", "Wallets' sales taken back (sales · face · the county pays back)"), said(found.cancelled)],
    [t("지류 판매 (장 · 액면 · 받은 돈)", "On paper (notes · face · money)"), said(found.paper)],
    [t("되돌려 받음 (장 · 액면 · 돌려준 돈)", "Taken back (notes · face · money)"), said(found.returned)],
    [t("가게 환전 (장 · 액면)", "Exchanged (notes · face)"), `${count(found.exchanged.count)} · ${won(found.exchanged.face_amount)}`],
    [t("군청에 보낼 돈", "Due to the county"), won(found.cash_due_amount)],
    [t("수수료", "Commission"), won(found.commission_amount)],
  ], { class: "number" }));
});

/** Those that are over, the newest first. @param {string} on */
function quartersBefore(on) {
  const [year = 0, month = 1] = on.split("-").map(Number);
  const now = year * 4 + Math.floor((month - 1) / 3);
  return Array.from({ length: QUARTERS }, (_, back) => now - 1 - back).map((number) => `${Math.floor(number / 4)}-Q${(number % 4) + 1}`);
}

/** @param {string} quarter */
const quarterWords = (quarter) => t(`${quarter.slice(0, 4)}년 ${quarter.slice(-1)}분기`, quarter);

onSubmit(quarterForm, async () => {
  const quarter = field(quarterForm, "quarter").value;
  const format = /** @type {keyof typeof ACCEPT} */ (field(quarterForm, "format").value);
  const file = await ask("GET", `${ONE}/quarters/{quarter}`, { values: { agent_id: agentId, quarter: `${quarter}.${format}` }, as: "blob", accept: ACCEPT[format] });
  saveFile(file, `onmin-${agentId}-${quarter}.${format}`);
});
