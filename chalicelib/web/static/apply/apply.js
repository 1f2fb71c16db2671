// Applying to become a merchant: phone, business, shop, account. What was filled in stays in this tab until it was sent.

import { call } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { facts, fill, find, findForm, make, onBack, screen, show, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { day, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import { tab } from "../common/storage.js";
import { secondsUntil, startVerification } from "../common/verification.js";
import { wordsFor } from "../common/words.js";
import { dayIn, readId } from "./typed-shop.js";

/** @typedef {Api.Schemas["ApplicationBody"]} Body */
/** @typedef {{ phone: import("../common/verification.js").Draft, token?: string, expiresAt?: string, business: Partial<Body>, shop: Partial<Body> }} Draft */

const NAME = "onmin.apply";
/** @type {Draft} */
const draft = { phone: {}, business: {}, shop: {}, ...tab.read(NAME) };
const save = () => tab.keep(NAME, draft);

const business = findForm("form", screen("business"));
const place = findForm("form", screen("place"));
const money = findForm("form", screen("money"));
const result = findForm("form", screen("result"));

const verification = startVerification({
  purpose: "signup",
  draft: draft.phone,
  save,
  onVerified: (token, expiresAt) => {
    Object.assign(draft, { token, expiresAt });
    save();
    show("business", { push: true });
  },
});

const isProven = () => Boolean(draft.token) && secondsUntil(draft.expiresAt) > 60;

/** @param {HTMLFormElement} form @param {string} name @param {string} words */
function wanted(form, name, words) {
  const value = String(form[name].value).trim();
  if (!value) throw new FieldError(name, words);
  return value;
}

onSubmit(business, () => {
  draft.business = {
    business_number: wanted(business, "business_number", t("사업자등록번호를 적어 주세요.", "Please enter the business number.")),
    owner_name: wanted(business, "owner_name", t("대표자 이름을 적어 주세요.", "Please name the owner.")),
    opened_on: dayIn(wanted(business, "opened_on", t("개업일을 적어 주세요.", "Please enter the opening date.")), "opened_on"),
    name: wanted(business, "shop_name", t("상호를 적어 주세요.", "Please name the shop.")),
  };
  save();
  show("place", { push: true });
});

onSubmit(place, () => {
  const kind = /** @type {NonNullable<Body["kind"]>} */ (place.kind.value);
  const event = kind === "temporary" ? {
    name: wanted(place, "event", t("행사 이름을 적어 주세요.", "Please name the event.")),
    ends_on: wanted(place, "event_ends_on", t("행사의 마지막 날을 골라 주세요.", "Please choose the event's last day.")),
  } : null;
  draft.shop = {
    trade: /** @type {Body["trade"]} */ (wanted(place, "trade", t("업종을 골라 주세요.", "Please choose the trade."))),
    address: wanted(place, "address", t("가게 주소를 적어 주세요.", "Please enter the address.")),
    outlet: place.outlet.value.trim() || null,
    phone: place.shop_phone.value.trim() || null,
    kind,
    event,
  };
  save();
  show("money", { push: true });
});

place.addEventListener("change", () => { find("[data-event]", place).hidden = place.kind.value !== "temporary"; });

/** Where a refusal belongs that is about an earlier step. */
const STEPS = /** @type {const} */ ({
  business_number: "business", owner_name: "business", opened_on: "business", name: "business",
  trade: "place", address: "place", event: "place", verification_token: "phone",
});

onSubmit(money, async () => {
  if (!isProven()) {
    show("phone");
    throw new FieldError("phone", t("인증한 지 오래되었습니다. 휴대전화를 다시 확인해 주세요.", "Please prove your phone again."));
  }
  const body = /** @type {Body} */ ({
    ...draft.business,
    ...draft.shop,
    account: {
      bank_code: wanted(money, "bank_code", t("은행을 골라 주세요.", "Please choose the bank.")),
      number: wanted(money, "number", t("계좌번호를 적어 주세요.", "Please enter the account number.")),
      holder: wanted(money, "holder", t("예금주를 적어 주세요.", "Please name the account holder.")),
    },
    sales_class: money.sales_class.value,
    verification_token: draft.token,
    consents: { privacy: money.privacy.checked },
  });
  if (!body.consents.privacy) throw new FieldError("privacy", t("동의해야 신청할 수 있습니다.", "Without it nobody can apply."));
  let answer;
  try {
    answer = await call("POST", "v1/merchant-applications", { body });
  } catch (error) {
    const param = error instanceof Error && "param" in error ? String(error.param ?? "") : "";
    const step = STEPS[/** @type {keyof typeof STEPS} */ (param)];
    if (step) show(step);
    if (step && step !== "phone") throw steppedBack(error, step, param);
    throw error;
  }
  tab.forget(NAME);
  fill(screen("done"), { "decide-by": t(`${day(answer.decide_by_on)}까지 결정하여 알려 드립니다.`, `We decide by ${day(answer.decide_by_on)}.`) });
  find("[data-number]").replaceChildren(...facts([[t("접수번호", "Number"), answer.application_id]], { class: "number" }));
  show("done");
});

/** The earlier step says what is wrong; the last one has nothing to say. @param {unknown} error @param {"business" | "place"} step @param {string} param */
function steppedBack(error, step, param) {
  const form = step === "business" ? business : place;
  const field = find(`[data-error="${param === "name" ? "shop_name" : param}"]`, form);
  field.textContent = error instanceof Error ? error.message : String(error);
  return new FieldError("", t("앞의 내용을 다시 확인해 주세요.", "Please check the earlier step."));
}

onSubmit(result, async () => {
  const id = readId(wanted(result, "application_id", t("접수번호를 적어 주세요.", "Please enter the number.")));
  const found = await call("GET", "v1/merchant-applications/{application_id}", { values: { application_id: id } });
  /** @type {[string, string][]} */
  const rows = [[t("가게", "Shop"), found.name], [t("접수", "Received"), moment(found.received_at)]];
  if (found.status === "received") rows.push([t("결정 기한", "Decided by"), day(found.decide_by_on)]);
  if (found.merchant_code) rows.push([t("가맹점 코드", "Shop code"), found.merchant_code]);
  if (found.reason) rows.push([t("이유", "Reason"), found.reason]);
  const box = find("[data-result]");
  box.replaceChildren(make("h2", {}, wordsFor("application_states", found.status)), make("dl", { class: "facts" }, facts(rows)));
  box.hidden = false;
});

onClicks({
  begin: () => (isProven() ? show("business", { push: true }) : show("phone", { push: true })),
  "look-up": () => show("result", { push: true }),
});

onBack((name) => show(name ?? "start"));
const before = keepTyped() ?? "";
watchConnection();
if (draft.phone.verification_id && !draft.token && secondsUntil(draft.phone.expires_at) > 0) verification.resume();
else if (before === "result" || (isProven() && ["business", "place", "money"].includes(before))) show(before);
else show("start", { focus: false });
