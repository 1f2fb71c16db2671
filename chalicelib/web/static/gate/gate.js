// The gate of a sight on a phone or tablet: passes are scanned one after the other, and each is answered at once by what this
// device knows (judging.js), in colour, words and sound. What was scanned is kept (kept.js) and reported as soon as there is a
// net (reporting.js). People without a pass: people.js.

import { asking, newKey } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { deviceNow } from "../common/clock.js";
import { fill, find, findForm, make, note, onBack, show, shown } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { count, seoulDay, t, time, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { hasCamera, scan } from "../common/scan.js";
import { wordsFor } from "../common/words.js";
import * as chime from "../shop/chime.js";
import { admittedBefore, judged } from "./judging.js";
import * as kept from "./kept.js";
import { isSigned, readPass } from "./pass.js";
import * as people from "./people.js";
import { startReporting } from "./reporting.js";

/** So long one code that stays before the camera is one scan. */
const SAME_CODE_MS = 4000;
const KEY_FORM = /^gk_(?:live|test)_[0-9A-Z]{16}-[\w-]{27}$/;
const panel = find(".verdict");

/** @type {import("./judging.js").Rules | null} */
let rules = null;
let skewMs = 0;
/** Who was let in here today, as far as this gate knows, and of which day that is. @type {Map<string, number>} */
let here = new Map();
let hereOf = "";
let last = { text: "", at: 0, id: "" };
/** @type {AbortController | null} */
let scanning = null;

const ask = asking({ token: kept.gateKey, onLost: () => shutOut(t("이 개찰구의 키는 끝났습니다. 군청에서 새 QR을 받아 주세요.", "This gate's key has ended. Please get a new QR code from the county.")) });

start();

function start() {
  takeKeyOfAddress();
  kept.open(deviceNow());
  const before = kept.keptRules();
  if (before) use(before.rules, before.skewMs);
  onClicks({
    "scan-key": scanKey,
    begin,
    people: () => people.open(today()),
    "turn-group": people.turnGroup,
    "take-people": () => { if (people.take()) back(); },
    gate: back,
    "undo-count": undoCount,
    "sound-on": () => chime.wake().then(update),
  });
  onSubmit(findForm("#key-form"), () => { if (!enterBy(typedKey())) throw new FieldError("gate_key", t("gk_ 로 시작하는 키가 아닙니다.", "This is no key; keys begin with gk_.")); });
  onSubmit(findForm("#code-form"), () => { const field = /** @type {HTMLInputElement} */ (find("#pass_code")); const text = field.value; field.value = ""; return settle(text, true); });
  onBack((name) => (name === "people" ? people.open(today()) : enter()));
  const running = startReporting({
    ask,
    onRules: (read) => { use(read, Date.parse(read.now) - deviceNow()); if (shown() === "loading") enter(); },
    onReported: told,
    onState: (isConnected) => { fill(document, { net: isConnected ? t("연결됨", "Connected") : t("인터넷 없음 · 이 기기가 확인합니다", "No net · this device checks") }); update(); },
  });
  window.addEventListener("online", running.run);
  navigator.serviceWorker?.register(`${document.baseURI}gate-worker.js`, { scope: `${document.baseURI}gate` }).catch(() => {});
  enter();
}

/** The county's QR code leads here with the key as a fragment, which no log keeps; it goes from the address at once. */
function takeKeyOfAddress() {
  const key = decodeURIComponent(location.hash.slice(1));
  if (!KEY_FORM.test(key)) return;
  kept.keepKey(key);
  history.replaceState(null, "", location.pathname + location.search);
}

function enter() {
  if (!kept.gateKey()) return show("login");
  if (!rules) return show("loading");
  show("gate", { focus: false });
  update();
  if (!scanning) begin();
  return undefined;
}

function back() {
  show("gate", { focus: false });
  update();
}

/** @param {string} words */
function shutOut(words) {
  kept.forgetKey();
  scanning?.abort(new Error("ended"));
  show("login");
  note("login-note", words);
}

/** @param {string} text */
function enterBy(text) {
  const key = text.trim().replace(/^.*#/, "");
  if (!KEY_FORM.test(key)) return false;
  kept.keepKey(key);
  show("loading");
  window.dispatchEvent(new Event("online"));
  return true;
}

const typedKey = () => /** @type {HTMLInputElement} */ (find("#gate_key")).value;

async function scanKey() {
  const box = find("[data-key-camera]");
  box.hidden = false;
  try {
    enterBy(await scan(find("video", box), new AbortController().signal, (text) => KEY_FORM.test(text.replace(/^.*#/, ""))));
  } finally {
    box.hidden = true;
  }
}

/** @param {import("./judging.js").Rules} read @param {number} skew */
function use(read, skew) {
  rules = read;
  skewMs = skew;
  hereOf = "";
  fill(document, { facility: read.facility_name, "gate-name": read.gate_name });
  find('[data-do="people"]').hidden = !read.scopes.includes("count");
  update();
}

const nowHere = () => deviceNow() + skewMs;
const today = () => rules?.days.find(({ on }) => on === seoulDay(nowHere()));

/** The camera goes on until the page is left; where there is none, codes are typed by a scanner. */
async function begin() {
  await chime.wake();
  if (!hasCamera()) return find("[data-camera-off]").removeAttribute("hidden");
  scanning = new AbortController();
  find("[data-camera-off]").hidden = true;
  try {
    await scan(find("[data-pass-camera] video"), scanning.signal, (text) => { settle(text); return false; });
  } catch (error) {
    note("camera-note", error instanceof Error ? error.message : "");
    find("[data-camera-off]").hidden = false;
  } finally {
    scanning = null;
  }
  return undefined;
}

/** @param {string} text */
async function settle(text, isTyped = false) {
  const at = deviceNow();
  if (!rules || (!isTyped && text === last.text && at - last.at < SAME_CODE_MS)) {
    last.at = text === last.text ? at : last.at;
    return;
  }
  last = { text, at, id: newKey("s-") };
  const { id } = last;
  const moment = nowHere();
  const pass = readPass(text);
  const verdict = judged(pass, pass ? await isSigned(pass, rules.keys) : false, rules, known(moment), moment);
  if (verdict.outcome === "admitted" && pass) here.set(pass.holder, moment);
  answer(verdict, pass?.age);
  kept.keepScan({ id, code: text.slice(0, 256), at, holder: pass?.holder, outcome: verdict.outcome });
  update();
}

/** @param {number} moment */
function known(moment) {
  if (rules && hereOf !== seoulDay(moment)) {
    here = admittedBefore(rules, moment);
    for (const scanned of kept.scansOf(deviceNow())) if (scanned.holder && scanned.outcome === "admitted") here.set(scanned.holder, scanned.at + skewMs);
    hereOf = seoulDay(moment);
  }
  return here;
}

/** @param {import("./judging.js").Verdict} verdict @param {string} [age] */
function answer(verdict, age) {
  const { outcome, charge, since, day } = verdict;
  const isIn = outcome === "admitted";
  const toPay = charge?.pay ?? 0;
  panel.dataset.tone = isIn ? (toPay ? "pay" : "good") : "bad";
  /** @type {string} */
  let detail = age ? wordsFor("visitors", age) : "";
  if (isIn && toPay) detail = `${detail} · ${t(`${won(toPay)} 받으세요`, `take ${won(toPay)}`)}`;
  else if (isIn) detail = `${detail} · ${t("무료", "free")}`;
  else if (since) detail = t(`${time(new Date(since).toISOString())}에 입장했습니다`, `Let in at ${time(new Date(since).toISOString())}`);
  else if (outcome === "facility_closed" && day?.is_open) detail = t(`입장 ${time(day.entry_from)}–${time(day.entry_until)}`, `Entry ${time(day.entry_from)}–${time(day.entry_until)}`);
  else if (outcome === "facility_closed") detail = day?.reason || t("쉬는 날입니다", "Closed today");
  panel.replaceChildren(make("p", { class: "verdict-word" }, wordsFor("scans", outcome)), make("p", {}, detail));
  panel.hidden = false;
  if (isIn) {
    chime.ring();
    chime.shake();
  } else chime.warn();
}

/** What the county knows better: a pass that was let in elsewhere, or stopped since. @param {Api.Schemas["ScanOutcome"][]} outcomes */
function told(outcomes) {
  const newest = outcomes.find(({ scan_id: id }) => id === last.id);
  if (newest && newest.outcome !== "admitted" && panel.dataset.tone !== "bad") {
    answer({ outcome: newest.outcome, since: newest.admitted_at ? Date.parse(newest.admitted_at) : undefined });
  }
  update();
}

function undoCount() {
  const newest = kept.countsOf(deviceNow()).at(-1);
  if (newest) kept.keepCount(Object.assign(newest, { isVoid: true }));
  update();
}

function update() {
  const scans = kept.scansOf(deviceNow());
  const counts = kept.countsOf(deviceNow());
  const admitted = scans.filter((each) => each.outcome === "admitted").length;
  const others = counts.reduce((sum, each) => sum + each.visitors.reduce((n, { people: number }) => n + number, 0), 0);
  const waiting = kept.waitingScans().length + kept.waitingCounts().length;
  fill(document, {
    "count-admitted": count(admitted),
    "count-others": count(others),
    "count-refused": count(scans.length - admitted),
    "count-waiting": count(waiting),
  });
  find('[data-do="undo-count"]').hidden = !counts.length;
  find("[data-silent]").hidden = chime.canRing();
  const day = today();
  note("closed", day && !day.is_open ? t(`오늘은 쉬는 날입니다. ${day.reason}`, `Closed today. ${day.reason}`) : "");
}
