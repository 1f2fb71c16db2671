// Two tones for a payment, and two for what went wrong. No browser lets a page sound before somebody has touched it.

/** Up, for money that came. */
const GOOD = [[784, 0], [1047, 0.16]];
/** Down, for what did not work. */
const BAD = [[392, 0], [294, 0.2]];
const SECONDS = 0.45;

/** @type {AudioContext | null} */
let audio = null;

export const canRing = () => audio?.state === "running";

/** In answer to a touch. */
export async function wake() {
  try {
    audio ??= new AudioContext();
    // A phone call, or the screen's lock, silences it.
    if (audio.state !== "running") await audio.resume();
  } catch {
    // A phone that cannot sound shows what it has to say.
  }
}

/** Money came. */
export const ring = () => sound(GOOD);

/** A phone in a noisy kitchen is felt. */
export const shake = () => navigator.vibrate?.(200);

/** Nothing was charged, or nobody knows. */
export function warn() {
  navigator.vibrate?.([120, 80, 120, 80, 120]);
  sound(BAD);
}

/** @param {number[][]} tones */
function sound(tones) {
  if (!audio || !canRing()) return;
  for (const [tone = 0, after = 0] of tones) {
    const begins = audio.currentTime + after;
    const oscillator = audio.createOscillator();
    const loudness = audio.createGain();
    oscillator.frequency.value = tone;
    loudness.gain.setValueAtTime(0.6, begins);
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + SECONDS);
    oscillator.connect(loudness).connect(audio.destination);
    oscillator.start(begins);
    oscillator.stop(begins + SECONDS);
  }
}
