"""Pays with the Python client that was generated, in an environment that knows nothing else of us.

Usage: python pay.py ADDRESS KEY
"""

import sys
from importlib import import_module


def main(address: str, key: str) -> None:
    """Prints how the payment stands, and after a repeat and a part given back."""
    client = import_module("generated.client").AuthenticatedClient(base_url=address, token=key)
    models = import_module("generated.models")

    def call(name: str, *given: object, **more: object) -> object:
        return import_module(f"generated.api.{name}").sync(*given, client=client, **more)

    customer = call("till_test.make_test_customer", body=models.TestCustomerBody())
    body = models.RedemptionBody(customer.pay_code, 1_981, "generated-1")
    lost = call("till_redemptions.redeem_voucher", body=body, idempotency_key="pay")
    paid = call("till_redemptions.redeem_voucher", body=body, idempotency_key="pay")
    part = models.CancelBody(expected_remaining_amount=1_981, reason="one returned", amount=981)
    left = call(
        "till_redemptions.cancel_redemption",
        paid.redemption_id,
        body=part,
        idempotency_key="part",
    )
    print(lost.code, paid.status, left.status, left.remaining_amount)


if __name__ == "__main__":
    main(*sys.argv[1:])
