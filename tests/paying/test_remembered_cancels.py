"""What a wallet remembers of the cancels of its payments, when there are more than fit into its
newest entry."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.ledger import entries
from chalicelib.ledger.appending import EntryPage, WalletPage
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.chain import Chain, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.paying import redemptions
from infra.verifier.ledger_audit import WalletAudit
from tests import builders
from tests.builders import COUNTY
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain, follow
from tests.paying.test_bounds import written
from tests.worlds import World

SETTINGS = replace(builders.SETTINGS, redemption_cancel_days=CANCEL_DAYS_MAX)


@pytest.fixture
def wallet() -> "Wallet":
    table = FakeTable()
    builders.seed(table)
    return Wallet(World(table))


class Wallet:
    """One that pays and gets back, by the rules and without a table."""

    def __init__(self, world: World) -> None:
        self.member_id = world.join(vouchers=3000).member_id
        self.chain = check_chain(world.table, self.member_id)
        self._shop = world.shop()

    @property
    def head(self) -> Entry:
        return self.chain[-1]

    def pay(self, after: timedelta = timedelta(seconds=1)) -> Entry:
        now = self.head.at + after
        draft = redemptions.decide(
            self.head, amount=100, merchant=self._shop, settings=SETTINGS, now=now
        )
        self.chain.append(written(self.head, draft, now, self._shop.merchant_id))
        return self.head

    def cancel(self, payment: Entry, part: int, already: int = 0) -> None:
        draft = redemptions.decide_cancel(
            payment, already=already, amount=part, expected_remaining_amount=100 - already,
            reason="손님 요청", settings=SETTINGS, now=self.head.at,
        )  # fmt: skip
        self.chain.append(written(self.head, draft))

    def canceled_of(self, payment: Entry) -> int:
        return ChainOf(self.chain).view().canceled_amount(payment)


def test_the_newest_are_remembered_and_the_others_found(wallet: Wallet) -> None:
    first = [wallet.pay() for _ in range(3)]
    for payment in first[:2]:
        wallet.cancel(payment, 40)
    for _ in range(entries.CANCELS_MAX + 1):
        wallet.cancel(wallet.pay(), 100)
    assert not wallet.head.cancels.keys() & {payment.redemption_id for payment in first}

    assert [wallet.canceled_of(payment) for payment in first] == [40, 40, 0]
    for payment, already in zip(first, (40, 40, 0), strict=True):
        wallet.cancel(payment, 100 - already, already)
        assert wallet.canceled_of(payment) == 100
    assert wallet.head.voucher_balance == 3000
    assert max(len(entry.cancels) for entry in wallet.chain) == entries.CANCELS_MAX + 1
    audit = WalletAudit(COUNTY, wallet.member_id)
    for entry in wallet.chain:
        follow(audit, entry)


def test_a_displaced_one_is_still_found_when_an_older_one_ends(wallet: Wallet) -> None:
    """The older one is remembered again by a late cancel, and ends first: then there is room in the
    head, although it never had room for the other."""
    older = wallet.pay()
    displaced = wallet.pay(timedelta(days=3))
    for payment in (older, displaced):
        wallet.cancel(payment, 30)
    for _ in range(entries.CANCELS_MAX + 1):
        wallet.cancel(wallet.pay(), 100)
    wallet.cancel(older, 20, already=30)
    assert older.redemption_id in wallet.head.cancels
    assert displaced.redemption_id not in wallet.head.cancels

    wallet.pay(older.at + timedelta(days=CANCEL_DAYS_MAX + 2, seconds=1) - wallet.head.at)

    assert older.redemption_id not in wallet.head.cancels
    assert wallet.canceled_of(displaced) == 30


class ChainOf:
    """A store of one wallet whose entries are in a list."""

    def __init__(self, chain: list[Entry]) -> None:
        self._newest_first = chain[::-1]

    def view(self) -> View:
        """What a decision sees of it."""
        seen: list[View] = []

        def look(view: View) -> None:
            seen.append(view)

        head = self._newest_first[0]
        keys = CommandKeys(reference="new", fingerprint="1")
        Chain(self, lambda: head.at).run(COUNTY, head.member_id, keys, look)
        return seen[0]

    def read(self, county_id: str, member_id: str) -> WalletPage:
        return WalletPage(self._newest_first[:4], {"from": 4}, profile=None)

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage:
        stop = start["from"] + limit
        older = {"from": stop} if stop < len(self._newest_first) else None
        return EntryPage(self._newest_first[start["from"] : stop], older)

    def entry_at(self, county_id: str, member_id: str, seq: int) -> Entry | None:
        raise NotImplementedError

    def append(self, entry: Entry) -> bool:
        raise NotImplementedError

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        raise NotImplementedError
