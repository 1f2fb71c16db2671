// A booth's screen, which proves visits by a code that changes each minute; or the one code of a printed sign. The codes of two
// hours are fetched at once and others every ten minutes, so that it goes on without a net; the clock is the server's.

import { deviceNow } from "../common/clock.js";
import { fill, find, screen, shown } from "../common/dom.js";
import { t, time } from "../common/lang.js";
import { draw } from "../common/qr.js";
import { clearErrors, showError } from "../common/refusals.js";
import { ask, open } from "./desk.js";

/** @typedef {Api.Schemas["VisitCodesAnswer"]} Codes */

const NAME = "visit-screen";
const FETCH_EVERY_MS = 600_000;
const LOOK_EVERY_MS = 1_000;
const section = screen(NAME);

/** @type {{ id: string, codes: Codes["codes"], ahead: number, fetchedAt: number, timer: ReturnType<typeof setInterval> } | null} */
let running = null;
let drawn = "";

/** In an address. @param {string} campaignId @param {string} booth */
export const idOf = (campaignId, booth) => `${campaignId}:${booth}`;

/** @param {string} id */
export async function openVisitScreen(id) {
  stop();
  clearErrors(section);
  drawn = "";
  const booth = id.split(":")[1] ?? "";
  fill(section, { "visit-screen-title": t(`방문 QR ${booth}`, `Visits: ${booth}`), "visit-screen-note": "" });
  find("[data-visit-qr]").replaceChildren();
  running = { id, ...(await fetched(id)), timer: setInterval(look, LOOK_EVERY_MS) };
  open(NAME, { id });
  look();
  keepAwake();
}

export const full = () => section.requestFullscreen?.();

/** @param {string} id */
async function fetched(id) {
  const [campaignId = "", booth = ""] = id.split(":");
  const answer = await ask("GET", "v1/staff/campaigns/{campaign_id}/visit-codes", { values: { campaign_id: campaignId }, query: { booth } });
  return { codes: answer.codes, ahead: Date.parse(answer.now) - deviceNow(), fetchedAt: deviceNow() };
}

async function look() {
  if (!running) return;
  if (shown() !== NAME) return stop();
  show(running.codes, deviceNow() + running.ahead);
  if (deviceNow() - running.fetchedAt < FETCH_EVERY_MS) return;
  // Whether it works or not: asked again ten minutes later, not each second.
  running.fetchedAt = deviceNow();
  try {
    const more = await fetched(running.id);
    Object.assign(running, more);
    clearErrors(section);
  } catch (error) {
    if (running) showError(section, error);
  }
}

/** The code of this moment; without one, what is to be done. @param {Codes["codes"]} codes @param {number} at */
function show(codes, at) {
  const now = codeAt(codes, at);
  const last = codes.at(-1)?.shown_until;
  fill(section, { "visit-screen-note": noteOf(now, last) });
  if ((now?.url ?? "") === drawn) return;
  drawn = now?.url ?? "";
  find("[data-visit-qr]").replaceChildren(...(now ? [draw(now.url, t("방문 QR 코드", "QR code of this place"))] : []));
}

/** @param {Codes["codes"]} codes @param {number} at @returns {Codes["codes"][number] | undefined} */
const codeAt = (codes, at) => codes.find(({ shown_from: from, shown_until: until }) => from === null || until === null || (Date.parse(from) <= at && at < Date.parse(until)));

/** @param {Codes["codes"][number] | undefined} code @param {string | null | undefined} last */
function noteOf(code, last) {
  if (!code) return t("인터넷이 이어지면 코드가 다시 나옵니다.", "The code comes back once you are connected.");
  if (!last) return t("인쇄해서 안내판에 붙이는 코드입니다.", "To be printed and put up on the sign.");
  return t(`코드는 1분마다 바뀝니다. 인터넷이 끊겨도 ${time(last)}까지 나옵니다.`, `It changes each minute. Without a net it goes on until ${time(last)}.`);
}

function stop() {
  if (running) clearInterval(running.timer);
  running = null;
}

/** A tablet that dims shows nothing. */
async function keepAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // It dims by its own settings then.
  }
}
