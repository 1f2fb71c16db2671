// Half-price trips of a member: which there are, and how one stands.

import { button, onClicks } from "../common/clicks.js";
import { facts, find, make, note, screen } from "../common/dom.js";
import { day, days, moment, t, today, won } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { clearErrors } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";
import { draw } from "../common/qr.js";
import * as application from "./trip-application.js";
import * as claim from "./trip-claim.js";
import { openView, showView } from "./views.js";

/** @typedef {Api.Schemas["TripAnswer"]} Trip */
/** @typedef {Api.Schemas["OwnTripAnswer"]} OwnTrip */

const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = { applied: "warn", approved: "must", claimed: "warn", returned: "bad", granted: "benefit", rejected: "bad", withdrawn: "", clawed_back: "bad" };
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {OwnTrip | null} */
let shown = null;

/** @param {import("./wallet.js").Wallet} parts */
export function start({ ask: asks }) {
  ask = asks;
  application.start({ ask, done: openOne });
  claim.start({ ask, done: openOne });
  onClicks({
    trips: () => openView("trips"),
    "apply-for-trip": application.open,
    "claim-trip": () => shown && claim.open(shown),
    "withdraw-trip": () => { confirming(true); find("[data-withdrawing]").focus(); },
    "keep-trip": () => confirming(false),
    "withdraw-trip-now": withdraw,
  });
}

const list = pagedList(find("[data-trips]"), {
  load: (cursor) => ask("GET", "v1/me/trips", { query: { limit: PAGE, cursor } }),
  row: (trip) => {
    const way = button("", () => openOne(trip.trip_id), { class: null });
    way.append(make("span", {}, make("strong", {}, period(trip)), " ", tag(trip.status), make("span", { class: "soft" }, nextStep(trip))));
    return make("div", { class: "box" }, make("ul", { class: "lines ways" }, make("li", {}, way)));
  },
  empty: () => make("p", { class: "notice" }, t("아직 신청한 여행이 없습니다.", "You have not applied for a trip yet.")),
});

/** @param {boolean} push */
export async function open(push) {
  showView("trips", { push });
  clearErrors(screen("trips"));
  note("trips-note", "");
  await list.read();
}

/** @param {string} tripId */
async function openOne(tripId) {
  shown = await ask("GET", "v1/me/trips/{trip_id}", { values: { trip_id: tripId } });
  const trip = shown;
  /** @type {[string, string][]} */
  const rows = [
    [t("인원", "People"), people(trip)],
    [t("최대", "At most"), won(trip.reserved_amount)],
    [t("청구 기한", "Claim by"), day(trip.claim_by_on)],
  ];
  if (trip.granted_amount !== null) rows.push([t("받은 상품권", "Vouchers paid"), won(trip.granted_amount)]);
  if (trip.taken_back_amount) rows.push([t("거두어들임", "Taken back"), won(trip.taken_back_amount)]);
  if (trip.reason) rows.push([t("담당자의 말", "What staff say"), trip.reason]);
  find("[data-trip]").replaceChildren(
    make("h1", {}, period(trip), " ", tag(trip.status)),
    make("p", {}, nextStep(trip)),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(rows))),
    ...companions(trip),
    ...(trip.claim ? claimed(trip.claim) : []),
  );
  find('[data-do="claim-trip"]').hidden = !mayClaim(trip);
  confirming(false);
  showView("trip", { push: true });
}

/** What withdrawing means is said before it is done. @param {boolean} isAsked */
function confirming(isAsked) {
  find("[data-withdrawing]").hidden = !isAsked;
  find('[data-do="withdraw-trip"]').hidden = isAsked || !shown || !mayWithdraw(shown);
}

async function withdraw() {
  if (!shown) return;
  const { trip_id: tripId } = shown;
  await ask("POST", "v1/me/trips/{trip_id}/withdraw", { values: { trip_id: tripId } });
  await openOne(tripId);
}

/** Who comes along and is asked: a link for each, until it is claimed. @param {OwnTrip} trip */
function companions(trip) {
  if (!trip.companions_asked.length) return [];
  const words = { asked: t("답을 기다림", "Not answered yet"), consented: t("동의함", "Consents"), refused: t("동의하지 않음", "Does not consent") };
  const isOpen = ["applied", "approved", "returned"].includes(trip.status);
  return [
    make("h2", {}, t("함께 가는 분", "Who comes along")),
    make("p", { class: "hint" }, t("한 분에 하나씩 보내 주세요. 본인 휴대전화로 동의한 분만 인원에 들어갑니다. 만 14세가 안 된 아이는 보호자가 동의합니다.", "Send one to each. Only those who consent on their own phone count; for a child under 14 a guardian consents.")),
    ...trip.companions_asked.map(({ number, state, code }) => {
      const link = `${document.baseURI}companion#${code}`;
      const place = make("div", { class: "center" });
      return make(
        "div", { class: "box" },
        make("div", { class: "spread" }, make("strong", {}, t(`${number}번째 분`, `Person ${number}`)), make("span", { class: `tag ${{ asked: "warn", consented: "benefit", refused: "bad" }[state]}` }, words[state])),
        isOpen && state !== "consented" ? make(
          "div", { class: "pair" },
          button(t("링크 보내기", "Send the link"), () => send(link, place), { class: "button second small" }),
          button(t("QR 보이기", "Show the QR"), () => place.replaceChildren(draw(link, t("함께 가는 분의 QR", "QR of who comes along"))), { class: "button quiet small" }),
        ) : "",
        place,
      );
    }),
  ];
}

/** By what the phone shares with, else to copy. @param {string} link @param {HTMLElement} place */
async function send(link, place) {
  const text = t("반값여행에 함께 가요. 여기에서 본인이 동의해 주세요.", "Come along on a half-price trip. Please consent here.");
  if (navigator.share) {
    await navigator.share({ text, url: link }).catch(() => {});
    return;
  }
  await navigator.clipboard?.writeText(link).catch(() => {});
  place.replaceChildren(make("p", { class: "small" }, t("링크를 복사했습니다: ", "The link is copied: "), make("code", {}, link)));
}

/** @param {Api.Schemas["TripClaimAnswer"]} of */
function claimed(of) {
  return [
    make("h2", {}, t("청구한 것", "What you claimed")),
    make("ul", { class: "lines" }, of.lines.map((line) => make(
      "li", {},
      make("div", { class: "spread" }, make("span", {}, line.shop_name || line.business_number || ""), make("strong", { class: "number" }, won(line.amount))),
      make("div", { class: "soft" }, moment(line.paid_at), line.counts === false ? [" · ", line.reason ?? ""] : []),
    ))),
    make("p", { class: "soft" }, t(`사진 ${of.photos.length}장 · 입장 ${of.sights.length}번`, `${of.photos.length} photos · ${of.sights.length} admissions`)),
    of.waits_until_on ? make("p", { class: "hint" }, t(`카드를 취소할 수 있는 마지막 날(${day(of.waits_until_on)})이 지나면 지급합니다.`, `It is paid after ${day(of.waits_until_on)}, when cards can no longer be cancelled.`)) : "",
  ];
}

/** @param {Trip} trip */
function people({ companion_count: others, asked_count: asked, consented_count: consented }) {
  const all = t(`${others + 1}명`, String(others + 1));
  return asked === consented ? all : t(`${all} 가운데 ${others - asked + consented + 1}명이 인원에 들어감`, `${others - asked + consented + 1} of ${all} count`);
}

/** @param {Trip} trip */
const mayClaim = (trip) => ["approved", "returned"].includes(trip.status) && trip.ends_on <= today() && today() <= trip.claim_by_on;

/** @param {Trip} trip */
const mayWithdraw = (trip) => ["applied", "approved"].includes(trip.status) && today() < trip.starts_on;

/** @param {Trip} trip */
const period = (trip) => days(trip.starts_on, trip.ends_on);

/** @param {Trip["status"]} status */
const tag = (status) => make("span", { class: `tag ${TONES[status] ?? ""}` }, wordsFor("trip_states", status));

/** What its member can do, or waits for. @param {Trip} trip */
function nextStep(trip) {
  switch (trip.status) {
    case "applied": return t("담당자가 살펴보고 있습니다.", "Staff are looking at it.");
    case "approved": return mayClaim(trip)
      ? t(`${day(trip.claim_by_on)}까지 청구해 주세요.`, `Please claim by ${day(trip.claim_by_on)}.`)
      : t("즐거운 여행 되세요. 여행이 끝나는 날부터 청구할 수 있습니다.", "Have a good trip. You can claim from its last day.");
    case "claimed": return t("담당자가 영수증을 살펴보고 있습니다.", "Staff are looking at your receipts.");
    case "returned": return t(`${day(trip.claim_by_on)}까지 고쳐서 다시 청구해 주세요.`, `Please mend it and claim again by ${day(trip.claim_by_on)}.`);
    case "granted": return t(`상품권 ${won(trip.granted_amount ?? 0)}을 드렸습니다. 올해 말까지 쓸 수 있습니다.`, `You were given vouchers of ${won(trip.granted_amount ?? 0)}, good until the end of the year.`);
    case "expired": return t("기한 안에 청구하지 않아 끝났습니다.", "It was not claimed in time.");
    case "withdrawn": return t("신청을 취소했습니다.", "You withdrew this application.");
    case "rejected": return trip.reason ?? "";
    default: return trip.reason ?? "";
  }
}
