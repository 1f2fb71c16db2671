// The first step of joining, before the others are here: one reads, ticks and goes on while they load. It stands alone, so that
// on a slow line nothing but this file and the style is waited for.

/** @type {HTMLFormElement | null} */
const form = document.querySelector('[data-screen="agree"] form');
/** @type {HTMLInputElement | null} */
const everything = document.querySelector("#agree-all");
/** @type {HTMLButtonElement | null} */
const button = form?.querySelector('[type="submit"]') ?? null;
let isHere = false;

const others = document.querySelector("script[data-after]")?.getAttribute("data-after") ?? "";
for (const href of others.split(" ")) document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
const rest = import("./join.js").then(() => { isHere = true; });
rest.catch(() => {
  const failure = /** @type {HTMLElement | null} */ (document.querySelector("#unloaded"));
  if (failure) failure.hidden = false;
});

form?.addEventListener("change", ({ target }) => {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('[type="checkbox"][name]')]);
  if (target === everything) {
    for (const box of boxes) box.checked = Boolean(everything?.checked);
    // What is kept of the boxes, and what was said of them, goes by their own events.
    for (const box of boxes) box.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (everything) everything.checked = boxes.every((box) => box.checked);
});

form?.addEventListener("submit", async (event) => {
  if (isHere) return;
  event.preventDefault();
  button?.setAttribute("aria-busy", "true");
  try {
    await rest;
  } catch {
    return location.reload();
  }
  button?.removeAttribute("aria-busy");
  return form.requestSubmit();
});

if (button) button.disabled = false;
document.body.dataset.ready = "";
