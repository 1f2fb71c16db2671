// The API's own description (OpenAPI 3.1), made readable: what to send, what comes back, what may be refused.

import { callPatiently } from "../common/api.js";
import { find, make, watchConnection } from "../common/dom.js";
import { t } from "../common/lang.js";
import { showError } from "../common/refusals.js";

/** The document is of whatever form OpenAPI allows. @typedef {any} Schema */
/** @typedef {{ method: string, path: string } & Record<string, any>} Operation */
/** @typedef {{ name: string, note?: string, isRequired: boolean, schema: Schema }} Field */

const METHODS = ["get", "post", "put", "patch", "delete"];
/** @type {Record<string, any>} */
let api;

start();

async function start() {
  watchConnection();
  try {
    api = /** @type {Record<string, any>} */ (await callPatiently("GET", "v1/openapi.json"));
  } catch (error) {
    return showError(find("main"), error);
  }
  /** @type {Map<string, Operation[]>} */
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const tag = item[method].tags?.[0] || "";
      groups.set(tag, [...groups.get(tag) ?? [], { method, path, ...item[method] }]);
    }
  }
  const place = find("[data-docs]");
  place.replaceChildren(contents(groups), make("div", {}, [...groups].map(([tag, operations]) => group(tag, operations))));
  place.removeAttribute("aria-busy");
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

/** Fragments are written with the page's path, since every link is relative to <base>. @param {string} id */
const hrefOf = (id) => `docs#${id}`;

/** @param {Map<string, Operation[]>} groups */
function contents(groups) {
  return make("nav", { "aria-label": t("차례", "Contents") }, make("ul", {}, [...groups].map(([tag, operations]) => make(
    "li", {},
    make("details", { open: operations.length < 4 }, make("summary", {}, tag), make("ul", {}, operations.map((one) => make("li", {}, make("a", { href: hrefOf(one.operationId) }, one.summary || one.path))))),
  ))));
}

/** @param {string} tag @param {Operation[]} operations */
function group(tag, operations) {
  return make("section", { "aria-label": tag }, make("h2", {}, tag), operations.map(operation));
}

/** @param {Operation} one */
function operation(one) {
  const body = one.requestBody?.content?.["application/json"]?.schema;
  const [status, good] = Object.entries(one.responses).find(([code]) => code.startsWith("2")) || [];
  const answer = good?.content?.["application/json"]?.schema;
  return make(
    "article", { class: "box operation", id: one.operationId },
    make("h3", {}, one.summary || ""),
    make("p", {}, make("span", { class: "method" }, one.method.toUpperCase()), " ", make("code", {}, one.path)),
    one.description && one.description !== one.summary ? make("p", {}, one.description) : null,
    one.security?.length ? make("p", {}, `${t("누가", "Who")}: ${one.security.flatMap((/** @type {object} */ way) => Object.keys(way)).map(whoOf).join(", ")}`) : null,
    fields(t("주소와 헤더", "Path, query, headers"), (one.parameters || []).filter((/** @type {any} */ field) => !field.$ref).map((/** @type {any} */ field) => ({ name: `${field.name}`, note: field.in, isRequired: field.required, schema: field.schema || {} }))),
    fields(t("보낼 내용", "Body"), properties(body)),
    status ? fields(`${t("답", "Answer")} ${status}`, properties(answer)) : null,
    refusals(one.responses),
  );
}

/** @param {string} name */
const whoOf = (name) => `${name}${api.components?.securitySchemes?.[name]?.description ? ` (${api.components.securitySchemes[name].description.replaceAll("`", "")})` : ""}`;

/** @param {Schema} schema @returns {Schema} */
function resolve(schema) {
  if (!schema?.$ref) return schema || {};
  return api.components.schemas[schema.$ref.split("/").pop()] || {};
}

/** @param {Schema} schema @returns {Field[]} */
function properties(schema) {
  const whole = resolve(schema);
  return Object.entries(whole.properties || {}).map(([name, part]) => ({ name, isRequired: (whole.required || []).includes(name), schema: part }));
}

/** @param {string} title @param {Field[]} rows */
function fields(title, rows) {
  if (!rows.length) return null;
  return make(
    "div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title },
    make("table", {}, make("caption", {}, title), make("tbody", {}, rows.map(({ name, note, isRequired, schema }) => make(
      "tr", {},
      make("th", { scope: "row" }, make("code", {}, name)),
      make("td", {}, typeOf(schema), note ? ` (${note})` : "", isRequired ? "" : ` · ${t("없어도 됨", "optional")}`),
    )))),
  );
}

/** A type in words: "integer ≥ 1", "list of Lot{…}", "\"queued\" | \"completed\"". @param {Schema} schema @returns {string} */
function typeOf(schema, depth = 0) {
  const whole = resolve(schema);
  if (whole.anyOf) return whole.anyOf.map((/** @type {Schema} */ part) => typeOf(part, depth)).join(t(" 또는 ", " or "));
  if (whole.enum) return whole.enum.map((/** @type {unknown} */ value) => JSON.stringify(value)).join(" | ");
  if (whole.const !== undefined) return JSON.stringify(whole.const);
  if (whole.type === "array") return t(`[${typeOf(whole.items, depth)}] 목록`, `list of ${typeOf(whole.items, depth)}`);
  if (whole.type === "object" && whole.properties) {
    if (depth > 2) return whole.title || "object";
    return `{${Object.entries(whole.properties).map(([name, part]) => `${name}: ${typeOf(part, depth + 1)}`).join(", ")}}`;
  }
  const bounds = [
    whole.format, whole.pattern,
    whole.minimum !== undefined ? `≥ ${whole.minimum}` : null,
    whole.exclusiveMinimum !== undefined ? `> ${whole.exclusiveMinimum}` : null,
    whole.maximum !== undefined ? `≤ ${whole.maximum}` : null,
    whole.maxLength !== undefined ? t(`${whole.maxLength}자까지`, `up to ${whole.maxLength} characters`) : null,
    whole.default !== undefined && whole.default !== null ? `= ${JSON.stringify(whole.default)}` : null,
  ].filter(Boolean);
  return [whole.type || "any", ...bounds].join(" ");
}

/** @param {Record<string, { description?: string }>} responses */
function refusals(responses) {
  const bad = Object.entries(responses).filter(([status]) => !status.startsWith("2"));
  if (!bad.length) return null;
  return make("details", {}, make("summary", {}, t("거절될 때", "Refusals")), make("table", {}, make("tbody", {}, bad.map(([status, response]) => make(
    "tr", {}, make("th", { scope: "row" }, status), make("td", {}, (response.description || "").replaceAll("`", "")),
  )))));
}
