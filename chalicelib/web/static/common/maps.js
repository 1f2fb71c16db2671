// A shop on somebody else's map. Opened by the person alone: the map's makers then learn of the shop, and nothing of who looks.

/** `latitude` and `longitude` in degrees; without them it is looked for by its address.
 * @param {{ name: string, address: string, latitude?: number | null, longitude?: number | null }} shop */
export function mapAddress({ name, address, latitude, longitude }) {
  return typeof latitude === "number" && typeof longitude === "number"
    ? `https://map.kakao.com/link/map/${encodeURIComponent(name)},${latitude},${longitude}`
    : `https://map.kakao.com/link/search/${encodeURIComponent(`${address} ${name}`.trim())}`;
}
