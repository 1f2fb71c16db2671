// One's own data: see it, change it, take a copy, say what one agrees to, leave.

import { isUnsure, Problem, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { facts, find, findForm, note, saveJson, screen, show } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { day, memberNumber, phoneNumber, points, t, won } from "../common/lang.js";
import { clearErrors, FieldError, guarded, messageOf } from "../common/refusals.js";
import { offerRegions, provinceOf, readRegions } from "../common/regions.js";
import * as session from "../common/session.js";
import { device } from "../common/storage.js";
import { install, offerToInstall } from "./install.js";
import * as notices from "./notices.js";
import { showView } from "./views.js";

/** Who asked to leave, while no answer has come. */
const LEAVING = "onmin.leaving";
const CONSENTS = { terms: t("이용약관", "Terms of use"), privacy: t("개인정보 수집·이용", "Personal data"), marketing: t("소식 받기", "News"), marketing_night: t("밤에도 받기", "News at night") };
const mine = screen("mine");
/** `form.name` is the form's own, so that the field is called otherwise. @type {any} */
const form = findForm("form", screen("mine-edit"));
const news = /** @type {HTMLInputElement} */ (find("[name=marketing]", mine));
const night = /** @type {HTMLInputElement} */ (find("[name=marketing_night]", mine));

/** Whether this page was loaded anew because its member has just left. */
export const hasLeft = () => new URLSearchParams(location.search).has("left");

export function sayGoodbye() {
  history.replaceState(null, "", `${document.baseURI}wallet`);
  show("left");
}

/** Whether a refusal is the answer to leaving that was lost: there is no such member any more, or no such session.
 * @param {Problem} error */
export const isLeavingOver = (error) => {
  const leaving = device.read(LEAVING);
  return leaving !== null && leaving === session.current()?.member_id && (error.status === 401 || error.code === "member_not_found");
};

/** Loaded anew, so that nothing of the person is left in the page either. @param {Problem} [error] that said it */
export async function forgetWhoLeft(error) {
  await notices.forgetHere();
  session.forgetPerson(session.current()?.member_id);
  // A session that has ended says nothing of the membership.
  location.replace(`${document.baseURI}wallet${statusOf(error) === 401 ? "" : "?left"}`);
}

/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
let isConfirmed = false;
/** @type {Api.Schemas["MeAnswer"] | null} */
let known = null;
/** @type {import("../common/regions.js").Place[] | undefined} */
let regions;

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask } = wallet);
  notices.start(wallet);
  news.addEventListener("change", () => guarded(() => {
    clearErrors(mine);
    if (!news.checked) night.checked = false;
    night.disabled = !news.checked;
    return ask("PUT", "v1/me/consents/{kind}", { values: { kind: "marketing" }, body: { given: news.checked } });
  }));
  night.addEventListener("change", () => guarded(() => {
    clearErrors(mine);
    return ask("PUT", "v1/me/consents/{kind}", { values: { kind: "marketing_night" }, body: { given: night.checked } });
  }));
  onClicks({ export: download, "edit-mine": openEdit, "ask-leave": askLeave, leave, install });
}

/** @param {boolean} push */
export async function open(push) {
  showView("mine", { push });
  find("[data-leave]", mine).hidden = true;
  clearErrors(mine);
  isConfirmed = false;
  note("mine-note", "");
  offerToInstall();
  const [me, { data: consents }] = await Promise.all([ask("GET", "v1/me"), ask("GET", "v1/me/consents")]);
  // The rest of the page does without.
  notices.open().catch(() => {});
  fillFacts(me);
  find("[data-mine-known]", mine).hidden = false;
  find("[data-do=identify-mine]", mine).hidden = Boolean(me.identity);
  news.checked = consents.some((one) => one.kind === "marketing" && one.given);
  night.checked = news.checked && consents.some((one) => one.kind === "marketing_night" && one.given);
  night.disabled = !news.checked;
  find("[data-consents]", mine).replaceChildren(...facts(consents.filter((one) => !one.kind.startsWith("marketing")).map(
    ({ kind, version, at }) => [CONSENTS[kind], t(`${day(at.slice(0, 10))} 동의`, `Agreed ${day(at.slice(0, 10))}`) + (version ? ` (${version})` : "")],
  )));
}

/** @param {Api.Schemas["MeAnswer"]} me */
function fillFacts(me) {
  known = me;
  find("[data-mine]").replaceChildren(...facts([
    [t("이름", "Name"), me.name],
    [t("휴대전화", "Mobile"), phoneNumber(me.phone)],
    [t("생년월일", "Birth date"), day(me.birth_on)],
    [t("회원 번호", "Member number"), memberNumber(me.member_id)],
    [t("가입한 날", "Joined"), day(me.joined_at.slice(0, 10))],
    [t("본인확인", "Identity"), me.identity ? t(`${day(me.identity.verified_at.slice(0, 10))}에 마침`, `Verified ${day(me.identity.verified_at.slice(0, 10))}`) : t("아직 하지 않음", "Not verified yet")],
  ]));
}

// Changing one's own data: what is there stands in the form, what is not changed is not sent.

async function openEdit() {
  const me = known;
  if (!me) return;
  regions ??= await readRegions();
  if (form.province.options.length <= 1) offerRegions(form, regions);
  form.elements.namedItem("own_name").value = me.name;
  form.province.value = provinceOf(regions, me.region_code)?.code ?? "";
  form.province.dispatchEvent(new Event("change"));
  form.region_code.value = me.region_code;
  form.relation.value = me.relation;
  clearErrors(form);
  show("mine-edit", { push: true });
}

onSubmit(form, async () => {
  const name = form.elements.namedItem("own_name").value.trim();
  if (!name) throw new FieldError("own_name", t("이름을 적어 주세요.", "Please enter your name."));
  if (!form.region_code.value) throw new FieldError("region_code", t("사는 곳을 골라 주세요.", "Please choose where you live."));
  const wanted = { name, region_code: form.region_code.value, relation: form.relation.value };
  const body = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== /** @type {any} */ (known)?.[key]));
  if (Object.keys(body).length) await ask("PATCH", "v1/me", { body });
  await open(false);
  note("mine-note", t("저장했습니다.", "Saved."));
}, { name: "own_name" });

async function download() {
  clearErrors(mine);
  saveJson(await ask("GET", "v1/me/export"), "onmin.json");
}

// What would be left behind is said before anything is asked.
async function askLeave() {
  clearErrors(mine);
  const now = await ask("GET", "v1/me/wallet");
  find("[data-left]", mine).textContent = t(
    `지갑에 상품권 ${won(now.voucher.balance_amount)}, 마일리지 ${points(now.mileage.balance)}이 남아 있습니다. 탈퇴하면 쓸 수 없습니다.`,
    `Your wallet holds vouchers of ${won(now.voucher.balance_amount)} and ${points(now.mileage.balance)} of mileage. You cannot use them after leaving.`,
  );
  find("[data-leave]", mine).hidden = false;
  find("[data-do=leave]", mine).focus();
}

// With bought vouchers one is told first what can be had back.
/** @type {import("../common/clicks.js").Work} */
async function leave(_, taps = 1) {
  // The second half of a double tap has not read what was answered to the first.
  if (isConfirmed && taps > 1) return undefined;
  clearErrors(mine);
  try {
    await ask("DELETE", "v1/me", { query: { confirmed: isConfirmed } });
  } catch (error) {
    if (isUnsure(error)) device.keep(LEAVING, session.current()?.member_id);
    else if (statusOf(error) !== 429) device.forget(LEAVING);
    const code = error instanceof Problem ? error.code : "";
    if (code === "member_not_found") return forgetWhoLeft();
    if (code !== "bought_vouchers_held") throw error;
    isConfirmed = true;
    find("[data-left]", mine).textContent = `${messageOf(error)} ${t("그래도 탈퇴하시려면 아래 단추를 한 번 더 눌러 주세요.", "To leave all the same, press the button below once more.")}`;
    return undefined;
  }
  return forgetWhoLeft();
}
