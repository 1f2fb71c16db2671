// Words for what the server names (kinds, states, settings) and forms of what people type: served with the page, in its
// language, from chalicelib/web/words.py.

/** @type {Record<string, any>} */
const served = JSON.parse(document.body.dataset.words || "{}");

/** A whole table, in the order in which it is shown. @template [Value=string] @param {string} name @returns {Record<string, Value>} */
export function table(name) {
  const found = served[name];
  if (!found) throw new Error(`the page does not serve ${name}`);
  return found;
}

/** The words for one value; one that the page does not know yet is shown as it is. @param {string} name @param {string} value */
export const wordsFor = (name, value) => /** @type {Record<string, string>} */ (table(name))[value] ?? value;

/** Does the whole text have the form? @param {string} name @param {string} text */
export const hasForm = (name, text) => new RegExp(`^(?:${table("forms")[name]})$`).test(text);
