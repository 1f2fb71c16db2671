// Each view of the shop's page has an address after "#", which a reload and a link come back to.

/** @param {string[]} parts */
export function mark(...parts) {
  const fragment = parts.map(encodeURIComponent).join("/");
  history.replaceState(history.state, "", `${location.pathname}${location.search}#${fragment}`);
}

export const wanted = () => location.hash.slice(1).split("/").map(readable);

/** @param {string} part */
function readable(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
