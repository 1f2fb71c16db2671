// The wallet hands a proof over to the page that checks it, within this tab and nowhere else.

import { tab } from "./storage.js";

const NAME = "onmin.proof";

/** Whether the other page will find it. @param {string} text */
export const handOver = (text) => tab.keepText(NAME, text);

export function take() {
  const text = tab.text(NAME);
  tab.forget(NAME);
  return text;
}
