// What is wrong with the lines of a file that staff uploaded.

import { make } from "../common/dom.js";
import { t } from "../common/lang.js";

/** Every fault, if there are several: one alone is in the refusal's own sentence.
 * @param {HTMLElement} list @param {{ line: number, column: string, ko: string, en: string }[]} problems */
export function showProblems(list, problems) {
  if (problems.length < 2) return;
  list.replaceChildren(...problems.map((one) => make("li", {}, t(`${one.line}번째 줄, ${one.column}: ${one.ko}`, `Line ${one.line}, ${one.column}: ${one.en}`))));
}
