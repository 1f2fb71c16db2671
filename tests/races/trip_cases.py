"""Claims that meet over one slip, and two of staff who pay a trip or take back, while its member
pays and a shop cancels."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.staff.person import Person
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.companions import Companion, Consent
from chalicelib.trips.errors import (
    CompanionAnsweredError,
    CompanionsClosedError,
    ReviewOutdatedError,
    TripDecidedError,
    TripNotWithdrawableError,
    TripSpentTooLittleError,
)
from chalicelib.trips.findings import Line
from chalicelib.trips.trips import Application
from tests.builders import COUNTY, NOON
from tests.ledger_checks import entries_of
from tests.races.cases import Case, Command, Scene
from tests.races.outcomes import wallet_state
from tests.races.sale_cases import APPROVER, OTHER, PROPOSER
from tests.trips.desks import Desks
from tests.worlds import SIGNER, Holder, World

STARTS_ON = seoul_date(NOON) + timedelta(days=1)
WANTED = Application(starts_on=STARTS_ON, ends_on=STARTS_ON + timedelta(days=1))
PAID_AT = NOON + timedelta(days=1)
CLAIMED_AT = NOON + timedelta(days=2)


def travelled(people: int) -> Callable[[World, str], Scene]:
    """Approved trips of so many members, which are over. No sights are asked for, and the budget is
    enough for all that a table is used for."""

    def prepare(world: World, tag: str) -> Scene:
        store = CountyStore(world.table)
        for name, value in (("trip.sights", 0), ("trip.budget", 10**10)):
            store.put_setting(COUNTY, SettingVersion(name, date(2026, 2, 1), value, "시험"))
        members = [world.join(person=f"{tag}-{n}", vouchers=5_000) for n in range(people)]
        desks, ids = Desks(world), []
        for member in members:
            trip, _ = desks.trips.apply(member.actor, WANTED, idempotency_key="")
            desks.decisions.approve(COUNTY, APPROVER, trip.trip_id)
            ids.append(trip.trip_id)
        return Scene((), CLAIMED_AT, facts={"members": members, "ids": ids, "tag": tag})

    return prepare


def with_companion(world: World, tag: str) -> Scene:
    """An approved trip which is over, of a team of which one is asked."""
    scene = travelled(0)(world, tag)
    member = world.join(person=f"{tag}-team")
    desks = Desks(world)
    wanted = Application(starts_on=STARTS_ON, ends_on=WANTED.ends_on, asked_count=1)
    trip, _ = desks.trips.apply(member.actor, wanted, idempotency_key="")
    desks.decisions.approve(COUNTY, APPROVER, trip.trip_id)
    facts = scene.facts | {"members": [member], "ids": [trip.trip_id]}
    return Scene((), CLAIMED_AT, facts=facts | {"code": desks.companions.code(trip, trip.asked[0])})


def consent(name: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        phone = f"+8210{crc32(name.encode()):010d}"[:13]
        key = SIGNER.person_key(COUNTY, phone)
        proof = VerifiedPhone(COUNTY, "companion", key, phone, world.now)
        token = SIGNER.verification_token(proof, world.now + timedelta(minutes=30))
        who = Companion(name, date(1981, 6, 6), "11110")
        given = Consent(who=who, verification_token=token)
        try:
            trip = Desks(world).companions.consent(COUNTY, scene.facts["code"], given)
        except (CompanionAnsweredError, CompanionsClosedError) as exc:
            return exc.code
        return trip.consented_count

    return run


def refuse(world: World, scene: Scene) -> Any:
    try:
        return Desks(world).companions.refuse(COUNTY, scene.facts["code"]).consented_count
    except CompanionsClosedError as exc:
        return exc.code


def applied(world: World, tag: str) -> Scene:
    """An application that nobody has decided, of a trip that begins tomorrow."""
    scene = travelled(0)(world, tag)
    member = world.join(person=f"{tag}-0")
    trip, _ = Desks(world).trips.apply(member.actor, WANTED, idempotency_key="")
    facts = scene.facts | {"members": [member], "ids": [trip.trip_id]}
    return Scene((), NOON + timedelta(minutes=1), facts=facts)


def withdraw(world: World, scene: Scene) -> Any:
    member: Holder = scene.facts["members"][0]
    try:
        return Desks(world).withdrawals.withdraw(member.actor, scene.facts["ids"][0]).status
    except TripNotWithdrawableError as exc:
        return exc.code


def approve(world: World, scene: Scene) -> Any:
    try:
        return Desks(world).decisions.approve(COUNTY, APPROVER, scene.facts["ids"][0]).status
    except TripDecidedError as exc:
        return exc.code


def slip(scene: Scene, name: str, amount: int) -> Slip:
    number = f"{crc32((scene.facts['tag'] + name).encode()):010d}"
    return Slip("1248100998", f"9{number}", PAID_AT, amount)


def handed_in(world: World, scene: Scene, which: int, slips: tuple[Slip, ...], *paid: str) -> Any:
    member: Holder = scene.facts["members"][which]
    given = HandedIn(photos=(), slips=slips, redemption_ids=paid)
    return Desks(world).claims.claim(
        member.actor, scene.facts["ids"][which], given, idempotency_key=""
    )


def claim(which: int, *names: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        slips = tuple(slip(scene, name, 40_000) for name in names)
        try:
            trip, is_repeated = handed_in(world, scene, which, slips)
        except TripSpentTooLittleError as exc:
            return exc.code
        return f"{trip.status} {is_repeated}"

    return run


def reviewed(world: World, tag: str) -> Scene:
    """Of two slips, 40,000 and 20,000 won, and found to count."""
    scene = travelled(1)(world, tag)
    world.now = CLAIMED_AT
    handed_in(world, scene, 0, (slip(scene, "a", 40_000), slip(scene, "b", 20_000)))
    find(True, True)(world, scene)
    return Scene((), CLAIMED_AT + timedelta(seconds=1), facts=scene.facts)


def paid(world: World, tag: str) -> Scene:
    """Paid, and then the second slip was found false."""
    scene = reviewed(world, tag)
    world.now = scene.now
    grant(APPROVER)(world, scene)
    world.now += timedelta(seconds=1)
    find(True, False)(world, scene)
    return Scene((), world.now + timedelta(seconds=1), facts=scene.facts)


def with_payment(world: World, tag: str) -> Scene:
    """Of a slip and a payment of 4,000 won with vouchers, found to count."""
    scene = travelled(1)(world, tag)
    world.now = PAID_AT
    member: Holder = scene.facts["members"][0]
    own = world.redeem(member.pay_code(PAID_AT), 4_000, order_id=f"own-{tag}", key="own")
    redemption_id = own.redemption.entry.redemption_id
    world.now = CLAIMED_AT
    handed_in(world, scene, 0, (slip(scene, "a", 40_000),), redemption_id)
    lines = [Line("receipts.0", True, is_confirmed=True), Line("payments.0", True)]
    Desks(world).reviews.review(COUNTY, PROPOSER, scene.facts["ids"][0], lines, reason="")
    return Scene((), CLAIMED_AT + timedelta(seconds=1), redemption_id, scene.facts)


def find(*counts: bool) -> Command:
    def run(world: World, scene: Scene) -> Any:
        lines = [
            Line(f"receipts.{n}", each, is_confirmed=True, reason="" if each else "거짓")
            for n, each in enumerate(counts)
        ]
        trip = Desks(world).reviews.review(
            COUNTY, PROPOSER, scene.facts["ids"][0], lines, reason=""
        )
        return trip.status

    return run


def grant(by: Person) -> Command:
    def run(world: World, scene: Scene) -> Any:
        try:
            trip = Desks(world).grants.grant(COUNTY, by, scene.facts["ids"][0], reason="")
        except ReviewOutdatedError:
            return "to be reviewed again"
        return trip.grant.amount if trip.grant else None

    return run


def claw_back(by: Person) -> Command:
    def run(world: World, scene: Scene) -> Any:
        trip = Desks(world).grants.claw_back(COUNTY, by, scene.facts["ids"][0], reason="거짓")
        return trip.grant.kept_amount if trip.grant else None

    return run


def reject(by: Person) -> Command:
    return lambda w, s: (
        Desks(w).decisions.reject(COUNTY, by, s.facts["ids"][0], reason="거짓").status
    )


def cancel_payment(world: World, scene: Scene) -> Any:
    redemption, _ = world.cancel(scene.redemption_id, None, expected=4_000, key="back")
    return redemption.status


def spend(world: World, scene: Scene) -> Any:
    """What the trip was paid, to the last won."""
    member: Holder = scene.facts["members"][0]
    code = member.pay_code(world.now)
    tag = scene.facts["tag"]
    world.redeem(code, 35_000, order_id=f"spent-{tag}", key="spent")
    return "spent"


def trips_state(table: Any, scene: Scene) -> Any:
    """After the night: the budget is what the trips hold and keep, a wallet has what its trip keeps
    or owes it, and the trips as they are."""
    night = World(table, scene.now + timedelta(seconds=5), pause=lambda seconds: None)
    desks, found = Desks(night), []
    for trip_id in desks.grants.watched(COUNTY, seoul_date(night.now)):
        if trip_id in scene.facts["ids"]:
            desks.grants.look_again(COUNTY, trip_id)
    for member, trip_id in zip(scene.facts["members"], scene.facts["ids"], strict=True):
        trip = desks.store.by_id(COUNTY, trip_id)
        assert trip is not None
        chain = entries_of(table, member.member_id)
        moved = sum(e.voucher_amount for e in chain if e.kind in ("trip_grant", "trip_clawback"))
        kept = trip.grant.kept_amount if trip.grant else 0
        assert moved - chain[-1].owed_amount == kept
        assert trip.grant is None or not trip.grant.owed_amount
        last = chain[-1]
        wallet = (last.owed_amount, last.voucher_balance, wallet_state(table, member.member_id)[-1])
        assert trip.consented_count == sum(each.state == "consented" for each in trip.asked)
        team = tuple((each.state, each.person_key) for each in trip.asked)
        found.append((trip.status, kept, trip.claim_number, team, *wallet[:2], wallet[2][:2]))
    every = list(desks.store.every(COUNTY))
    budget = desks.store.budget(COUNTY, STARTS_ON.year)
    assert budget.held == sum(trip.reserved_amount for trip in every if trip.is_open)
    assert budget.spent == sum(trip.grant.kept_amount for trip in every if trip.grant)
    return tuple(found)


def _case(prepare: Callable[[World, str], Scene], *commands: Command) -> Case:
    return Case(prepare, commands, trips_state, is_alone=True)


TRIP_CASES: dict[str, Case] = {
    "one slip for two trips": _case(travelled(2), claim(0, "a"), claim(1, "b", "a")),
    "one slip for two trips, one sent twice": _case(
        travelled(2), claim(0, "a"), claim(1, "a"), claim(0, "a")
    ),
    "one claim, twice": _case(travelled(1), claim(0, "a"), claim(0, "a")),
    "a consent against the claim": _case(with_companion, consent("김영희"), claim(0, "a", "b")),
    "a consent against a claim of one person's least": _case(
        with_companion, consent("김영희"), claim(0, "a")
    ),
    "two consents by one link": _case(with_companion, consent("김영희"), consent("이영희")),
    "a consent against its refusal": _case(with_companion, consent("김영희"), refuse),
    "two claims of one trip": _case(travelled(1), claim(0, "a"), claim(0, "b")),
    "a withdrawal against its approval": _case(applied, withdraw, approve),
    "two withdrawals of one trip": _case(applied, withdraw, withdraw),
    "two grants of one trip": _case(reviewed, grant(APPROVER), grant(OTHER)),
    "a grant against a rejection": _case(reviewed, grant(APPROVER), reject(OTHER)),
    "a grant against a clawback": _case(reviewed, grant(APPROVER), claw_back(OTHER)),
    "a grant against the cancel of an own payment": _case(
        with_payment, grant(APPROVER), cancel_payment
    ),
    "two clawbacks of one trip": _case(paid, claw_back(APPROVER), claw_back(OTHER)),
    "a clawback against spending it": _case(paid, claw_back(APPROVER), spend),
}
