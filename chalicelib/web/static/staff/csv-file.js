// Files that staff upload: as they are sent, and what is wrong with their lines.

import { make } from "../common/dom.js";
import { t } from "../common/lang.js";

/** The file's very bytes, in base64. @param {Blob} file */
export async function base64Of(file) {
  let text = "";
  for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Every fault, if there are several: one alone is in the refusal's own sentence.
 * @param {HTMLElement} list @param {{ line: number, column: string, ko: string, en: string }[]} problems */
export function showProblems(list, problems) {
  if (problems.length < 2) return;
  list.replaceChildren(...problems.map((one) => make("li", {}, t(`${one.line}번째 줄, ${one.column}: ${one.ko}`, `Line ${one.line}, ${one.column}: ${one.en}`))));
}
