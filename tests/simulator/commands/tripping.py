"""Half-price trips: applying, deciding, claiming, paying and taking back, and ending what nobody
claimed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.store import WalletStore
from chalicelib.paying.wiring import PayingWiring
from chalicelib.staff.person import Person
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.companions import Companion, Consent
from chalicelib.trips.findings import Line
from chalicelib.trips.store import TripStore
from chalicelib.trips.trips import OPEN, Application
from chalicelib.trips.wiring import TripsWiring
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, pay_code, redeem, shop
from tests.simulator.universe import Universe, process
from tests.worlds import a_till_may

MANAGER = Person("sub-1", "first")
WANTED = Application(starts_on=date(2026, 12, 5), ends_on=date(2026, 12, 6))
OTHER = Application(starts_on=date(2026, 12, 18), ends_on=date(2026, 12, 19))
AFTER = date(2026, 12, 14)
PAID_AT = datetime(2026, 12, 6, 3, tzinfo=UTC)
CLAIMED_AT = datetime(2026, 12, 7, 3, tzinfo=UTC)
OTHER_PERSON = Person("sub-2", "second")


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


def _asked(universe: Universe) -> Scene:
    """A team of one who applied and one who is asked: her link, and the proof of her phone."""
    scene = _member(universe)
    wanted = Application(starts_on=WANTED.starts_on, ends_on=WANTED.ends_on, asked_count=1)
    trip, _ = _trips().apply(scene.actor, wanted, idempotency_key="first")
    universe.clock.advance(10.0)
    return Scene(
        scene.holder, thing=process().wired(TripsWiring).companions.code(trip, trip.asked[0])
    )


def _consented(universe: Universe) -> Scene:
    scene = _asked(universe)
    _consent(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _consent(universe: Universe, scene: Scene) -> Answer:
    signer, now = process().signer, universe.clock()
    phone = "+821077771111"
    proof = VerifiedPhone(COUNTY, "companion", signer.person_key(COUNTY, phone), phone, now)
    token = signer.verification_token(proof, now + timedelta(minutes=30))
    given = Consent(who=Companion("김영희", date(1981, 6, 6), "11110"), verification_token=token)
    trip = process().wired(TripsWiring).companions.consent(COUNTY, scene.thing, given)
    return Answer((trip.status, trip.consented_count))


def _refuse(universe: Universe, scene: Scene) -> Answer:
    trip = process().wired(TripsWiring).companions.refuse(COUNTY, scene.thing)
    return Answer((trip.status, trip.consented_count))


def _approve(universe: Universe, scene: Scene) -> Answer:
    return Answer(_decisions().approve(COUNTY, MANAGER, scene.thing).status)


def _withdraw(universe: Universe, scene: Scene) -> Answer:
    trip = process().wired(TripsWiring).withdrawals.withdraw(scene.actor, scene.thing)
    return Answer(trip.status)


def _reject(universe: Universe, scene: Scene) -> Answer:
    return Answer(_decisions().reject(COUNTY, MANAGER, scene.thing, reason="서류 없음").status)


def _over(universe: Universe) -> Scene:
    """An approved trip that is over, and a receipt of it; photos are no matter here."""
    _no_sights(universe)
    scene = _approved(universe)
    universe.clock.advance((CLAIMED_AT - universe.clock()).total_seconds())
    return scene


def _claimed(universe: Universe) -> Scene:
    scene = _over(universe)
    _claim(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _reviewed(universe: Universe) -> Scene:
    scene = _claimed(universe)
    _review(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _granted(universe: Universe) -> Scene:
    scene = _reviewed(universe)
    _grant(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _found_false(universe: Universe) -> Scene:
    """A paid trip of which half is spent, and whose second receipt turned out false."""
    scene = _granted(universe)
    redeem(pay_code(universe, scene.holder), 30_000, "order-1", "spent")
    universe.clock.advance(10.0)
    _reviews().review(COUNTY, MANAGER, scene.thing, _lines(False), reason="")
    universe.clock.advance(10.0)
    return scene


def _canceled(universe: Universe) -> Scene:
    """A paid trip in which a payment of ours was, and is not any more."""
    _no_sights(universe)
    scene = _approved(universe)
    universe.clock.advance((PAID_AT - universe.clock()).total_seconds())
    convert(scene.holder, 5_000, "before")
    paid = redeem(pay_code(universe, scene.holder), 4_000, "order-1", "own").redemption.entry
    universe.clock.advance((CLAIMED_AT - universe.clock()).total_seconds())
    slips = (Slip("1248100998", "00001", PAID_AT, 40_000),)
    given = HandedIn(photos=(), slips=slips, redemption_ids=(paid.redemption_id,))
    wiring = process().wired(TripsWiring)
    wiring.claims.claim(scene.actor, scene.thing, given, idempotency_key="claim")
    lines = [Line("receipts.0", True, is_confirmed=True), Line("payments.0", True)]
    wiring.reviews.review(COUNTY, MANAGER, scene.thing, lines, reason="")
    _grant(universe, scene)
    universe.clock.advance(10.0)
    process().wired(PayingWiring).cancellations.cancel(
        shop(), paid.redemption_id, amount=None, expected_remaining_amount=4_000, reason="반품",
        idempotency_key="cancel", may_cancel=a_till_may,
    )  # fmt: skip
    universe.clock.advance(10.0)
    return scene


def _no_sights(universe: Universe) -> None:
    version = SettingVersion("trip.sights", date(2026, 1, 2), 0, "시험")
    CountyStore(universe.table).put_setting(COUNTY, version)


def _lines(*second: bool) -> list[Line]:
    return [
        Line("receipts.0", True, is_confirmed=True),
        Line("receipts.1", *(second or (True,)), is_confirmed=True, reason="거짓"),
    ]


def _reviews() -> Any:
    return process().wired(TripsWiring).reviews


def _claim(universe: Universe, scene: Scene) -> Answer:
    slips = tuple(Slip("1248100998", f"{number}0001", PAID_AT, 40_000) for number in range(2))
    given = HandedIn(photos=(), slips=slips, redemption_ids=())
    trip, _ = (
        process()
        .wired(TripsWiring)
        .claims.claim(scene.actor, scene.thing, given, idempotency_key="claim")
    )
    return Answer((trip.status, trip.claim_number), trip.trip_id)


def _give_back(universe: Universe, scene: Scene) -> Answer:
    return Answer(_reviews().give_back(COUNTY, MANAGER, scene.thing, reason="흐림").status)


def _review(universe: Universe, scene: Scene) -> Answer:
    trip = _reviews().review(COUNTY, MANAGER, scene.thing, _lines(), reason="")
    return Answer(trip.review.payback_amount)


def _grant(universe: Universe, scene: Scene) -> Answer:
    trip = process().wired(TripsWiring).grants.grant(COUNTY, OTHER_PERSON, scene.thing, reason="")
    return Answer((trip.status, trip.grant.amount))


def _claw_back(universe: Universe, scene: Scene) -> Answer:
    trip = (
        process()
        .wired(TripsWiring)
        .grants.claw_back(COUNTY, OTHER_PERSON, scene.thing, reason="거짓")
    )
    return Answer((trip.status, trip.grant.taken_amount))


def _look_again(universe: Universe, scene: Scene) -> Answer:
    grants = process().wired(TripsWiring).grants
    for trip_id in grants.watched(COUNTY, date(2026, 12, 7)):
        grants.look_again(COUNTY, trip_id)
    return Answer("looked")


def _convert(universe: Universe, scene: Scene) -> Answer:
    convert(scene.holder, 1_000, "meanwhile")
    return Answer("converted")


def _expire(universe: Universe, scene: Scene) -> Answer:
    for trip_id in _decisions().due(COUNTY, AFTER):
        _decisions().expire(COUNTY, trip_id, AFTER)
    return Answer("swept")


def _check_sums(universe: Universe, scene: Scene) -> None:
    """The budget holds what the open trips hold and has spent what the paid ones keep, which is
    what the wallet has and owes of them; the member has made as many."""
    store = TripStore(universe.table)
    trips, _ = store.page(COUNTY, status=None, limit=100, before_id=None)
    still = [trip for trip in trips if trip.status in OPEN]
    budget = store.budget(COUNTY, 2026)
    assert budget.held == sum(trip.reserved_amount for trip in still)
    grants = [trip.grant for trip in trips if trip.grant is not None]
    assert budget.spent == sum(grant.kept_amount for grant in grants)
    wallets = WalletStore(universe.table)
    entries = wallets.list_entries(
        COUNTY, scene.holder.member_id, limit=100, before_seq=None, consistent=True
    ).entries
    given = sum(e.voucher_amount for e in entries if e.kind in ("trip_grant", "trip_clawback"))
    assert given - entries[0].owed_amount == budget.spent
    assert all(grant.owed_amount == 0 for grant in grants)
    times = store.traveller(COUNTY, scene.holder.member_id).times
    assert times.get(2026, 0) == len(still) + len(grants)
    own, _ = store.of_member(COUNTY, scene.holder.member_id, limit=100, before_id=None)
    assert own == trips


COMMANDS = (
    Command(
        "trip, apply", _member, _apply, other=_apply_for_another, check=_check_sums,
    ),
    Command(
        "trip, consent", _asked, _consent, other=_apply_for_another, check=_check_sums,
        blind=frozenset({"asked"}),
    ),
    Command("trip, refuse", _consented, _refuse, other=_apply_for_another, check=_check_sums),
    Command("trip, approve", _applied, _approve, other=_apply_for_another, check=_check_sums),
    Command("trip, withdraw", _approved, _withdraw, other=_apply_for_another, check=_check_sums),
    Command("trip, reject", _approved, _reject, other=_apply_for_another, check=_check_sums),
    Command(
        "trips, expire", _approved, _expire, other=_apply_for_another, is_worker=True,
        check=_check_sums,
    ),
    Command("trip, claim", _over, _claim, other=_apply_for_another, check=_check_sums),
    Command("trip, give back", _claimed, _give_back, other=_apply_for_another, check=_check_sums),
    Command("trip, review", _claimed, _review, other=_apply_for_another, check=_check_sums),
    Command("trip, grant", _reviewed, _grant, other=_convert, check=_check_sums),
    Command(
        "trip, claw back", _found_false, _claw_back, other=_apply_for_another, check=_check_sums,
    ),
    Command(
        "trips, look again", _canceled, _look_again, other=_apply_for_another, is_worker=True,
        check=_check_sums,
    ),
)  # fmt: skip
