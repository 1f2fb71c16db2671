// One's own data: see it, take a copy, change the consent to news, leave.

import { clearErrors, find, make, screen, show, showError } from "../common/dom.js";
import { day, points, t, won } from "../common/lang.js";
import * as session from "../common/session.js";

const mine = screen("mine");
const news = find("[name=marketing]", mine);
let ask;

export function start(wallet) {
  ({ ask } = wallet);
  news.addEventListener("change", () => attempt(setNews));
}

export async function open() {
  show("mine", { push: true });
  find("[data-leave]", mine).hidden = true;
  await attempt(async () => {
    const [me, consents] = await Promise.all([ask("GET", "v1/me"), ask("GET", "v1/me/consents")]);
    const rows = [
      [t("이름", "Name"), me.name],
      [t("휴대전화", "Mobile"), me.phone],
      [t("생년월일", "Birth date"), day(me.birth_on)],
      [t("가입한 날", "Joined"), day(me.joined_at.slice(0, 10))],
    ];
    find("[data-mine]").replaceChildren(...rows.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]));
    news.checked = consents.data.some((one) => one.kind === "marketing" && one.given);
  });
}

export const download = () => attempt(async () => {
  const copy = await ask("GET", "v1/me/export");
  const file = new Blob([JSON.stringify(copy, null, 2)], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(file), download: "onmin.json" });
  link.click();
  URL.revokeObjectURL(link.href);
});

// What would be left behind is said before anything is asked.
export const askLeave = () => attempt(async () => {
  const now = await ask("GET", "v1/me/wallet");
  find("[data-left]", mine).textContent = t(
    `지갑에 상품권 ${won(now.voucher.balance_amount)}, 마일리지 ${points(now.mileage.balance)}이 남아 있습니다. 탈퇴하면 쓸 수 없습니다.`,
    `Your wallet holds vouchers of ${won(now.voucher.balance_amount)} and ${points(now.mileage.balance)} of mileage. You cannot use them after leaving.`,
  );
  find("[data-leave]", mine).hidden = false;
  find("[data-do=leave]", mine).focus();
});

export const leave = () => attempt(async () => {
  await ask("DELETE", "v1/me");
  session.close();
  show("left");
});

const setNews = () => ask("PUT", "v1/me/consents/marketing", { body: { given: news.checked } });

async function attempt(work) {
  clearErrors(mine);
  try {
    await work();
  } catch (error) {
    if (error.status !== 401) showError(mine, error);
  }
}
