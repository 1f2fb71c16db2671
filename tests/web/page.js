// A page for scripts that are tested without a browser: Korean, with every table of words that the server has.
// Loaded anew before each test file: tests/web/run.js

import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const words = readFileSync(new URL("../../build/words.json", import.meta.url), "utf8");
const { window } = new JSDOM('<!doctype html><html lang="ko"><head><base href="https://onmin.test/"></head><body></body></html>', {
  url: "https://onmin.test/", pretendToBeVisual: true,
});
window.document.body.dataset.words = words;
window.scrollTo = () => {};
window.Element.prototype.scrollIntoView = () => {};

const SHARED = ["document", "localStorage", "sessionStorage", "history", "location", "Node", "Element", "HTMLElement", "Event", "CustomEvent", "KeyboardEvent", "Option"];
for (const name of SHARED) globalThis[name] = window[name];
globalThis.window = window;
// Newer versions of node have one of their own.
Object.defineProperty(globalThis, "navigator", { configurable: true, value: window.navigator });
globalThis.CSS = { escape: (text) => text.replace(/[^\w-]/g, "\\$&") };
// jsdom does not know form.amount, which every browser does.
for (const name of ["place", "photo", "consent", "paid_on", "reference", "name_ko", "name_en", "opens_at", "closes_at", "rate_percent", "floor_amount", "ceiling_amount", "budget_amount", "areas", "categories", "merchant_codes", "again", "device_name", "person_name", "person_role", "amount", "api_key", "file", "format", "payout_on", "birth_on", "code", "from_on", "on", "deposited_on", "slip", "invitation", "is_active", "may_cancel", "sees_settlements", "sent_on", "new_pin", "owner_name", "person_id", "pin", "q", "to_on", "mileage", "merchant_code", "pay_code", "phone", "province", "reason", "recipient", "region_code", "relation", "category", "note", "hours", "trade", "sales_class", "shop_name", "address", "bank_code", "number", "holder", "contact_phone", "channel", "segment_id", "text_ko", "text_en", "name_of", "way", "handle", "link", "picture", "post_url", "status", "decision"]) {
  Object.defineProperty(window.HTMLFormElement.prototype, name, { get() { return this.elements.namedItem(name); } });
}
