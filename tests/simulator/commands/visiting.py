"""Passes before gates: at once with the net, reported later, and a day's fees paid in."""

from datetime import time, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.core.values import seoul_date
from chalicelib.staff.person import Person
from chalicelib.visits.admission_service import ShownScan
from chalicelib.visits.admissions import Count, Counted, Scan
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.passes import make_pass
from chalicelib.visits.wiring import VisitsWiring
from chalicelib.visits.worker import give_fee_shares
from tests.adapters import call_worker
from tests.builders import COUNTY, FACILITY, some_terms
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.jobs import EVENT as SCHEDULED
from tests.simulator.commands.scene import Scene, join
from tests.simulator.universe import Universe, process
from tests.visits.shared_fees import SHARE, share_fees
from tests.worlds import SIGNER

OPERATOR = Person("sub-1", "first")
APPROVER = Person("sub-2", "second")


def _before_gates(universe: Universe) -> Scene:
    """A member whose pass two gates saw, the second one of them first."""
    holder = join(universe)
    now = universe.clock()
    keys = SIGNER.pass_keys
    text, _ = make_pass(
        keys,
        holder=keys.holder(COUNTY, holder.member_id),
        age_class="adult",
        facility_id=None,
        now=now,
    )
    late = ShownScan(
        text,
        Scan(
            county_id=COUNTY,
            facility_id=FACILITY,
            scan_key="gate-a/s1",
            gate="gat_a",
            scanned_at=now + timedelta(minutes=2),
            reported_at=now + timedelta(minutes=9),
        ),
    )
    early = replace(
        late,
        scan=replace(late.scan, scan_key="gate-b/s1", scanned_at=now + timedelta(minutes=1)),
    )
    universe.clock.advance(600.0)
    return Scene(holder, thing=(late, early))


def _admit(universe: Universe, scene: Scene) -> Answer:
    admission, profile, _ = process().wired(VisitsWiring).admissions.admit(scene.thing[0])
    essence = (admission.charge.fee, admission.charge.discount, profile.name_masked)
    return Answer(essence, admission.admission_id)


def _admit_at_another(universe: Universe, scene: Scene) -> Answer:
    late, _ = scene.thing
    other = replace(late, scan=replace(late.scan, scan_key="gate-c/s1"))
    done = process().wired(VisitsWiring).admissions.report([other])
    return Answer(len(done))


def _report_late(universe: Universe, scene: Scene) -> Answer:
    done = process().wired(VisitsWiring).admissions.report([scene.thing[0]])
    return Answer([each.scan.scan_key for each in done])


def _report_early(universe: Universe, scene: Scene) -> Answer:
    done = process().wired(VisitsWiring).admissions.report([scene.thing[1]])
    return Answer([each.scan.scan_key for each in done])


def _reported_late(universe: Universe) -> Scene:
    scene = _before_gates(universe)
    _report_late(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _paid_at_a_gate(universe: Universe) -> Scene:
    """Let in by the later of two scans, at a sight that gives back half of the fee."""
    share_fees(universe.table)
    return _reported_late(universe)


def _give_shares(universe: Universe, scene: Scene) -> Answer:
    call_worker(give_fee_shares, SCHEDULED, process())
    return Answer("done")


def _check_shared(universe: Universe, scene: Scene) -> None:
    """Once, half of the fee, and noted beside the admission."""
    member_id, on = scene.holder.member_id, seoul_date(universe.clock())
    given = [e for e in check_chain(universe.table, member_id) if e.kind == "fee_share"]
    shares = process().wired(VisitsWiring).fee_share_store.of_day(COUNTY, FACILITY, on)
    assert [entry.voucher_amount for entry in given] == [SHARE]
    assert [shares[member_id].entry_id] == [entry.entry_id for entry in given]


def _counting(universe: Universe) -> Scene:
    now = universe.clock()
    count = Count(
        county_id=COUNTY,
        facility_id=FACILITY,
        count_key="gate-a/c1",
        gate="gat_a",
        counted_at=now,
        reported_at=now,
        is_group=False,
        visitors=(Counted("adult", 3, Charge(0)),),
    )
    universe.clock.advance(10.0)
    return Scene(join(universe), thing=count)


def _count(universe: Universe, scene: Scene) -> Answer:
    done = process().wired(VisitsWiring).admissions.count([scene.thing])
    return Answer([count.outcome for count, _ in done])


def _void(universe: Universe, scene: Scene) -> Answer:
    process().wired(VisitsWiring).admissions.void([scene.thing])
    return Answer("voided")


def _counted(universe: Universe) -> Scene:
    scene = _counting(universe)
    _count(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _pay_in(universe: Universe, scene: Scene) -> Answer:
    on = scene.thing.on
    book, _ = (
        process()
        .wired(VisitsWiring)
        .fee_books.pay_in(
            COUNTY,
            OPERATOR,
            FACILITY,
            on,
            amount=4000,
            deposited_on=on,
            slip="농협 1",
            idempotency_key="deposit-1",
        )
    )
    return Answer((book.collected, book.deposited))


def _name_difference(universe: Universe, scene: Scene) -> Answer:
    books = process().wired(VisitsWiring).fee_books
    book, _ = books.name_difference(
        COUNTY,
        APPROVER,
        FACILITY,
        scene.thing.on,
        amount=6000,
        reason="금고에서 사라짐",
        idempotency_key="difference-1",
    )
    return Answer(book.left)


def _check_explained(universe: Universe, scene: Scene) -> None:
    """Once, whatever else came in: a difference that somebody overtook is left over, and seen."""
    on = scene.thing.on
    book = process().wired(VisitsWiring).fee_books.of(COUNTY, FACILITY, on)
    assert [one.amount for one in book.differences] in ([], [6000])
    assert book.left == book.collected - book.deposited - book.difference


def _check_day(universe: Universe, scene: Scene) -> None:
    """One admission, by the earliest of all scans; each other one is marked, once."""
    on = seoul_date(universe.clock())
    day = process().wired(VisitsWiring).admission_store.day(COUNTY, FACILITY, on)
    assert len(day.admissions) == 1
    first = day.admissions[0].scan
    others = [marked.scan for marked in day.marked]
    assert all(first.is_before(other) for other in others)
    assert len({scan.scan_key for scan in (first, *others)}) == 1 + len(others)
    assert {m.outcome for m in day.marked} <= {"already_admitted_today"}


def _check_book(universe: Universe, scene: Scene) -> None:
    """Three people, unless they were taken back; and one deposit, if any."""
    on = scene.thing.on
    day = process().wired(VisitsWiring).admission_store.day(COUNTY, FACILITY, on)
    book = process().wired(VisitsWiring).fee_books.of(COUNTY, FACILITY, on)
    assert len(day.counts) == 1
    assert (book.people, book.deposited) in ((0 if day.voided else 3, 0), (3, 4000))


def _propose(on_hour: int) -> Any:
    def run(universe: Universe, _: Any = None) -> str:
        day = seoul_date(universe.clock()) + timedelta(days=3)
        terms = replace(some_terms(), effective_on=day, opens_at=time(on_hour))
        made, _repeated = (
            process()
            .wired(VisitsWiring)
            .terms_proposals.propose(
                OPERATOR, terms, reason="요금 조정", idempotency_key=f"propose-{on_hour}"
            )
        )
        universe.clock.advance(5.0)
        return made.proposal_id

    return run


def _both_proposed(universe: Universe) -> list[str]:
    """Two people's wishes for one day."""
    return [_propose(hour)(universe) for hour in (9, 10)]


def _approve_one(number: int) -> Any:
    def run(universe: Universe, proposals: list[str]) -> Answer:
        done, _ = (
            process()
            .wired(VisitsWiring)
            .terms_proposals.approve_once(
                COUNTY, APPROVER, proposals[number], reason=None, idempotency_key=f"a-{number}"
            )
        )
        return Answer(done.status)

    return run


def _check_one_in_force(universe: Universe, proposals: list[str]) -> None:
    """One version of the day, and whoever was second is told why not."""
    visits = process().wired(VisitsWiring)
    assert len(visits.facilities.versions(COUNTY, FACILITY)) == 2
    ends = [visits.terms_proposals.by_id(COUNTY, one).status for one in proposals]
    assert ends.count("applied") == 1
    assert set(ends) <= {"applied", "refused", "proposed"}


PASSING = frozenset({"version_conflict"})
# Which of two gates is written first decides how often an admission was replaced; ids are new.
BLIND = frozenset({"admission_id", "version"})
COMMANDS = (
    Command(
        "pass, admit", _before_gates, _admit,
        blind=BLIND, check=_check_day,
    ),
    Command(
        "gates, report the later scan", _before_gates, _report_late, other=_report_early,
        blind=BLIND, check=_check_day,
    ),
    Command(
        "gates, report the earlier scan", _reported_late, _report_early, other=_admit_at_another,
        blind=BLIND, check=_check_day,
    ),
    Command(
        "facility terms, approve", _both_proposed, _approve_one(0), other=_approve_one(1),
        check=_check_one_in_force,
    ),
    # Either scan may stand when it is given: the fee is the same.
    Command(
        "fees, give shares", _paid_at_a_gate, _give_shares, other=_report_early,
        is_worker=True, blind=BLIND, check=_check_shared,
    ),
    Command("gate, count people", _counting, _count, other=_void, check=_check_book),
    Command("fees, pay in", _counted, _pay_in, passing=PASSING, check=_check_book),
    Command(
        "fees, explain a difference", _counted, _name_difference,
        passing=PASSING, check=_check_explained,
    ),
)  # fmt: skip
