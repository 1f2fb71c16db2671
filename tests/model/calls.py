"""What each message of a walk is called by, and what of the answer counts: the money's commands."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from chalicelib.core.actors import MemberActor, MovedActorError
from chalicelib.core.values import sibling_id
from chalicelib.ledger import give_back
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.merchants.merchants import Merchant
from chalicelib.staff.person import Person
from tests.model import seoul
from tests.model.commands import Message
from tests.model.product import Product
from tests.model.walk_table import WalkTable
from tests.worlds import a_till_may

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BIRTHS = (date(1980, 5, 5), date(2001, 12, 24))


def instant(moment: int) -> datetime:
    return EPOCH + timedelta(milliseconds=moment)


def day(number: int) -> Any:
    return (EPOCH + timedelta(days=number)).date()


class Calls:
    """What the driver has written down of the messages, by which it calls the product."""

    def __init__(self) -> None:
        self.table = WalkTable()
        self.products: list[Product] = []
        self.members: dict[tuple[str, str], str] = {}
        self.shops: dict[tuple[str, str], Merchant] = {}
        self.codes: dict[tuple[Any, ...], str] = {}
        self.signups: dict[int, Any] = {}
        self.first: dict[int, Entry] = {}
        self.made: dict[int, str] = {}
        """By the message that proposed it, the id of what was proposed."""

    def _convert(self, product: Product, m: Message) -> tuple[Any, Entry]:
        outcome = self._by_session(
            m,
            lambda actor: product.world.wallets.convert(
                actor, mileage=m["mileage"], idempotency_key=m["key"]
            ),
        )
        return self._moved(m, outcome.entry), outcome.entry

    def _adjust(self, product: Product, m: Message) -> tuple[Any, Entry]:
        entry = product.adjust(self._actor(m), m["mileage"], m["won"], adjustment_id=m["key"])
        return self._moved(m, entry), entry

    def _write_off(self, product: Product, m: Message) -> tuple[Any, None]:
        today = day(seoul.day_of(round((product.world.now - EPOCH).total_seconds() * 1000)))
        assert not product.world.expirations.run(m["who"][0], today).failed
        return {}, None

    def _pay(self, product: Product, m: Message) -> tuple[Any, Entry]:
        shop = self._shop(product, m)
        if m["code"] is None:
            payment, _ = self._by_session(
                m,
                lambda actor: product.world.redemptions.pay(
                    actor,
                    merchant_code=shop.merchant_code,
                    amount=m["amount"],
                    order_id=m["order"],
                    idempotency_key=m["key"],
                ),
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
        opened = [sibling_id("vch", entry.entry_id)] if entry.cashback else []
        return self._moved(m, entry) | _earned(entry) | {"opened": opened}, entry

    def _cancel(self, product: Product, m: Message) -> tuple[Any, Entry]:
        paid = self.first.get(m["payment"])
        redemption, _ = product.world.cancellations.cancel(
            self._shop(product, m),
            paid.redemption_id or "" if paid else "rdm_0000000000000000",
            amount=m["amount"],
            expected_remaining_amount=m["expected"],
            reason="손님 요청",
            idempotency_key=m["key"],
            may_cancel=a_till_may,
        )
        entry = redemption.cancellations[-1]
        facts = {"left": redemption.remaining_amount, "back": _said(entry)}
        return self._moved(m, entry) | facts | _earned(entry), entry

    def _net_cancel(self, product: Product, m: Message) -> tuple[Any, Entry]:
        entry = product.net_cancel(
            self._shop(product, m),
            self.codes[m["who"], m["code"]],
            order_id=m["order"],
            key=m["key"],
        )
        return self._moved(m, entry) | {"back": _said(entry)} | _earned(entry), entry

    def _settle(self, product: Product, m: Message) -> tuple[Any, Entry]:
        entry = product.world.receivables.settle(
            m["who"][0],
            self.members[m["who"]],
            amount=m["amount"],
            reason="시험",
            request_id=m["key"],
        ).entry
        return {"owed": entry.owed_amount}, entry

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
        outcome = self._by_session(
            m,
            lambda actor: product.world.purchases.cancel(
                actor, purchase_id, idempotency_key=m["key"]
            ),
        )
        return self._returned(m, outcome.entry), outcome.entry

    def _refund(self, product: Product, m: Message) -> tuple[Any, Entry]:
        outcome = self._by_session(
            m,
            lambda actor: product.world.purchases.refund_change(
                actor, m["lot_id"], idempotency_key=m["key"]
            ),
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

    # Whoever asks, and what is told

    def _actor(self, m: Message) -> MemberActor:
        return MemberActor(m["who"][0], self.members[m["who"]], generation=m.get("gen"))

    def _by_session(self, m: Message, act: Callable[[MemberActor], T]) -> T:
        """As a request is handled: in the wallet where the membership goes on, if it does."""
        try:
            return act(self._actor(m))
        except MovedActorError as moved:
            return act(moved.actor)

    def _shop(self, product: Product, m: Message) -> Merchant:
        """As it stands when the till's key is looked up."""
        shop = self.shops[m["who"][0], m["shop"]]
        return product.shops.of(shop.county_id, shop.merchant_id)

    def _life_of(self, county: str, member_id: str) -> tuple[str, str]:
        return next(w for w, found in self.members.items() if (w[0], found) == (county, member_id))

    def _moved(self, m: Message, entry: Entry) -> dict[str, Any]:
        self.first.setdefault(m["no"], entry)
        life = self._life_of(entry.county_id, entry.member_id)
        return {"moved": [[a.lot_id, a.amount] for a in entry.allocations], "life": life}

    def _bought(self, m: Message, entry: Entry) -> dict[str, Any]:
        assert entry.purchase
        facts = {"price": entry.purchase.price_amount, "budget": entry.purchase.budget}
        return self._moved(m, entry) | facts

    def _returned(self, m: Message, entry: Entry) -> dict[str, Any]:
        return self._bought(m, entry) | {"back": _said(entry)}

    def entries_of(self, who: tuple[str, str]) -> list[Entry]:
        """The whole wallet, oldest first."""
        pk, found = f"{who[0]}#WALLET#{self.members[who]}", []
        for seq in itertools.count(1):
            item = self.table.items.get((pk, f"ENTRY#{seq:010d}"))
            if item is None:
                return found
            found.append(entry_from_item(dict(item)))
        raise AssertionError("no wallet is endless")

    def first_entry(self, who: tuple[str, str]) -> Entry:
        key = (f"{who[0]}#WALLET#{self.members[who]}", "ENTRY#0000000001")
        return entry_from_item(dict(self.table.items[key]))


def _earned(entry: Entry) -> dict[str, int]:
    """Cashback given or taken back beside it, in won."""
    return {"earned": entry.cashback.amount if entry.cashback else 0}


def _said(entry: Entry) -> tuple[Any, ...]:
    """What the answer of a taking back says: month, year, budget, money, and which lots' won can
    be spent."""
    said = give_back.of(entry)
    usable = [lot.is_usable for lot in said.lots]
    amounts = (said.month_amount, said.year_amount, said.budget_amount, said.refund_amount)
    return (*amounts, usable)
