// A server for tests: answers each call with what the test has put there, and keeps what was asked.

import { mock } from "node:test";

// `answers`: for each call in turn {status, body, headers}, or an Error for a connection that drops.
export function serve(...answers) {
  const asked = [];
  const fetch = mock.method(globalThis, "fetch", async (path, options) => {
    asked.push({ path, ...options, body: options.body && JSON.parse(options.body) });
    const answer = answers[asked.length - 1];
    if (!answer || answer instanceof Error) throw answer ?? new Error(`nobody expected ${options.method} ${path}`);
    const { status = 200, body = {}, headers = {} } = answer;
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
  });
  return { asked, keys: () => asked.map((one) => one.headers["Idempotency-Key"]), end: () => fetch.mock.restore() };
}

// The same for a page that asks many things at once: `answers` by method and path, each what it is or a function of the request.
export function serveBy(answers) {
  const asked = [];
  const fetch = mock.method(globalThis, "fetch", async (path, options) => {
    const request = { path, ...options, body: options.body && JSON.parse(options.body) };
    asked.push(request);
    const place = `${options.method} ${path.split("?")[0]}`;
    const found = answers[place];
    const answer = typeof found === "function" ? found(request) : found;
    if (!answer || answer instanceof Error) throw answer ?? new Error(`nobody expected ${place}`);
    const { status = 200, body = {}, headers = {} } = answer;
    return new Response(JSON.stringify(body), { status, headers });
  });
  return { asked, sent: (place) => asked.filter((one) => `${one.method} ${one.path.split("?")[0]}` === place), end: () => fetch.mock.restore() };
}

export const DROPPED = new Error("the connection dropped");

export function refused(status, code, more = {}) {
  return { status, body: { code, detail: `refused: ${code}`, ...more } };
}

// Lets everything run that waits for a promise only.
export const settled = () => new Promise((resolve) => { setImmediate(resolve); });
