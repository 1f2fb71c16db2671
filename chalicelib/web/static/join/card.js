// The card at the end of a sign-up: who joined, and what came with it.

import { all, fill, screen, show } from "../common/dom.js";
import { memberNumber, points, t } from "../common/lang.js";

/** What the card shows.
 * @typedef {{ name: string, member_id: string | null, already_member: boolean, granted: number, profile?: Api.Schemas["MeAnswer"] }} Done */

/** @param {Done} done */
export function showCard(done) {
  fill(screen("card"), {
    welcome: done.already_member ? t("이미 온 군민이십니다", "You are already a member") : t("환영합니다! 온 군민이 되셨습니다", "Welcome! You are a member now"),
    name: done.profile?.name || done.name,
    member: done.member_id ? memberNumber(done.member_id) : "",
    "card-note": t("받은 마일리지", "Mileage received"),
    "card-mileage": points(done.granted),
    granted: grantText(done),
  });
  all(".spread", screen("card")).forEach((row) => { row.hidden = done.granted === 0; });
  show("card");
}

/** @param {Done} done */
function grantText({ already_member: isMember, granted }) {
  if (isMember) return t("가입 마일리지는 한 사람에게 한 번 드립니다. 지갑에서 남은 마일리지를 볼 수 있습니다.", "Sign-up mileage is given once per person. Your wallet shows what you have.");
  if (granted === 0) return t("이번 가입에는 마일리지가 없습니다. 가입 마일리지는 한 번호에 한 번 드립니다.", "No mileage comes with this sign-up: it is given once per number.");
  return t(`마일리지 ${points(granted)}을 드렸습니다. 지갑에서 상품권으로 바꿔 가게에서 쓰세요.`, `You received ${points(granted)}. Turn it into a voucher in your wallet and use it in shops.`);
}
