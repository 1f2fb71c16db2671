// Calls of the JSON API. A refusal is a Problem with the server's own words; no answer at all is Unreachable.

import { learnTime } from "./clock.js";
import { lang, t } from "./lang.js";

/** @typedef {Partial<Api.Schemas["Problem"]> & Record<string, any>} ProblemBody */

export class Problem extends Error {
  /** @param {number} status @param {ProblemBody} body */
  constructor(status, body, retryAfterSeconds = 0) {
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

/** The status of a refusal; 0 for everything else that went wrong. @param {unknown} error */
export const statusOf = (error) => (error instanceof Problem ? error.status : 0);

/** It is not known whether it happened: to send the same again is safe, to give up is not. "Too many" is no such answer: what
 * was asked was not done. Only what an earlier try without an answer did is as unknown as before.
 * @param {unknown} error @param {boolean} [wasUnsure] */
export const isUnsure = (error, wasUnsure = false) => error instanceof Unreachable || statusOf(error) >= 500 || (wasUnsure && statusOf(error) === 429);

// Works on plain-HTTP addresses of a local network too, where crypto.randomUUID does not exist.
export function newKey(prefix = "") {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Fills a path of the API's description: ("v1/x/{id}", {id}, {limit}) to "v1/x/7?limit=20". What is empty is left out.
 * @param {string} path @param {Record<string, string>} [values] @param {Record<string, unknown>} [query] */
export function address(path, values = {}, query = {}) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return asked.length ? `${filled}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}` : filled;
}

/** `key` is the Idempotency-Key: give the same one again to ask for the same thing again.
 * @type {Api.Ask} */
export async function call(method, path, ...[options]) {
  const { values, query, body, token, key, timeoutMs = TIMEOUT_MS, accept, as = "json" } = /** @type {Api.Request} */ (options ?? {});
  /** @type {Record<string, string>} */
  const headers = { "Accept-Language": lang, Accept: accept || "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers["Idempotency-Key"] = key;
  let response;
  let content;
  try {
    response = await fetch(address(path, values, query), {
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

/** @type {Api.Ask} */
export const callPatiently = (method, path, ...rest) => patiently(() => call(method, path, ...rest));

/** For what may safely be asked again: waits out dropped connections and busy answers, a bounded number of times.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export async function patiently(work, triesMax = 4) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof Unreachable || statusOf(error) === 503 || statusOf(error) === 429;
      const asked = error instanceof Problem ? error.retryAfterSeconds : 0;
      // A long wait is the person's to decide about; without any line there is nothing to wait for.
      if (!isPassing || tries >= triesMax || asked > 10 || navigator.onLine === false) throw error;
      await sleep((asked || 2 ** (tries - 1)) * 1000);
    }
  }
}

/** Calls of somebody who is logged in. Without a token, or with one that has run out, `onLost` leads to the log-in.
 * @param {{ token: () => string | null | undefined | Promise<string | null>, onLost: (error: Problem) => void, isLost?: (error: Problem) => boolean }} person
 * @returns {Api.Ask} */
export const asking = ({ token, onLost, isLost = ({ status }) => status === 401 }) => async (method, path, ...[options]) => {
  const send = /** @type {(method: string, path: string, options: Api.Request) => Promise<any>} */ (method === "GET" ? callPatiently : call);
  try {
    const own = await token();
    if (!own) throw new Problem(401, { detail: t("다시 로그인해 주세요.", "Please log in again.") });
    return await send(method, path, { ...options, token: own });
  } catch (error) {
    if (error instanceof Problem && isLost(error)) onLost(error);
    throw error;
  }
};

/** @param {number} milliseconds @returns {Promise<void>} */
export const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** @param {Response} response @param {"json" | "text" | "blob"} as @returns {Promise<any>} */
async function read(response, as) {
  if (response.status === 204) return null;
  if (as === "blob") return response.blob();
  return as === "text" ? response.text() : response.json();
}

/** @param {Response} response @param {string} text */
function asProblem(response, text) {
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    // Not from our own API, but from something before it: the status is all there is.
  }
  return new Problem(response.status, body, Number(response.headers.get("Retry-After")) || 0);
}
