"""A till's whole day with the Python client that was generated, in an environment that knows
nothing else of us. `till.mts` does the same in TypeScript.

Usage: python till.py ADDRESS KEY DAY
"""

import sys
from importlib import import_module
from typing import Any

AMOUNT = 1_981
"""The first answer of a test customer's payment that ends so is lost."""


def main(address: str, key: str, on: str) -> None:
    """Prints what became of each step, in one line."""
    client = import_module("generated.client").AuthenticatedClient(base_url=address, token=key)
    models = import_module("generated.models")

    def call(name: str, *given: object, **more: object) -> Any:
        return import_module(f"generated.api.{name}").sync(*given, client=client, **more)

    def pay(body: Any) -> Any:
        key = f"{body.order_id}/pay"
        return call("till_redemptions.redeem_voucher", body=body, idempotency_key=key)

    def order(order_id: str) -> Any:
        customer = call("till_test.make_test_customer", body=models.TestCustomerBody())
        return models.RedemptionBody(customer.pay_code, AMOUNT, order_id)

    first = order("generated-1")
    quote = call("till_redemptions.validate_redemption", body=first)
    lost, paid = pay(first), pay(first)
    left = call(
        "till_redemptions.cancel_redemption",
        paid.redemption_id,
        body=models.CancelBody(expected_remaining_amount=AMOUNT, reason="one returned", amount=981),
        idempotency_key="part",
    )
    second = order("generated-2")
    unsure = pay(second)
    undone = call(
        "till_redemptions.net_cancel_order",
        body=models.NetCancelBody(second.pay_code, second.order_id),
        idempotency_key="undo",
    )
    day = call("till_settlements.show_shop_day", on)
    print(
        quote.remaining_balance_amount, lost.code, paid.status, left.status, left.remaining_amount,
        unsure.code, undone.status, undone.given_back_amount, day.net_amount,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
