// The service worker of an app of ours, the wallet or the gate: opens its page where there is no net. It keeps the page, in both
// languages, and the files it names, of one release together; a page holds no personal data. What the API says of a person is
// never kept here: the page itself keeps what it shows offline, where a log-out forgets it (wallet/last-seen.js).
// And it shows what the server tells a member of the wallet, where this browser asked for it (wallet/notices.js).
//
// It is served as /wallet-worker.js and /gate-worker.js, after a line that names the app, the release, and files that the page
// loads later: chalicelib/web/installable.py.

const worker = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (globalThis));
const OURS = `onmin-${worker.app}-`;
const KEPT = OURS + worker.release;
const BASE = new URL("./", worker.location.href).href;
const LANGUAGES = ["ko", "en"];
/** On a line that gives no answer, what was kept is shown after so long. */
const PATIENCE_MS = 4000;
/** @param {string} lang */
const shellOf = (lang) => `${BASE}${worker.app}?lang=${lang}`;
/** Not an address that is ever asked for: in which language the app was last shown. */
const LANGUAGE = `${BASE}${worker.app}-worker.js?language`;

worker.addEventListener("install", (event) => {
  worker.skipWaiting();
  event.waitUntil(keepShell());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(BASE)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (isFileOfRelease(request.url)) event.respondWith(file(request));
});

worker.addEventListener("push", (event) => {
  event.waitUntil(say(event));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openTold(event.notification.tag));
});

/** A notice that comes twice has one tag: the second takes the first one's place and makes no sound. Something is always shown,
 * as a browser that was asked for notices demands. @param {PushedEvent} event */
async function say(event) {
  const { title, body = "", tag = "unread", lang = "ko" } = readNotice(event);
  const icon = BASE + worker.icon;
  await worker.registration.showNotification(title, { body, tag, lang, icon, renotify: false });
}

/** @param {PushedEvent} event @returns {{ title: string, body?: string, tag?: string, lang?: string }} */
function readNotice({ data }) {
  try {
    const told = data?.json();
    if (typeof told?.title === "string") return told;
  } catch {
    // Not one of ours.
  }
  return { title: "지갑에 새 내역이 있습니다 · News in your wallet" };
}

/** The receipt of what was told, in the window that is open or in a new one; of what is no entry, the history.
 * @param {string} tag */
async function openTold(tag) {
  const address = `${BASE}wallet/history${/^ent_\w+$/.test(tag) ? `?entry=${tag}` : ""}`;
  const [open] = (await worker.clients.matchAll({ type: "window" })).filter(({ url }) => url.startsWith(`${BASE}wallet`));
  try {
    if (open) return await (await open.navigate(address))?.focus();
  } catch {
    // A window that this worker does not control yet goes nowhere at its word.
  }
  return worker.clients.openWindow(address);
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== KEPT).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A file's name goes with its release, so that it never changes. @param {string} address */
const isFileOfRelease = (address) => address.startsWith(`${BASE}static/`) && new URL(address).searchParams.has("v");

/** All or nothing: half a page would be worse offline than none. */
async function keepShell() {
  const cache = await caches.open(KEPT);
  for (const lang of LANGUAGES) {
    // Without cookies, so that no language is chosen by it for the person.
    const found = await fetch(shellOf(lang), { credentials: "omit", cache: "no-store" });
    if (!found.ok) throw new Error(`the page answered ${found.status}`);
    const files = namedIn(await found.clone().text(), /(?:href|src)="(static\/[^"]+)"/g, BASE);
    await cache.addAll(files);
    for (const style of files.filter((name) => name.includes(".css?"))) {
      const text = await (await cache.match(style))?.text();
      await cache.addAll(namedIn(text ?? "", /url\("([^"]+)"\)/g, style));
    }
    await cache.put(shellOf(lang), found);
  }
  for (const name of worker.also) {
    // API Gateway passes bytes to who asks for them.
    const found = await fetch(BASE + name, { headers: { Accept: "application/octet-stream" } });
    if (!found.ok) throw new Error(`${name} answered ${found.status}`);
    await cache.put(BASE + name, found);
  }
}

/** The addresses of files that a text names, each once. @param {string} text @param {RegExp} form @param {string} from */
const namedIn = (text, form, from) => [...new Set([...text.matchAll(form)].map(([, name]) => new URL(name.replaceAll("&amp;", "&"), from).href))];

/** The newest page; the kept one where none comes. @param {Request} request */
async function page(request) {
  const cache = await caches.open(KEPT);
  const coming = fetch(request);
  coming.catch(() => {});
  const asked = new URL(request.url).searchParams.get("lang");
  const last = await (await cache.match(LANGUAGE))?.text();
  const kept = await cache.match(shellOf(LANGUAGES.find((lang) => lang === (asked ?? last)) ?? "ko"));
  try {
    const answer = await (kept ? Promise.race([coming, refusal(PATIENCE_MS)]) : coming);
    if (kept && answer.status >= 500) return kept;
    const lang = answer.headers.get("Content-Language");
    if (lang && lang !== last) await cache.put(LANGUAGE, new Response(lang));
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** @param {Request} request */
async function file(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request)) ?? fetch(request);
}

/** @param {number} milliseconds @returns {Promise<never>} */
const refusal = (milliseconds) => new Promise((_, reject) => { setTimeout(() => reject(new Error("no answer")), milliseconds); });
