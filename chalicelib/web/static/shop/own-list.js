// A shop's own list beside a settlement: what was understood of the file, and what differs, order by order, in plain words.

import { Problem } from "../common/api.js";
import { find, findForm, make, note, screen } from "../common/dom.js";
import { base64Of } from "../common/file-bytes.js";
import { onSubmit } from "../common/forms.js";
import { count, t, won } from "../common/lang.js";
import { clearErrors, FieldError } from "../common/refusals.js";

/** @typedef {Api.Schemas["ComparisonAnswer"]} Comparison */
/** @typedef {Comparison["differences"][number]} Difference */

const FILE_BYTES_MAX = 512 * 1024;
const SHOWN_MAX = 100;
const within = find("[data-own-list]", screen("settlement"));
const form = findForm("form", within);
const found = find("[data-own-differences]", within);

/** @param {{ ask: Api.Ask, settlementId: () => string | undefined }} till */
export function start({ ask, settlementId }) {
  onSubmit(form, async () => {
    /** @type {File | undefined} */
    const file = form.file.files[0];
    const of = settlementId();
    clear();
    if (!file || !of) throw new FieldError("file", t("파일을 골라 주세요.", "Please choose the file."));
    if (file.size > FILE_BYTES_MAX) throw new FieldError("file", t("파일이 너무 큽니다. 500KB까지 올릴 수 있습니다.", "The file is too large. The limit is 500 KB."));
    const compared = await ask("POST", "v1/settlements/{settlement_id}/comparisons", { values: { settlement_id: of }, body: { csv_base64: await base64Of(file) } }).catch((error) => {
      if (error instanceof Problem && ["shop_list_invalid", "csv_invalid"].includes(error.code)) error.param = "file";
      throw error;
    });
    // Another settlement was opened meanwhile.
    if (of === settlementId()) tell(compared);
  });
}

/** Nothing of the list before: of another settlement, or of another file. */
function clear() {
  note("own-understood", "");
  note("own-result", "");
  found.replaceChildren();
}

/** For a settlement that is opened. */
export function reset() {
  form.reset();
  clearErrors(form);
  clear();
}

/** @param {Comparison} of */
function tell({ own, settled, is_equal: isEqual, differences }) {
  note("own-understood", t(
    `올린 목록에서 ‘${own.order_column}’ 칸과 ‘${own.amount_column}’ 칸을 읽었습니다: 주문 ${count(own.order_count)}건, ${won(own.amount)}. 정산에는 주문 ${count(settled.order_count)}건, ${won(settled.amount)}이 있습니다.`,
    `Of your list the columns “${own.order_column}” and “${own.amount_column}” were read: ${count(own.order_count)} orders, ${won(own.amount)}. The settlement has ${count(settled.order_count)} orders, ${won(settled.amount)}.`,
  ));
  note("own-result", isEqual
    ? t("목록과 정산이 모두 같습니다.", "Your list and the settlement are the same.")
    : t(`주문 ${count(differences.length)}건이 다릅니다.`, `${count(differences.length)} orders differ.`));
  find('[data-fill="own-result"]', within).classList.toggle("warn", !isEqual);
  found.replaceChildren(...differences.slice(0, SHOWN_MAX).map(line));
  if (differences.length > SHOWN_MAX) found.append(make("li", {}, t(`${count(differences.length - SHOWN_MAX)}건이 더 있습니다.`, `${count(differences.length - SHOWN_MAX)} more.`)));
}

/** @param {Difference} one */
function line(one) {
  const own = won(one.own_amount ?? 0);
  const settled = won(one.settled_amount ?? 0);
  /** @type {Record<Difference["kind"], [string, string]>} */
  const words = {
    missing_here: [
      t(`가게 목록에만 있음: ${own}`, `Only in your list: ${own}`),
      t("이 날 정산에 없는 주문입니다. 다른 날에 결제했거나, 결제가 끝나지 않았거나, 다른 방법으로 받은 돈일 수 있습니다.", "This settlement has no such order: it may be of another day, not paid in the end, or paid another way."),
    ],
    missing_there: [
      t(`정산에만 있음: ${settled}`, `Only in the settlement: ${settled}`),
      t("가게 목록에 없는 주문입니다. 가게 QR로 받은 결제이거나 목록에서 빠졌을 수 있습니다.", "Your list does not have it: it may have been paid at the standing QR, or be missing from the list."),
    ],
    amount_differs: [
      t(`금액이 다름: 가게 목록 ${own}, 정산 ${settled}`, `Amounts differ: ${own} in your list, ${settled} in the settlement`),
      t(`${won(Math.abs((one.own_amount ?? 0) - (one.settled_amount ?? 0)))} 차이입니다. 취소가 한쪽에 빠졌는지 보세요.`, `${won(Math.abs((one.own_amount ?? 0) - (one.settled_amount ?? 0)))} apart. See whether one of the two lacks a cancel.`),
    ],
  };
  const [what, why] = words[one.kind];
  return make("li", {}, make("strong", {}, t(`주문번호 ${one.order_id}`, `Order ${one.order_id}`)), make("div", {}, what), make("div", { class: "soft small" }, why));
}
