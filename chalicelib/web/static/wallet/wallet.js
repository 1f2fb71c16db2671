// A member's wallet on the phone: who is in, what is read and when, and which view is open. Each view has its own module.

import { asking, Problem } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { fill, find, onBack, screen, show, shown, watchConnection } from "../common/dom.js";
import { startFileFields } from "../common/file-field.js";
import { messageOf } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import * as session from "../common/session.js";
import * as buying from "./buying.js";
import * as conversion from "./conversion.js";
import * as receipt from "./entry-receipt.js";
import * as history from "./history.js";
import { fillCard, fillLatest, fillWallet, sayWhen } from "./home.js";
import * as identity from "./identity.js";
import { forgetSeen, keepSeen, lastSeen } from "./last-seen.js";
import * as logIn from "./log-in.js";
import * as lots from "./lots.js";
import * as mine from "./mine.js";
import * as notices from "./notices.js";
import * as pay from "./pay.js";
import * as entryPass from "./entry-pass.js";
import * as proof from "./proof.js";
import * as rewards from "./rewards.js";
import * as shops from "./shops.js";
import * as trips from "./trips.js";
import * as visit from "./visit.js";
import { openAgain, openHere, openView, showView, startViews } from "./views.js";

/** What the wallet's parts are handed.
 * @typedef {{ ask: Api.Ask, refresh: () => Promise<Api.Schemas["WalletAnswer"]> }} Wallet */

const LATEST = 3;

// Every call of a member; a log-in that has run out leads to the log-in. Nothing of the person stays but a payment without an
// answer: somebody else may log in next.
const ask = asking({
  token: () => session.current()?.access_token,
  isLost: (error) => error.status === 401 || mine.isLeavingOver(error),
  onLost(error) {
    if (mine.isLeavingOver(error)) return mine.forgetWhoLeft(error);
    session.close();
    logIn.askAgain(error);
  },
});

const verifying = identity.start({ ask, refresh, enter, goOn });

start();

function start() {
  watchConnection();
  keepTyped();
  startFileFields();
  startViews({ home: goHome, paycode: (push) => pay.showCode(false, push), buy: buying.open, pass: entryPass.open, trips: trips.open, shops: shops.open, history: history.open, mine: mine.open, visit: visit.open, rewards: rewards.open });
  logIn.start({ ask, enter });
  conversion.start({ ask, refresh, askForIdentity: verifying.askFor });
  buying.start({ ask, refresh, askForIdentity: verifying.askFor });
  rewards.start({ ask, refresh, askForIdentity: verifying.askFor });
  visit.start({ ask, refresh, askForIdentity: verifying.askFor });
  for (const part of [pay, entryPass, trips, mine, lots, proof, history, receipt, shops]) part.start({ ask, refresh });
  onClicks({
    home: () => openView("home", shown() !== undefined && isMain()),
    pass: () => openView("pass"),
    shops: () => openView("shops"),
    history: () => openView("history"),
    mine: () => openView("mine"),
    rewards: () => openView("rewards"),
    // To where a step was opened from, as the phone's own button leads.
    back: () => window.history.back(),
    reload: enter,
    logout: logOut,
  });
  onBack((name) => {
    pay.leave();
    // Another place was scanned while this page was open.
    if (visit.takeCode() && session.current()) return openView("visit", false);
    return session.current() ? openAgain(name) : logIn.showStep(name);
  });
  session.onForgotten(() => session.current() === null, restart);
  if (mine.hasLeft()) return mine.sayGoodbye();
  if (verifying.isBack()) return verifying.finish();
  return session.current() ? enter() : logIn.resume();
}

/** From one of the main views back leads to it; of the steps that ended here nothing stays to go back to. */
const isMain = () => !find(".bottomnav").hidden;

async function logOut() {
  await notices.forgetHere();
  await session.end();
  restart();
}

function restart() {
  location.replace(`${document.baseURI}wallet`);
}

/** What was seen before is there at once, and without a net; what is true now comes as soon as it can. */
async function enter() {
  const seen = lastSeen();
  if (!seen || pay.isAwaited()) return load();
  fillCard(seen.name);
  fillLatest(seen.entries);
  fillWallet(seen.wallet, seen.at);
  openHere();
  return freshen(seen.at);
}

async function load() {
  show("loading");
  const again = find('[data-do="reload"]', screen("loading"));
  again.hidden = true;
  fill(screen("loading"), { loading: "" });
  try {
    await readAll();
  } catch (error) {
    if (session.current()) stop(error);
    return;
  }
  if (!(await pay.resume())) openHere();
}

/** @param {number} seenAt */
async function freshen(seenAt) {
  try {
    await readAll();
  } catch (error) {
    if (!session.current()) return;
    if (error instanceof Problem && error.status < 500 && error.status !== 429) {
      forgetSeen();
      stop(error);
    } else {
      sayWhen(seenAt, false);
    }
  }
}

/** @param {unknown} error */
function stop(error) {
  show("loading");
  fill(screen("loading"), { loading: messageOf(error) });
  find('[data-do="reload"]', screen("loading")).hidden = false;
}

async function readAll() {
  const [{ name }] = await Promise.all([ask("GET", "v1/me"), refresh()]);
  keepSeen({ name });
  fillCard(name);
  // Nobody waits for it, and what fails is tried with the next visit.
  notices.keepUp().catch(() => {});
}

/** After being identified: to what one was about to do. @param {string} then */
async function goOn(then) {
  await readAll();
  if (then === "convert") return conversion.open();
  return openView(["mine", "buy", "visit"].includes(then) ? then : "home", false);
}

/** @param {boolean} push */
async function goHome(push) {
  pay.leave();
  logIn.forgetChange();
  showView("home", { push });
  await look();
}

// The figures of a moment ago stay where new ones do not come; the banner tells when the phone is offline.
async function look() {
  try {
    await refresh();
  } catch {
    const seen = lastSeen();
    if (seen) sayWhen(seen.at, false);
  }
}

async function refresh() {
  const [wallet, { data: entries }] = await Promise.all([ask("GET", "v1/me/wallet"), ask("GET", "v1/me/entries", { query: { limit: LATEST } })]);
  const at = now();
  keepSeen({ wallet, entries, at });
  fillWallet(wallet, at);
  fillLatest(entries);
  buying.offer();
  return wallet;
}

// Whoever comes back to this page, or back into the net, sees what has happened meanwhile.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && shown() === "home") look();
});
window.addEventListener("online", () => {
  if (session.current() && shown() === "home") look();
});

// Without a worker everything works but a start without a net.
navigator.serviceWorker?.register(`${document.baseURI}wallet-worker.js`, { scope: `${document.baseURI}wallet` }).catch(() => {});
