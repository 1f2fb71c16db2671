"""One pass before three gates at once: which of them report first decides nothing."""

from datetime import timedelta
from typing import Any

from chalicelib.core.values import seoul_date
from chalicelib.county.facility_store import FacilityStore
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.store import WalletStore
from chalicelib.settlement.holiday_store import HolidayStore
from chalicelib.visits.admission_service import Admissions, ShownScan
from chalicelib.visits.admission_store import AdmissionStore
from chalicelib.visits.admissions import Scan
from chalicelib.visits.errors import AlreadyAdmittedTodayError
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.fee_share_service import FeeShares
from chalicelib.visits.fee_share_store import FeeShareStore
from chalicelib.visits.passes import make_pass
from chalicelib.visits.terms_store import TermsStore
from tests.builders import COUNTY, FACILITY
from tests.ledger_checks import entries_of
from tests.races.cases import Case, Command, Scene, convert, holder, leave, wallets_state
from tests.visits.shared_fees import share_fees
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


def facilities_of(world: World) -> Facilities:
    return Facilities(
        FacilityStore(world.table), TermsStore(world.table), HolidayStore(world.table), world.clock
    )


def fee_shares_of(world: World) -> FeeShares:
    return FeeShares(
        store=FeeShareStore(world.table),
        admissions=AdmissionStore(world.table),
        facilities=facilities_of(world),
        profiles=world.members,
        counties=world.counties,
        wallets=WalletStore(world.table),
        chain=world.chain,
    )


def admissions_of(world: World) -> Admissions:
    return Admissions(
        store=AdmissionStore(world.table),
        facilities=facilities_of(world),
        profiles=world.members,
        revocations=world.members,
        keys=SIGNER.pass_keys,
        clock=world.clock,
    )


def report(gate: str, minutes: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        shown = _shown(world, scene, gate, minutes)
        return len(admissions_of(world).report([shown]))

    return run


def admit(world: World, scene: Scene) -> Any:
    try:
        admissions_of(world).admit(_shown(world, scene, "now", 0))
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


def paying(world: World, tag: str) -> Scene:
    """Somebody who was let in for 2,000 won, of which the half is given back."""
    share_fees(world.table)
    scene = holder(world, tag)
    world.now = scene.now
    report("b", 2)(world, scene)
    return scene


def give_back(world: World, scene: Scene) -> Any:
    """What the worker does of this member."""
    shares = fee_shares_of(world)
    for known, admission in shares.due(COUNTY, [seoul_date(world.now)]):
        if admission.member_id == scene.member.member_id:
            try:
                shares.give(known, admission)
            except MemberNotFoundError:
                return "left"
    return "done"


def share_state(table: Any, scene: Scene) -> Any:
    on, member_id = seoul_date(scene.now), scene.member.member_id
    share = FeeShareStore(table).of_day(COUNTY, FACILITY, on).get(member_id)
    entries = [e for e in entries_of(table, member_id) if e.kind == "fee_share"]
    assert [e.entry_id for e in entries] == ([share.entry_id] if share else [])
    return wallets_state(table, scene), share and (share.paid, share.amount)


VISIT_CASES: dict[str, Case] = {
    "two gates report one pass": Case(holder, (report("a", 2), report("b", 3)), day_state),
    "three gates report one pass": Case(
        holder, (report("a", 2), report("b", 3), report("c", 4)), day_state
    ),
    "one report, twice": Case(holder, (report("a", 2), report("a", 2)), day_state),
    "an admission against an earlier scan": Case(holder, (admit, report("a", 3)), day_state),
    "two admissions at once": Case(holder, (admit, admit), day_state),
    "two runs give one share of a fee": Case(paying, (give_back, give_back), share_state),
    "a share of a fee beside an earlier scan": Case(
        paying, (give_back, report("a", 3)), share_state
    ),
    "a share of a fee beside a conversion": Case(
        paying, (give_back, convert(1_000, "c")), share_state
    ),
    "a share of a fee against leaving": Case(paying, (give_back, leave), share_state),
}
