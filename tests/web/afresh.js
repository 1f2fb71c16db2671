// How modules are found for tests/web/run.js: what is imported on behalf of a test file is made anew for it, packages apart.

const COLLECTED = new URL("./collected.js", import.meta.url).href;

export async function resolve(specifier, context, next) {
  const { for: asker } = Object.fromEntries(new URL(context.parentURL ?? "file:///").searchParams);
  if (!asker) return next(specifier, context);
  const isCollected = specifier === "node:test" && !context.parentURL.startsWith(COLLECTED);
  const found = isCollected ? { url: COLLECTED, shortCircuit: true } : await next(specifier, context);
  const url = new URL(found.url);
  if (url.protocol !== "file:" || url.pathname.includes("/node_modules/")) return found;
  url.searchParams.set("for", asker);
  return { ...found, url: url.href };
}
