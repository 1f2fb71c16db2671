// The county's settings as dated versions: on a day, through time, and a new version for a day to come.

import { FieldError, busy, fill, find, make } from "../common/dom.js";
import { count, day, moment, points, t, today, won } from "../common/lang.js";
import { onSecondSubmit } from "./twice.js";

const PATH = "v1/staff/settings";
const percent = (value) => `${value}%`;
const months = (value) => t(`${count(value)}개월`, `${count(value)} months`);
const days = (value) => t(`${count(value)}일`, `${count(value)} days`);
const people = (value) => t(`${count(value)}명`, `${count(value)} people`);
const barred = (value) => (value ? t("1: 받지 않음", "1: not taken") : t("0: 받음", "0: taken"));
const SETTINGS = {
  "mileage.signup": [t("가입 마일리지", "Sign-up mileage"), points],
  "mileage.won_per_point": [t("마일리지 1점의 값", "Worth of one point"), won],
  "mileage.valid_months": [t("마일리지 유효기간", "Validity of mileage"), months],
  "conversion.minimum": [t("상품권으로 바꾸는 최소 마일리지", "Least mileage to turn into vouchers"), points],
  "conversion.multiple": [t("상품권으로 바꾸는 단위", "Step for turning into vouchers"), points],
  "voucher.holding_cap": [t("상품권 보유 한도", "Most vouchers one can hold"), won],
  "sale.valid_months": [t("산 상품권의 유효기간", "Validity of bought vouchers"), months],
  "sale.barred_over_cap": [t("산 상품권을 매출 30억원 넘는 가게에서", "Bought vouchers at shops above 3 billion won"), barred],
  "sale.refund_percent": [t("잔액을 환불하는 사용 비율", "Share to spend before the rest is paid back"), percent],
  "policy.valid_months": [t("받은 상품권의 유효기간", "Validity of given vouchers"), months],
  "policy.barred_over_cap": [t("받은 상품권을 매출 30억원 넘는 가게에서", "Given vouchers at shops above 3 billion won"), barred],
  "purchase.minimum": [t("최소 구매 금액", "Least purchase"), won],
  "purchase.multiple": [t("구매 단위", "Step of purchases"), won],
  "purchase.month_cap": [t("한 사람의 월 구매 한도", "Purchase limit of a month"), won],
  "purchase.year_cap": [t("한 사람의 연 구매 한도", "Purchase limit of a year"), won],
  "purchase.cancel_days": [t("구매를 취소할 수 있는 날", "Days to cancel a purchase"), days],
  "discount.maximum_percent": [t("할인율의 최대", "Highest discount"), percent],
  "redemption.minimum": [t("최소 결제 금액", "Least payment"), won],
  "redemption.maximum": [t("최대 결제 금액", "Largest payment"), won],
  "redemption.cancel_days": [t("결제를 취소할 수 있는 날", "Days to cancel a payment"), days],
  "adjustment.maximum": [t("한 번에 조정할 수 있는 최대", "Largest adjustment"), count],
  "report.small_cell": [t("통계에서 가리는 인원", "Groups hidden in statistics"), people],
};
const form = find("#setting-form");
const list = find("[data-settings]");
const dayField = find("#settings-on");
let desk;

export function start(staff) {
  desk = staff;
  dayField.addEventListener("change", () => desk.guarded(read));
  form.key.replaceChildren(...Object.entries(SETTINGS).map(([key, [name]]) => make("option", { value: key }, name)));
}

const nameOf = (key) => SETTINGS[key]?.[0] ?? key;
const formatOf = (key) => SETTINGS[key]?.[1] ?? count;
const none = (key) => (formatOf(key) === months ? t("기한 없음", "No expiry") : t("한도 없음", "No limit"));
const valueOf = (key, value) => (value === null ? none(key) : formatOf(key)(value));

export async function showSettings() {
  desk.open("settings", { push: true });
  dayField.value ||= today();
  await read();
}

async function read() {
  const { on, data } = await desk.ask("GET", `${PATH}?${new URLSearchParams({ on: dayField.value || today() })}`);
  fill(find('[data-screen="settings"]'), { "settings-day": day(on) });
  const order = Object.keys(SETTINGS);
  const known = data.filter(({ key }) => SETTINGS[key]).sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
  const retired = data.filter(({ key }) => !SETTINGS[key]);
  list.replaceChildren(...known.map(row), ...(retired.length ? [make("details", {}, make("summary", {}, t("이제 쓰지 않는 설정", "No longer used")), retired.map(row))] : []));
}

const row = ({ key, current, coming }) => make(
  "div", { class: "report-row tight" },
  make(
    "div", {},
    make("div", {}, nameOf(key), ": ", make("strong", { class: "number" }, current ? valueOf(key, current.value) : t("정해지기 전", "Not set yet"))),
    coming.map((version) => make("div", {}, make("span", { class: "tag warn" }, t(`${day(version.effective_on)}부터`, `from ${day(version.effective_on)}`)), ` ${valueOf(key, version.value)}`)),
  ),
  make("button", { type: "button", class: "button second", "aria-label": `${nameOf(key)} ${t("이력", "history")}`, onclick: (event) => busy(event.currentTarget, () => desk.guarded(() => showHistory(key))) }, t("이력", "History")),
);

async function showHistory(key) {
  const { data } = await desk.ask("GET", `${PATH}/${encodeURIComponent(key)}`);
  fill(find('[data-screen="setting"]'), { "setting-name": nameOf(key), "setting-key": key });
  find("[data-versions]").replaceChildren(...data.map((version) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", { class: "number" }, valueOf(key, version.value)), make("span", {}, t(`${day(version.effective_on)}부터`, `from ${day(version.effective_on)}`))),
    make("div", {}, `${t("근거", "Source")}: ${version.source}`),
    version.notice ? make("div", {}, `${t("고시", "Notice")}: ${version.notice}`) : null,
    version.recorded_at ? make("div", { class: "soft" }, t(`적은 사람 ${version.recorded_by}, ${moment(version.recorded_at)}`, `Recorded by ${version.recorded_by}, ${moment(version.recorded_at)}`)) : make("div", { class: "soft" }, t("처음 들어온 값", "Came with the county's first data")),
  )));
  desk.open("setting", { push: true });
}

onSecondSubmit(form, {
  read() {
    const isNone = form.none.checked;
    const text = form.value.value.replace(/[\s,]/g, "");
    if (!isNone && !/^\d{1,10}$/.test(text)) throw new FieldError("value", t("값을 숫자로 적어 주세요.", "Please enter a number."));
    if (!form.effective_on.value) throw new FieldError("effective_on", t("시행하는 날을 골라 주세요.", "Please choose the day."));
    for (const name of ["source", "notice"]) {
      if (!form[name].value.trim()) throw new FieldError(name, t("꼭 적어 주세요.", "This is needed."));
    }
    return {
      key: form.key.value,
      effective_on: form.effective_on.value,
      value: isNone ? null : Number(text),
      source: form.source.value.trim(),
      notice: form.notice.value.trim(),
    };
  },
  describe: (body) => [
    make("p", {}, make("strong", {}, t(`${day(body.effective_on)}부터 ${nameOf(body.key)}: ${valueOf(body.key, body.value)}`, `From ${day(body.effective_on)}, ${nameOf(body.key)}: ${valueOf(body.key, body.value)}`))),
    make("p", {}, t("적은 뒤에는 고치거나 지울 수 없습니다. 맞으면 한 번 더 눌러 주세요.", "It can't be changed or removed afterwards. If this is right, press once more.")),
  ],
  async send(body) {
    await desk.ask("POST", PATH, { body });
    form.reset();
    await showHistory(body.key);
  },
});
