// What a test file asks of node:test, kept until tests/web/run.js runs it.

export { mock } from "node:test";

export const collected = { hooks: [], tests: [] };
const hook = (kind) => (run) => { collected.hooks.push([kind, run]); };

export const after = hook("after");
export const afterEach = hook("afterEach");
export const before = hook("before");
export const beforeEach = hook("beforeEach");
export const test = (...asked) => { collected.tests.push(asked); };
