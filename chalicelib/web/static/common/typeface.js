// The typeface is loaded once a page can be used, so that nobody waits for it on a slow line. A cookie then lets the server
// name it at once: it is kept in the browser, and no page changes its letters under the reader's eyes again.

import { SHOWN, seek } from "./dom.js";

const { classList } = document.documentElement;

if (!classList.contains("set")) {
  document.addEventListener(SHOWN, (event) => {
    if (/** @type {CustomEvent} */ (event).detail !== "loading") wear();
  });
  window.addEventListener("load", () => {
    if (!seek("[data-screen]")) wear();
  });
}

async function wear() {
  if (classList.contains("set")) return;
  classList.add("set");
  await document.fonts?.load('1em "Onmin Sans"');
  document.cookie = "typeface=1; Path=/; Max-Age=31536000; SameSite=Lax";
}
