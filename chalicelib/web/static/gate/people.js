// People without a pass, counted by what they pay: one at a time with a tap each, or as a group.

import { newKey } from "../common/api.js";
import { button } from "../common/clicks.js";
import { deviceNow } from "../common/clock.js";
import { fill, find, make, screen, show } from "../common/dom.js";
import { count, t, won } from "../common/lang.js";
import { clearErrors, showError } from "../common/refusals.js";
import { table } from "../common/words.js";
import { chargeOfClass } from "./judging.js";
import * as kept from "./kept.js";

/** @typedef {import("./judging.js").Rules["days"][number]} Day */

const ALWAYS = ["adult", "youth", "child"];
const section = screen("people");
/** @type {Map<string, number>} */
const chosen = new Map();
/** @type {Day | undefined} */
let day;
let isGroup = false;

/** @param {Day | undefined} today */
export function open(today) {
  day = today;
  isGroup = false;
  chosen.clear();
  clearErrors(section);
  const words = table("visitors");
  const shown = Object.keys(words).filter((name) => ALWAYS.includes(name) || (name !== "online_resident" && today?.benefits.some((benefit) => benefit.visitor_class === name)));
  find("[data-visitors]").replaceChildren(...shown.map((name) => row(name, words[name] ?? name)));
  update();
  show("people", { push: true });
}

/** @param {string} name @param {string} words */
function row(name, words) {
  const benefit = day?.benefits.find((one) => one.visitor_class === name);
  const proof = t(benefit?.proof ?? "", benefit?.proof_en || benefit?.proof || "");
  return make("li", { "data-visitor": name },
    make("span", {}, make("strong", {}, words), make("span", { class: "small soft" }, make("span", { "data-price": "" }), proof ? ` · ${proof}` : "")),
    button("−", () => add(name, -1), { "aria-label": t(`${words} 한 명 빼기`, `One ${words} less`), class: "button second step" }),
    make("output", { class: "number", "aria-live": "polite" }, "0"),
    button("+", () => add(name, 1), { "aria-label": t(`${words} 한 명 더`, `One ${words} more`), class: "button second step" }));
}

/** @param {string} name @param {number} more */
function add(name, more) {
  chosen.set(name, Math.max(0, (chosen.get(name) ?? 0) + more));
  update();
}

export function turnGroup() {
  isGroup = !isGroup;
  update();
}

function update() {
  let people = 0;
  let sum = 0;
  for (const line of section.querySelectorAll("[data-visitor]")) {
    const name = line.getAttribute("data-visitor") ?? "";
    const each = day ? chargeOfClass(day, name, isGroup) : { fee: 0, pay: 0 };
    const number = chosen.get(name) ?? 0;
    people += number;
    sum += number * each.pay;
    find("output", line).textContent = count(number);
    find("[data-price]", line).textContent = each.pay ? won(each.pay) : t("무료", "free");
  }
  find('[data-do="turn-group"]').setAttribute("aria-pressed", String(isGroup));
  fill(section, {
    "people-sum": t(`${count(people)}명 · ${won(sum)}`, `${count(people)} people · ${won(sum)}`),
    "group-note": isGroup ? t(`돈을 내는 사람이 ${count(day?.group_from ?? 20)}명부터 단체입니다.`, `A group has ${count(day?.group_from ?? 20)} paying people or more.`) : "",
  });
}

/** Whether anybody was counted. */
export function take() {
  const visitors = [...chosen].filter(([, people]) => people > 0).map(([name, people]) => ({ visitor_class: /** @type {any} */ (name), people }));
  if (!visitors.length) {
    showError(section, new Error(t("몇 명인지 눌러 주세요.", "Please tap how many people there are.")));
    return false;
  }
  const paying = visitors.filter(({ visitor_class: name }) => day && chargeOfClass(day, name, true).pay > 0).reduce((sum, { people }) => sum + people, 0);
  if (isGroup && day && paying < day.group_from) {
    showError(section, new Error(t(`단체는 돈을 내는 사람이 ${count(day.group_from)}명부터입니다. 지금은 ${count(paying)}명입니다.`, `A group has ${count(day.group_from)} paying people or more; there are ${count(paying)}.`)));
    return false;
  }
  kept.keepCount({ id: newKey("c-"), at: deviceNow(), isGroup, visitors });
  return true;
}
