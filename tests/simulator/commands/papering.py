"""Notes: delivered, moved, sold, given back, brought by shops; and the counters of agents."""

from collections import Counter

from chalicelib.agents.wiring import AgentsWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.stock import MoveKind, Standing, find_hole
from chalicelib.paper.wiring import PaperWiring
from chalicelib.sales.store import RoundStore
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.paper.desk import AGENT, ISSUED_ON, KEEPER, TELLER
from tests.simulator.command import Answer, Command, Work
from tests.simulator.commands.scene import Scene, join, of_entry
from tests.simulator.universe import Universe, process

BUDGET = 100_000
ALL = NoteRange("GA", 1, 100)
PASSING = frozenset({"version_conflict"})
# Which of two was first decides how often a run was cut.
BLIND = frozenset({"version"})


def _deliver(universe: Universe, scene: Scene | None) -> Answer:
    series, _ = (
        process()
        .wired(PaperWiring)
        .stock.deliver(
            COUNTY, KEEPER, ALL, denomination=1_000, issued_on=ISSUED_ON, idempotency_key="deliver"
        )
    )
    return Answer((series.code, series.denomination, series.expires_on))


def _moving(kind: MoveKind, by: Person, first: int, last: int, key: str) -> Work:
    def run(universe: Universe, scene: Scene | None) -> Answer:
        moved, _ = (
            process()
            .wired(PaperWiring)
            .stock.move(
                COUNTY, by, kind, NoteRange("GA", first, last), agent_id=AGENT,
                idempotency_key=key,
            )
        )  # fmt: skip
        return Answer((moved.kind, moved.notes), moved.move_id)

    return run


def _stocked(universe: Universe) -> Scene:
    """Sixty notes in the agent's safe, forty in the county's; and a round that sells on paper."""
    RoundStore(universe.table).create(
        builders.a_round(
            budget_amount=BUDGET, shard_count=1, channels=("online", "counter", "paper")
        )
    )
    holder = join(universe)
    _deliver(universe, None)
    _moving("sent", KEEPER, 1, 60, "send-0")(universe, None)
    _moving("received", TELLER, 1, 60, "receive-0")(universe, None)
    universe.clock.advance(10.0)
    return Scene(holder)


def _sent(universe: Universe) -> Scene:
    scene = _stocked(universe)
    _moving("sent", KEEPER, 71, 80, "send-1")(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _selling(first: int, last: int, key: str) -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        sold = (
            process()
            .wired(PaperWiring)
            .sales.sell(
                COUNTY, TELLER, agent_id=AGENT, member_id=scene.holder.member_id,
                round_id=builders.a_round().round_id, notes=[NoteRange("GA", first, last)],
                receipt=f"R-{key}", idempotency_key=key,
            )
        )  # fmt: skip
        return of_entry(sold.outcome.entry, sold.sale.notes, sold.sale.price_amount)

    return run


def _has_sold(universe: Universe) -> Scene:
    scene = _stocked(universe)
    _selling(11, 20, "sell-0")(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _take_back(universe: Universe, scene: Scene) -> Answer:
    taken = (
        process()
        .wired(PaperWiring)
        .sales.take_back(
            COUNTY, TELLER, agent_id=AGENT, member_id=scene.holder.member_id,
            notes=[NoteRange("GA", 11, 20)], idempotency_key="back-1",
        )
    )  # fmt: skip
    return of_entry(taken.outcome.entry, taken.sale.price_amount)


def _exchanging(first: int, last: int, key: str) -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        made, _ = (
            process()
            .wired(PaperWiring)
            .exchanges.exchange(
                COUNTY, TELLER, agent_id=AGENT, merchant_code="M0001",
                notes=[NoteRange("GA", first, last)], idempotency_key=key,
            )
        )  # fmt: skip
        return Answer((made.amount, made.serials), made.exchange_id)

    return run


def _void_sold(universe: Universe, scene: Scene) -> Answer:
    moved, _ = (
        process()
        .wired(PaperWiring)
        .stock.void_sold(
            COUNTY, KEEPER, NoteRange("GA", 12, 13), reason="도난", idempotency_key="void-1"
        )
    )
    return Answer((moved.kind, moved.notes), moved.move_id)


def _voiding(universe: Universe, scene: Scene) -> Answer:
    moved, _ = (
        process()
        .wired(PaperWiring)
        .stock.move(
            COUNTY, KEEPER, "voided", NoteRange("GA", 5, 8), agent_id=AGENT, reason="찢어짐",
            idempotency_key="void-2",
        )
    )  # fmt: skip
    return Answer((moved.kind, moved.notes), moved.move_id)


def _open_agent(universe: Universe, scene: Scene) -> Answer:
    agent, _ = (
        process()
        .wired(AgentsWiring)
        .agents.open(COUNTY, KEEPER, name="농협 중앙지점", idempotency_key="open-1")
    )
    return Answer(agent.name, agent.agent_id)


def _with_agent(universe: Universe) -> Scene:
    scene = Scene(join(universe))
    made = _open_agent(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _add_teller(universe: Universe, scene: Scene) -> Answer:
    made = (
        process()
        .wired(AgentsWiring)
        .agents.add_teller(
            COUNTY, KEEPER, scene.thing, label="1번 창구", phone=None, idempotency_key="teller-1"
        )
    )
    return Answer(made.teller.label, made.key)


def _check_stock(universe: Universe, scene: Scene) -> None:
    """Each number stands once, the sums are those of the runs, every sold note has its sale, and
    what is left of the budget is what was not sold."""
    wired = process().wired(PaperWiring)
    runs = list(wired.store.all_runs(COUNTY, "GA"))
    if not runs:
        return
    assert find_hole(runs, ALL) is None
    counted: Counter[tuple[str, str]] = Counter()
    for run in runs:
        counted[run.standing.holder, run.standing.state] += run.notes.size
    for holder in ("COUNTY", AGENT):
        for (_, state), count in wired.store.sums(COUNTY, holder).items():
            assert counted[holder, state] == count
    sold = [run for run in runs if run.standing == Standing("sold", AGENT)]
    for run in sold:
        sale = wired.sale_store.sale(COUNTY, run.cause)
        assert sale is not None
        assert sale.notes == (run.notes,)
    if scene is None:
        return
    head = process().wired(LedgerWiring).chain.read(COUNTY, scene.holder.member_id).entries[0]
    left = RoundStore(universe.table).left(builders.a_round(shard_count=1))
    if any(left.values()):
        assert sum(left.values()) + head.purchases.year_amount == BUDGET
    ended = {end.serial: end for end in wired.store.ends(COUNTY, "GA", 0)}
    numbers = {n for run in sold for n in range(run.first, run.last + 1)}
    assert {serial.number for serial in ended} <= numbers
    day = head.on
    for exchange in wired.sale_store.exchanges_on(COUNTY, day):
        assert all(ended[serial].cause == exchange.exchange_id for serial in exchange.serials)


COMMANDS = (
    Command("paper, deliver", lambda u: Scene(join(u)), _deliver, check=_check_stock),
    Command(
        "paper, send", _stocked, _moving("sent", KEEPER, 65, 70, "send-1"),
        other=_moving("sent", KEEPER, 90, 95, "send-2"), passing=PASSING,
        blind=BLIND, check=_check_stock,
    ),
    Command(
        "paper, receive", _sent, _moving("received", TELLER, 71, 80, "receive-1"),
        other=_selling(11, 14, "sell-1"), passing=PASSING,
        blind=BLIND, check=_check_stock,
    ),
    Command(
        "paper, sell", _stocked, _selling(11, 14, "sell-1"),
        other=_selling(31, 32, "sell-2"), blind=BLIND, check=_check_stock,
    ),
    Command(
        "paper, take back", _has_sold, _take_back, other=_selling(31, 32, "sell-2"),
        blind=BLIND, check=_check_stock,
    ),
    Command(
        "paper, exchange", _has_sold, _exchanging(12, 14, "exchange-1"),
        other=_exchanging(17, 18, "exchange-2"), passing=PASSING,
        blind=BLIND, check=_check_stock,
    ),
    Command(
        "paper, void sold notes", _has_sold, _void_sold,
        other=_exchanging(17, 18, "exchange-2"), passing=PASSING,
        blind=BLIND, check=_check_stock,
    ),
    Command(
        "paper, void stock", _stocked, _voiding, other=_selling(31, 32, "sell-2"), passing=PASSING,
        blind=BLIND, check=_check_stock,
    ),
    Command("agent, open", lambda u: Scene(join(u)), _open_agent),
    Command("agent, add a counter", _with_agent, _add_teller, passing=PASSING),
)  # fmt: skip
