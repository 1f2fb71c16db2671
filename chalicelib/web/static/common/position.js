// Where this device says it is, when its person allows it.

const WAIT_MS = 10_000;

/** Rejects where it is not allowed or not known. @returns {Promise<{ latitude: number, longitude: number }>} */
export async function position() {
  const { coords } = await new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: WAIT_MS, maximumAge: 60_000 });
  });
  return coords;
}
