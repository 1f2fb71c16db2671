"""What two people do, as operations that can be cut anywhere and repeated.

Each has `prepare`, `run` (repeated word for word) and `check`, which sees that it happened once and
whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.approvals.queue import grant_from_message
from chalicelib.core.errors import TryAgainError
from tests.builders import COUNTY
from tests.fakes import FakeQueue, FakeTable
from tests.ledger_checks import check_chain
from tests.staff_office import ANNA, Office, a_file
from tests.worlds import Holder, World

Perform = Callable[[World, Any], Any]


class CountedQueue(FakeQueue):
    """A queue whose sends are calls of the table's, so that they are cut too."""

    def __init__(self, table: Any) -> None:
        super().__init__(grant_from_message)
        self._table = table

    def send(self, message: dict[str, Any]) -> None:
        if not isinstance(self._table, FakeTable):
            super().send(message)
            return
        self._table.before_call("send")
        self._table.calls.append("send")
        super().send(message)
        self._table.after_call("send")


@dataclass(frozen=True)
class StaffOperation:
    prepare: Callable[[World], Any]
    run: Perform
    check: Callable[[World, Any], None]


@dataclass
class File:
    """A file on its way: its members, its queue, and what it is called once proposed."""

    members: list[Holder]
    queue: CountedQueue
    text: str
    grant_id: str = ""


def _office(world: World, subject: File) -> Office:
    return Office(world, subject.queue)


def _prepare_proposed(world: World, **changes: Any) -> tuple[Holder, str]:
    member = world.join(vouchers=3000)
    return member, Office(world).propose(member.member_id, **changes).adjustment_id


def _propose(world: World, member: Holder) -> Any:
    adjustment = Office(world).propose(member.member_id, mileage=-700)
    return adjustment.adjustment_id, adjustment.steps


def _check_proposed(world: World, member: Holder) -> None:
    found, cursor = Office(world).desk.page(COUNTY, status=None, limit=10, position=None)
    assert [(a.member_id, a.mileage, a.status) for a in found] == [
        (member.member_id, -700, "proposed")
    ]
    assert cursor is None
    assert len(check_chain(world.table, member.member_id)) == 2


def _approve(world: World, subject: tuple[Holder, str]) -> Any:
    adjustment = Office(world).approve(subject[1])
    return adjustment.status, adjustment.entry_id, adjustment.steps


def _checks_one_entry(mileage: int, vouchers: int) -> Callable[[World, Any], None]:
    def check(world: World, subject: tuple[Holder, str]) -> None:
        member, adjustment_id = subject
        adjustment = Office(world).desk.by_id(COUNTY, adjustment_id)
        head = check_chain(world.table, member.member_id)[-1]
        assert head.seq == 3
        assert (head.mileage_amount, head.voucher_amount) == (mileage, vouchers)
        assert [step.name for step in adjustment.steps] == ["proposed", "approved", "applied"]
        assert adjustment.entry_id == head.entry_id
        assert head.reference == adjustment.reference

    return check


def _check_refused(world: World, subject: tuple[Holder, str]) -> None:
    adjustment = Office(world).desk.by_id(COUNTY, subject[1])
    assert [step.name for step in adjustment.steps] == ["proposed", "approved", "refused"]
    assert adjustment.refusal is not None
    assert adjustment.refusal.code == "insufficient_mileage"
    assert len(check_chain(world.table, subject[0].member_id)) == 2


def _propose_setting(world: World, subject: None) -> Any:
    return Office(world).propose_setting()


def _check_setting_proposed(world: World, subject: None) -> None:
    found, _ = Office(world).settings.page(COUNTY, status=None, limit=10, position=None)
    assert [(p.key, p.value, p.status) for p in found] == [("mileage.signup", 6_000, "proposed")]
    assert _signup_versions(world) == [5_000]


def _approve_setting(world: World, proposal_id: str) -> Any:
    return Office(world).approve_setting(proposal_id).steps


def _check_setting_recorded(world: World, proposal_id: str) -> None:
    proposal = Office(world).settings.by_id(COUNTY, proposal_id)
    assert [step.name for step in proposal.steps] == ["proposed", "approved", "applied"]
    assert _signup_versions(world) == [5_000, 6_000]


def _signup_versions(world: World) -> list[int | None]:
    versions = Office(world).settings.counties.setting_versions(COUNTY)
    return [v.value for v in versions if v.key == "mileage.signup"]


def _prepare_members(world: World) -> File:
    members = [world.join(person=name) for name in ("a", "b")]
    keys = [(f"r{n}", members[n % 2].member_id, 100 + n) for n in range(3)]
    text = a_file(*keys, ("r3", "mem_0000000000000000", 5), ("r4", members[0].member_id, 7))
    return File(members, CountedQueue(world.table), text)


def _upload(world: World, subject: File) -> Any:
    grant, _ = _office(world, subject).files.propose(
        COUNTY, ANNA, name="봉사자", text=subject.text, idempotency_key="k"
    )
    subject.grant_id = grant.grant_id
    return grant


def _check_uploaded(world: World, subject: File) -> None:
    files = _office(world, subject).files
    (grant,), _ = files.page(COUNTY, status=None, limit=10, position=None)
    assert (grant.status, grant.row_count, grant.mileage) == ("proposed", 5, 315)
    assert len(files.store.all_rows(COUNTY, grant.grant_id)) == 5


def _prepare_uploaded(world: World) -> File:
    subject = _prepare_members(world)
    _upload(world, subject)
    return subject


def _approve_file(world: World, subject: File) -> str:
    """Approve, and let the consumer work until the queue is empty."""
    office = _office(world, subject)
    office.approve_file(subject.grant_id)
    office.deliver()
    return office.files.by_id(COUNTY, subject.grant_id).status


def _redeliver(world: World, subject: File) -> str:
    """The consumer alone, with a message that comes again and again."""
    office = _office(world, subject)
    try:
        office.runs.run_slice(COUNTY, subject.grant_id, 1)
    except Exception as error:
        raise TryAgainError(retry_after_seconds=1) from error
    return office.files.by_id(COUNTY, subject.grant_id).status


def _prepare_approved(world: World) -> File:
    subject = _prepare_uploaded(world)
    _office(world, subject).approve_file(subject.grant_id)
    return subject


def check_granted_once(world: World, subject: File) -> None:
    office = _office(world, subject)
    grant = office.files.by_id(COUNTY, subject.grant_id)
    assert grant.status == "completed"
    assert office.outcomes(grant) == [
        ("granted", None), ("granted", None), ("granted", None),
        ("refused", "member_unknown"), ("granted", None),
    ]  # fmt: skip
    counted = office.files.tally(grant)
    assert (counted.granted, counted.refused, counted.pending) == (4, 1, 0)
    assert counted.mileage == 310
    chains = [check_chain(world.table, m.member_id) for m in subject.members]
    assert [chain[-1].mileage_balance for chain in chains] == [5000 + 100 + 102 + 7, 5000 + 101]
    assert [len(chain) for chain in chains] == [4, 2]
    for chain in chains:
        for entry in chain[1:]:
            claim = office.files.store.granted_row(COUNTY, entry.reference.partition("/")[2])
            assert claim is not None
            assert claim.entry_id == entry.entry_id


OPERATIONS = {
    "proposal": StaffOperation(
        prepare=lambda world: world.join(vouchers=3000), run=_propose, check=_check_proposed
    ),
    "approval": StaffOperation(
        prepare=_prepare_proposed, run=_approve, check=_checks_one_entry(500, 0)
    ),
    "approval of vouchers": StaffOperation(
        prepare=lambda w: _prepare_proposed(w, mileage=0, voucher_amount=-1200),
        run=_approve,
        check=_checks_one_entry(0, -1200),
    ),
    "approval that a rule refuses": StaffOperation(
        prepare=lambda w: _prepare_proposed(w, mileage=-9000), run=_approve, check=_check_refused
    ),
    "setting proposal": StaffOperation(
        prepare=lambda world: None, run=_propose_setting, check=_check_setting_proposed
    ),
    "setting approval": StaffOperation(
        prepare=lambda world: Office(world).propose_setting().proposal_id,
        run=_approve_setting,
        check=_check_setting_recorded,
    ),
    "bulk proposal": StaffOperation(prepare=_prepare_members, run=_upload, check=_check_uploaded),
    "bulk approval": StaffOperation(
        prepare=_prepare_uploaded, run=_approve_file, check=check_granted_once
    ),
    "slice of a bulk grant": StaffOperation(
        prepare=_prepare_approved, run=_redeliver, check=check_granted_once
    ),
}
