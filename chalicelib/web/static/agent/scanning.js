// A camera beside a field, where the counter has one; a hand scanner types by itself.

import { button } from "../common/clicks.js";
import { make } from "../common/dom.js";
import { t } from "../common/lang.js";
import { showErrorHere } from "../common/refusals.js";
import { hasCamera, scan } from "../common/scan.js";

/** A button that reads one code; nothing where there is no camera.
 * @param {Element} place below which the camera is seen @param {(text: string) => unknown} take
 * @param {(text: string) => boolean} [isWanted] */
export function scanButton(place, take, isWanted) {
  if (!hasCamera()) return null;
  const video = make("video", { playsinline: true, muted: true, "aria-label": t("카메라 화면", "Camera") });
  const camera = make("div", { class: "camera", hidden: true }, video);
  /** @type {AbortController | null} */
  let scanning = null;
  return button(t("카메라로 찍기", "Use the camera"), async () => {
    if (scanning) return scanning.abort();
    place.append(camera);
    camera.hidden = false;
    scanning = new AbortController();
    const { signal } = scanning;
    // Not awaited by the button: a second press ends it.
    scan(video, signal, isWanted).then(take).catch((error) => {
      if (!signal.aborted) showErrorHere(error);
    }).finally(() => {
      camera.hidden = true;
      scanning = null;
    });
    return undefined;
  }, { class: "button second small" });
}
