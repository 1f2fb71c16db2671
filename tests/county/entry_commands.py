"""A command for each kind of entry, in a county that notes which of its settings are read."""

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from msgspec.structs import replace

from chalicelib.approvals import adjusting_rules
from chalicelib.core.values import seoul_date
from chalicelib.county.declarations import setting_key
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.festivals import activities
from chalicelib.festivals.errors import ActivityNotRewardedError
from chalicelib.festivals.rewarding import Names, Reward, RewardKind, decide
from chalicelib.ledger.kinds import EntryKind
from chalicelib.staff.person import Person
from chalicelib.trips import paying_back
from chalicelib.visits import fee_shares
from chalicelib.wallets import expiry
from tests import builders
from tests.builders import COUNTY
from tests.buying.shopfront import Shopfront
from tests.paper.desk import PAPER_ROUND, a_desk
from tests.races.festival_cases import (
    at_a_festival,
    befriend,
    referred,
    take_back,
    visit,
    with_friends,
)
from tests.worlds import Holder, World


class Watched:
    """The settings, remembering which were read."""

    def __init__(self, settings: CountySettings) -> None:
        self._settings = settings
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(setting_key(name))
        return getattr(self._settings, name)

    def voucher(self, kind: str) -> Any:
        return _WatchedRules(self, kind)


class _WatchedRules:
    def __init__(self, watched: Watched, kind: str) -> None:
        self._watched, self._kind = watched, kind

    @property
    def valid_months(self) -> int:
        months: int = getattr(self._watched, f"{self._kind}_valid_months")
        return months

    @property
    def is_barred_over_cap(self) -> bool:
        return bool(getattr(self._watched, f"{self._kind}_barred_over_cap"))


class WatchedCounties(Counties):
    """The county's settings; from a moment on, those that remember what is read."""

    watched: Watched | None = None

    def on(self, county_id: str, day: date) -> Any:
        return self.watched or super().on(county_id, day)


def _conversion(world: World, holder: Holder) -> None:
    world.wallets.convert(holder.actor, mileage=1_000, idempotency_key="c")


def _redemption(world: World, holder: Holder) -> Any:
    # At a shop above the sales cap every lot is asked about.
    mart = replace(builders.a_merchant(), over_sales_cap=True)
    return world.redemptions.redeem(
        mart, pay_code=holder.pay_code(world.now), amount=500, order_id="order-2",
        idempotency_key="r",
    )  # fmt: skip


def _cancellation(world: World, holder: Holder) -> None:
    paid = world.redeem(holder.pay_code(world.now), 500, order_id="order-1", key="p")
    _forget(world)
    world.cancel(paid.redemption.entry.redemption_id, 100, expected=500, key="x")


def _purchase_cancel(world: World, holder: Holder) -> None:
    bought = world.buy(holder, 1_000, key="b").purchase
    _forget(world)
    assert bought is not None
    world.cancel_purchase(holder, bought.purchase_id, key="x")


def _reservation_end(world: World, holder: Holder) -> None:
    front = Shopfront(world)
    purchase_id = front.reserve(holder, 1_000, key="b")
    _forget(world)
    front.let_go(purchase_id)


def _online_purchase(world: World, holder: Holder) -> None:
    front = Shopfront(world)
    purchase_id = front.reserve(holder, 1_000, key="b")
    _forget(world)
    front.pay(purchase_id)


def _online_purchase_cancel(world: World, holder: Holder) -> None:
    front = Shopfront(world)
    purchase_id = front.buy(holder, 1_000, key="b")
    _forget(world)
    front.cancel(holder, purchase_id, key="x")


def _purchase_reversal(world: World, holder: Holder) -> None:
    front = Shopfront(world)
    purchase_id = front.buy(holder, 1_000, key="b")
    _forget(world)
    front.reverse(purchase_id, 900)


def _reservation(world: World, holder: Holder) -> None:
    front = Shopfront(world)
    purchase_id = front.ask(holder, 1_000, key="b")
    _forget(world)
    front.serve(purchase_id)


def _change_refund(world: World, holder: Holder) -> None:
    lot = world.buy(holder, 1_000, key="b").allocations[0]
    # The policy lot of the same day was there first.
    world.redeem(holder.pay_code(world.now), 2_900, order_id="order-1", key="p")
    _forget(world)
    world.refund_change(holder, lot.lot_id, key="x")


def _leaving_refund(world: World, holder: Holder) -> None:
    lot = world.buy(holder, 1_000, key="b").allocations[0]
    world.leave(holder)
    _forget(world)
    world.refund_left(
        holder, lot.lot_id, person="a", by=Person("sub-1", "desk", "its number"), key="x"
    )


def _adjustment(world: World, holder: Holder) -> None:
    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    for mileage, vouchers in ((1, 0), (0, 1)):
        adjusting_rules.decide_adjustment(
            head, mileage=mileage, voucher_amount=vouchers, reason="시험",
            settings=world.counties.on(COUNTY, seoul_date(world.now)), now=world.now,
        )  # fmt: skip


def _trip_paid(world: World, holder: Holder) -> None:
    """The trip's own terms are those of its application: of the entry only what it reads itself."""
    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    paying_back.decide_grant(
        head, amount=1_000, settings=world.counties.on(COUNTY, seoul_date(world.now)),
        now=world.now,
    )  # fmt: skip


def _trip_taken_back(world: World, holder: Holder) -> None:
    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    paying_back.decide_taking(head, entry_id=head.entry_id, amount=1_000)


def _fee_share(world: World, holder: Holder) -> None:
    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    settings = world.counties.on(COUNTY, seoul_date(world.now))
    fee_shares.decide(head, amount=1_000, names="박물관\nMuseum", settings=settings, now=world.now)


def _visit(world: World, holder: Holder) -> None:
    """By a festival of its own, whose budget no setting knows."""
    scene = at_a_festival(0, budget=10_000)(world, "visit")
    world.now = scene.now
    visit(0, "v")(world, dataclasses.replace(scene, members=(holder,)))


def _rewarded(kind: RewardKind) -> Callable[[World, Holder], None]:
    """Of the reward only what the entry reads itself, by a festival that no setting knows."""

    def run(world: World, holder: Holder) -> None:
        reward = Reward(
            kind=kind, scope="s", turn="t", mileage=100, names=Names("축제", "Festival")
        )
        assert not world.counties.on(COUNTY, seoul_date(world.now)).identity_visit
        decide(reward, None, world.counties.on(COUNTY, seoul_date(world.now)), world.now)

    return run


def _activity(world: World, holder: Holder) -> None:
    """Off, as in every county at first."""
    settings = world.counties.on(COUNTY, seoul_date(world.now))
    for reward in (
        lambda: activities.login_of(settings, world.now.date()),
        lambda: activities.post_of(settings, world.now.date(), "pho_1", 0),
    ):
        with suppress(ActivityNotRewardedError):
            reward()
    _rewarded("activity_grant")(world, holder)


def _referral(world: World, holder: Holder) -> None:
    scene = with_friends(1, budget=10_000)(world, "referral")
    _forget(world)
    befriend(0, "r")(world, scene)


def _referral_taken_back(world: World, holder: Holder) -> None:
    scene = referred(world, "referral")
    _forget(world)
    take_back(world, scene)


def _expiration(world: World, holder: Holder) -> None:
    world.now = world.now.replace(year=2032)
    _forget(world)
    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    assert expiry.decide_expiration(head, today=seoul_date(world.now))


def _paper_sale(world: World, holder: Holder) -> None:
    desk = a_desk(world)
    _forget(world)
    desk.sell(holder, 1, 2, round_id=PAPER_ROUND)
    _leave_out_the_counter(world)


def _leave_out_the_counter(world: World) -> None:
    """Who may sell, and how much in a day: rules of the seller and not of the entry."""
    assert isinstance(world.counties, WatchedCounties)
    assert world.counties.watched is not None
    world.counties.watched.read -= {
        "counter.day_maximum", "counter.receipt_above", "staff.number_required",
    }  # fmt: skip


def _paper_return(world: World, holder: Holder) -> None:
    desk = a_desk(world)
    desk.sell(holder, 1, 2, round_id=PAPER_ROUND)
    _forget(world)
    desk.take_back(holder, 1, 2)
    _leave_out_the_counter(world)


COMMANDS: dict[EntryKind, Callable[[World, Holder], Any]] = {
    "conversion": _conversion,
    "redemption": _redemption,
    "cancellation": _cancellation,
    "net_cancel": lambda w, h: w.net_cancel(h.pay_code(w.now), order_id="order-9", key="n"),
    "adjustment": _adjustment,
    "expiration": _expiration,
    "trip_grant": _trip_paid,
    "trip_clawback": _trip_taken_back,
    "visit_grant": _visit,
    "tour_grant": _rewarded("tour_grant"),
    "referral_grant": _referral,
    "activity_grant": _activity,
    "fee_share": _fee_share,
    "referral_return": _referral_taken_back,
    "purchase": lambda w, h: w.buy(h, 1_000, key="b"),
    "purchase_cancel": _purchase_cancel,
    "change_refund": _change_refund,
    "leaving_refund": _leaving_refund,
    "reservation": _reservation,
    "reservation_end": _reservation_end,
    "online_purchase": _online_purchase,
    "online_purchase_cancel": _online_purchase_cancel,
    "purchase_reversal": _purchase_reversal,
    "paper_sale": _paper_sale,
    "paper_return": _paper_return,
}


def _forget(world: World) -> None:
    assert isinstance(world.counties, WatchedCounties)
    assert world.counties.watched is not None
    world.counties.watched.read.clear()
