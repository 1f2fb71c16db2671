// Giving up what is being paid, or giving an unused purchase back whole; asked in a dialog. Money that came by a virtual account
// has no way back of its own: then the account is asked for too.

import { callPatiently, statusOf } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { fill, find, findForm, make } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { t, won } from "../common/lang.js";
import { clearErrors } from "../common/refusals.js";
import { clearingBanks, readAccount } from "../pay/banks.js";

/** @typedef {import("./purchase-words.js").Purchase} Purchase */

/** @type {HTMLDialogElement} */
const dialog = find("[data-buy-cancel]");
const form = findForm("form", dialog);
const account = find("[data-refund-account]", form);
/** @type {import("./wallet.js").Wallet} */
let wallet;
/** @type {Purchase | null} */
let purchase = null;

/** `paint` shows how the purchase stands afterwards.
 * @param {import("./wallet.js").Wallet & { paint: (purchase: Purchase) => unknown }} parts */
export function start({ ask, refresh, paint }) {
  wallet = { ask, refresh };
  find("[name=bank_code]", form).append(make("option", { value: "" }, t("골라 주세요", "Choose")), ...clearingBanks().map(([code, name]) => make("option", { value: code }, name)));
  onClicks({ "buy-keep": () => dialog.close() });
  keyedForm(form, {
    read,
    send: ({ id, body }, key) => ask("POST", "v1/me/purchases/{purchase_id}/cancel", { values: { purchase_id: id }, body, key }),
    async done(_, { id }) {
      dialog.close();
      paint(await ask("GET", "v1/me/purchases/{purchase_id}", { values: { purchase_id: id } }));
      refresh().catch(() => {});
    },
  });
}

/** Whether it was bought online; then it is asked about as that. @param {string} id */
export async function openBought(id) {
  try {
    await open(await wallet.ask("GET", "v1/me/purchases/{purchase_id}", { values: { purchase_id: id } }));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** @param {Purchase} chosen */
export async function open(chosen) {
  purchase = chosen;
  const isBought = chosen.status === "completed";
  account.hidden = !isBought || !(await isByAccount(chosen));
  fill(dialog, {
    "cancel-title": isBought ? t("구매를 취소할까요?", "Cancel the purchase?") : t("사지 않으시겠어요?", "Not buy it?"),
    "cancel-words": isBought
      ? t(`상품권 ${won(chosen.face_amount)}이 없어지고, 내신 ${won(chosen.price_amount)}을 모두 돌려드립니다.`, `The voucher of ${won(chosen.face_amount)} goes, and all ${won(chosen.price_amount)} you paid come back.`)
      : t("차례를 내놓게 됩니다. 돈은 나가지 않습니다.", "You give up your place. Nothing is charged."),
    "cancel-yes": isBought ? t("네, 취소합니다", "Yes, cancel it") : t("네, 사지 않습니다", "Yes, do not buy"),
  });
  form.reset();
  clearErrors(form);
  dialog.showModal();
}

/** @param {Purchase} chosen */
async function isByAccount({ purchase_id: id }) {
  try {
    const { method } = await callPatiently("GET", "v1/payments/{purchase_id}", { values: { purchase_id: id } });
    return method === "virtual_account";
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

function read() {
  if (!purchase) throw new Error("nothing is chosen");
  const id = purchase.purchase_id;
  if (account.hidden) return { id, body: {} };
  return { id, body: { refund_account: readAccount(form) } };
}
