// Larger text on this phone, for as long as whoever works with it wants it.

import { find } from "../common/dom.js";
import { device } from "../common/storage.js";

const NAME = "onmin.large-text";

export function startLargeText() {
  const choice = /** @type {HTMLInputElement} */ (find("[data-large]"));
  const show = () => document.documentElement.classList.toggle("large", choice.checked);
  choice.checked = device.text(NAME) === "yes";
  choice.addEventListener("change", () => {
    device.keepText(NAME, choice.checked ? "yes" : "no");
    show();
  });
  show();
}
