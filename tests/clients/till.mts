// A till's whole day with the TypeScript client that was generated. `till.py` does the same in Python.
//
// Usage: node till.mjs ADDRESS KEY DAY

import createClient from "openapi-fetch";
import type { components, paths } from "./openapi.d.ts";

type Payment = components["schemas"]["RedemptionBody"];

declare const process: { argv: string[] };

// The first answer of a test customer's payment that ends so is lost.
const AMOUNT = 1_981;

const [address = "", key = "", on = ""] = process.argv.slice(2);
const till = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${key}` } });

const once = (name: string) => ({ header: { "Idempotency-Key": name } });
const pay = (body: Payment) =>
  till.POST("/v1/redemptions", { params: once(`${body.order_id}/pay`), body });

async function order(order_id: string): Promise<Payment> {
  const { data, error } = await till.POST("/v1/test/customers", { body: {} });
  if (error) throw new Error(error.detail);
  return { pay_code: data.pay_code, amount: AMOUNT, order_id };
}

const first = await order("generated-1");
const quote = await till.POST("/v1/redemptions/validate", { body: first });
const lost = await pay(first);
const paid = await pay(first);
if (!paid.data) throw new Error(paid.error.detail);
const left = await till.POST("/v1/redemptions/{redemption_id}/cancels", {
  params: { ...once("part"), path: { redemption_id: paid.data.redemption_id } },
  body: { expected_remaining_amount: AMOUNT, reason: "one returned", amount: 981 },
});
const second = await order("generated-2");
const unsure = await pay(second);
const undone = await till.POST("/v1/net-cancels", {
  params: once("undo"),
  body: { pay_code: second.pay_code, order_id: second.order_id },
});
const day = await till.GET("/v1/merchant/days/{on}", { params: { path: { on } } });
console.log(
  quote.data?.remaining_balance_amount, lost.error?.code, paid.data.status, left.data?.status,
  left.data?.remaining_amount, unsure.error?.code, undone.data?.status, undone.data?.given_back_amount,
  day.data?.net_amount,
);
