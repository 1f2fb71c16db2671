// Reading a QR code with the camera: by the browser itself where it can, else by the reader in lib/ (see its README).

import { sleep } from "./api.js";
import { t } from "./lang.js";

const TRY_EVERY_MS = 150;
const SIDE_MAX = 720;
/** Vendored, and without types. @type {string} */
const READER = "../lib/zxing_reader.js";

export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

/** Resolves with the text of the first code seen; rejects when the camera cannot be used. `signal` ends it.
 * @param {HTMLVideoElement} video @param {AbortSignal} signal @returns {Promise<string>} */
export async function scan(video, signal) {
  const detectPromise = loadDetector();
  const stream = await openCamera();
  try {
    video.srcObject = stream;
    await video.play();
    const detect = await detectPromise;
    while (!signal.aborted) {
      const text = await detect(video);
      if (text) return text;
      await sleep(TRY_EVERY_MS);
    }
    throw signal.reason;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function openCamera() {
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      audio: false,
    });
  } catch (error) {
    throw new Error(error instanceof DOMException && error.name === "NotAllowedError"
      ? t("카메라를 쓰도록 허락해 주세요. 또는 코드를 숫자로 적어 주세요.", "Please allow the camera, or type the code.")
      : t("카메라를 열지 못했습니다. 코드를 숫자로 적어 주세요.", "The camera could not be opened. Please type the code."));
  }
}

/** @typedef {(video: HTMLVideoElement) => Promise<string | undefined>} Detect */

/** @type {Promise<Detect> | undefined} */
let detector;

function loadDetector() {
  detector ??= ownDetector().then((own) => own || vendoredDetector());
  return detector;
}

/** @returns {Promise<Detect | null>} */
async function ownDetector() {
  if (!window.BarcodeDetector) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return null;
  const reader = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await reader.detect(video))[0]?.rawValue;
}

/** @returns {Promise<Detect>} */
async function vendoredDetector() {
  const [{ ZXingWASM: reader }, wasmBinary] = await Promise.all([
    import(READER),
    fetch(new URL("../lib/zxing_reader.wasm.gz", import.meta.url), { headers: { Accept: "application/octet-stream" } })
      .then((response) => response.arrayBuffer()),
  ]);
  await reader.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  return async (video) => {
    const scale = Math.min(1, SIDE_MAX / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
    canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await reader.readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found[0]?.text;
  };
}
