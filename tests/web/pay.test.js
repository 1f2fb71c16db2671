// Paying for a purchase: the account that money goes back to, and the number that a deposit goes to.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";
import { serveBy, settled } from "./served.js";

const ONE = "v1/payments/pur_1";
const ACCOUNT = "PUT v1/me/purchases/pur_1/refund-account";
const PAYMENT = { purchase_id: "pur_1", status: "refund_account_needed", amount: 45000, order_name: "강진사랑상품권 50,000원", pay_by_at: "2026-11-22T02:00:00.000Z", poll_after_seconds: null, deposit: null, failure: null, provider: null };
const server = serveBy({ [`GET ${ONE}`]: { body: PAYMENT }, [ACCOUNT]: { body: { ...PAYMENT, status: "giving_back" } } });
globalThis.location = { search: "", pathname: "/pay/pur_1", href: "https://onmin.test/pay/pur_1", hash: "" };
localStorage.setItem("onmin.session", JSON.stringify({ access_token: "token-mem_7", expires_at: "2099-01-01T00:00:00.000Z", member_id: "mem_7" }));
open("pay/pay.html");
document.body.dataset.purchase = "pur_1";
const wait = async () => { for (let turns = 0; turns < 6; turns += 1) await settled(); };
await import("../../chalicelib/web/static/pay/pay.js");
await wait();
const screen = (name) => document.querySelector(`[data-screen=${name}]`);
const form = document.querySelector("#refund");

test("no bank is chosen for whoever gets money back, and each missing answer is said at its field", async () => {
  assert.equal(screen("refund").hidden, false);
  assert.equal(form.elements.namedItem("bank_code").value, "");
  for (const [name, value] of [["bank_code", "004"], ["account_number", "123-456 789"], ["holder", " 박말순 "]]) {
    form.requestSubmit();
    await wait();
    assert.ok(form.querySelector(`[data-error=${name}]`).textContent, name);
    form.elements.namedItem(name).value = value;
  }
  assert.equal(server.sent(ACCOUNT).length, 0);
  form.requestSubmit();
  await wait();
  assert.deepEqual(server.sent(ACCOUNT).at(-1).body, { bank_code: "004", account_number: "123456789", holder: "박말순" });
  assert.equal(screen("over").hidden, false);
});
