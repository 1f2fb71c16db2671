// The pass for the county's sights: one that was fetched holds for a day, and needs no net to be shown.

import { statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { now } from "../common/clock.js";
import { fill, find, imageOf, screen } from "../common/dom.js";
import { moment, t } from "../common/lang.js";
import { clearErrors, showError } from "../common/refusals.js";
import { heldPass, holdPass, lastSeen } from "./last-seen.js";
import { showView } from "./views.js";

/** A pass that ends before this evening is fetched anew while there is a net. */
const ENOUGH_MS = 12 * 3600 * 1000;
const section = screen("pass");

/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;

/** @param {import("./wallet.js").Wallet} parts */
export function start({ ask: asks }) {
  ask = asks;
  onClicks({ "new-pass": renew });
}

/** @param {boolean} push */
export async function open(push) {
  showView("pass", { push });
  clearErrors(section);
  const held = heldPass();
  use(held);
  if (!held || Date.parse(held.expires_at) - now() < ENOUGH_MS) await renew();
}

async function renew() {
  clearErrors(section);
  try {
    const pass = await ask("POST", "v1/me/passes", { body: {} });
    holdPass(pass);
    use(pass);
  } catch (error) {
    if (statusOf(error) === 401) return;
    const held = heldPass();
    use(held, true);
    if (!held || statusOf(error)) showError(section, error);
  }
}

/** @param {Api.Schemas["PassAnswer"] | null} pass @param {boolean} [isLast] whether none is on its way */
function use(pass, isLast = false) {
  find("[data-no-pass]").hidden = Boolean(pass) || !isLast;
  find('[data-do="new-pass"]').hidden = Boolean(pass) || !isLast;
  find("[data-pass-qr]").hidden = !pass;
  fill(section, {
    "pass-name": lastSeen()?.name ?? "",
    "pass-until": pass ? t(`${moment(pass.expires_at)}까지`, `Until ${moment(pass.expires_at)}`) : "",
  });
  find("[data-pass-qr]").replaceChildren(...(pass ? [imageOf(pass.qr_svg, t("입장권 QR 코드", "Pass as a QR code"))] : []));
}
