// The photos of a campaign: a page at a time, each loaded when it comes into sight.

import { call } from "../common/api.js";
import { now } from "../common/clock.js";
import { fill, find, make, watchConnection } from "../common/dom.js";
import { t } from "../common/lang.js";
import { pagedList } from "../common/paged-list.js";
import { messageOf } from "../common/refusals.js";

/** @typedef {Api.Schemas["GalleryPhotoAnswer"]} Photo */

const code = document.body.dataset.code ?? "";
const place = find("[data-photos]");
/** Of all pages together, so that no two pictures are called the same. */
let number = 0;
let expiresAt = Infinity;

const list = pagedList(place, {
  async load(cursor) {
    const answer = await call("GET", "v1/campaigns/{code}/photos", { values: { code }, query: { cursor } });
    expiresAt = Math.min(cursor ? expiresAt : Infinity, Date.parse(answer.expires_at));
    if (!cursor) {
      number = 0;
      fill(document, { campaign: answer.name });
      document.title = `${answer.name} · ${document.title.split(" · ").slice(-2).join(" · ")}`;
    }
    return answer;
  },
  row,
  more: /** @type {HTMLButtonElement} */ (find("[data-more]")),
  empty: () => make("li", { class: "box empty none" }, make("p", {}, t("아직 보여 드릴 사진이 없습니다.", "There are no photos to show yet."))),
});

/** @param {Photo} photo */
function row(photo) {
  number += 1;
  const picture = make("img", {
    src: photo.url,
    alt: t(`방문하신 분이 ${photo.place}에서 찍은 사진 ${number}`, `Photo ${number}, taken by a visitor at ${photo.place}`),
    loading: "lazy",
    decoding: "async",
    width: "320",
    height: "320",
  });
  const tile = make("li", {}, make("figure", {}, picture, make("figcaption", {}, photo.place)));
  picture.addEventListener("error", () => {
    // Whoever reads slowly gets new addresses; else the picture was taken back since the page was read.
    if (now() > expiresAt) list.read().catch(() => {});
    else tile.remove();
  }, { once: true });
  return tile;
}

watchConnection();
try {
  await list.read();
} catch (error) {
  find('[data-error=""]').textContent = messageOf(error);
}
place.setAttribute("aria-busy", "false");
