"""What two people decide of benefits: cashback and waivers; what winners take and pass on."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from chalicelib.approvals.errors import AlreadyDecidedError
from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.draws.errors import PlaceSettledError
from chalicelib.draws.places import PassReason
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.races.draw_cases import a_drawn_draw, keep
from tests.simulator.command import Answer, Command, Work
from tests.simulator.commands.scene import Scene, join
from tests.simulator.universe import Universe, process

PROPOSER, APPROVER = Person("sub-1", "first"), Person("sub-2", "second")
BUDGET = 5_000
START = builders.NOON
CAUSE = "pur_0000000000000001"


def _cashbacks() -> Any:
    return process().wired(CashbacksWiring).desk


def _ask_for_cashback(universe: Universe, scene: Scene | None) -> Answer:
    wanted = builders.a_cashback(
        campaign_id="", budget_amount=BUDGET, shard_count=2, steps=(),
        opens_at=START + timedelta(hours=1), closes_at=START + timedelta(days=20),
    )  # fmt: skip
    made, _ = _cashbacks().propose(wanted, PROPOSER, reason="방침", idempotency_key="new")
    return Answer(made.budget_amount, made.campaign_id)


def _asked(universe: Universe) -> Scene:
    made = _ask_for_cashback(universe, None)
    universe.clock.advance(10.0)
    return Scene(join(universe), thing=made.identity)


def _deciding(matter: str, decision: str) -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        done, _ = _cashbacks().decide(
            COUNTY, APPROVER, scene.thing, matter, decision, reason="방침",
            idempotency_key=f"{matter} {decision}",
        )  # fmt: skip
        return Answer([step.name for step in getattr(done, matter)])

    return run


def _running(universe: Universe) -> Scene:
    scene = _asked(universe)
    _deciding("steps", "approved")(universe, scene)
    universe.clock.advance(timedelta(hours=2).total_seconds())
    return scene


def _ask_to_close(universe: Universe, scene: Scene) -> Answer:
    done = _cashbacks().propose_closing(COUNTY, PROPOSER, scene.thing, reason="방침")
    return Answer([step.name for step in done.closing])


def _to_be_closed(universe: Universe) -> Scene:
    scene = _running(universe)
    _ask_to_close(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _check_budget(universe: Universe, scene: Scene) -> None:
    """The whole budget is laid out once, and by nobody twice."""
    store = process().wired(CashbacksWiring).store
    campaign = store.by_id(COUNTY, scene.thing)
    assert campaign is not None
    if campaign.is_approved:
        assert sum(store.left(campaign).values()) == BUDGET


def _owing(universe: Universe) -> Scene:
    holder = join(universe)
    receivables = process().wired(PaymentsWiring).receivables
    receivables.owe(COUNTY, holder.member_id, cause=CAUSE, amount=9_000, number=1)
    universe.clock.advance(10.0)
    return Scene(holder)


def _ask_to_waive(universe: Universe, scene: Scene) -> Answer:
    waiver, _ = process().wired(PaymentsWiring).waivers.propose(
        COUNTY, PROPOSER, member_id=scene.holder.member_id, amount=4_000, reason="방침",
        idempotency_key="waive",
    )  # fmt: skip
    return Answer(waiver.amount, waiver.waiver_id)


def _to_be_waived(universe: Universe) -> Scene:
    scene = _owing(universe)
    made = _ask_to_waive(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _refuse_to_waive(universe: Universe, scene: Scene) -> Answer:
    """Who rejects again is told that it is decided: here that is the same answer."""
    waivers = process().wired(PaymentsWiring).waivers
    with suppress(AlreadyDecidedError):
        waivers.reject(COUNTY, APPROVER, scene.thing, reason="아님")
    return Answer([step.name for step in waivers.by_id(COUNTY, scene.thing).steps])


def _drawn(universe: Universe) -> Scene:
    draw = a_drawn_draw("faults")
    keep(universe.table, draw)
    universe.clock.advance(10.0)
    return Scene(join(universe), thing=draw)


def _taking(number: int) -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        prizes = process().wired(DrawsWiring).prizes
        # By this very request, cut off after it was written.
        with suppress(PlaceSettledError):
            prizes.accept(
                COUNTY, PROPOSER, scene.thing.draw_id, number,
                member_id=scene.holder.member_id, contact=None, is_tax_settled=True,
            )  # fmt: skip
        return Answer(prizes.places(scene.thing)[number - 1].state)

    return run


def _passing(number: int, reason: PassReason = "declined") -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        prizes = process().wired(DrawsWiring).prizes
        with suppress(PlaceSettledError):
            prizes.pass_on(COUNTY, PROPOSER, scene.thing.draw_id, number, reason=reason)
        return Answer(prizes.places(scene.thing)[number - 1].state)

    return run


def _check_prizes(universe: Universe, scene: Scene) -> None:
    """No prize has two who hold it, and each answer is the draw's next."""
    wired = process().wired(DrawsWiring)
    places = wired.prizes.places(scene.thing)
    held = [one.prize.name for one in places if one.prize and one.state != "passed"]
    assert len(held) == len(set(held))
    moments = [answer.at for answer in wired.store.answers(scene.thing).values()]
    assert len(moments) == len(set(moments))


COMMANDS = (
    Command("cashback, ask for a campaign", lambda u: Scene(join(u)), _ask_for_cashback),
    Command(
        "cashback, approve", _asked, _deciding("steps", "approved"), check=_check_budget,
    ),
    Command("cashback, reject", _asked, _deciding("steps", "rejected"), check=_check_budget),
    Command("cashback, ask to close", _running, _ask_to_close, check=_check_budget),
    Command(
        "cashback, close", _to_be_closed, _deciding("closing", "approved"), check=_check_budget,
    ),
    Command("waiver, ask", _owing, _ask_to_waive),
    Command("waiver, reject", _to_be_waived, _refuse_to_waive),
    # Which of two answers is the draw's first hangs on their order, as a contact's seal does.
    Command("prize, take", _drawn, _taking(1), other=_passing(2), check=_check_prizes,
            spare=("ANSWERED#",), blind=frozenset({"text"})),
    Command("prize, pass on", _drawn, _passing(1), other=_passing(2), check=_check_prizes,
            spare=("ANSWERED#",)),
)  # fmt: skip
