// A visit to a campaign: the code that a place shows, sent once, and what came of it. The code stands behind the # of the
// address, which goes to no server; it is kept in this tab with its key until there is an answer, so that a log-in or a lost
// answer in between costs nothing but time.

import { newKey, Problem, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { fill, find, note, screen } from "../common/dom.js";
import { points, t } from "../common/lang.js";
import { clearErrors, showError } from "../common/refusals.js";
import { tab } from "../common/storage.js";
import { showView } from "./views.js";

const NAME = "onmin.visit";
const ADDRESS = "wallet/visit";
const section = screen("visit");
/** The place is right, and there is no mileage for it: its stamp is worth collecting. */
const STAMPED_ALL_THE_SAME = ["already_visited_today", "already_visited", "visit_not_open", "visit_budget_spent", "visit_election_period"];

/** @type {import("./wallet.js").Wallet & { askForIdentity: (next: string) => unknown }} */
let wallet;

/** @param {typeof wallet} parts */
export function start(parts) {
  wallet = parts;
  onClicks({ "visit-again": send });
  takeCode();
}

/** Of the address that was scanned, if it was; a scan with the page already open changes that part alone. */
export function takeCode() {
  const [address = "", code = ""] = location.href.split("#");
  if (!code || address.replace(/\?.*$/, "") !== document.baseURI + ADDRESS) return false;
  history.replaceState(history.state, "", address);
  if (kept()?.code !== decodeURIComponent(code)) tab.keep(NAME, { code: decodeURIComponent(code), key: newKey() });
  return true;
}

/** @returns {{ code: string, key: string } | null} */
const kept = () => tab.read(NAME);

/** @param {boolean} push */
export async function open(push) {
  showView("visit", { push });
  await send();
}

async function send() {
  const visit = kept();
  clearErrors(section);
  state(visit ? "sending" : "none");
  if (!visit) return;
  sayStamp(null);
  try {
    const done = await wallet.ask("POST", "v1/me/visits", { body: { code: visit.code }, key: visit.key });
    tab.forget(NAME);
    state("done");
    fill(section, {
      "visit-points": `+${points(done.granted_mileage)}`,
      "visit-what": done.description,
      "visit-balance": t(`모두 ${points(done.mileage_balance)}이 있습니다.`, `You have ${points(done.mileage_balance)} in all.`),
    });
    wallet.refresh().catch(() => {});
    await stamp(visit.code);
  } catch (error) {
    // The code waits for the log-in.
    if (statusOf(error) === 401) return;
    if (error instanceof Problem && error.code === "identity_required") return wallet.askForIdentity("visit");
    const isFinal = error instanceof Problem && error.status < 500 && error.status !== 429;
    if (isFinal) tab.forget(NAME);
    state(isFinal ? "refused" : "unsent");
    showError(section, error);
    if (error instanceof Problem && STAMPED_ALL_THE_SAME.includes(error.code)) await stamp(visit.code);
  }
}

/** The place's stamp, where a tour has it; again changes nothing. What stands against it was told of the visit. @param {string} code */
async function stamp(code) {
  sayStamp(await wallet.ask("POST", "v1/me/stamps", { body: { code } }).catch(() => null));
}

/** @param {Api.Schemas["StampCardAnswer"] | null} card */
function sayStamp(card) {
  note("visit-stamp", card ? t(`${card.name} 스탬프 ${card.collected} / ${card.needed}곳`, `Stamps of ${card.name}: ${card.collected} of ${card.needed}`) : "");
  find('[data-do="rewards"]', section).hidden = !card;
}

/** @param {"none" | "sending" | "done" | "refused" | "unsent"} name */
function state(name) {
  find("[data-visit-sending]").hidden = name !== "sending";
  find("[data-visit-done]").hidden = name !== "done";
  find("[data-visit-none]").hidden = name !== "none";
  find('[data-do="visit-again"]', section).hidden = name !== "unsent";
}
