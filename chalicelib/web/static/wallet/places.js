// How far it is from here to there. Where one is never leaves the browser.

import { count, t } from "../common/lang.js";
import { position } from "../common/position.js";

/** In degrees. @typedef {{ latitude: number, longitude: number }} Place */

const EARTH_M = 6_371_000;

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/** In metres, as a bird flies: near enough within a county. @param {Place} from @param {Place} to */
export function metresBetween(from, to) {
  const east = radians(to.longitude - from.longitude) * Math.cos(radians((from.latitude + to.latitude) / 2));
  return Math.hypot(east, radians(to.latitude - from.latitude)) * EARTH_M;
}

/** @param {number} metres */
export const distanceWords = (metres) => (metres < 950 ? `${count(Math.max(10, Math.round(metres / 10) * 10))} m` : `${(metres / 1000).toFixed(metres < 9500 ? 1 : 0)} km`);

/** Where one is, when one allows it. @returns {Promise<Place>} */
export async function here() {
  try {
    return await position();
  } catch {
    throw new Error(t(
      "지금 있는 곳을 알 수 없습니다. 브라우저에서 위치를 허용한 뒤 다시 눌러 주세요. 위치는 이 휴대전화 밖으로 나가지 않습니다.",
      "Where you are is not known. Allow it in your browser and press again. It does not leave this phone.",
    ));
  }
}
