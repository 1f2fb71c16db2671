"""The product's side: each of the model's messages as a call of the real services, and what came
of it in the model's words: `("done", facts, hash of the entry)` or `("refused", code)`.

A message keeps its own wire form (a code shown, a sign-up's id) in the driver, by its number, so
that delivering it again delivers the very same thing.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import DomainError, VersionConflictError
from chalicelib.core.values import sibling_id
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.ledger import give_back
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.paying.merchant_store import MerchantStore
from chalicelib.paying.merchants import Merchant
from chalicelib.sales.rounds import Round
from chalicelib.sales.store import RoundStore
from chalicelib.staff.person import Person
from tests import builders
from tests.fakes import FakeTable
from tests.model import seoul
from tests.model.commands import Message
from tests.model.product import Product
from tests.worlds import SIGNER, a_signup

Answer = tuple[str, Any, str]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BIRTHS = (date(1980, 5, 5), date(2001, 12, 24))


def instant(moment: int) -> datetime:
    return EPOCH + timedelta(milliseconds=moment)


def day(number: int) -> Any:
    return (EPOCH + timedelta(days=number)).date()


class Driver:
    """Several processes over one table: `perform` runs a message in one of them."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.products: list[Product] = []
        self.members: dict[tuple[str, str], str] = {}
        self.shops: dict[tuple[str, str], Merchant] = {}
        self.codes: dict[tuple[Any, ...], str] = {}
        self.signups: dict[int, Any] = {}
        self.first: dict[int, Entry] = {}
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

    # Messages

    def write_down(self, m: Message) -> None:
        """Give a new message its wire form."""
        if m["do"] == "sign_up":
            county, person = m["who"]
            at = instant(m["accepted_at"])
            self.signups[m["no"]] = a_signup(
                person, now=at, county_id=county, born_on=BIRTHS[m["born"]]
            )
        code = m.get("code")
        if code is not None and (m["who"], code) not in self.codes:
            actor = MemberActor(m["who"][0], self.members[m["who"]])
            self.codes[m["who"], code] = SIGNER.pay_code(actor, instant(code[0]))[0]

    def perform(self, m: Message, now: int, *, process: int = 0) -> Answer:
        product = self.products[process]
        product.world.now = instant(now)
        try:
            done: tuple[Any, Entry | None] = getattr(self, f"_{m['do']}")(product, m)
        except DomainError as error:
            return "refused", error.code, ""
        facts, entry = done
        return "done", facts, entry.hash if entry else ""

    def _sign_up(self, product: Product, m: Message) -> tuple[Any, None]:
        signup = self.signups[m["no"]]
        for _ in range(4):
            try:
                product.world.consumer.complete(signup)
                break
            except VersionConflictError:
                continue  # The queue delivers it again.
        status = product.world.desk.status(m["who"][0], signup.signup_id)
        assert status.status == ("rejected" if status.reason else "completed")
        if status.member_id and status.member_id not in self.members.values():
            self.members[self._next_life(m["who"])] = status.member_id
        told = (status.already_member, status.granted_mileage, status.reason)
        return dict(zip(("already", "granted", "reason"), told, strict=True)), None

    def _next_life(self, number: tuple[str, str]) -> tuple[str, str]:
        """As the model names it: the first by the number, each later one by its count too."""
        county, name = number
        lives = sum(c == county and n.partition("+")[0] == name for c, n in self.members)
        return (county, f"{name}+{lives + 1}") if lives else number

    def _convert(self, product: Product, m: Message) -> tuple[Any, Entry]:
        outcome = product.world.wallets.convert(
            self._actor(m), mileage=m["mileage"], idempotency_key=m["key"]
        )
        return self._moved(m, outcome.entry), outcome.entry

    def _adjust(self, product: Product, m: Message) -> tuple[Any, Entry]:
        entry = product.adjust(self._actor(m), m["mileage"], m["won"], adjustment_id=m["key"])
        return self._moved(m, entry), entry

    def quote(self, m: Message, now: int) -> Answer:
        """A dry run of a payment by code."""
        product = self.products[0]
        product.world.now = instant(now)
        try:
            quote = product.world.redemptions.quote(
                self.shops[m["who"][0], m["shop"]],
                pay_code=self.codes[m["who"], m["code"]],
                amount=m["amount"],
                order_id=m["order"],
            )
        except DomainError as error:
            return "refused", error.code, ""
        return "done", {"moved": [[a.lot_id, a.amount] for a in quote.draft.allocations]}, ""

    def _leave(self, product: Product, m: Message) -> tuple[Any, None]:
        farewell = product.members.leave(self._actor(m), is_confirmed=True)
        return {"mileage": farewell.mileage, "vouchers": farewell.vouchers}, None

    def _write_off(self, product: Product, m: Message) -> tuple[Any, None]:
        today = day(seoul.day_of(round((product.world.now - EPOCH).total_seconds() * 1000)))
        assert not product.world.expirations.run(m["who"][0], today).failed
        return {}, None

    def _pay(self, product: Product, m: Message) -> tuple[Any, Entry]:
        shop = self.shops[m["who"][0], m["shop"]]
        if m["code"] is None:
            payment, _ = product.world.redemptions.pay(
                self._actor(m),
                merchant_code=shop.merchant_code,
                amount=m["amount"],
                order_id=m["order"],
                idempotency_key=m["key"],
            )
        else:
            payment = product.world.redemptions.redeem(
                shop,
                pay_code=self.codes[m["who"], m["code"]],
                amount=m["amount"],
                order_id=m["order"],
                idempotency_key=m["key"],
            )
        entry = payment.redemption.entry
        return self._moved(m, entry), entry

    def _cancel(self, product: Product, m: Message) -> tuple[Any, Entry]:
        paid = self.first.get(m["payment"])
        redemption, _ = product.world.cancellations.cancel(
            self.shops[m["who"][0], m["shop"]],
            paid.redemption_id or "" if paid else "rdm_0000000000000000",
            amount=m["amount"],
            expected_remaining_amount=m["expected"],
            reason="손님 요청",
            idempotency_key=m["key"],
        )
        entry = redemption.cancellations[-1]
        facts = {"left": redemption.remaining_amount, "back": _said(entry)}
        return self._moved(m, entry) | facts, entry

    def _net_cancel(self, product: Product, m: Message) -> tuple[Any, Entry]:
        entry = product.net_cancel(
            self.shops[m["who"][0], m["shop"]],
            self.codes[m["who"], m["code"]],
            order_id=m["order"],
            key=m["key"],
        )
        return self._moved(m, entry) | {"back": _said(entry)}, entry

    def _buy(self, product: Product, m: Message) -> tuple[Any, Entry]:
        outcome = product.world.purchases.buy(
            m["who"][0],
            self.members[m["who"]],
            round_id=m["round"],
            amount=m["amount"],
            idempotency_key=m["key"],
        )
        return self._bought(m, outcome.entry), outcome.entry

    def _undo(self, product: Product, m: Message) -> tuple[Any, Entry]:
        bought = self.first.get(m["purchase"])
        purchase_id = sibling_id("pur", bought.entry_id) if bought else "pur_0000000000000000"
        outcome = product.world.purchases.cancel(
            self._actor(m), purchase_id, idempotency_key=m["key"]
        )
        return self._returned(m, outcome.entry), outcome.entry

    def _refund(self, product: Product, m: Message) -> tuple[Any, Entry]:
        outcome = product.world.purchases.refund_change(
            self._actor(m), m["lot_id"], idempotency_key=m["key"]
        )
        return self._returned(m, outcome.entry), outcome.entry

    def _refund_left(self, product: Product, m: Message) -> tuple[Any, Entry]:
        county, name = m["who"]
        outcome = product.world.left_wallets.refund(
            county,
            Person(f"sub-{m['no']}", "desk"),  # Its own: how often one looks is counted.
            self.members[m["who"]],
            phone=name.partition("+")[0],
            birth_on=BIRTHS[m["born"]],
            voucher_id=m["lot_id"],
            idempotency_key=m["key"],
        )
        return self._returned(m, outcome.entry), outcome.entry

    # Answers

    def _actor(self, m: Message) -> MemberActor:
        return MemberActor(m["who"][0], self.members[m["who"]], generation=1)

    def _moved(self, m: Message, entry: Entry) -> dict[str, Any]:
        self.first.setdefault(m["no"], entry)
        return {"moved": [[a.lot_id, a.amount] for a in entry.allocations]}

    def _bought(self, m: Message, entry: Entry) -> dict[str, Any]:
        assert entry.purchase
        facts = {"price": entry.purchase.price_amount, "budget": entry.purchase.budget}
        return self._moved(m, entry) | facts

    def _returned(self, m: Message, entry: Entry) -> dict[str, Any]:
        return self._bought(m, entry) | {"back": _said(entry)}

    def head(self, who: tuple[str, str]) -> Entry:
        pk = f"{who[0]}#WALLET#{self.members[who]}"
        found = [k for k in self.table.items if k[0] == pk and k[1].startswith("ENTRY#")]
        return entry_from_item(dict(self.table.items[max(found)]))

    def first_entry(self, who: tuple[str, str]) -> Entry:
        key = (f"{who[0]}#WALLET#{self.members[who]}", "ENTRY#0000000001")
        return entry_from_item(dict(self.table.items[key]))


def _said(entry: Entry) -> tuple[Any, ...]:
    """What the answer of a taking back says: month, year, budget, money, and which lots' won can
    be spent."""
    said = give_back.of(entry)
    usable = [lot.is_usable for lot in said.lots]
    amounts = (said.month_amount, said.year_amount, said.budget_amount, said.refund_amount)
    return (*amounts, usable)
