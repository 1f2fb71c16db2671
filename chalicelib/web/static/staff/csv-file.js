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

/** A file for a spreadsheet, with the mark that tells it UTF-8. What it would run as a formula is text.
 * @param {string[][]} rows */
export const csvOf = (rows) => new Blob(["\ufeff", rows.map((row) => row.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" });

/** A number below zero is no formula. @param {string} text */
const isFormula = (text) => /^[=+\-@\t\r]/.test(text) && !/^-?\d+$/.test(text);

/** @param {string} text */
const cell = (text) => `"${(isFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
