"""One process of the product: the services of `tests.worlds` and those that it lacks."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from chalicelib.approvals.bulk_grant_service import BulkGrants
from chalicelib.approvals.bulk_grant_store import BulkGrantStore
from chalicelib.approvals.grant_runs import GrantRuns
from chalicelib.core.actors import MemberActor
from chalicelib.identity.own_identity import OwnIdentity
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.store import WalletStore
from chalicelib.members.store import MemberStore
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.store import MerchantStore
from chalicelib.sales.counter_request_store import CounterRequestStore
from chalicelib.sales.counter_requests import CounterRequests
from chalicelib.standing.merchant_service import StandingOfMerchants
from chalicelib.standing.service import StandingOfMembers
from chalicelib.standing.store import StandingStore
from tests.worlds import SIGNER, World, a_till_may


class OpenCipher:
    """Seals nothing: what is personal is tried elsewhere."""

    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]:
        return b"key", {name: text.encode() for name, text in fields.items()}

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str:
        return sealed.decode()


class SliceList:
    """What was sent to be worked off, in place of a queue: a walk draws when it comes."""

    def __init__(self) -> None:
        self.sent: list[int] = []

    def send(self, county_id: str, grant_id: str, number: int) -> None:
        self.sent.append(number)


class Product:
    def __init__(self, table: Any) -> None:
        self.world = world = World(table, pause=lambda seconds: None)
        self.members = replace(world.membership, cipher=OpenCipher())
        self.identity = OwnIdentity(self.members, world.binding, SIGNER, world.clock)
        standing, merchants = StandingStore(table), MerchantStore(table)
        self.standing = StandingOfMembers(standing, MemberStore(table), world.clock)
        self.shops = StandingOfMerchants(
            standing, merchants, SIGNER, False, world.counter.idempotency_keys, world.clock
        )
        keys = world.counter.idempotency_keys
        self.requests = CounterRequests(
            store=CounterRequestStore(table),
            sales=world.counter,
            counties=world.counties,
            own_wallets=world.own_wallets,
            idempotency_keys=keys,
            clock=world.clock,
        )
        grants, self.slices = BulkGrantStore(table), SliceList()
        self.files = BulkGrants(
            store=grants,
            idempotency_keys=keys,
            queue=self.slices,
            counties=world.counties,
            own_wallets=world.own_wallets,
            clock=world.clock,
        )
        self.runs = GrantRuns(grants, world.chain, WalletStore(table), world.counties, world.clock)

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
            shop,
            pay_code=pay_code,
            order_id=order_id,
            idempotency_key=key,
            may_undo=a_till_may,
        )
        return entry
