// Runs the test files in one process, one after the other, each with a page and scripts of its own, as if it were alone:
// to start node and jsdom for each took most of their time. `npm test`, or: node tests/web/run.js tests/web/money.test.js

import { register } from "node:module";
import { basename } from "node:path";
import { mock, test } from "node:test";
import { pathToFileURL } from "node:url";

register("./afresh.js", import.meta.url);

// A browser's timers are gone with their page; node's would keep this process waiting for them.
const timers = new Set();
for (const name of ["setTimeout", "setInterval"]) {
  const own = globalThis[name];
  globalThis[name] = (...asked) => {
    const timer = own(...asked);
    timers.add(timer);
    return timer;
  };
}
const OWN = new Map(Reflect.ownKeys(globalThis).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));

/** What a file has put into the world is gone before the next. */
function cleared() {
  mock.reset();
  mock.timers.reset();
  globalThis.window?.close();
  timers.forEach(clearTimeout);
  timers.clear();
  for (const name of Reflect.ownKeys(globalThis)) {
    // What node itself keeps there once it is used cannot be taken away.
    if (OWN.has(name)) Object.defineProperty(globalThis, name, OWN.get(name));
    else if (Object.getOwnPropertyDescriptor(globalThis, name).configurable) delete globalThis[name];
  }
}

async function run(file) {
  const address = (path) => `${new URL(path, import.meta.url)}?for=${basename(file)}`;
  const { collected } = await import(address("collected.js"));
  await import(address("page.js"));
  await import(`${pathToFileURL(file)}?for=${basename(file)}`);
  await test(file, async (group) => {
    for (const [kind, hook] of collected.hooks) group[kind](hook);
    for (const asked of collected.tests) await group.test(...asked);
    assertSome(collected.tests);
  });
  cleared();
}

function assertSome(tests) {
  if (!tests.length) throw new Error("it has no test");
}

const files = process.argv.slice(2);
assertSome(files);
for (const file of files) await run(file);
