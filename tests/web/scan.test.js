import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { scanner } from "../../chalicelib/web/static/common/scan.js";

const HANGS = () => new Promise(() => {});
const REJECTS = () => Promise.reject(new Error("Barcode detection service unavailable."));
const THROWS = () => { throw new DOMException("not here", "NotSupportedError"); };
const NOTHING = async () => [];
const FINDS = async () => [{ rawValue: "native" }];

afterEach(() => {
  delete window.BarcodeDetector;
  delete navigator.mediaDevices;
});

/** @param {{ formats?: () => unknown, build?: () => unknown, frames?: (() => unknown)[] }} parts the last of `frames` stays */
function nativeReader({ formats = async () => ["qr_code"], build = () => {}, frames = [FINDS] }) {
  let seen = 0;
  window.BarcodeDetector = class {
    static getSupportedFormats = formats;

    constructor() { build(); }

    detect() {
      seen += 1;
      return frames[Math.min(seen, frames.length) - 1]();
    }
  };
}

function camera(open) {
  const track = { readyState: "live", stop() { track.readyState = "ended"; } };
  const stream = { getTracks: () => [track] };
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia: open ?? (async () => stream) } });
  return track;
}

const video = (more = {}) => ({ readyState: 4, async play() {}, srcObject: null, ...more });
const load = () => mock.fn(async () => async () => "vendored");
const scanWith = (parts, signal = new AbortController().signal) => scanner({ answerMs: 20, ...parts })(video(), signal);

const FAULTS = {
  "is not there": null,
  "reads no QR codes": { formats: async () => ["ean_13"] },
  "rejects when asked for its formats": { formats: REJECTS },
  "throws when asked for its formats": { formats: THROWS },
  "never tells its formats": { formats: HANGS },
  "throws when it is made": { build: THROWS },
  "rejects at the first frame": { frames: [REJECTS] },
  "throws at the first frame": { frames: [THROWS] },
  "never answers": { frames: [HANGS] },
  "dies at a later frame": { frames: [NOTHING, NOTHING, REJECTS] },
  "falls silent at a later frame": { frames: [NOTHING, HANGS] },
};
for (const [name, parts] of Object.entries(FAULTS)) {
  test(`a browser's own reader that ${name} gives way to the one of ours`, async () => {
    const track = camera();
    if (parts) nativeReader(parts);
    const loading = load();
    assert.equal(await scanWith({ load: loading }), "vendored");
    assert.equal(loading.mock.callCount(), 1);
    assert.equal(track.readyState, "ended");
  });
}

test("a reader of the browser that works is used, and ours is not loaded", async () => {
  camera();
  nativeReader({ frames: [NOTHING, FINDS] });
  const loading = load();
  assert.equal(await scanWith({ load: loading }), "native");
  assert.equal(loading.mock.callCount(), 0);
});

test("a reader of the browser that has failed is not tried again", async () => {
  camera();
  const detect = mock.fn(REJECTS);
  nativeReader({ frames: [detect] });
  const scan = scanner({ answerMs: 20, load: load() });
  await scan(video(), new AbortController().signal);
  camera();
  await scan(video(), new AbortController().signal);
  assert.equal(detect.mock.callCount(), 1);
});

test("a frame that has not come yet is no fault of the reader", async () => {
  camera();
  nativeReader({});
  const early = video({ readyState: 0 });
  const reading = scanner({ load: load() })(early, new AbortController().signal);
  setTimeout(() => { early.readyState = 4; }, 5);
  assert.equal(await reading, "native");
});

test("without any reader the page says in its words what to do", async () => {
  camera();
  const loading = mock.fn(async () => { throw new TypeError("Failed to fetch dynamically imported module"); });
  await assert.rejects(scanWith({ load: loading }), /코드를 직접 적어 주세요/);
  // It was asked for again and again: the connection might have come back.
  assert.ok(loading.mock.callCount() > 1);
});

for (const [name, words] of [["NotAllowedError", /허용한 뒤 다시 열거나/], ["NotFoundError", /카메라를 찾지 못했습니다/], ["NotReadableError", /다른 앱이/], ["OverconstrainedError", /카메라를 열지 못했습니다/]]) {
  test(`a camera that answers ${name} is told in the page's words`, async () => {
    camera(async () => { throw new DOMException("english", name); });
    await assert.rejects(scanWith({ load: load() }), words);
  });
}

test("a video that does not play and a camera that is taken away are told too", async () => {
  camera();
  const still = video({ async play() { throw new DOMException("The play() request was interrupted", "AbortError"); } });
  await assert.rejects(scanner({ load: load() })(still, new AbortController().signal), /코드를 직접 적어 주세요/);
  const track = camera();
  nativeReader({ frames: [async () => { track.readyState = "ended"; return []; }] });
  await assert.rejects(scanWith({ load: load() }), /카메라가 꺼졌습니다/);
});

test("whoever gives up ends the camera, and hears nothing of a fault", async () => {
  const track = camera();
  nativeReader({ frames: [NOTHING] });
  const given = new AbortController();
  const reading = scanWith({ load: load() }, given.signal);
  setTimeout(() => given.abort(), 5);
  await assert.rejects(reading, { name: "AbortError" });
  assert.equal(track.readyState, "ended");
});
