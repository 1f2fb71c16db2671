// Calls of the JSON API. A refusal is a Problem with the server's own words; no answer at all is Unreachable.

import { lang, t } from "./lang.js";

export class Problem extends Error {
  constructor(status, body, retryAfterSeconds) {
    super(body.detail || body.title || t("처리하지 못했습니다.", "This could not be done."));
    this.status = status;
    this.code = body.code || "";
    this.param = body.param || "";
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class Unreachable extends Error {
  constructor() {
    super(t(
      "연결이 고르지 않아 답을 받지 못했습니다. 잠시 뒤 다시 눌러 주세요.",
      "The connection is unsteady and no answer came. Please try again in a moment.",
    ));
  }
}

const TIMEOUT_MS = 15000;

// Countdowns follow the server's clock: a phone that is minutes off must not see its code as expired.
let skewMs = 0;
export const now = () => Date.now() + skewMs;

// Works on plain-HTTP addresses of a local network too, where crypto.randomUUID does not exist.
export function newKey(prefix = "") {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// `key` is the Idempotency-Key: give the same one again to ask for the same thing again.
export async function call(method, path, { body, token, key, timeoutMs = TIMEOUT_MS, accept, as = "json" } = {}) {
  const headers = { "Accept-Language": lang, Accept: accept || "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers["Idempotency-Key"] = key;
  let response;
  let content;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout ? AbortSignal.timeout(timeoutMs) : undefined,
      cache: "no-store",
      credentials: "omit",
    });
    learnTime(response.headers.get("Date"));
    content = response.ok ? await read(response, as) : await response.text();
  } catch {
    throw new Unreachable();
  }
  if (response.ok) return content;
  throw asProblem(response, content);
}

// For what may safely be asked again: waits out dropped connections and busy answers, a bounded number of times.
export async function callPatiently(method, path, options = {}, triesMax = 4) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call(method, path, options);
    } catch (error) {
      const isPassing = error instanceof Unreachable || error.status === 503 || error.status === 429;
      // A long wait is the person's to decide about.
      if (!isPassing || tries >= triesMax || (error.retryAfterSeconds || 0) > 10) throw error;
      await sleep((error.retryAfterSeconds || 2 ** (tries - 1)) * 1000);
    }
  }
}

export const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

// The header counts whole seconds, so that small differences mean nothing.
function learnTime(date) {
  const difference = date ? new Date(date) - Date.now() : 0;
  skewMs = Math.abs(difference) > 3000 ? difference : 0;
}

function read(response, as) {
  if (response.status === 204) return null;
  if (as === "blob") return response.blob();
  return as === "text" ? response.text() : response.json();
}

function asProblem(response, text) {
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    // Not from our own API, but from something before it: the status is all there is.
  }
  return new Problem(response.status, body, Number(response.headers.get("Retry-After")) || 0);
}
