"""Trips in the sample of a ledger: claimed, paid, and taken back in part."""

from datetime import date, timedelta

from chalicelib.core.values import seoul_date
from chalicelib.staff.person import Person
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.findings import Line
from chalicelib.trips.trips import Application
from tests.builders import COUNTY
from tests.trips.desks import Desks
from tests.worlds import Holder, World

_FINDER, _APPROVER = Person("sub-1", "first"), Person("sub-2", "second")


def two_trips(world: World) -> None:
    """Two trips that were paid for slips; of one, half turned out false and was partly spent."""
    began = world.now
    desks, members = Desks(world), [world.join(person=name) for name in ("q", "r")]
    on = seoul_date(began) + timedelta(days=1)
    one, other = (_claimed(world, desks, member, on) for member in members)
    world.now += timedelta(days=1, hours=1)
    for trip_id in (one, other):
        desks.reviews.review(COUNTY, _FINDER, trip_id, _lines(True), reason="")
        desks.grants.grant(COUNTY, _APPROVER, trip_id, reason="")
    world.redeem(members[1].pay_code(world.now), 25_000, order_id="trip", key="pay-trip")
    world.now += timedelta(seconds=1)
    desks.reviews.review(COUNTY, _FINDER, other, _lines(False), reason="")
    desks.grants.claw_back(COUNTY, _APPROVER, other, reason="거짓")
    world.now = began


def _claimed(world: World, desks: Desks, member: Holder, on: date) -> str:
    """A day's trip with two slips of 30,000 won, claimed an hour before its end."""
    wanted = Application(starts_on=on, ends_on=on)
    began = world.now
    trip, _ = desks.trips.apply(member.actor, wanted, idempotency_key="")
    desks.decisions.approve(COUNTY, _APPROVER, trip.trip_id)
    world.now = began + timedelta(days=1)
    slips = tuple(
        Slip("1248100998", f"{member.member_id[-8:]}{n}", world.now, 30_000) for n in range(2)
    )
    desks.claims.claim(member.actor, trip.trip_id, HandedIn((), slips, ()), idempotency_key="")
    world.now = began
    return trip.trip_id


def _lines(*second: bool) -> list[Line]:
    return [
        Line("receipts.0", True, is_confirmed=True),
        Line("receipts.1", *second, is_confirmed=True, reason="거짓"),
    ]
