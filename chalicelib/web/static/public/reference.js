// The list of requests, narrowed by what is typed: every word must be in the path or the words of a request.

import { find } from "../common/dom.js";
import { t } from "../common/lang.js";

const calls = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-call]"));
const groups = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-group]"));
const wanted = /** @type {HTMLInputElement} */ (find("[data-wanted]"));

wanted.addEventListener("input", narrow);
narrow();

function narrow() {
  const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const call of calls) {
    const text = (call.dataset.call || "").toLowerCase();
    call.hidden = !words.every((word) => text.includes(word));
    found += call.hidden ? 0 : 1;
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-call]:not([hidden])");
  find("[data-found]").textContent = words.length ? t(`${found}개`, `${found} found`) : "";
}
