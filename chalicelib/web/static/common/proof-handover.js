// The wallet hands a proof over to the page that checks it, within this tab and nowhere else.

const NAME = "onmin.proof";

/** @param {string} text */
export const handOver = (text) => sessionStorage.setItem(NAME, text);

export function take() {
  const text = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  return text;
}
