"""Half-price trips: applying, deciding, and ending what nobody claimed."""

from datetime import date
from typing import Any

from chalicelib.staff.person import Person
from chalicelib.trips.store import TripStore
from chalicelib.trips.trips import OPEN, Application
from chalicelib.trips.wiring import TripsWiring
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, join
from tests.simulator.universe import Universe, process

MANAGER = Person("sub-1", "first")
WANTED = Application(starts_on=date(2026, 12, 5), ends_on=date(2026, 12, 6))
OTHER = Application(starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
AFTER = date(2026, 12, 14)


def _member(universe: Universe) -> Scene:
    return Scene(join(universe))


def _applied(universe: Universe) -> Scene:
    scene = _member(universe)
    trip, _ = _trips().apply(scene.actor, WANTED, idempotency_key="first")
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=trip.trip_id)


def _approved(universe: Universe) -> Scene:
    scene = _applied(universe)
    _approve(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _trips() -> Any:
    return process().wired(TripsWiring).trips


def _decisions() -> Any:
    return process().wired(TripsWiring).decisions


def _apply(universe: Universe, scene: Scene) -> Answer:
    trip, _ = _trips().apply(scene.actor, WANTED, idempotency_key="trip")
    return Answer((trip.status, trip.reserved_amount), trip.trip_id)


def _apply_for_another(universe: Universe, scene: Scene) -> Answer:
    trip, _ = _trips().apply(scene.actor, OTHER, idempotency_key="other")
    return Answer((trip.status, trip.reserved_amount), trip.trip_id)


def _approve(universe: Universe, scene: Scene) -> Answer:
    return Answer(_decisions().approve(COUNTY, MANAGER, scene.thing).status)


def _reject(universe: Universe, scene: Scene) -> Answer:
    return Answer(_decisions().reject(COUNTY, MANAGER, scene.thing, reason="서류 없음").status)


def _expire(universe: Universe, scene: Scene) -> Answer:
    for trip_id in _decisions().due(COUNTY, AFTER):
        _decisions().expire(COUNTY, trip_id, AFTER)
    return Answer("swept")


def _check_sums(universe: Universe, scene: Scene) -> None:
    """The budget holds what the open trips hold, and the member has made as many."""
    store = TripStore(universe.table)
    trips, _ = store.page(COUNTY, status=None, limit=100, before_id=None)
    still = [trip for trip in trips if trip.status in OPEN]
    assert store.budget(COUNTY, 2026).held == sum(trip.reserved_amount for trip in still)
    times = store.traveller(COUNTY, scene.holder.member_id).times
    assert times.get(2026, 0) == len(still)
    own, _ = store.of_member(COUNTY, scene.holder.member_id, limit=100, before_id=None)
    assert own == trips


COMMANDS = (
    Command(
        "trip, apply", _member, _apply, other=_apply_for_another, check=_check_sums,
    ),
    Command("trip, approve", _applied, _approve, other=_apply_for_another, check=_check_sums),
    Command("trip, reject", _approved, _reject, other=_apply_for_another, check=_check_sums),
    Command(
        "trips, expire", _approved, _expire, other=_apply_for_another, is_worker=True,
        check=_check_sums,
    ),
)  # fmt: skip
