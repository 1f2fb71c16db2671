// Two tones for a payment. No browser lets a page sound before somebody has touched it.

const TONES = [[784, 0], [1047, 0.16]];
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

export function ring() {
  if (!audio || !canRing()) return;
  for (const [tone, after] of TONES) {
    const begins = audio.currentTime + after;
    const sound = audio.createOscillator();
    const loudness = audio.createGain();
    sound.frequency.value = tone;
    loudness.gain.setValueAtTime(0.6, begins);
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + SECONDS);
    sound.connect(loudness).connect(audio.destination);
    sound.start(begins);
    sound.stop(begins + SECONDS);
  }
}
