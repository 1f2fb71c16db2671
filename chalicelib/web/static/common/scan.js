// Reading a QR code with the camera: by the browser itself where it can, else by the reader in lib/ (see its README). A
// browser's own reader may be there and broken: it throws, rejects or never answers, at once or at any later frame. From then
// on the reader in lib/ is used.

import { sleep } from "./api.js";
import { t } from "./lang.js";

const TRY_EVERY_MS = 150;
/** For which the browser's own reader may think about one frame. */
const ANSWER_MS = 2500;
/** So many frames one after the other that could not be read mean that none can. */
const FAULTS_MAX = 5;
const SIDE_MAX = 720;
/** Vendored, and without types. @type {string} */
const READER = "../lib/zxing_reader.js";
const HAS_FRAME = 2;

/** @typedef {(video: HTMLVideoElement) => Promise<string | undefined>} Detect */

/** Says in the page's words what to do instead. */
class CameraError extends Error {}

export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

/** Resolves with the text of the first code seen; rejects when the camera cannot be used. `signal` ends it. */
export const scan = scanner();

/** @param {{ answerMs?: number, load?: () => Promise<Detect> }} [parts] `load` gives the reader that is always there */
export function scanner({ answerMs = ANSWER_MS, load = vendoredDetector } = {}) {
  /** @type {Promise<Detect | null> | undefined} */
  let native;
  /** @type {Promise<Detect> | undefined} */
  let vendored;

  /** Asked again after a failure: the connection may be back. */
  function loaded() {
    vendored ??= load().catch((error) => {
      vendored = undefined;
      throw error;
    });
    return vendored;
  }

  async function ready() {
    native ??= nativeDetector(answerMs);
    return (await native) ?? loaded();
  }

  /** @type {Detect} */
  async function detect(video) {
    const own = await native;
    if (own) {
      try {
        return await within(answerMs, own(video));
      } catch {
        native = Promise.resolve(null);
      }
    }
    return (await loaded())(video);
  }

  /** `isWanted`: what is seen and not wanted is passed over.
   * @param {HTMLVideoElement} video @param {AbortSignal} signal @param {(text: string) => boolean} [isWanted] @returns {Promise<string>} */
  return async (video, signal, isWanted = () => true) => {
    // The reader comes while the person is asked for the camera. If it does not, the first frame tells.
    const coming = ready().catch(() => {});
    const stream = await openCamera();
    try {
      video.srcObject = stream;
      await video.play();
      await coming;
      return await firstCode(video, stream, detect, signal, isWanted);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof CameraError ? error : new CameraError(CANNOT_READ);
    } finally {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    }
  };
}

/** @param {HTMLVideoElement} video @param {MediaStream} stream @param {Detect} detect @param {AbortSignal} signal
 * @param {(text: string) => boolean} isWanted */
async function firstCode(video, stream, detect, signal, isWanted) {
  let faults = 0;
  while (!signal.aborted) {
    if (stream.getTracks().every((track) => track.readyState === "ended")) throw new CameraError(IS_GONE);
    try {
      const text = video.readyState < HAS_FRAME ? undefined : await detect(video);
      if (text && isWanted(text)) return text;
      faults = 0;
    } catch (error) {
      faults += 1;
      if (faults >= FAULTS_MAX) throw error;
    }
    await sleep(TRY_EVERY_MS);
  }
  throw signal.reason;
}

const CANNOT_READ = t("이 휴대전화의 카메라로는 코드를 읽지 못했습니다. 코드를 직접 적어 주세요.", "The code could not be read with this camera. Please type the code.");
const IS_GONE = t("카메라가 꺼졌습니다. 다시 열거나, 코드를 직접 적어 주세요.", "The camera was switched off. Open it again, or type the code.");
/** @type {Record<string, string>} */
const NOT_OPENED = {
  NotAllowedError: t("카메라를 쓰도록 허락되지 않았습니다. 브라우저 설정에서 이 사이트의 카메라를 허용한 뒤 다시 열거나, 코드를 직접 적어 주세요.", "The camera is not allowed. Allow it for this site in the browser's settings and open it again, or type the code."),
  NotFoundError: t("카메라를 찾지 못했습니다. 코드를 직접 적어 주세요.", "No camera was found. Please type the code."),
  NotReadableError: t("다른 앱이 카메라를 쓰고 있습니다. 그 앱을 닫고 다시 열거나, 코드를 직접 적어 주세요.", "Another app is using the camera. Close it and open the camera again, or type the code."),
};
const OTHERWISE = t("카메라를 열지 못했습니다. 코드를 직접 적어 주세요.", "The camera could not be opened. Please type the code.");

async function openCamera() {
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      audio: false,
    });
  } catch (error) {
    throw new CameraError(NOT_OPENED[error instanceof Error ? error.name : ""] ?? OTHERWISE);
  }
}

/** @template T @param {number} milliseconds @param {Promise<T>} promise @returns {Promise<T>} */
function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer")), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @param {number} answerMs @returns {Promise<Detect | null>} */
async function nativeDetector(answerMs) {
  try {
    const { BarcodeDetector } = window;
    if (!BarcodeDetector) return null;
    const formats = await within(answerMs, BarcodeDetector.getSupportedFormats());
    if (!formats.includes("qr_code")) return null;
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await reader.detect(video))[0]?.rawValue;
  } catch {
    return null;
  }
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
