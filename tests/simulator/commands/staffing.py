"""What two people of the county's staff do together."""

from datetime import timedelta
from typing import Any

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.approvals.worker import run_grants
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.queues import Deliveries
from tests.simulator.commands.scene import Scene, convert, join, of_entry
from tests.simulator.universe import Universe, process

PROPOSER = Person("sub-1", "first")
APPROVER = Person("sub-2", "second")


def _member(universe: Universe) -> Scene:
    return Scene(join(universe))


def _propose(
    universe: Universe, scene: Scene, mileage: int = 700, corrects: str | None = None
) -> Answer:
    adjustment, _ = (
        process()
        .wired(ApprovalsWiring)
        .adjustments.propose(
            COUNTY,
            PROPOSER,
            member_id=scene.holder.member_id,
            mileage=mileage,
            voucher_amount=0,
            reason="행사 보상",
            corrects_entry_id=corrects,
            idempotency_key="propose-1",
        )
    )
    return Answer(adjustment.mileage, adjustment.adjustment_id)


def _proposed(universe: Universe) -> Scene:
    scene = _member(universe)
    made = _propose(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _correction(universe: Universe) -> Scene:
    """Proposed: to take back a part of the sign-up's mileage."""
    scene = _member(universe)
    wallets = process().wired(LedgerWiring).store
    first = wallets.first_entry(COUNTY, scene.holder.member_id)
    assert first is not None
    made = _propose(universe, scene, -700, first.entry_id)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _approve(universe: Universe, scene: Scene) -> Answer:
    desk = process().wired(ApprovalsWiring).adjustments
    made = desk.approve(COUNTY, APPROVER, scene.thing, reason="확인")
    return _of_steps(made)


def _reject(universe: Universe, scene: Scene) -> Answer:
    desk = process().wired(ApprovalsWiring).adjustments
    return _of_steps(desk.reject(COUNTY, APPROVER, scene.thing, reason="근거 없음"))


def _of_steps(matter: Any) -> Answer:
    steps = [(step.name, step.reason) for step in matter.steps]
    return Answer(steps, [step.entry_id for step in matter.steps])


def _convert(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 1000, "later").entry)


def _of_setting(proposal: Any) -> Answer:
    return Answer([(step.name, step.reason) for step in proposal.steps], proposal.proposal_id)


def _propose_setting(universe: Universe, scene: Scene) -> Answer:
    desk = process().wired(ApprovalsWiring).setting_proposals
    day = seoul_date(process().now()) + timedelta(days=20)
    version = SettingVersion("purchase.month_cap", day, 900_000, "조례", "고시")
    proposal, _ = desk.propose(COUNTY, PROPOSER, version, idempotency_key="propose-setting")
    return _of_setting(proposal)


def _setting_proposed(universe: Universe) -> Scene:
    scene = _member(universe)
    made = _propose_setting(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _approve_setting(universe: Universe, scene: Scene) -> Answer:
    desk = process().wired(ApprovalsWiring).setting_proposals
    return _of_setting(desk.approve(COUNTY, APPROVER, scene.thing, reason="확인"))


def _reject_setting(universe: Universe, scene: Scene) -> Answer:
    desk = process().wired(ApprovalsWiring).setting_proposals
    return _of_setting(desk.reject(COUNTY, APPROVER, scene.thing, reason="근거 없음"))


def _text(holders: list[Any]) -> str:
    rows = [f"row-{n},{h.member_id},{300 + n},행사 보상" for n, h in enumerate(holders)]
    return "\n".join(["row_key,member_id,mileage,reason", *rows]) + "\n"


def _upload(universe: Universe, scene: Scene) -> Answer:
    grant, _ = (
        process()
        .wired(ApprovalsWiring)
        .bulk_grants.propose(
            COUNTY, PROPOSER, name="축제", text=scene.thing, idempotency_key="upload-1"
        )
    )
    return Answer((grant.row_count, grant.mileage), grant.grant_id)


def _uploading(universe: Universe) -> Scene:
    holder = join(universe)
    return Scene(holder, thing=_text([holder]))


def _uploaded(universe: Universe) -> Scene:
    scene = _uploading(universe)
    made = _upload(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _vouchers_approved(universe: Universe) -> Scene:
    """A file of vouchers with a last day is in the queue."""
    holder = join(universe)
    text = f"row_key,member_id,voucher_amount,reason\nPrize-1,{holder.member_id},700,시상\n"
    grants = process().wired(ApprovalsWiring).bulk_grants
    day = seoul_date(process().now()) + timedelta(days=40)
    grant, _ = grants.propose(
        COUNTY, PROPOSER, name="시상", text=text, expires_on=day, idempotency_key="upload-1"
    )
    grants.approve(COUNTY, APPROVER, grant.grant_id, reason=None)
    universe.clock.advance(10.0)
    bodies = [m.body for m in universe.queues.queues["grants"].messages]
    return Scene(holder, thing=(grant.grant_id, bodies))


def _approve_file(universe: Universe, scene: Scene) -> Answer:
    grant = (
        process()
        .wired(ApprovalsWiring)
        .bulk_grants.approve(COUNTY, APPROVER, scene.thing, reason=None)
    )
    return Answer([step.name for step in grant.steps][:2])


def _work_off(universe: Universe, scene: Scene) -> None:
    queue = universe.queues.queues["grants"]
    while queue.messages:
        Deliveries(universe, "grants", run_grants, 1).poll()
        universe.clock.advance(queue.visibility_seconds)


def _approved(universe: Universe) -> Scene:
    """Two rows of one slice are in the queue."""
    holders = [join(universe, person) for person in ("a", "b")]
    made = _upload(universe, Scene(holders[0], thing=_text(holders)))
    process().wired(ApprovalsWiring).bulk_grants.approve(
        COUNTY, APPROVER, made.identity, reason=None
    )
    universe.clock.advance(10.0)
    bodies = [m.body for m in universe.queues.queues["grants"].messages]
    return Scene(holders[0], thing=(made.identity, bodies))


def _grant(universe: Universe, scene: Scene) -> Answer:
    Deliveries(universe, "grants", run_grants, 1).work()
    return Answer("done")


def _grant_twice(universe: Universe, scene: Scene) -> None:
    Deliveries(universe, "grants", run_grants, 1).deliver_again()


def _grant_once_more(universe: Universe, scene: Scene) -> None:
    for body in scene.thing[1]:
        universe.queues.send_message(QueueUrl="grants", MessageBody=body)
    _work_off(universe, scene)


def _check_file(universe: Universe, scene: Scene) -> None:
    """Every row has its outcome, and nothing lies in the dead letters."""
    grants = process().wired(ApprovalsWiring).bulk_grants
    grant = grants.by_id(COUNTY, scene.thing[0])
    assert [step.name for step in grant.steps] == ["proposed", "approved", "completed"]
    assert not universe.queues.queues["grant-dead-letters"].messages


COMMANDS = (
    Command("adjustment, propose", _member, _propose, other=_convert),
    Command("adjustment, approve", _proposed, _approve, other=_convert),
    Command("adjustment, approve a correction", _correction, _approve, other=_convert),
    Command("adjustment, reject", _proposed, _reject),
    Command("setting, propose", _member, _propose_setting, other=_convert),
    Command("setting, approve", _setting_proposed, _approve_setting, other=_convert),
    Command("setting, reject", _setting_proposed, _reject_setting),
    Command("bulk grant, upload", _uploading, _upload),
    Command(
        "bulk grant, approve", _uploaded, _approve_file, settle=_work_off
    ),
    Command(
        "bulk grant, work off", _approved, _grant, other=_convert, duplicate=_grant_twice,
        settle=_grant_once_more, is_worker=True, check=_check_file, stall_seconds=721.0,
    ),
    Command(
        "bulk grant, vouchers", _vouchers_approved, _grant, other=_convert, duplicate=_grant_twice,
        settle=_grant_once_more, is_worker=True, check=_check_file, stall_seconds=721.0,
    ),
)  # fmt: skip
