"""What a payment earns by a cashback campaign, and what a cancel takes back of it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cashbacks.campaigns import CashbackCampaign
from tests import builders
from tests.builders import COUNTY
from tests.cashback_scenes import start_cashback
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import Holder, World


class Till:
    """A world with one campaign and one member who has 30,000 bought won."""

    def __init__(self, vouchers: int = 0, bought: int = 30_000, **terms: object) -> None:
        table = FakeTable()
        builders.seed(table)
        self.world = World(table)
        self.world.rounds.create(builders.a_round())
        self.campaign = builders.a_cashback(**terms)
        start_cashback(self.world, self.campaign)
        self.member = self.join("a", vouchers, bought)

    def join(self, person: str, vouchers: int = 0, bought: int = 30_000) -> Holder:
        member = self.world.join(person=person, vouchers=vouchers)
        self.world.now += timedelta(seconds=1)
        if bought:
            self.world.buy(member, bought, key=f"buy-{person}")
            self.world.now += timedelta(seconds=1)
        return member

    def pay(self, amount: int, order: str = "1", member: Holder | None = None) -> Any:
        code = (member or self.member).pay_code(self.world.now)
        paid = self.world.redeem(code, amount, order_id=order, key=f"pay-{order}")
        self.world.now += timedelta(seconds=1)
        return paid.redemption.entry

    def cancel(self, entry: Any, amount: int | None, expected: int, key: str = "c") -> None:
        self.world.cancel(entry.redemption_id, amount, expected=expected, key=key)
        self.world.now += timedelta(seconds=1)

    @property
    def chain(self) -> Any:
        return check_chain(self.world.table, self.member.member_id)

    def left(self, campaign: CashbackCampaign | None = None) -> int:
        return sum(self.world.cashback_store.left(campaign or self.campaign).values())


def earned(entry: Any) -> int:
    return entry.cashback.amount if entry.cashback else 0


def test_a_payment_earns_its_share_at_once_and_can_spend_it() -> None:
    till = Till()
    assert earned(till.pay(5_900)) == 590
    payment, cashback = till.chain[-2:]
    assert (payment.kind, payment.voucher_amount) == ("redemption", -5_900)
    assert (cashback.kind, cashback.voucher_amount, cashback.allocations[0].kind) == (
        "cashback", 590, "policy",
    )  # fmt: skip
    assert (payment.at, cashback.voucher_balance) == (cashback.at, 30_000 - 5_900 + 590)
    assert till.left() == 100_000 - 590


def test_a_payment_sent_twice_earns_once_and_says_so_both_times() -> None:
    till = Till()
    code = till.member.pay_code(till.world.now)
    answers = [till.world.redeem(code, 2_000, order_id="1", key="k") for _ in range(2)]
    assert [earned(a.redemption.entry) for a in answers] == [200, 200]
    assert [e.kind for e in till.chain][-2:] == ["redemption", "cashback"]
    assert till.left() == 100_000 - 200


def test_what_the_county_gave_earns_nothing() -> None:
    till = Till(vouchers=3_000, bought=0)
    assert earned(till.pay(3_000)) == 0
    assert till.left() == 100_000


def test_only_the_bought_part_counts_for_the_floor_and_the_share() -> None:
    till = Till(vouchers=1_000, bought=30_000)
    # The two lots end on one day and the voucher given first is spent first.
    entry = till.pay(3_500)
    bought = -sum(a.amount for a in entry.allocations if a.kind == "sale")
    assert bought == 2_500
    assert earned(entry) == 250


@pytest.mark.parametrize(("amount", "won"), [(999, 0), (1_000, 100), (1_009, 100), (20_000, 1_500)])
def test_floor_fraction_and_ceiling(amount: int, won: int) -> None:
    assert earned(Till().pay(amount)) == won


def test_what_is_canceled_below_the_floor_takes_its_share_and_no_more() -> None:
    """The payment was of the floor when it was made: what stays paid keeps what it earned, which is
    never more than the campaign's share of it; the rest of the cancel takes the rest."""
    till = Till()
    entry = till.pay(1_500)
    till.cancel(entry, 1_000, expected=1_500)
    assert till.chain[-1].cashback == (till.campaign.campaign_id, -100)
    assert till.left() == 100_000 - 50
    till.cancel(entry, None, expected=500, key="rest")
    assert (till.chain[-1].cashback, till.left()) == ((till.campaign.campaign_id, -50), 100_000)


def test_the_ceiling_is_of_a_month_and_begins_anew() -> None:
    till = Till()
    assert [earned(till.pay(amount, str(amount))) for amount in (9_000, 8_000, 1_000)] == [
        900, 600, 0,
    ]  # fmt: skip
    till.world.now += timedelta(days=30)
    assert earned(till.pay(2_000, "next month")) == 200
    assert till.chain[-1].cashbacks == ("2026-12", {till.campaign.campaign_id: 200})


@pytest.mark.parametrize(
    ("terms", "won"),
    [
        ({"merchant_ids": ("mch_0000000000000001",)}, 200),
        ({"merchant_ids": ("mch_0000000000000009",)}, 0),
        ({"categories": ("음식점",)}, 200),
        ({"categories": ("카페",)}, 0),
        ({"areas": ("병영면",)}, 0),
        ({"opens_at": builders.NOON + timedelta(days=1)}, 0),
        ({"closes_at": builders.NOON}, 0),
        ({"steps": builders.a_cashback().steps[:1]}, 0),
        ({"closing": builders.a_cashback().steps}, 0),
    ],
)
def test_where_and_when_it_holds(terms: Any, won: int) -> None:
    assert earned(Till(**terms).pay(2_000)) == won


def test_the_campaign_that_gives_most_gives_alone() -> None:
    till = Till()
    better = builders.a_cashback(campaign_id="cbk_0000000000000002", rate_percent=20)
    start_cashback(till.world, better)
    entry = till.pay(2_000)
    assert entry.cashback == (better.campaign_id, 400)
    assert (till.left(), till.left(better)) == (100_000, 100_000 - 400)


def test_the_last_won_of_a_budget_are_given_from_all_shards_and_none_above() -> None:
    till = Till(budget_amount=1_000, shard_count=4, ceiling_amount=10_000)
    won = [earned(till.pay(6_000, str(n))) for n in range(3)]
    assert won == [600, 400, 0]
    assert till.left() == 0
    assert len(till.chain) == 2 + 2 + 2 + 1


def test_a_cancel_in_parts_takes_back_in_proportion_to_the_last_won() -> None:
    till = Till()
    entry = till.pay(3_333)
    assert earned(entry) == 333
    balances = []
    for n, (amount, expected) in enumerate([(1_111, 3_333), (1_111, 2_222), (None, 1_111)]):
        till.cancel(entry, amount, expected, key=f"c{n}")
        balances.append(till.chain[-1].voucher_balance)
    assert balances == [
        30_000 - 2_222 + 222, 30_000 - 1_111 + 111, 30_000,
    ]  # fmt: skip
    assert till.left() == 100_000
    assert till.chain[-1].cashbacks is None


def test_what_is_spent_of_it_is_owed_and_no_bought_lot_is_taken() -> None:
    till = Till(bought=10_000)
    entry = till.pay(5_000)
    till.pay(5_300, "2")
    till.cancel(entry, None, 5_000)
    head = till.chain[-1]
    assert (head.kind, head.receivable, head.owed_amount) == (
        "cashback_return", ("cashback", 300), 300,
    )  # fmt: skip
    assert head.voucher_balance == 5_000 + 200 + 300
    # 500 were given, 300 of them are gone; the later payment earned by its 5,000 bought won.
    assert till.left() == 100_000 - 500 - 500 + 200


def test_of_a_lot_that_has_expired_nothing_is_owed() -> None:
    settings = builders.SETTINGS
    assert settings.policy_valid_months == 60
    till = Till()
    entry = till.pay(5_000)
    from chalicelib.cashbacks.giving import with_return
    from chalicelib.ledger.appending import Draft

    draft = Draft(kind="cancellation", canceled_amount=5_000)
    late = till.world.now.replace(year=2032)
    assert with_return(draft, entry, till.chain[-1], settings, late) is draft


def test_a_full_wallet_pays_and_gets_none() -> None:
    till = Till()
    head = till.chain[-1]
    from msgspec.structs import replace

    from chalicelib.cashbacks.giving import Giving
    from chalicelib.ledger.appending import Draft
    from chalicelib.ledger.lots import LOTS_MAX, take

    giving = Giving((till.campaign,), builders.a_merchant())
    draft = Draft(kind="redemption", allocations=take(head.lots, 2_000))
    full = replace(head, lots=head.lots * LOTS_MAX)
    assert giving.added(draft, full, builders.SETTINGS, till.world.now) is draft
    assert giving.added(draft, head, builders.SETTINGS, till.world.now).cashback is not None


def test_a_payment_where_no_campaign_is_open_asks_for_nothing_more() -> None:
    till = Till(categories=("카페",))
    till.pay(1_000)
    calls: list[str] = []
    for name in ("get", "query", "put_new", "put_new_with_counts"):
        method = getattr(till.world.table, name)

        def counted(*a: Any, _name: str = name, _method: Any = method, **o: Any) -> Any:
            calls.append(_name)
            return _method(*a, **o)

        setattr(till.world.table, name, counted)
    till.pay(1_000, "2")
    assert calls == ["query", "put_new"]
    assert till.campaign.county_id == COUNTY
