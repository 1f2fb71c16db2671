// The file of a picture: a photo of a camera is drawn smaller until every visitor can carry it; an emblem stays as it was drawn.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";

const SIDES = [1600, 1200, 900, 640];
const QUALITIES = [0.85, 0.7, 0.55];
const DRAWN = "image/svg+xml";
const SIDE_MAX = 2000;
/** What may be chosen of each use. */
export const ACCEPTED = { emblem: ".svg,.png,image/svg+xml,image/png", picture: ".jpg,.jpeg,.png,image/jpeg,image/png" };

/** From large to small, what is tried. @returns {{ side: number, quality: number }[]} */
export const tries = () => SIDES.flatMap((side) => QUALITIES.map((quality) => ({ side, quality })));

/** What is sent of a chosen file. @param {File} file @param {"emblem" | "picture"} use @param {number} bytesMax @param {string} field where a refusal is shown @returns {Promise<Blob>} */
export async function fitted(file, use, bytesMax, field) {
  if (use === "emblem" || file.type === DRAWN) return file;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new FieldError(field, t("그림으로 읽을 수 없는 파일입니다. PNG나 JPEG 파일을 골라 주세요.", "This file can't be read as a picture. Please choose a PNG or JPEG."));
  }
  try {
    if (file.size <= bytesMax && Math.max(bitmap.width, bitmap.height) <= SIDE_MAX) return file;
    for (const { side, quality } of tries()) {
      const made = await drawn(bitmap, side, quality);
      if (made && made.size <= bytesMax) return made;
    }
  } finally {
    bitmap.close();
  }
  throw new FieldError(field, t("이 그림은 줄여도 너무 큽니다. 더 단순한 그림을 골라 주세요.", "Even drawn smaller this picture is too large. Please choose a simpler one."));
}

/** @param {ImageBitmap} bitmap @param {number} side @param {number} quality @returns {Promise<Blob | null>} */
function drawn(bitmap, side, quality) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (context) {
    // What shows through has no place in a JPEG.
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
}
