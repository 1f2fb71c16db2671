// The county's staff: today's figures, the reports as files and on screen, posters for the booths; adjustments and bulk grants.

import { call, callPatiently, newKey } from "../common/api.js";
import * as cognito from "./cognito.js";
import { renderDashboard } from "./today.js";
import { all, busy, clearErrors, fill, find, make, onBack, onSubmit, screen, show, showError, watchConnection } from "../common/dom.js";
import { day, t } from "../common/lang.js";
import * as ledgerCheck from "./reconciliations.js";
import { showReport } from "./report-view.js";
import * as adjustments from "./adjustments.js";
import * as grants from "./grants.js";
import * as refunds from "./refunds.js";
import * as sale from "./rounds.js";
import * as countySettings from "./settings.js";

const KINDS = {
  daily: t("일간", "Daily"), weekly: t("주간", "Weekly"), monthly: t("월간", "Monthly"), campaign: t("행사", "Campaign"),
};
// A report can be made of what is over, so the example is yesterday.
const yesterday = new Date(Date.now() + 9 * 3600e3 - 24 * 3600e3).toISOString().slice(0, 10);
const PERIOD_HINTS = {
  daily: t(`예: ${yesterday}`, `For example ${yesterday}`),
  weekly: t("예: 2026-W47", "For example 2026-W47"),
  monthly: t("예: 2026-11", "For example 2026-11"),
  campaign: t("행사의 코드", "The campaign's code"),
};
const LOOK_AGAIN_SECONDS = [4, 9, 18, 36];
const LATEST_MAX = 7;
const BINARY = "application/octet-stream";
const TAB_OF = { today: "today", reports: "reports", report: "reports", campaigns: "campaigns", reconciliations: "reconciliations", reconciliation: "reconciliations", poster: "campaigns", adjustments: "adjustments", adjustment: "adjustments", grants: "grants", grant: "grants", rounds: "rounds", counter: "counter", settings: "settings", setting: "settings" };
const tabs = find(".tabs");
const dayForm = find("#reconcile-form");
const runForm = find("#run-form");
let challenge = null;
let report = null;
let poster = null;
let reconciledOn = null;

start();

async function start() {
  watchConnection();
  for (const part of [adjustments, grants, sale, countySettings]) part.start({ ask, open, guarded, saveFile });
  onBack((name) => (["today", "reports", "campaigns", "reconciliations", "adjustments", "grants", "rounds", "counter", "settings"].includes(name) ? actions[name]() : actions.today()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && actions[button.dataset.do]) busy(button, () => guarded(actions[button.dataset.do]));
  });
  runForm.kind.addEventListener("change", hintPeriod);
  hintPeriod();
  if (await cognito.token()) await guarded(actions.today);
  else open("login");
}

const actions = {
  today: showToday,
  reports: listReports,
  campaigns: listCampaigns,
  adjustments: adjustments.showList,
  grants: grants.showList,
  ...grants.actions,
  rounds: sale.showRounds,
  counter: sale.showCounter,
  ...refunds.actions,
  settings: countySettings.showSettings,
  xlsx: () => download("xlsx"),
  json: () => download("json"),
  rerun: async () => note("report-note", await run(report)),
  print: () => window.print(),
  "poster-file": () => saveFile(poster.blob, poster.file),
  reconciliations: listReconciliations,
  reconcile: async () => note("reconciliation-note", await reconcile(reconciledOn)),
  logout: () => {
    cognito.logOut();
    location.reload();
  },
};

async function ask(method, path, options = {}) {
  const token = await cognito.token();
  const send = method === "GET" ? callPatiently : call;
  try {
    if (!token) throw Object.assign(new Error(t("다시 로그인해 주세요.", "Please log in again.")), { status: 401 });
    return await send(method, path, { ...options, token });
  } catch (error) {
    if (error.status === 401) {
      cognito.logOut();
      open("login");
      showError(screen("login"), error);
    }
    throw error;
  }
}

// Shows what went wrong on the screen that is open; a lost log-in has shown itself already.
async function guarded(work) {
  try {
    await work();
  } catch (error) {
    const place = all("[data-screen]").find((element) => !element.hidden);
    if (error.status !== 401) showError(place, error);
  }
}

function open(name, options) {
  tabs.hidden = !TAB_OF[name];
  for (const button of all("button", tabs)) {
    if (button.dataset.do === TAB_OF[name]) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  show(name, options);
  clearErrors(screen(name));
}

// Logging in

const loginForm = find("form", screen("login"));
onSubmit(loginForm, async () => {
  challenge = await cognito.logIn(loginForm.username.value.trim(), loginForm.password.value);
  loginForm.password.value = "";
  if (!challenge) return guarded(actions.today);
  if (challenge.ChallengeName === "NEW_PASSWORD_REQUIRED") {
    challenge.ChallengeParameters.USER_ID_FOR_SRP ||= loginForm.username.value.trim();
    return open("new-password");
  }
  throw new Error(t("이 로그인 방법은 아직 쓸 수 없습니다.", "This way of logging in is not supported."));
});

const passwordForm = find("form", screen("new-password"));
onSubmit(passwordForm, async () => {
  await cognito.answerNewPassword(challenge, passwordForm.new_password.value);
  passwordForm.new_password.value = "";
  await guarded(actions.today);
});

// Today

async function showToday() {
  open("today", { push: true });
  const figures = await ask("GET", "v1/staff/dashboard");
  fill(screen("today"), { "today-on": figures.on ? day(figures.on) : "" });
  renderDashboard(find("[data-dashboard]"), figures);
}

// Reports

async function listReports() {
  open("reports", { push: true });
  fillReports(await ask("GET", "v1/staff/reports"));
}

function fillReports({ data }) {
  const groups = Object.keys(KINDS).map((kind) => [kind, data.filter((one) => one.kind === kind)]).filter(([, found]) => found.length);
  find("[data-reports]").replaceChildren(make("div", { class: "panels" }, groups.map(([kind, found]) => make(
    "div", { class: "box" },
    make("h2", {}, KINDS[kind]),
    found.slice(0, LATEST_MAX).map(reportRow),
    found.length > LATEST_MAX ? make("details", {}, make("summary", {}, t("지난 보고서", "Earlier ones")), found.slice(LATEST_MAX).map(reportRow)) : null,
  ))));
  if (!groups.length) find("[data-reports]").append(make("p", { class: "notice" }, t("아직 보고서가 없습니다. 매일 아침 6시 30분에 어제의 보고서가 만들어집니다.", "No reports yet. Yesterday's report is made every morning at 6:30.")));
}

const reportRow = (one) => make("div", { class: "report-row" }, make("strong", { class: "number" }, one.period), make("button", {
  type: "button",
  class: "button second",
  "aria-label": `${KINDS[one.kind]} ${one.period} ${t("열기", "Open")}`,
  onclick: (event) => busy(event.currentTarget, () => guarded(() => openReport(one))),
}, t("열기", "Open")));

const pathOf = ({ kind, period }) => `v1/staff/reports/${encodeURIComponent(kind)}/${encodeURIComponent(period)}`;

async function openReport(one) {
  const html = await ask("GET", `${pathOf(one)}.html`, { as: "text", accept: "text/html" });
  report = one;
  fill(screen("report"), { "report-title": `${KINDS[one.kind] || one.kind} ${t("보고서", "report")} ${one.period}` });
  note("report-note", "");
  open("report", { push: true });
  showReport(find("iframe.report"), html);
}

async function download(format) {
  const path = format === "json" ? pathOf(report) : `${pathOf(report)}.${format}`;
  const blob = await ask("GET", path, { as: "blob", accept: format === "json" ? undefined : BINARY });
  saveFile(blob, `${report.kind}-${report.period}.${format}`);
}

function saveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

function hintPeriod() {
  fill(runForm, { "period-hint": PERIOD_HINTS[runForm.kind.value] });
}

onSubmit(runForm, async () => {
  note("run-note", await run({ kind: runForm.kind.value, period: runForm.period.value.trim() }));
  for (const seconds of LOOK_AGAIN_SECONDS) setTimeout(() => guarded(lookAgain), seconds * 1000);
});

// A report is made through a queue: the list is read again a few times while it is open.
async function lookAgain() {
  if (!screen("reports").hidden) fillReports(await ask("GET", "v1/staff/reports"));
}

async function run(one) {
  await ask("POST", `${pathOf(one)}/run`, { body: {}, key: newKey() });
  return t(`${one.period} 보고서를 다시 만듭니다. 잠시 뒤 목록과 메일에서 볼 수 있습니다.`, `The report ${one.period} is being made. It will be in the list and in the mail shortly.`);
}

function note(name, words) {
  const place = find(`[data-fill="${name}"]`);
  place.textContent = words;
  place.hidden = !words;
}

// The ledger's reconciliations

async function listReconciliations() {
  open("reconciliations", { push: true });
  dayForm.on.max = yesterday;
  dayForm.on.value ||= yesterday;
  ledgerCheck.renderList(ledgerCheck.listPlace(), await ask("GET", ledgerCheck.listPath), (on) => guarded(() => openReconciliation(on)));
}

async function openReconciliation(on) {
  const found = await ask("GET", ledgerCheck.dayPath(on));
  reconciledOn = on;
  fill(screen("reconciliation"), { "reconciliation-title": day(on) });
  note("reconciliation-note", "");
  open("reconciliation", { push: true });
  ledgerCheck.renderDay(ledgerCheck.dayPlace(), found);
}

onSubmit(dayForm, async () => {
  note("reconcile-note", await reconcile(dayForm.on.value));
  for (const seconds of LOOK_AGAIN_SECONDS) setTimeout(() => guarded(lookAtListAgain), seconds * 1000);
});

async function lookAtListAgain() {
  if (!screen("reconciliations").hidden) {
    ledgerCheck.renderList(ledgerCheck.listPlace(), await ask("GET", ledgerCheck.listPath), (on) => guarded(() => openReconciliation(on)));
  }
}

async function reconcile(on) {
  await ask("POST", `${ledgerCheck.dayPath(on)}/run`, { body: {}, key: newKey() });
  return t(`${day(on)}의 원장을 다시 맞춰 봅니다. 잠시 뒤 목록에서 볼 수 있습니다.`, `The ledger of ${day(on)} is being reconciled. It will be in the list shortly.`);
}

// Campaigns and posters

async function listCampaigns() {
  open("campaigns", { push: true });
  const { data } = await ask("GET", "v1/staff/campaigns");
  find("[data-campaigns]").replaceChildren(...data.map((campaign) => make(
    "div", { class: "box" },
    make("h2", {}, campaign.name),
    make("p", { class: "soft" }, t(`${day(campaign.opens_at)} ~ ${day(campaign.closes_at)} · 코드 ${campaign.code}`, `${day(campaign.opens_at)} to ${day(campaign.closes_at)} · code ${campaign.code}`)),
    campaign.booths.map((booth) => make("div", { class: "report-row" }, make("span", {}, make("strong", {}, booth.name), ` ${booth.code}`), make("button", {
      type: "button", class: "button second", "aria-label": `${booth.name} ${t("포스터", "poster")}`,
      onclick: (event) => busy(event.currentTarget, () => guarded(() => openPoster(campaign, booth))),
    }, t("포스터", "Poster")))),
  )));
}

async function openPoster(campaign, booth) {
  const query = new URLSearchParams({ booth: booth.code });
  const svg = await ask("GET", `v1/staff/campaigns/${encodeURIComponent(campaign.campaign_id)}/poster.svg?${query}`, { as: "text", accept: "image/svg+xml" });
  poster = { blob: new Blob([svg], { type: "image/svg+xml" }), file: `poster-${booth.code}.svg` };
  fill(screen("poster"), { "poster-title": `${campaign.name} · ${booth.name}` });
  const image = make("img", { src: URL.createObjectURL(poster.blob), alt: t(`${booth.name} 가입 포스터`, `Sign-up poster of ${booth.name}`) });
  find("[data-poster]").replaceChildren(image);
  open("poster", { push: true });
}
