// Claiming after a trip: photos from the phone, own payments to tick, receipts to type.

import { button, onClicks } from "../common/clicks.js";
import { all, fill, find, findForm, make, note } from "../common/dom.js";
import { fileField } from "../common/file-field.js";
import { keyedForm } from "../common/forms.js";
import { moment, seoulDay, t, won } from "../common/lang.js";
import { readAmount } from "../common/money.js";
import { readAll } from "../common/paged-list.js";
import { FieldError } from "../common/refusals.js";
import { sendImage } from "./images.js";
import { showView } from "./views.js";

const PAGE = 100;
const RECEIPTS_MAX = 20;
const PHOTOS_MAX = 10;
const form = findForm("#claim-form");
const receipts = find("[data-receipts]");
const payments = find("[data-own-payments]");
let made = 0;
/** @type {Api.Schemas["OwnTripAnswer"] | null} */
let trip = null;
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;

/** @param {{ ask: Api.Ask, done: (tripId: string) => unknown }} parts */
export function start({ ask: asks, done }) {
  ask = asks;
  onClicks({ "add-receipt": () => addReceipt() });
  keyedForm(form, {
    read,
    describe: ({ photos, slips, redemptionIds, total }) => [
      make("p", {}, make("strong", {}, t(`쓴 돈 ${won(total)}`, `${won(total)} spent`))),
      make("p", {}, t(`사진 ${photos.length}장, 영수증 ${slips.length}장, 상품권 결제 ${redemptionIds.length}건`, `${photos.length} photos, ${slips.length} receipts, ${redemptionIds.length} payments with vouchers`)),
      make("p", { class: "small" }, t("거짓 영수증으로 받으면 돌려주어야 하고, 다시 신청할 수 없게 될 수 있습니다.", "What is paid for a false receipt is taken back, and you may not be able to apply again.")),
    ],
    send,
    done: ({ trip_id: id }) => done(id),
  });
}

/** @param {Api.Schemas["OwnTripAnswer"]} of */
export async function open(of) {
  trip = of;
  form.reset();
  receipts.replaceChildren();
  note("claim-note", of.status === "returned" ? of.reason ?? "" : "");
  // What was claimed before is there to be mended.
  for (const line of of.claim?.lines ?? []) if (line.approval_number) addReceipt(line);
  showView("trip-claim", { push: true });
  const entries = await readAll((cursor) => ask("GET", "v1/me/entries", { query: { limit: PAGE, cursor } }));
  const own = entries.filter(({ kind, at }) => kind === "redemption" && of.starts_on <= seoulDay(at) && seoulDay(at) <= of.ends_on);
  payments.replaceChildren(...(own.length ? own.map((entry) => make(
    "label", { class: "choice" },
    make("input", { type: "checkbox", name: "payment", value: entry.entry_id.replace("ent_", "rdm_"), checked: true, "data-amount": String(-entry.voucher_amount) }),
    make("span", { class: "spread" }, make("span", {}, entry.counterparty?.name ?? "", " ", make("span", { class: "soft" }, moment(entry.at))), make("strong", { class: "number" }, won(-entry.voucher_amount))),
  )) : [make("p", { class: "soft" }, t("여행한 날에 상품권으로 낸 것이 없습니다.", "You paid nothing with vouchers on these days."))]));
}

function read() {
  const photos = /** @type {File[]} */ ([...(form.photos.files ?? [])]);
  if (photos.length > PHOTOS_MAX) throw new FieldError("photos", t(`사진은 ${PHOTOS_MAX}장까지 보낼 수 있습니다.`, `${PHOTOS_MAX} photos at most.`));
  const ticked = /** @type {HTMLInputElement[]} */ (all("input:checked", payments));
  const slips = all("[data-receipt]", receipts).map(slipIn);
  const total = slips.reduce((sum, { amount }) => sum + amount, 0) + ticked.reduce((sum, { dataset }) => sum + Number(dataset.amount), 0);
  return { photos, slips, redemptionIds: ticked.map(({ value }) => value), total };
}

/** @param {ReturnType<typeof read>} wish @param {string} key */
async function send({ photos, slips, redemptionIds }, key) {
  const images = photos.length + slips.filter(({ file }) => file).length;
  let done = 0;
  /** @param {File} file @param {string} field */
  const sendOne = async (file, field) => {
    fill(form, { sending: t(`사진 보내는 중 ${done + 1}/${images}`, `Sending images ${done + 1} of ${images}`) });
    const id = await sendImage(ask, file, field);
    done += 1;
    return id;
  };
  try {
    // One after the other: a phone's connection sends no two faster, and says sooner what fails. Photos of the claim that came
    // back are there already.
    const photoIds = (trip?.claim?.photos ?? []).map(({ upload_id: id }) => id);
    for (const file of photos) photoIds.push(await sendOne(file, "photos"));
    const rows = [];
    for (const { file, uploadId, ...slip } of slips) {
      rows.push({ ...slip, upload_id: file ? await sendOne(file, "receipts") : uploadId });
    }
    const body = { photos: photoIds.slice(-PHOTOS_MAX), receipts: rows, redemption_ids: redemptionIds };
    return await ask("POST", "v1/me/trips/{trip_id}/claims", { values: { trip_id: trip?.trip_id ?? "" }, key, body });
  } finally {
    fill(form, { sending: "" });
  }
}

/** @param {HTMLElement} box */
function slipIn(box) {
  /** @param {string} name @returns {HTMLInputElement} */
  const of = (name) => find(`[name="${name}"]`, box);
  const amount = readAmount(of("amount").value);
  if (!of("business_number").value.trim() || !of("approval_number").value.trim() || !of("paid_at").value || !amount) {
    throw new FieldError("receipts", t("영수증의 사업자등록번호, 승인번호, 낸 때, 금액을 모두 적어 주세요.", "Please give business number, approval number, time and amount of each receipt."));
  }
  return {
    business_number: of("business_number").value.trim(),
    approval_number: of("approval_number").value.trim(),
    paid_at: `${of("paid_at").value}:00+09:00`,
    amount,
    file: of("image").files?.[0],
    uploadId: box.dataset.upload || null,
  };
}

/** @param {Api.Schemas["TripLineAnswer"]} [known] */
function addReceipt(known) {
  if (all("[data-receipt]", receipts).length >= RECEIPTS_MAX) return;
  made += 1;
  const id = `receipt-${made}`;
  const at = known ? `${seoulDay(known.paid_at)}T${clock(known.paid_at)}` : `${trip?.ends_on ?? ""}T12:00`;
  /** @type {HTMLElement} */
  const box = make(
    "div", { class: "box", "data-receipt": true, "data-upload": known?.upload_id ?? "" },
    known?.reason ? make("p", { class: "notice warn" }, known.reason) : null,
    field(t("사업자등록번호", "Business number"), make("input", { id: `${id}-business`, name: "business_number", type: "text", inputmode: "numeric", autocomplete: "off", placeholder: "000-00-00000", value: known?.business_number ?? "" })),
    field(t("승인번호", "Approval number"), make("input", { id: `${id}-approval`, name: "approval_number", type: "text", inputmode: "numeric", autocomplete: "off", value: known?.approval_number ?? "" })),
    field(t("낸 때", "Paid at"), make("input", { id: `${id}-at`, name: "paid_at", type: "datetime-local", value: at })),
    field(t("금액 (원)", "Amount (won)"), make("input", { id: `${id}-amount`, name: "amount", type: "text", inputmode: "numeric", autocomplete: "off", value: known ? String(known.amount) : "" })),
    field(t("영수증 사진", "Photo of the receipt"), make("input", { id: `${id}-image`, name: "image", type: "file", accept: "image/jpeg,image/png,image/webp" })),
    button(t("이 영수증 빼기", "Remove"), () => box.remove(), { class: "button quiet small" }),
  );
  receipts.append(box);
  if (!known) find("input", box).focus();
}

/** @param {string} at */
const clock = (at) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul", hour: "2-digit", minute: "2-digit" }).format(new Date(at));

/** @param {string} words @param {HTMLInputElement} control */
const field = (words, control) => make("div", { class: "field" }, make("label", { for: control.id }, words), control.type === "file" ? fileField(control) : control);
