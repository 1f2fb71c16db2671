"""One pass before three gates at once: which of them report first decides nothing."""

from datetime import timedelta
from typing import Any

from chalicelib.county.facility_store import FacilityStore
from chalicelib.settlement.holiday_store import HolidayStore
from chalicelib.visits.admission_service import Admissions, ShownScan
from chalicelib.visits.admission_store import AdmissionStore
from chalicelib.visits.admissions import Scan
from chalicelib.visits.errors import AlreadyAdmittedTodayError
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.passes import make_pass
from chalicelib.visits.terms_store import TermsStore
from tests.builders import COUNTY, FACILITY
from tests.races.cases import Case, Command, Scene, holder
from tests.worlds import SIGNER, World


def _shown(world: World, scene: Scene, gate: str, minutes: int) -> ShownScan:
    keys, now = SIGNER.pass_keys, world.clock()
    text, _ = make_pass(
        keys,
        holder=keys.holder(COUNTY, scene.member.member_id),
        age_class="adult",
        facility_id=None,
        now=now - timedelta(hours=1),
    )
    return ShownScan(
        text,
        Scan(
            county_id=COUNTY,
            facility_id=FACILITY,
            scan_key=f"{gate}-{scene.member.member_id}/s1",
            gate=gate,
            scanned_at=now - timedelta(minutes=minutes),
            reported_at=now,
        ),
    )


def _admissions(world: World) -> Admissions:
    facilities = Facilities(
        FacilityStore(world.table), TermsStore(world.table), HolidayStore(world.table), world.clock
    )
    return Admissions(
        store=AdmissionStore(world.table),
        facilities=facilities,
        profiles=world.members,
        revocations=world.members,
        keys=SIGNER.pass_keys,
        clock=world.clock,
    )


def report(gate: str, minutes: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        shown = _shown(world, scene, gate, minutes)
        return len(_admissions(world).report([shown]))

    return run


def admit(world: World, scene: Scene) -> Any:
    try:
        _admissions(world).admit(_shown(world, scene, "now", 0))
    except AlreadyAdmittedTodayError:
        return "again"
    return "in"


def day_state(table: Any, scene: Scene) -> Any:
    """By which gate the member was let in, and which scans are marked."""
    member_id = scene.member.member_id
    on = World(table).clock().date()
    day = AdmissionStore(table).day(COUNTY, FACILITY, on)
    first = tuple(a.scan.gate for a in day.admissions if a.member_id == member_id)
    return first, tuple(sorted(m.scan.gate for m in day.marked if m.member_id == member_id))


VISIT_CASES: dict[str, Case] = {
    "two gates report one pass": Case(holder, (report("a", 2), report("b", 3)), day_state),
    "three gates report one pass": Case(
        holder, (report("a", 2), report("b", 3), report("c", 4)), day_state
    ),
    "one report, twice": Case(holder, (report("a", 2), report("a", 2)), day_state),
    "an admission against an earlier scan": Case(holder, (admit, report("a", 3)), day_state),
    "two admissions at once": Case(holder, (admit, admit), day_state),
}
