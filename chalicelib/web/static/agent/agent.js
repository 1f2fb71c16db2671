// An agent's counter: coming in by its key and a PIN, then selling, taking back, exchanging, the stock and the day. Each task is
// a module of its own; what they share is task.js.

import { asking, call, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { all, fill, find, findForm, note, onBack, screen, show, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError, messageOf, showError } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import { readCode } from "../common/typed.js";
import * as access from "./access.js";
import * as dayView from "./day.js";
import * as exchange from "./exchange.js";
import * as sale from "./sale.js";
import * as stock from "./stock.js";
import * as takingBack from "./taking-back.js";
import { fieldOf, readAll } from "./task.js";
import { scanButton } from "./scanning.js";
import { at } from "./wishes.js";

/** `worth`: won of a note by its series. @typedef {{
 *   ask: Api.Ask, agent: () => string, worth: () => Record<string, number>, readStock: () => Promise<Api.Schemas["StockRow"][]>,
 * }} Counter */

const tabs = find(".bottomnav");
const keyForm = findForm("#key-form");
const pinForm = findForm("#pin-form");
const newPinForm = findForm("#new-pin-form");
/** @type {Record<string, number>} */
let worth = {};
let agentName = "";

const ask = asking({ token: access.token, onLost: () => { askPin(t("일한 지 오래되었습니다. 비밀번호를 다시 눌러 주세요.", "It has been a while. Please give the PIN again.")); } });
/** @type {Counter} */
const counter = { ask, agent: () => agentName, worth: () => worth, readStock };
const dayTask = dayView.start(counter);
/** @type {Record<string, { open: () => unknown }>} */
const TASKS = { sale: sale.start(counter), return: takingBack.start(counter), exchange: exchange.start(counter), stock: stock.start(counter), day: dayTask };

start();

function start() {
  watchConnection();
  keepTyped();
  const key = access.keyIn(location.hash);
  if (key) {
    access.keepKey(key);
    // Out of the address: whoever looks over the shoulder, or into the history, must not find it.
    history.replaceState(null, "", location.pathname + location.search);
  }
  onClicks({
    ...Object.fromEntries(Object.keys(TASKS).map((name) => [name, () => openTask(name, true)])),
    reload: enter,
    print: () => window.print(),
    "day-csv": dayTask.download,
    lock: () => { access.lock(); return enter(); },
    leave: () => { access.leave(); return openIn("login"); },
  });
  const place = find("[data-key-camera]");
  const camera = scanButton(place, (text) => { access.keepKey(access.keyIn(text) ?? ""); return enter(); }, (text) => access.keyIn(text) !== null);
  if (camera) place.append(camera);
  onBack((name) => (name && name in TASKS && access.token() ? openTask(name) : enter()));
  return enter();
}

/** Where nobody has begun to work. @param {string} name */
function openIn(name) {
  tabs.hidden = true;
  for (const button of all("[data-at-work]")) button.hidden = true;
  show(name);
}

async function enter() {
  const key = access.counterKey();
  if (!key) return openIn("login");
  openIn("loading");
  find('[data-do="reload"]').hidden = true;
  let here;
  try {
    here = await call("GET", "v1/agent", { token: access.token() ?? key });
    if (access.token()) await readStock();
  } catch (error) {
    if (statusOf(error) === 401 && access.token()) {
      access.lock();
      return enter();
    }
    return statusOf(error) === 401 ? shutOut() : waitFor(error);
  }
  agentName = here.agent_name;
  at(`${here.agent_id}/${here.teller_id}`);
  fill(document, { agent: here.agent_name, counter: here.label });
  if (access.token()) return openTask("sale");
  if (here.has_pin) return askPin();
  newPinForm.reset();
  openIn("new-pin");
  return undefined;
}

/** @param {unknown} error */
function waitFor(error) {
  note("loading-note", messageOf(error));
  find('[data-do="reload"]').hidden = false;
}

function shutOut() {
  access.leave();
  openIn("login");
  showError(keyForm, new FieldError("teller_key", t("이 창구 열쇠는 끝났습니다. 군청에서 새 QR을 받아 주세요.", "This counter's key has ended. Please get a new QR code from the county.")));
}

/** @param {string} [why] */
function askPin(why = "") {
  access.lock();
  pinForm.reset();
  openIn("pin");
  note("pin-note", why);
  fieldOf(pinForm, "pin").focus();
}

async function readStock() {
  const { data } = await ask("GET", "v1/agent/stock");
  worth = Object.fromEntries(data.map(({ series, denomination }) => [series, denomination]));
  return data;
}

/** @param {string} name */
async function openTask(name, push = false) {
  tabs.hidden = false;
  for (const part of all("[data-at-work]")) part.hidden = false;
  for (const button of all("button", tabs)) {
    if (button.dataset.do === name) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  show(name, { push });
  try {
    await TASKS[name]?.open();
  } catch (error) {
    if (statusOf(error) !== 401) showError(screen(name), error, "");
  }
}

onSubmit(keyForm, () => {
  const key = access.keyIn(fieldOf(keyForm, "teller_key").value);
  if (!key) throw new FieldError("teller_key", t("at_ 로 시작하는 창구 열쇠가 아닙니다.", "This is no key of a counter; they begin with at_."));
  access.keepKey(key);
  keyForm.reset();
  return enter();
});

/** @param {HTMLFormElement} form @param {string} name */
function pinIn(form, name) {
  const pin = readCode(fieldOf(form, name).value);
  if (!access.PIN_FORM.test(pin)) throw new FieldError(name, t("비밀번호는 숫자 여섯 자리입니다.", "A PIN has six digits."));
  return pin;
}

/** @param {(token: string) => Promise<Api.Schemas["TellerSessionAnswer"]>} byKey */
async function begin(byKey) {
  try {
    access.keepSession(await byKey(access.counterKey() ?? ""));
  } catch (error) {
    if (statusOf(error) === 401) return shutOut();
    throw error;
  }
  return enter();
}

onSubmit(pinForm, () => {
  const pin = pinIn(pinForm, "pin");
  fieldOf(pinForm, "pin").value = "";
  return begin((token) => call("POST", "v1/agent/sessions", { body: { pin }, token }));
});
// The sixth digit is the last one.
fieldOf(pinForm, "pin").addEventListener("input", () => { if (access.PIN_FORM.test(fieldOf(pinForm, "pin").value)) pinForm.requestSubmit(); });

onSubmit(newPinForm, () => {
  const { pin } = readAll(newPinForm, {
    pin: () => pinIn(newPinForm, "pin"),
    again: () => {
      if (readCode(fieldOf(newPinForm, "again").value) !== readCode(fieldOf(newPinForm, "pin").value)) throw new FieldError("again", t("두 번호가 다릅니다. 다시 눌러 주세요.", "The two are not the same. Please type it again."));
    },
  });
  return begin((token) => call("PUT", "v1/agent/pin", { body: { pin }, token }));
});
