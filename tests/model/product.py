"""One process of the product: the services of `tests.worlds` and those that it lacks."""

from typing import Any

from chalicelib.core.actors import MemberActor
from chalicelib.ledger.entries import Entry
from chalicelib.paying.merchants import Merchant
from tests.worlds import World


class Product:
    def __init__(self, table: Any) -> None:
        self.world = World(table, pause=lambda seconds: None)
        self.members = self.world.membership

    def adjust(self, actor: MemberActor, mileage: int, won: int, *, adjustment_id: str) -> Entry:
        return self.world.adjustments.adjust(
            actor.county_id,
            actor.member_id,
            mileage=mileage,
            voucher_amount=won,
            reason="시험",
            adjustment_id=adjustment_id,
        ).entry

    def net_cancel(self, shop: Merchant, pay_code: str, *, order_id: str, key: str) -> Entry:
        entry, _ = self.world.cancellations.net_cancel(
            shop, pay_code=pay_code, order_id=order_id, idempotency_key=key
        )
        return entry
