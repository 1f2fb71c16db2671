// A member's wallet on the phone: what one has, its history, and turning mileage into vouchers. Paying is in pay.js.

import { call, callPatiently, newKey, Problem } from "../common/api.js";
import { busy, FieldError, fill, find, make, onBack, onSubmit, screen, show, showError, shown, watchConnection } from "../common/dom.js";
import { count, day, memberNumber, moment, points, signed, t, won } from "../common/lang.js";
import { groupDigits, offerAmounts, readAmount } from "../common/money.js";
import * as session from "../common/session.js";
import { startVerification } from "../common/verification.js";
import * as lots from "./lots.js";
import * as mine from "./mine.js";
import * as pay from "./pay.js";
import * as proof from "./proof.js";

const draft = JSON.parse(sessionStorage.getItem("onmin.login") || "{}");
const save = () => sessionStorage.setItem("onmin.login", JSON.stringify(draft));
const convertForm = find("form", screen("convert"));
let historyCursor = null;
const SOON_MS = 90 * 24 * 3600 * 1000;
let wallet = null;
let conversion = null;

const verification = startVerification({
  purpose: "login",
  draft,
  save,
  onVerified: async (token) => {
    try {
      await session.open(token);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) {
        error.message = t("아직 가입하지 않은 번호입니다. 축제 부스의 QR 코드로 먼저 가입해 주세요.", "This number has not joined yet. Please join first with the QR code at a festival booth.");
      }
      throw error;
    }
    sessionStorage.removeItem("onmin.login");
    for (const key of Object.keys(draft)) delete draft[key];
    await enter();
  },
});

// Every call of a member; a log-in that has run out leads to the log-in and loses nothing.
export async function ask(method, path, options = {}) {
  const own = session.current();
  const send = method === "GET" ? callPatiently : call;
  try {
    if (!own) throw new Problem(401, { detail: t("다시 로그인해 주세요.", "Please log in again.") });
    return await send(method, path, { ...options, token: own.access_token });
  } catch (error) {
    if (error.status === 401) {
      session.close();
      show("phone");
      showError(find("form", screen("phone")), error);
    }
    throw error;
  }
}

start();

function start() {
  watchConnection();
  pay.start({ ask, refresh, goHome });
  mine.start({ ask });
  lots.start({ ask, refresh });
  proof.start({ ask });
  onBack((name) => {
    pay.leave();
    if (!session.current()) return show(name === "code" ? "code" : "phone");
    // Steps of a payment are not walked through backwards: back is always the wallet.
    return goHome();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && actions[button.dataset.do]) busy(button, actions[button.dataset.do]);
  });
  if (session.current()) return enter();
  if (draft.verification_id && new Date(draft.expires_at) > new Date()) return verification.resume();
  return show("phone", { focus: false });
}

const actions = {
  home: goHome,
  reload: enter,
  convert: () => { startConversion(); },
  history: openHistory,
  more: () => loadHistory(),
  mine: mine.open,
  export: mine.download,
  "ask-leave": mine.askLeave,
  leave: mine.leave,
  "save-proof": proof.save,
  "check-proof": proof.check,
  logout: () => {
    session.close();
    location.replace(`${document.baseURI}wallet`);
  },
};

async function enter() {
  show("loading");
  const again = find('[data-do="reload"]', screen("loading"));
  again.hidden = true;
  fill(screen("loading"), { loading: "" });
  try {
    const [profile] = await Promise.all([ask("GET", "v1/me"), refresh()]);
    fillProfile(profile);
  } catch (error) {
    if (error.status === 401) return;
    fill(screen("loading"), { loading: error.message });
    again.hidden = false;
    return;
  }
  if (!(await pay.resume())) show("home");
}

async function goHome() {
  pay.leave();
  show("home");
  try {
    await refresh();
  } catch {
    // The figures of a moment ago stay; the banner tells when the phone is offline.
  }
}

// What one has

export async function refresh() {
  const [now, latest] = await Promise.all([ask("GET", "v1/me/wallet"), ask("GET", "v1/me/entries?limit=3")]);
  wallet = now;
  fill(document, {
    voucher: won(now.voucher.balance_amount),
    mileage: points(now.mileage.balance),
    "card-mileage": points(now.mileage.balance),
  });
  const soon = now.mileage.expiring.filter((lot) => new Date(lot.expires_on) - Date.now() < SOON_MS).sort((one, other) => one.expires_on.localeCompare(other.expires_on))[0];
  const notice = find('[data-fill="expiring"]');
  notice.hidden = !soon;
  if (soon) notice.textContent = t(`${day(soon.expires_on)}에 마일리지 ${points(soon.amount)}이 사라집니다.`, `${points(soon.amount)} will expire on ${day(soon.expires_on)}.`);
  const isOnlyMileage = now.voucher.balance_amount === 0 && now.mileage.balance > 0;
  find("[data-none]").hidden = !isOnlyMileage;
  // What can be done next comes first and largest.
  find(".actions").classList.toggle("empty", isOnlyMileage);
  lots.fillLots(now.voucher.lots);
  fillEntries(find('[data-entries="latest"]'), latest.data);
  return now;
}

function fillProfile(profile) {
  fill(document, {
    greeting: t(`${profile.name} 님의 지갑`, `${profile.name}'s wallet`),
    name: profile.name,
    member: memberNumber(profile.member_id),
    "card-note": t("마일리지", "Mileage"),
  });
}

// History

function fillEntries(list, entries, keep = false) {
  const lines = entries.map((entry) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", {}, entry.description), make("span", { class: "soft small nowrap" }, moment(entry.at))),
    entry.counterparty ? make("div", {}, entry.counterparty.name ?? entry.counterparty) : null,
    make("div", { class: "spread number" },
      entry.mileage_amount ? amount(t("마일리지", "Mileage"), entry.mileage_amount) : null,
      entry.voucher_amount ? amount(t("상품권", "Vouchers"), entry.voucher_amount) : null,
      proof.button(entry)),
    moneyOf(entry),
  ));
  if (!keep) list.replaceChildren();
  list.append(...lines);
  if (!list.children.length) list.append(make("li", {}, t("아직 내역이 없습니다.", "Nothing yet.")));
}

const amount = (label, value) => make("span", { class: value > 0 ? "plus" : "minus" }, `${label} ${signed(value)}`);

// Of a purchase: what was paid, or is paid back, in money. It is shown at the counter, weeks later too.
function moneyOf({ price_amount: price }) {
  if (price === null || price === undefined) return null;
  return make("div", { class: "number" }, price > 0 ? t(`낸 돈 ${won(price)}`, `You paid ${won(price)}`) : t(`돌려받는 돈 ${won(Math.abs(price))}`, `Money back ${won(Math.abs(price))}`));
}

async function openHistory() {
  historyCursor = null;
  find('[data-entries="all"]').replaceChildren();
  show("history", { push: true });
  await loadHistory();
}

async function loadHistory() {
  const cursor = historyCursor ? `&cursor=${encodeURIComponent(historyCursor)}` : "";
  try {
    const page = await ask("GET", `v1/me/entries?limit=20${cursor}`);
    fillEntries(find('[data-entries="all"]'), page.data, Boolean(cursor));
    historyCursor = page.next_cursor;
    find('[data-do="more"]').hidden = !page.next_cursor;
  } catch (error) {
    if (shown() === "history") showError(screen("history"), error);
  }
}

// Mileage into vouchers

function startConversion() {
  conversion = null;
  convertForm.mileage.value = "";
  const choose = (mileage) => { convertForm.mileage.value = count(mileage); };
  const whole = wallet.mileage.balance;
  const amounts = [1000, 3000, 5000].filter((value) => value < whole).map((value) => [points(value), value]);
  if (whole) amounts.push([t(`전부 (${count(whole)})`, `All (${count(whole)})`), whole]);
  offerAmounts(find("[data-quick]"), amounts, choose);
  show("convert", { push: true });
}

groupDigits(convertForm.mileage);

onSubmit(convertForm, async () => {
  const mileage = readAmount(convertForm.mileage.value);
  if (!mileage) throw new FieldError("mileage", t("바꿀 마일리지를 적어 주세요.", "Please enter how much."));
  // The same wish keeps its key, so that pressing again after a dropped connection converts once.
  if (conversion?.mileage !== mileage) conversion = { mileage, key: newKey() };
  let answer;
  try {
    answer = await ask("POST", "v1/me/conversions", { body: { mileage }, key: conversion.key });
  } catch (error) {
    if (error instanceof Problem && error.status === 422) error.param ||= "mileage";
    throw error;
  }
  conversion = null;
  fill(screen("converted"), {
    "converted-amount": won(answer.voucher_amount),
    "converted-until": answer.expires_on < "9999" ? t(`${day(answer.expires_on)}까지 쓸 수 있습니다.`, `Valid until ${day(answer.expires_on)}.`) : "",
  });
  show("converted");
  refresh().catch(() => {});
});

// Whoever comes back to this page sees what has happened meanwhile.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && shown() === "home") refresh().catch(() => {});
});
