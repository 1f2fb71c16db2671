// Half-price trips at the desk: the list by state, one with its images and receipts, what is found of them, the decision.

import { button } from "../common/clicks.js";
import { all, facts, find, findForm, make } from "../common/dom.js";
import { keyedForm, onSubmit } from "../common/forms.js";
import { day, memberNumber, moment, t, today, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { placeOf, readRegions } from "../common/regions.js";
import { wordsFor } from "../common/words.js";
import { ask, open, openWord } from "./desk.js";
import { deskTable } from "./table.js";
import { showEffect } from "./trip-effect.js";

/** @typedef {Api.Schemas["StaffTripAnswer"]} Trip */
/** @typedef {Api.Schemas["TripLineAnswer"]} Line */
/** @typedef {"approve" | "reject" | "return" | "grant" | "clawback"} What */

const PATH = "v1/staff/trips";
const PAGE = 20;
/** @type {Record<string, string>} */
const TONES = { applied: "warn", approved: "must", claimed: "warn", returned: "bad", granted: "benefit", rejected: "bad", clawed_back: "bad" };
/** What may be decided of a trip that stands so. @type {Record<string, What[]>} */
const DECISIONS = {
  applied: ["approve", "reject"], approved: ["reject"], claimed: ["grant", "return", "reject"], returned: ["reject"],
  granted: ["clawback"], clawed_back: ["clawback"],
};
/** @type {Record<What, string>} */
const WORDS = {
  approve: t("신청 승인", "Approve the application"),
  reject: t("반려", "Refuse"),
  return: t("고쳐 달라고 돌려보내기", "Give back to be mended"),
  grant: t("검토 결과를 승인하고 지급", "Approve the finding and pay"),
  clawback: t("검토 결과를 승인하고 거두어들이기", "Approve the finding and take back"),
};
const NEEDS_REASON = ["reject", "return", "clawback"];
const filter = findForm("#trips-form");
const review = findForm("#trip-review-form");
const form = findForm("#trip-decision-form");
/** @type {Trip | null} */
let shown = null;
/** @type {import("../common/regions.js").Place[]} */
let regions = [];

const list = deskTable(find("[data-desk-trips]"), {
  list: "trips",
  words: t("반값여행", "Half-price trips"),
  columns: [
    { words: t("회원 번호", "Member number"), of: (/** @type {Trip} */ one) => memberNumber(one.member_id) },
    { words: t("상태", "State"), kind: "state", states: "trip_states", tones: TONES, of: ({ status }) => status, cell: (one) => [tag(one.status), one.review && one.status === "claimed" ? make("div", {}, make("span", { class: "tag must" }, t("승인 대기", "To be approved"))) : null] },
    { words: t("첫날", "First day"), kind: "day", of: (one) => one.starts_on },
    { words: t("끝나는 날", "Last day"), kind: "day", of: (one) => one.ends_on },
    { words: t("인원", "People"), kind: "number", of: (one) => one.companion_count + 1 },
    { words: t("최대 (원)", "At most (won)"), kind: "number", of: (one) => one.reserved_amount },
    { words: t("신청한 때", "Applied"), kind: "moment", of: (one) => one.applied_at },
  ],
  load: (cursor) => ask("GET", PATH, { query: { limit: PAGE, cursor, status: filter.status.value || undefined } }),
  actions: (one) => [button(openWord, () => openOne(one.trip_id), { class: "button second small", "aria-label": `${memberNumber(one.member_id)} ${openWord}` })],
  empty: t("그런 여행이 없습니다.", "There is no such trip."),
});

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: "trips",
  words: t("반값여행", "Half-price trips"),
  views: { trip: openOne },
  async open() {
    open("trips");
    await list.read();
    await showBudget();
    await showEffect();
  },
};

/** Of the year that it is in Seoul. */
async function showBudget() {
  const year = today().slice(0, 4);
  const seen = await ask("GET", "v1/staff/trip-budgets/{year}", { values: { year } });
  find("[data-trip-budget]").replaceChildren(...facts([
    [t("한 해 예산", "Of the year"), won(seen.limit_amount)],
    [t("지급한 돈", "Paid"), won(seen.spent_amount)],
    [t("진행 중인 여행이 잡아 둔 돈", "Held by open trips"), won(seen.held_amount)],
    [t("새로 신청할 수 있는 돈", "Left to apply for"), won(seen.left_amount)],
    [t("예산이 끝나는 날", "Runs out"), closing(seen)],
  ]));
}

/** @param {Api.Schemas["TripBudgetAnswer"]} seen */
function closing({ closes_on: on, based_on: basis }) {
  if (on === null) return basis ? t("올해 안에는 끝나지 않을 것입니다", "presumably not this year") : t("아직 알 수 없습니다", "not known yet");
  if (basis === null) return t("지금은 팀이 신청할 수 없습니다", "no team can apply now");
  return basis === "season"
    ? t(`${day(on)}쯤 (지난해의 철을 따라 어림)`, `about ${day(on)}, by last year's season`)
    : t(`${day(on)}쯤 (지난 4주의 빠르기로 어림)`, `about ${day(on)}, by the pace of four weeks`);
}

/** @param {Trip["status"]} status */
const tag = (status) => make("span", { class: `tag ${TONES[status] ?? ""}` }, wordsFor("trip_states", status));

onSubmit(filter, () => list.read());

/** @param {string} id */
async function openOne(id) {
  const [trip, known] = await Promise.all([ask("GET", "v1/staff/trips/{trip_id}", { values: { trip_id: id } }), regions.length ? regions : readRegions()]);
  regions = known;
  showOne(trip);
}

/** @param {Trip} trip */
function showOne(trip) {
  shown = trip;
  /** @type {[string, string][]} */
  const rows = [
    [t("회원", "Member"), memberNumber(trip.member_id)],
    [t("여행", "Trip"), [day(trip.starts_on), day(trip.ends_on)].join(t(" ~ ", " to "))],
    [t("최대", "At most"), won(trip.reserved_amount)],
    [t("청구 기한", "Claim by"), day(trip.claim_by_on)],
  ];
  if (trip.granted_amount !== null) rows.push([t("지급", "Paid"), won(trip.granted_amount)]);
  if (trip.taken_back_amount) rows.push([t("거둔 돈", "Taken back"), won(trip.taken_back_amount)]);
  if (trip.decided_at) rows.push([t("마지막 결정", "Last decision"), [trip.decided_by, moment(trip.decided_at), trip.reason].filter(Boolean).join(" · ")]);
  if (trip.review) {
    rows.push([t("검토 결과", "Finding"), t(`${trip.review.by}: 쓴 돈 ${won(trip.review.spent_amount)}, 돌려줄 돈 ${won(trip.review.payback_amount)}`, `${trip.review.by}: ${won(trip.review.spent_amount)} spent, ${won(trip.review.payback_amount)} to be given`)]);
    if (trip.review.reason) rows.push([t("검토한 사람의 말", "The reviewer says"), trip.review.reason]);
  }
  if (trip.claim?.waits_until_on) rows.push([t("지급을 미룸", "Waits"), t(`${day(trip.claim.waits_until_on)}까지 (가게가 확인하면 바로)`, `until ${day(trip.claim.waits_until_on)}, or until shops confirm`)]);
  find("[data-desk-trip]").replaceChildren(
    make("h1", {}, t("반값여행", "Half-price trip"), " ", tag(trip.status)),
    make("div", { class: "box" }, make("dl", { class: "facts" }, facts(rows))),
    ...companions(trip),
    ...evidence(trip),
  );
  offerReview(trip);
  offerDecision(trip);
  open("trip", { id: trip.trip_id });
}

/** @param {Trip} trip */
function companions(trip) {
  const rows = trip.companions ?? [];
  const image = trip.has_residence_image ? make("p", {}, imageButton(trip.trip_id, "residence", t("사는 곳 사진 보기", "Image of where they live"))) : null;
  if (!rows.length && !image) return [];
  return [
    make("h2", {}, t("함께 가는 분과 사는 곳", "Companions and residence")),
    make("div", { class: "box" }, make("ul", {}, rows.map((one) => make("li", {}, `${one.name} · ${day(one.birth_on)} · ${placeOf(regions, one.region_code)}`))), image),
  ];
}

/** @param {Trip} trip */
function evidence(trip) {
  const { claim } = trip;
  if (!claim) return [];
  return [
    make("h2", {}, t("본 곳", "Sights")),
    make(
      "div", { class: "box" },
      make("ul", {}, claim.sights.map((sight) => make("li", {}, t(`${sight.name} 입장 (${day(sight.on)})`, `${sight.name}, let in on ${day(sight.on)}`)))),
      make("div", { class: "pair" }, claim.photos.map((photo, number) => make(
        "div", {},
        imageButton(trip.trip_id, photo.upload_id, t(`사진 ${number + 1} 보기`, `Photo ${number + 1}`)),
        doubt(photo.also_in, t("같은 사진을 낸 여행", "The same picture in")),
      ))),
    ),
  ];
}

/** @param {string[]} tripIds @param {string} words */
const doubt = (tripIds, words) => (tripIds.length ? make("p", { class: "tag bad" }, `${words}: ${tripIds.length}`) : null);

/** The address opens it for a minute, and the look is on record: so it is asked for when it is looked at.
 * @param {string} tripId @param {string} image @param {string} words */
function imageButton(tripId, image, words) {
  const place = make("div", {}, "");
  place.append(button(words, async () => {
    const { url } = await ask("GET", "v1/staff/trips/{trip_id}/images/{image}", { values: { trip_id: tripId, image } });
    place.replaceChildren(make("img", { class: "evidence", src: url, alt: words }));
  }, { class: "button second small" }));
  return place;
}

/** @param {Trip} trip */
function offerReview(trip) {
  const lines = trip.claim?.lines ?? [];
  review.hidden = !lines.length || !["claimed", "granted", "clawed_back"].includes(trip.status);
  review.reason.value = "";
  find("[data-review-lines]").replaceChildren(...lines.map((line) => reviewLine(trip, line)));
}

/** @param {Trip} trip @param {Line} line */
function reviewLine(trip, line) {
  const id = line.name.replace(".", "-");
  const isReceipt = line.redemption_id === null;
  return make(
    "div", { class: "box", role: "group", "aria-labelledby": id, "data-line": line.name },
    make("h3", { id }, `${line.shop_name || t("등록되지 않은 가게", "A shop that is not registered")} · ${won(line.amount)}`),
    make("p", { class: "soft" }, isReceipt
      ? t(`${line.business_number} · 승인 ${line.approval_number} · ${moment(line.paid_at)}`, `${line.business_number} · approval ${line.approval_number} · ${moment(line.paid_at)}`)
      : t(`상품권 결제 · ${moment(line.paid_at)} · 지금 ${won(line.standing_amount)}`, `Paid with vouchers · ${moment(line.paid_at)} · now ${won(line.standing_amount)}`)),
    line.bar ? make("p", { class: "tag bad" }, wordsFor("trip_bars", line.bar)) : null,
    doubt(line.also_in, t("같은 승인번호를 낸 여행", "The same approval number in")),
    line.upload_id ? imageButton(trip.trip_id, line.upload_id, t("영수증 사진 보기", "Photo of the receipt")) : null,
    make("label", { class: "choice" }, make("input", { type: "checkbox", name: `${id}-counts`, "data-counts": true, checked: !line.bar && line.counts !== false, disabled: Boolean(line.bar) }), make("span", {}, t("인정", "Counts"))),
    isReceipt ? make("label", { class: "choice" }, make("input", { type: "checkbox", name: `${id}-confirmed`, "data-confirmed": true, checked: line.is_confirmed }), make("span", {}, t("가게가 취소되지 않았다고 확인함", "The shop confirmed that it stands"))) : null,
    make("div", { class: "field" }, make("label", { for: `${id}-reason` }, t("인정하지 않는 까닭", "Why it does not count")), make("input", { id: `${id}-reason`, type: "text", autocomplete: "off", value: line.reason ?? (line.bar ? wordsFor("trip_bars", line.bar) : "") })),
  );
}

keyedForm(review, {
  read() {
    const lines = all("[data-line]", review).map((box) => {
      const counts = /** @type {HTMLInputElement} */ (find("[data-counts]", box)).checked;
      const confirmed = /** @type {HTMLInputElement | null} */ (box.querySelector("[data-confirmed]"));
      const reason = /** @type {HTMLInputElement} */ (find('input[type="text"]', box)).value.trim();
      if (!counts && !reason) throw new FieldError("lines", t("인정하지 않는 것에는 까닭을 적어 주세요.", "What does not count needs a reason."));
      return { name: box.dataset.line ?? "", counts, is_confirmed: confirmed?.checked ?? false, reason: counts ? null : reason };
    });
    return { lines, reason: review.reason.value.trim() || null };
  },
  send: (body) => ask("POST", "v1/staff/trips/{trip_id}/review", { values: { trip_id: shown?.trip_id ?? "" }, body }),
  done: ({ trip_id: id }) => openOne(id),
});

/** @param {Trip} trip */
function offerDecision(trip) {
  const offered = DECISIONS[trip.status] ?? [];
  form.hidden = !offered.length;
  form.reason.value = "";
  form.what.replaceChildren(...offered.map((what) => make("option", { value: what }, WORDS[what])));
}

keyedForm(form, {
  read() {
    const reason = form.reason.value.trim();
    const what = /** @type {What} */ (form.what.value);
    if (!reason && NEEDS_REASON.includes(what)) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
    return { what, reason };
  },
  describe: ({ what, reason }) => [
    make("p", {}, make("strong", {}, WORDS[what])),
    what === "grant" && shown?.review ? make("p", {}, t(`상품권 ${won(shown.review.payback_amount)}을 올해 말까지 쓸 수 있게 드립니다.`, `Vouchers of ${won(shown.review.payback_amount)}, good until the end of the year, are given.`)) : make("p", {}, reason),
  ],
  send({ what, reason }) {
    const values = { trip_id: shown?.trip_id ?? "" };
    // Only the finding that is on the page is approved.
    const reviewed_at = shown?.review?.at ?? null;
    switch (what) {
      case "approve": return ask("POST", "v1/staff/trips/{trip_id}/approve", { values, body: { reason: reason || null } });
      case "grant": return ask("POST", "v1/staff/trips/{trip_id}/grant", { values, body: { reason: reason || null, reviewed_at } });
      case "return": return ask("POST", "v1/staff/trips/{trip_id}/return", { values, body: { reason } });
      case "clawback": return ask("POST", "v1/staff/trips/{trip_id}/clawback", { values, body: { reason, reviewed_at } });
      default: return ask("POST", "v1/staff/trips/{trip_id}/reject", { values, body: { reason } });
    }
  },
  done: ({ trip_id: id }) => openOne(id),
});
