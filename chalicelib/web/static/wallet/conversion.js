// Mileage into vouchers.

import { Problem } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { fill, find, findForm, screen, show } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, day, points, t, won } from "../common/lang.js";
import { amountIn, groupDigits, offerAmounts } from "../common/money.js";
import { knownWallet } from "./home.js";

const OFFERED = [1000, 3000, 5000];
const form = findForm("form", screen("convert"));

/** @param {import("./wallet.js").Wallet & { askForIdentity: (next: string) => unknown }} parts */
export function start({ ask, refresh, askForIdentity }) {
  onClicks({ convert: open });
  groupDigits(form.mileage);
  keyedForm(form, {
    read: () => ({ mileage: amountIn(form.mileage, t("바꿀 마일리지를 적어 주세요.", "Please enter how much.")) }),
    async send(body, key) {
      try {
        return await ask("POST", "v1/me/conversions", { body, key });
      } catch (error) {
        if (error instanceof Problem && error.code === "identity_required") askForIdentity("convert");
        if (error instanceof Problem && error.status === 422) error.param ||= "mileage";
        throw error;
      }
    },
    done(answer) {
      fill(screen("converted"), {
        "converted-amount": won(answer.voucher_amount),
        "converted-until": answer.expires_on < "9999" ? t(`${day(answer.expires_on)}까지 쓸 수 있습니다.`, `Valid until ${day(answer.expires_on)}.`) : "",
      });
      show("converted");
      refresh().catch(() => {});
    },
  });
}

export function open() {
  const mileage = knownWallet()?.mileage.balance ?? 0;
  form.mileage.value = "";
  /** @type {[string, number][]} */
  const amounts = OFFERED.filter((value) => value < mileage).map((value) => [points(value), value]);
  if (mileage) amounts.push([t(`전부 (${count(mileage)})`, `All (${count(mileage)})`), mileage]);
  offerAmounts(find("[data-quick]"), amounts, (value) => { form.mileage.value = count(value); });
  show("convert", { push: true });
}
