// Sends photos of a phone: made small, without where they were taken, straight to where they are kept.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";

const EDGE_MAX = 2000;
const QUALITY = 0.85;
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

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

/**
 * Drawn anew, a picture is small and says nothing else. HEIC, as phones keep photos, comes out as JPEG where the browser
 * can open it (Safari); elsewhere it is said what to do.
 * @param {File} file @param {string} field @returns {Promise<Blob>}
 */
export async function smaller(file, field) {
  const isHeic = await hasHeicBrand(file);
  const refusal = new FieldError(field, isHeic
    ? t("이 사진(HEIC)은 이 기기에서 열 수 없습니다. 사진을 화면 캡처해서 보내거나, 카메라 설정에서 ‘높은 호환성’(삼성은 ‘고효율 사진’ 끄기)을 고르고 다시 찍어 주세요.", "This photo (HEIC) cannot be opened on this device. Please send a screenshot of it, or choose “Most Compatible” in the camera's settings (Samsung: turn “High efficiency pictures” off) and take it again.")
    : t("사진 파일(JPEG, PNG, WebP)을 골라 주세요.", "Please choose a photo (JPEG, PNG or WebP)."));
  if (!isHeic && !TYPES.includes(file.type)) throw refusal;
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

/** By its own bytes (ISO/IEC 23008-12): phones and folders often name no type. @param {Blob} file */
async function hasHeicBrand(file) {
  const first = String.fromCharCode(...new Uint8Array(await file.slice(4, 12).arrayBuffer()));
  return first.startsWith("ftyp") && HEIC_BRANDS.includes(first.slice(4));
}
