// Sends requests of the Postman collection as its own program would, by its own library.
//
// Usage: node collection.mjs COLLECTION ADDRESS KEY

import { readFileSync } from "node:fs";
import sdk from "postman-collection";

const [file, address, key] = process.argv.slice(2);
const collection = new sdk.Collection(JSON.parse(readFileSync(file, "utf8")));
const values = { baseUrl: address, bearerToken: key };

async function send(name, changes = {}) {
  let found;
  collection.forEachItem((item) => { if (item.name === name) found = item; });
  const { request } = found.toObjectResolved(null, [values], { ignoreOwnVariables: true });
  const token = request.auth.bearer.find((one) => one.key === "token").value;
  const headers = new Headers({ Authorization: `Bearer ${token}` });
  for (const header of request.header) if (!header.disabled) headers.set(header.key, header.value);
  const body = JSON.stringify({ ...JSON.parse(request.body.raw), ...changes });
  const answer = await fetch(new sdk.Url(request.url).toString(), { method: request.method, headers, body });
  return answer.json();
}

const customer = await send("A test customer with vouchers, a pay code and a card; with a test key alone");
const paid = await send("Take a payment with the customer's pay code", { pay_code: customer.pay_code });
console.log(paid.code ?? paid.status, paid.amount);
