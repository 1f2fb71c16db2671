// Sends photos of a phone: made small, without where they were taken, straight to where they are kept.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";

const EDGE_MAX = 2000;
const QUALITY = 0.85;
const TYPES = ["image/jpeg", "image/png", "image/webp"];

/** What was sent stays sent: the same file again is the same upload. @type {WeakMap<File, string>} */
const sent = new WeakMap();

/** @param {import("./wallet.js").Wallet["ask"]} ask @param {File} file @param {string} field where a refusal is shown */
export async function sendImage(ask, file, field) {
  const known = sent.get(file);
  if (known) return known;
  const image = await smaller(file, field);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await image.arrayBuffer()));
  const { upload_id: id, url, fields } = await ask("POST", "v1/me/uploads", {
    body: {
      content_type: /** @type {"image/jpeg"} */ (image.type),
      bytes: image.size,
      sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    },
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", image);
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body: form, credentials: "omit" });
  } catch {
    answer = null;
  }
  if (!answer?.ok) throw new FieldError(field, t("사진을 보내지 못했습니다. 잠시 뒤 다시 눌러 주세요.", "The photo could not be sent. Please try again in a moment."));
  sent.set(file, id);
  return id;
}

/** Drawn anew, a picture is small and says nothing else. @param {File} file @param {string} field @returns {Promise<Blob>} */
async function smaller(file, field) {
  const refusal = new FieldError(field, t("사진 파일(JPEG, PNG, WebP)을 골라 주세요.", "Please choose a photo (JPEG, PNG or WebP)."));
  if (!TYPES.includes(file.type)) throw refusal;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw refusal;
  }
  const scale = Math.min(1, EDGE_MAX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  if (!made) throw refusal;
  return made;
}
