// An emblem as phones want an app's icon: pictures in PNG, drawn here, since the server draws none.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";

const GROUND = "#ffffff";
/** `share`: of the icon's side, how much the emblem takes up. A phone cuts what is maskable to a form of its own, within which a
 * square of half the side always lies (W3C, Web Application Manifest, 7.2); iOS puts black below what shows through. */
export const ICONS = {
  icon: { side: 512, share: 1, ground: "" },
  icon_maskable: { side: 512, share: 0.5, ground: GROUND },
  icon_touch: { side: 192, share: 0.72, ground: GROUND },
};

/** Where it stands in the middle, as large as its share allows. @param {{ width: number, height: number }} emblem @param {{ side: number, share: number }} icon */
export function placed({ width, height }, { side, share }) {
  const scale = (side * share) / Math.max(width, height);
  const [wide, high] = [width * scale, height * scale];
  return [(side - wide) / 2, (side - high) / 2, wide, high];
}

/** All of them. @param {string} address of the emblem, on this host @param {string} field where a refusal is shown @returns {Promise<Record<keyof typeof ICONS, Blob>>} */
export async function iconsOf(address, field) {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    const drawn = Object.entries(ICONS).map(async ([name, icon]) => [name, await draw(image, icon)]);
    return Object.fromEntries(await Promise.all(drawn));
  } catch {
    throw new FieldError(field, t("그림으로 읽을 수 없는 파일입니다. SVG나 PNG 파일을 골라 주세요.", "This file can't be read as a picture. Please choose an SVG or PNG."));
  }
}

/** @param {HTMLImageElement} image @param {{ side: number, share: number, ground: string }} icon @returns {Promise<Blob>} */
function draw(image, icon) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [icon.side, icon.side];
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.fillStyle = icon.ground || "transparent";
  context.fillRect(0, 0, icon.side, icon.side);
  const [left, top, width, height] = placed({ width: image.naturalWidth || 1, height: image.naturalHeight || 1 }, icon);
  context.drawImage(image, left, top, width, height);
  return new Promise((resolve, reject) => { canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("not drawn"))), "image/png"); });
}
