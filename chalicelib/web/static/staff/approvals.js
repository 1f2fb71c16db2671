// What adjustments, bulk grants and payouts share on the staff page: their states, who did what, and the decision of a second person.

import { onClicks } from "../common/clicks.js";
import { find, findForm, make, screen } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { moment, t } from "../common/lang.js";
import { clearErrors, FieldError } from "../common/refusals.js";
import { wordsFor } from "../common/words.js";

/** @typedef {Api.Schemas["StepAnswer"]} Step */
/** @typedef {Api.Schemas["AdjustmentAnswer"]["status"] | Api.Schemas["BulkGrantAnswer"]["status"] | Api.Schemas["MessageAnswer"]["status"] | Api.Schemas["BatchRow"]["status"]} State */
/** @typedef {{ what: "approve" | "reject", id: string, reason: string }} Decision */

/** @type {Record<State, string>} */
const TONES = { proposed: "warn", approved: "warn", applied: "must", completed: "must", refused: "bad", rejected: "bad" };

/** What each list of proposals has: how it stands, who proposed it and when. @type {import("./table-column.js").Column<{ status: State, steps: Step[] }>[]} */
export const PROPOSAL_COLUMNS = [
  { words: t("상태", "State"), kind: "state", states: "approval_states", tones: TONES, of: ({ status }) => status },
  { words: t("올린 사람", "Proposed by"), of: ({ steps: [first] }) => first?.by },
  { words: t("올린 때", "Proposed at"), kind: "moment", of: ({ steps: [first] }) => first?.at },
];

/** @param {State} status */
export const statusTag = (status) => make("span", { class: `tag ${TONES[status]}` }, wordsFor("approval_states", status));

/** Nothing here can be taken back, so each step stands with its person, moment and reason. @param {Element} place @param {Step[]} steps */
export function renderSteps(place, steps) {
  place.replaceChildren(...steps.map((one) => {
    const words = wordsFor("steps", one.step);
    return make(
      "li", {},
      make("div", { class: "spread" }, make("strong", {}, one.by ? `${words} · ${one.by}` : words), make("span", { class: "soft" }, moment(one.at))),
      one.reason ? make("div", {}, one.reason) : null,
    );
  }));
}

/** The buttons are there only for who may: not for the person who proposed it.
 * @param {string} name @param {string} id @param {{ status: State, may_decide: boolean }} request */
export function showDecision(name, id, request) {
  const form = findForm("[data-decision]", screen(name));
  const isOpen = request.status === "proposed";
  // What was asked about another request is not asked about this one.
  form.dispatchEvent(new Event("input"));
  form.dataset.request = id;
  form.hidden = !request.may_decide;
  find("[data-waiting]", screen(name)).hidden = request.may_decide || !isOpen;
  find(`[data-do="reject-${name}"]`, form).hidden = !isOpen;
  find('[type="submit"]', form).textContent = isOpen ? t("승인하기", "Approve") : t("이어서 처리하기", "Go on");
  form.reason.value = "";
  clearErrors(form);
}

/** `decide` sends it, `done` goes on from the answer; to reject, a reason is needed.
 * @template Answer
 * @param {string} name @param {(decision: Decision, key: string) => Promise<Answer>} decide @param {(answer: Answer) => unknown} done */
export function onDecision(name, decide, done) {
  const form = findForm("[data-decision]", screen(name));
  /** @type {Decision["what"]} */
  let what = "approve";
  onClicks({
    [`reject-${name}`]: () => {
      what = "reject";
      form.requestSubmit();
    },
  });
  keyedForm(form, {
    read() {
      const wanted = what;
      what = "approve";
      const reason = form.reason.value.trim();
      if (wanted === "reject" && !reason) throw new FieldError("reason", t("반려하는 사유를 적어 주세요.", "Please give a reason for rejecting."));
      return { what: wanted, id: form.dataset.request ?? "", reason };
    },
    // What is rejected can be proposed again; what is approved is done.
    describe: (wish) => (wish.what === "approve" ? [make("p", {}, t("위의 내용을 모두 보셨으면 한 번 더 눌러 주세요. 승인하면 되돌릴 수 없습니다.", "Press once more if you have read all of the above. An approval can't be taken back."))] : null),
    send: decide,
    done,
  });
}
