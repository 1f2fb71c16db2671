"""The product's side: each of the model's messages as a call of the real services, and what came
of it in the model's words: `("done", facts, hash of the entry)` or `("refused", code)`.

A message keeps its own wire form (a code shown, a sign-up's id) in the driver, by its number, so
that delivering it again delivers the very same thing.
"""

from typing import Any

from chalicelib.approvals.grant_runs import GrantNotApprovedError
from chalicelib.cashbacks.store import CashbackStore
from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import DomainError
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.ledger.entries import Entry
from chalicelib.merchants.store import MerchantStore
from chalicelib.sales.rounds import Round
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.model.calls import day, instant
from tests.model.commands import Message
from tests.model.desk_calls import DeskCalls
from tests.model.product import Product
from tests.worlds import SIGNER

Answer = tuple[str, Any, str]


class Driver(DeskCalls):
    """Several processes over one table: `perform` runs a message in one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds = RoundStore(self.table)
        self.restart()

    # Setting the scene

    def restart(self) -> None:
        """New processes, which remember nothing."""
        self.products = [Product(self.table) for _ in range(3)]

    def found(self, county: str, rules: dict[str, int | None], since: int) -> None:
        CountyStore(self.table).put_county(builders.a_county(county))
        CampaignStore(self.table).put(builders.a_campaign(county))
        for key, value in rules.items():
            self.set_rule(county, key, value, since)

    def set_rule(self, county: str, key: str, value: int | None, on: int) -> None:
        version = SettingVersion(key, day(on), value, "시험")
        CountyStore(self.table).put_setting(county, version)

    def open_shop(self, county: str, shop: str, *, big: bool, is_open: bool) -> None:
        number = len(self.shops) + 1
        merchant = builders.a_merchant(
            county_id=county,
            merchant_id=f"mch_{number:016d}",
            merchant_code=f"M{number:04d}",
            name=shop,
            over_sales_cap=big,
            status="active" if is_open else "suspended",
            key_hashes=(),
        )
        MerchantStore(self.table).create(merchant)
        self.shops[county, shop] = merchant

    def announce(self, county: str, name: str, of: dict[str, int]) -> None:
        self.rounds.create(
            Round(
                county_id=county,
                round_id=name,
                name=name,
                name_en=name,
                opens_at=instant(of["opens"]),
                closes_at=instant(of["closes"]),
                budget_amount=of["left"],
                discount_percent=of["discount"],
                shard_count=of["shards"],
            )
        )

    def give_cashback(self, county: str, of: dict[str, Any]) -> None:
        campaign = builders.a_cashback(
            county_id=county,
            campaign_id=f"cbk_{county:0>16}",
            rate_percent=of["rate"],
            floor_amount=of["floor"],
            ceiling_amount=of["ceiling"],
            budget_amount=of["budget"],
            shard_count=of["shards"],
            opens_at=instant(of["opens"]),
            closes_at=instant(of["closes"]),
            merchant_ids=tuple(self.shops[county, shop].merchant_id for shop in of["shops"]),
        )
        store = CashbackStore(self.table)
        store.lay_out(campaign)
        store.create(campaign)

    # Messages

    def write_down(self, m: Message) -> None:
        super().write_down(m)
        code = m.get("code")
        if code is not None and (m["who"], code) not in self.codes:
            actor = MemberActor(m["who"][0], self.members[m["who"]])
            self.codes[m["who"], code] = SIGNER.pay_code(actor, instant(code[0]))[0]

    def perform(self, m: Message, now: int, *, process: int = 0) -> Answer:
        product = self.products[process]
        product.world.now = instant(now)
        # For a minute a process does not ask a campaign again that it found empty; a walk's
        # processes live for days of it, so each message comes to one that knows of none.
        product.world.cashbacks.empty_since.clear()
        try:
            done: tuple[Any, Entry | None] = getattr(self, f"_{m['do']}")(product, m)
        except DomainError as error:
            return "refused", error.code, ""
        except GrantNotApprovedError:
            return "refused", "grant_not_approved", ""
        facts, entry = done
        return "done", facts, entry.hash if entry else ""

    def quote(self, m: Message, now: int) -> Answer:
        """A dry run of a payment by code."""
        product = self.products[0]
        product.world.now = instant(now)
        try:
            quote = product.world.redemptions.quote(
                self._shop(product, m),
                pay_code=self.codes[m["who"], m["code"]],
                amount=m["amount"],
                order_id=m["order"],
            )
        except DomainError as error:
            return "refused", error.code, ""
        return "done", {"moved": [[a.lot_id, a.amount] for a in quote.draft.allocations]}, ""
