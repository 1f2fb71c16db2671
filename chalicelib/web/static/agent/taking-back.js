// Taking back notes that were not used: all of one sale, from who bought them, at the agent that sold them.

import { find, findForm, make } from "../common/dom.js";
import { count, memberNumber, t, won } from "../common/lang.js";
import { notePicker } from "./notes.js";
import { offerCard, readMember } from "./sale.js";
import { fieldOf, hideDone, readAll, showDone, task, ticked } from "./task.js";

const NOTES_MAX = 80;
const form = findForm("#return-form");

/** @param {import("./agent.js").Counter} counter */
export function start({ ask, worth }) {
  const notes = notePicker(find("[data-notes]", form), { most: NOTES_MAX, worth });
  offerCard(form);
  form.addEventListener("input", () => hideDone(form));

  const made = task(form, {
    name: "return",
    async read() {
      const { member_id, ranges } = readAll(form, {
        member_id: () => readMember(fieldOf(form, "member_id").value),
        ranges: notes.value,
        identity: () => ticked(form, "identity", t("신분증을 확인하고 표시해 주세요.", "Please check the ID and tick this.")),
      });
      return { body: { member_id, notes: ranges }, seen: { count: notes.count() } };
    },
    describe: ({ seen }) => [
      make("p", {}, t(`지류 ${count(seen.count)}장을 되돌려 받고 판매를 취소합니다. 되돌려 받은 상품권은 다시 팔 수 없습니다.`, `Takes ${count(seen.count)} notes back and cancels their sale. They are never sold again.`)),
      make("p", {}, t("돌려줄 돈은 다음 화면에 나옵니다. 맞으면 한 번 더 눌러 주세요.", "What to hand back is shown next. If this is right, press once more.")),
    ],
    send: (body, key) => ask("POST", "v1/agent/paper-returns", { body, key }),
    say: (body) => t(`회원 ${memberNumber(body.member_id)}의 지류 되돌려 받기`, `Notes of member ${memberNumber(body.member_id)}`),
    /** @param {Api.Schemas["PaperReturnAnswer"]} taken */
    done(taken) {
      form.reset();
      notes.clear();
      showDone(form, [
        make("p", {}, t("회원에게 돌려줄 돈", "Hand back to the member")),
        make("p", { class: "huge number" }, won(taken.refund_amount)),
        ...taken.notes.map((range) => make("p", { class: "number" }, range.count === 1 ? range.first : `${range.first} – ${range.last}`)),
        make("p", { class: "soft small" }, taken.entry_id),
      ]);
    },
  });
  return { open: () => { notes.draw(); made.tell(); } };
}
