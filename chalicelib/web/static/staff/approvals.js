// What adjustments and bulk grants share on the staff page: their states, who did what, and the decision of a second person.

import { newKey } from "../common/api.js";
import { clearErrors, find, make, onSubmit, screen } from "../common/dom.js";
import { moment, t } from "../common/lang.js";

const STATUS = {
  proposed: [t("승인 대기", "Waiting for approval"), "warn"],
  approved: [t("승인됨, 처리 중", "Approved, not done yet"), "warn"],
  applied: [t("반영됨", "Applied"), "must"],
  completed: [t("지급 끝남", "Completed"), "must"],
  refused: [t("규정상 반영 안 됨", "Refused by a rule"), "bad"],
  rejected: [t("반려됨", "Rejected"), "bad"],
};
const STEPS = {
  proposed: t("올림", "Proposed"), approved: t("승인", "Approved"), rejected: t("반려", "Rejected"),
  applied: t("반영", "Applied"), refused: t("반영 안 됨", "Refused"), completed: t("지급 끝", "Completed"),
};

export const statusName = (status) => STATUS[status][0];
export const statusTag = (status) => make("span", { class: `tag ${STATUS[status][1]}` }, STATUS[status][0]);

export function facts(rows) {
  return rows.filter(([, value]) => value).flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]);
}

// Nothing here can be taken back, so each step stands with its person, moment and reason.
export function renderSteps(place, steps) {
  place.replaceChildren(...steps.map((one) => make(
    "li", {},
    make("div", { class: "spread" }, make("strong", {}, one.by ? `${STEPS[one.step]} · ${one.by}` : STEPS[one.step]), make("span", { class: "soft" }, moment(one.at))),
    one.reason ? make("div", {}, one.reason) : null,
  )));
}

// The buttons are there only for who may: not for the person who proposed it.
export function showDecision(name, matter) {
  const form = find("form", screen(name));
  const isOpen = matter.status === "proposed";
  form.dataset.matter = matter.adjustment_id || matter.grant_id;
  form.hidden = !matter.may_decide;
  find("[data-waiting]", screen(name)).hidden = matter.may_decide || !isOpen;
  find("[data-reject]", form).hidden = !isOpen;
  find('[type="submit"]', form).textContent = isOpen ? t("승인하기", "Approve") : t("이어서 처리하기", "Go on");
  form.reason.value = "";
  clearErrors(form);
}

// `decide(what, body, key)` sends it; to reject, a reason is needed.
export function onDecision(name, decide) {
  const form = find("form", screen(name));
  let what = "approve";
  let wish = null;
  find("[data-reject]", form).addEventListener("click", () => {
    what = "reject";
    form.requestSubmit();
  });
  onSubmit(form, async () => {
    const wanted = what;
    what = "approve";
    const reason = form.reason.value.trim();
    if (wanted === "reject" && !reason) throw Object.assign(new Error(t("반려하는 사유를 적어 주세요.", "Please give a reason for rejecting.")), { param: "reason" });
    const body = reason ? { reason } : {};
    // Pressed again after a dropped connection, it is the same decision.
    const words = JSON.stringify([form.dataset.matter, wanted, body]);
    if (wish?.words !== words) wish = { words, key: newKey() };
    await decide(wanted, body, wish.key);
    wish = null;
  });
}
