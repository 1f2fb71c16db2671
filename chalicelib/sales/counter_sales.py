"""Selling vouchers at the counter: a purchase whose key is the seller's."""

from dataclasses import dataclass

from chalicelib.ledger.chain import Outcome
from chalicelib.sales.service import Purchases
from chalicelib.staff.idempotency_keys import IdempotencyKeys


@dataclass(frozen=True)
class CounterSales:
    purchases: Purchases
    idempotency_keys: IdempotencyKeys

    def sell(
        self,
        county_id: str,
        seller: str,
        *,
        member_id: str,
        round_id: str,
        amount: int,
        idempotency_key: str,
    ) -> Outcome:
        """Sell `amount` won of face value to the member. `seller` is the account of staff.

        The wallet remembers its own keys only, so the seller's key is bound first: under the same
        key nothing is sold to another member. Raises `IdempotencyKeyReusedError` and what
        `Purchases.buy` raises.
        """
        asked = {"member_id": member_id, "round_id": round_id, "amount": amount}
        self.idempotency_keys.bind(county_id, "counter_sale", seller, idempotency_key, asked)
        return self.purchases.buy(
            county_id,
            member_id,
            round_id=round_id,
            amount=amount,
            # The seller's keys are apart from those that the member uses.
            idempotency_key=f"counter/{seller}/{idempotency_key}",
            sold_by=seller,
        )
