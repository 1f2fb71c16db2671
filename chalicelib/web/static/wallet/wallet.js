// A member's wallet on the phone: what one has, its history, and turning mileage into vouchers. Paying is in pay.js.

import { asking, Problem } from "../common/api.js";
import { birthOf, echoBirth } from "../common/birth.js";
import { onClicks, perform } from "../common/clicks.js";
import { all, fill, find, findForm, note, onBack, screen, show, shown, watchConnection } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { count, day, memberNumber, points, t, won } from "../common/lang.js";
import { amountIn, groupDigits, offerAmounts } from "../common/money.js";
import { pagedList } from "../common/paged-list.js";
import { messageOf, showError } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import * as session from "../common/session.js";
import { tab } from "../common/storage.js";
import { startVerification } from "../common/verification.js";
import { entryLine, noEntry } from "./entry-line.js";
import * as identity from "./identity.js";
import * as lots from "./lots.js";
import * as mine from "./mine.js";
import * as pay from "./pay.js";
import * as proof from "./proof.js";

/** What the wallet's parts are handed.
 * @typedef {{ ask: Api.Ask, refresh: () => Promise<Api.Schemas["WalletAnswer"]> }} Wallet */

const LATEST = 3;
const PAGE = 20;
const SOON_MS = 90 * 24 * 3600 * 1000;
/** `token`: of a number that was proved, while the birth date is asked for. `changing`: a member proves a new number.
 * @type {import("../common/verification.js").Draft & { token?: string, changing?: boolean }} */
const draft = tab.read("onmin.login") ?? {};
const save = () => tab.keep("onmin.login", draft);
const birthForm = findForm("form", screen("birth"));
const convertForm = findForm("form", screen("convert"));
let mileage = 0;

const verification = startVerification({
  purpose: "login",
  draft,
  save,
  onVerified: (token) => {
    if (draft.changing && session.current()) return changeNumber(token);
    draft.token = token;
    save();
    askBirth();
  },
});

/** @param {string} token */
async function changeNumber(token) {
  try {
    await ask("PATCH", "v1/me", { body: { verification_token: token } });
  } catch (error) {
    if (error instanceof Problem && error.status < 500) error.param = "code";
    throw error;
  }
  forgetDraft();
  await perform("mine");
}

function askNumber() {
  forgetDraft();
  draft.changing = true;
  save();
  show("phone", { push: true });
}

function askBirth() {
  show("birth");
  birthForm.birth_on.focus();
}

onSubmit(birthForm, async () => {
  try {
    await session.open(draft.token ?? "", birthOf(birthForm));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) return proveAgain(error);
    error.param ||= "birth_on";
    if (error.status === 404) {
      error.message = t("이 번호와 생년월일로 가입한 분이 없습니다. 생년월일을 다시 봐 주세요. 아직 가입하지 않았다면 축제 부스의 QR 코드로 먼저 가입해 주세요.", "Nobody has joined with this number and date of birth. Please check the date. If you have not joined yet, join first with the QR code at a festival booth.");
    }
    throw error;
  }
  forgetDraft();
  await enter();
});

/** The number was proved too long ago. @param {Problem} error */
function proveAgain(error) {
  forgetDraft();
  show("phone");
  showError(findForm("form", screen("phone")), error, "");
}

function forgetDraft() {
  tab.forget("onmin.login");
  for (const name of /** @type {(keyof typeof draft)[]} */ (Object.keys(draft))) delete draft[name];
  birthForm.reset();
  fill(birthForm, { birth: "" });
}

// Every call of a member; a log-in that has run out leads to the log-in. Nothing of the person stays but a payment without an
// answer: somebody else may log in next.
const ask = asking({
  token: () => session.current()?.access_token,
  isLost: (error) => error.status === 401 || mine.isLeavingOver(error),
  onLost(error) {
    if (mine.isLeavingOver(error)) return mine.forgetWhoLeft(error);
    session.close();
    show("phone");
    showError(findForm("form", screen("phone")), error);
  },
});

const latest = pagedList(find('[data-entries="latest"]'), {
  load: async () => ({ data: (await ask("GET", "v1/me/entries", { query: { limit: LATEST } })).data }),
  row: entryLine,
  empty: noEntry,
});
const everyEntry = pagedList(find('[data-entries="all"]'), {
  load: (cursor) => ask("GET", "v1/me/entries", { query: { limit: PAGE, cursor } }),
  row: entryLine,
  empty: noEntry,
  more: /** @type {HTMLButtonElement} */ (find("[data-more]", screen("history"))),
});

const verifying = identity.start({ ask, refresh, enter, goOn });

start();

function start() {
  watchConnection();
  keepTyped();
  echoBirth(birthForm);
  for (const part of [pay, mine, lots, proof]) part.start({ ask, refresh });
  onClicks({ home: goHome, reload: enter, convert: startConversion, history: openHistory, logout: logOut, "change-number": askNumber });
  onBack((name) => {
    pay.leave();
    if (!session.current()) return show(name === "code" && !draft.token ? "code" : "phone");
    // Steps of a payment are not walked through backwards: back is always the wallet.
    return goHome();
  });
  session.onForgotten(() => session.current() === null, restart);
  if (mine.hasLeft()) return mine.sayGoodbye();
  if (verifying.isBack()) return verifying.finish();
  if (session.current()) return enter();
  if (draft.token) return askBirth();
  if (draft.verification_id && draft.expires_at && new Date(draft.expires_at) > new Date()) return verification.resume();
  return show("phone", { focus: false });
}

async function logOut() {
  await session.end();
  restart();
}

function restart() {
  location.replace(`${document.baseURI}wallet`);
}

async function enter() {
  show("loading");
  const again = find('[data-do="reload"]', screen("loading"));
  again.hidden = true;
  fill(screen("loading"), { loading: "" });
  try {
    const [profile] = await Promise.all([ask("GET", "v1/me"), refresh()]);
    fillProfile(profile);
  } catch (error) {
    if (!session.current()) return;
    fill(screen("loading"), { loading: messageOf(error) });
    again.hidden = false;
    return;
  }
  if (!(await pay.resume())) show("home");
}

/** After being identified: to what one was about to do. @param {string} then */
async function goOn(then) {
  const [profile] = await Promise.all([ask("GET", "v1/me"), refresh()]);
  fillProfile(profile);
  if (then === "convert") return startConversion();
  return then === "mine" ? perform("mine") : goHome();
}

async function goHome() {
  pay.leave();
  if (draft.changing) forgetDraft();
  show("home");
  try {
    await refresh();
  } catch {
    // The figures of a moment ago stay; the banner tells when the phone is offline.
  }
}

// What one has

async function refresh() {
  const [now] = await Promise.all([ask("GET", "v1/me/wallet"), latest.read()]);
  mileage = now.mileage.balance;
  fill(document, {
    voucher: won(now.voucher.balance_amount),
    mileage: points(now.mileage.balance),
    "card-mileage": points(now.mileage.balance),
    "code-balance": now.voucher.balance_amount
      ? t(`쓸 수 있는 상품권 ${won(now.voucher.balance_amount)}`, `Vouchers to spend: ${won(now.voucher.balance_amount)}`)
      : t("쓸 수 있는 상품권이 없습니다. 먼저 마일리지를 상품권으로 바꿔 주세요.", "There is nothing to spend yet. First turn mileage into vouchers."),
  });
  const [soon] = now.mileage.expiring
    .filter((lot) => new Date(lot.expires_on).getTime() - Date.now() < SOON_MS)
    .sort((one, other) => one.expires_on.localeCompare(other.expires_on));
  note("expiring", soon ? t(`${day(soon.expires_on)}에 마일리지 ${points(soon.amount)}이 사라집니다.`, `${points(soon.amount)} will expire on ${day(soon.expires_on)}.`) : "");
  const isOnlyMileage = now.voucher.balance_amount === 0 && now.mileage.balance > 0;
  find("[data-none]").hidden = !isOnlyMileage;
  leadWith(isOnlyMileage ? "convert" : "code");
  lots.fillLots(now.voucher.lots);
  return now;
}

/** What can be done next comes first and largest, for the eye and for the keyboard alike. @param {string} name */
function leadWith(name) {
  const actions = find(".actions");
  const [first, ...others] = all("button", actions).sort((one, other) => Number(other.dataset.do === name) - Number(one.dataset.do === name));
  first.className = "button full";
  for (const other of others) other.className = "button second";
  if (actions.firstElementChild !== first) actions.prepend(first);
}

/** @param {Api.Schemas["MeAnswer"]} profile */
function fillProfile(profile) {
  fill(document, {
    greeting: t(`${profile.name} 님의 지갑`, `${profile.name}'s wallet`),
    name: profile.name,
    member: memberNumber(profile.member_id),
    "card-note": t("마일리지", "Mileage"),
  });
}

// History

async function openHistory() {
  everyEntry.clear();
  show("history", { push: true });
  await everyEntry.read();
}

// Mileage into vouchers

function startConversion() {
  convertForm.mileage.value = "";
  /** @type {[string, number][]} */
  const amounts = [1000, 3000, 5000].filter((value) => value < mileage).map((value) => [points(value), value]);
  if (mileage) amounts.push([t(`전부 (${count(mileage)})`, `All (${count(mileage)})`), mileage]);
  offerAmounts(find("[data-quick]"), amounts, (value) => { convertForm.mileage.value = count(value); });
  show("convert", { push: true });
}

groupDigits(convertForm.mileage);

keyedForm(convertForm, {
  read: () => ({ mileage: amountIn(convertForm.mileage, t("바꿀 마일리지를 적어 주세요.", "Please enter how much.")) }),
  async send(body, key) {
    try {
      return await ask("POST", "v1/me/conversions", { body, key });
    } catch (error) {
      if (error instanceof Problem && error.code === "identity_required") verifying.askFor("convert");
      if (error instanceof Problem && error.status === 422) error.param ||= "mileage";
      throw error;
    }
  },
  done(answer) {
    fill(screen("converted"), {
      "converted-amount": won(answer.voucher_amount),
      "converted-until": answer.expires_on < "9999" ? t(`${day(answer.expires_on)}까지 쓸 수 있습니다.`, `Valid until ${day(answer.expires_on)}.`) : "",
    });
    show("converted");
    refresh().catch(() => {});
  },
});

// Whoever comes back to this page sees what has happened meanwhile.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && shown() === "home") refresh().catch(() => {});
});
