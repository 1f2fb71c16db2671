"""Commands that meet over notes: sales of one run, and what ends a sold note."""

from typing import Any
from zlib import crc32

from chalicelib.agents.day_service import AgentDays
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.stock import find_hole
from chalicelib.sales.counter_cancels import CounterCancelStore
from chalicelib.sales.counter_store import CounterSaleStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.paper.desk import AGENT, ISSUED_ON, KEEPER, TELLER, PaperDesk
from tests.races.cases import Case, Command, Scene
from tests.races.sale_cases import NEXT_DAY, sale_state
from tests.worlds import World

BUDGET = 20_000


def _letters(tag: str) -> str:
    """A series of the run's own."""
    return "".join(chr(ord("A") + int(digit, 16)) for digit in f"{crc32(tag.encode()):08x}")


def stocked(world: World, tag: str) -> Scene:
    """Two members, a round that sells on paper, and sixty notes in the agent's safe; the teller's
    day has begun."""
    round_ = builders.a_round(
        round_id=f"rnd_{tag}", budget_amount=BUDGET, shard_count=1, closes_at=NEXT_DAY,
        channels=("counter", "paper"),
    )  # fmt: skip
    world.rounds.create(round_)
    members = tuple(world.join(person=f"{tag}-{n}") for n in range(2))
    series = _letters(tag)
    PaperDesk(world).fill(series)
    carried = world.rounds.carried_over(COUNTY)
    facts = {"round": round_, "carried": carried, "series": series, "tag": tag}
    scene = Scene(members, facts=facts)
    sell(60, 60, "first", to=1)(world, scene)
    return scene


def has_sold(world: World, tag: str) -> Scene:
    """To the first of them, notes 11 to 13."""
    scene = stocked(world, tag)
    sell(11, 13, "sold")(world, scene)
    return scene


def sell(first: int, last: int, key: str, *, to: int = 0) -> Command:
    return (
        lambda w, s: PaperDesk(w)
        .sell(
            s.members[to], first, last, round_id=s.facts["round"].round_id,
            series=s.facts["series"], key=f"{s.facts['tag']}-{key}",
        )
        .outcome
    )  # fmt: skip


def take_back(key: str) -> Command:
    return (
        lambda w, s: PaperDesk(w)
        .take_back(
            s.members[0], 11, 13, series=s.facts["series"], key=f"{s.facts['tag']}-{key}"
        )
        .outcome
    )  # fmt: skip


def exchange(first: int, last: int, key: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        made, _ = PaperDesk(world).exchange(
            first, last, series=scene.facts["series"], key=f"{scene.facts['tag']}-{key}"
        )
        return made.amount

    return run


def void_stock(first: int, last: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        moved, _ = PaperDesk(world).move(
            "voided", KEEPER, first, last, series=scene.facts["series"],
            key=f"{scene.facts['tag']}-void",
        )  # fmt: skip
        return moved.kind

    return run


def void_sold(world: World, scene: Scene) -> Any:
    moved, _ = PaperDesk(world).stock.void_sold(
        COUNTY, KEEPER, NoteRange(scene.facts["series"], 12, 12), reason="도난",
        idempotency_key=f"{scene.facts['tag']}-stolen",
    )  # fmt: skip
    return moved.kind


def read_the_day(world: World, scene: Scene) -> Any:
    """Sales into wallets, sales of notes and what the agent owes, of the run's own agent's day."""
    day = AgentDays(
        CounterSaleStore(world.table, world.wallets.store), CounterCancelStore(world.table),
        PaperDesk(world).store, world.counties,
    ).of(COUNTY, AGENT, NOON.date())  # fmt: skip
    return f"{day.electronic.count} {day.paper.count} {day.cash_due}"


def send(first: int, last: int, key: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        moved, _ = PaperDesk(world).move(
            "sent", KEEPER, first, last, series=scene.facts["series"],
            key=f"{scene.facts['tag']}-{key}",
        )  # fmt: skip
        return moved.kind

    return run


def receive(first: int, last: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        moved, _ = PaperDesk(world).move(
            "received", TELLER, first, last, series=scene.facts["series"],
            key=f"{scene.facts['tag']}-received",
        )  # fmt: skip
        return moved.kind

    return run


def sent(world: World, tag: str) -> Scene:
    """Notes 61 to 70 are on their way to the agent."""
    scene = stocked(world, tag)
    send(61, 70, "sent")(world, scene)
    return scene


def deliver(key: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        series, _ = PaperDesk(world).stock.deliver(
            COUNTY, KEEPER, NoteRange(f"{scene.facts['series']}N", 1, 10), denomination=1_000,
            issued_on=ISSUED_ON, idempotency_key=f"{scene.facts['tag']}-{key}",
        )  # fmt: skip
        return series.denomination

    return run


def paper_state(table: Any, scene: Scene) -> Any:
    """Each number stands once and as the sums say; each end is of a sold note; the rest is as after
    any sale."""
    desk, series = PaperDesk(World(table)), scene.facts["series"]
    runs = list(desk.stock.store.all_runs(COUNTY, series))
    assert find_hole(runs, NoteRange(series, 1, 100)) is None
    spots = {n: run.standing.state for run in runs for n in range(run.first, run.last + 1)}
    sums = desk.stock.store.sums(COUNTY, AGENT)
    for state in ("agent", "sold"):
        assert sums.get((series, state), 0) == sum(each == state for each in spots.values())
    ended = {end.serial.number: end.state for end in desk.stock.store.ends(COUNTY, series, 0)}
    assert all(spots[number] == "sold" for number in ended)
    exchanged = sorted(
        serial.number
        for made in desk.store.exchanges_on(COUNTY, NOON.date())
        for serial in made.serials
        if serial.series == series
    )
    assert exchanged == sorted(n for n, state in ended.items() if state == "exchanged")
    return sale_state(table, scene), tuple(spots.items()), tuple(sorted(ended.items()))


PAPER_CASES: dict[str, Case] = {
    "one note to two buyers": Case(stocked, (sell(5, 6, "a"), sell(6, 7, "b", to=1)), paper_state),
    "an agent's day is read during a sale": Case(
        stocked, (sell(5, 6, "a"), read_the_day), paper_state, is_alone=True
    ),
    "notes sent on while the agent sells": Case(
        stocked, (send(61, 70, "a"), sell(5, 6, "b")), paper_state
    ),
    "notes received while the agent sells and the county sends": Case(
        sent, (receive(61, 70), sell(5, 6, "b"), send(71, 75, "c")), paper_state
    ),
    "notes received while they are sold": Case(
        sent, (receive(61, 70), sell(61, 62, "b")), paper_state
    ),
    "one series delivered by two": Case(stocked, (deliver("a"), deliver("b")), paper_state),
    "two sales out of one run": Case(
        stocked, (sell(5, 6, "a"), sell(31, 32, "b", to=1)), paper_state
    ),
    "one sale of notes, twice": Case(stocked, (sell(5, 6, "a"),) * 2, paper_state),
    "a sale against voiding its notes": Case(
        stocked, (sell(5, 6, "a"), void_stock(6, 8)), paper_state
    ),
    "one note from two shops": Case(
        has_sold, (exchange(11, 12, "a"), exchange(12, 13, "b")), paper_state
    ),
    "a note given back against its exchange": Case(
        has_sold, (take_back("a"), exchange(12, 12, "b")), paper_state
    ),
    "notes given back, twice": Case(has_sold, (take_back("a"),) * 2, paper_state),
    "notes given back to two tellers": Case(
        has_sold, (take_back("a"), take_back("b")), paper_state
    ),
    "a stolen note against its exchange": Case(
        has_sold, (void_sold, exchange(12, 13, "a")), paper_state
    ),
}
