// One's own data: see it, take a copy, change the consent to news, leave.

import { Problem } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { facts, find, saveJson, screen, show } from "../common/dom.js";
import { day, phoneNumber, points, t, won } from "../common/lang.js";
import { clearErrors, guarded } from "../common/refusals.js";
import * as session from "../common/session.js";

const mine = screen("mine");
const news = /** @type {HTMLInputElement} */ (find("[name=marketing]", mine));

/** Whether this page was loaded anew because its member has just left. */
export const hasLeft = () => new URLSearchParams(location.search).has("left");

export function sayGoodbye() {
  history.replaceState(null, "", `${document.baseURI}wallet`);
  show("left");
}

/** @param {import("./wallet.js").Wallet} wallet */
export function start({ ask }) {
  let isConfirmed = false;

  async function open() {
    show("mine", { push: true });
    find("[data-leave]", mine).hidden = true;
    clearErrors(mine);
    const [me, consents] = await Promise.all([ask("GET", "v1/me"), ask("GET", "v1/me/consents")]);
    find("[data-mine]").replaceChildren(...facts([
      [t("이름", "Name"), me.name],
      [t("휴대전화", "Mobile"), phoneNumber(me.phone)],
      [t("생년월일", "Birth date"), day(me.birth_on)],
      [t("가입한 날", "Joined"), day(me.joined_at.slice(0, 10))],
      [t("본인확인", "Identity"), me.identity ? t(`${day(me.identity.verified_at.slice(0, 10))}에 마침`, `Verified ${day(me.identity.verified_at.slice(0, 10))}`) : t("아직 하지 않음", "Not verified yet")],
    ]));
    find("[data-do=identify-mine]", mine).hidden = Boolean(me.identity);
    isConfirmed = false;
    news.checked = consents.data.some((one) => one.kind === "marketing" && one.given);
  }

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
  async function leave() {
    clearErrors(mine);
    try {
      await ask("DELETE", "v1/me", { query: { confirmed: isConfirmed } });
    } catch (error) {
      if (!(error instanceof Problem && error.code === "bought_vouchers_held")) throw error;
      isConfirmed = true;
      find("[data-left]", mine).textContent = `${error.message} ${t("그래도 탈퇴하시려면 아래 단추를 한 번 더 눌러 주세요.", "To leave all the same, press the button below once more.")}`;
      return;
    }
    session.forgetPerson();
    // Loaded anew, so that nothing of the person is left in the page either.
    location.replace(`${document.baseURI}wallet?left`);
  }

  news.addEventListener("change", () => guarded(() => {
    clearErrors(mine);
    return ask("PUT", "v1/me/consents/{kind}", { values: { kind: "marketing" }, body: { given: news.checked } });
  }));
  onClicks({ mine: open, export: download, "ask-leave": askLeave, leave });
}
