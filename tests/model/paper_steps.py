"""Notes: sold by an agent, given back whole, brought by a shop, voided; and what the agent owes."""

from collections import Counter
from typing import Any

from chalicelib.agents.wiring import AgentsWiring
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.stock import MoveKind
from tests import builders
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.paper.desk import AGENT, KEEPER, PAPER_ROUND, PaperDesk
from tests.worlds import Holder

_MOVES: dict[MoveKind, tuple[str, str]] = {
    "sent": ("county", "sent"),
    "received": ("sent", "agent"),
    "recalled": ("sent", "county"),
    "given_back": ("agent", "returning"),
    "taken_back": ("returning", "county"),
    "voided": ("agent", "void"),
}
NOTES = range(1, 31)
BUDGET = 25_000
FACE = 1_000


class PaperSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        self.desk = PaperDesk(walk.world)
        self.round = builders.a_round(
            round_id=PAPER_ROUND, channels=("paper",), budget_amount=BUDGET, shard_count=2
        )
        walk.world.rounds.create(self.round)
        self.desk.fill()
        self.state = dict.fromkeys(range(1, 61), "agent")
        self.sales: list[tuple[Holder, int, int]] = []
        self.due: Counter[Any] = Counter()
        self.around = 1

    def act(self) -> Act:
        self.around = self.walk.chance.choice(NOTES)
        return self.rival()

    def rival(self) -> Act:
        makers = (
            self._sell, self._sell, self._take_back, self._exchange, self._exchange,
            self._void_sold, self._move, self._move, self._move,
        )  # fmt: skip
        return self.walk.chance.choice(makers)()

    def check(self) -> None:
        spots = {
            n: run.standing.state
            for run in self.desk.stock.store.all_runs(COUNTY, "GA")
            for n in range(run.first, run.last + 1)
        }
        assert sorted(spots) == list(range(1, 101))
        ends = {end.serial.number: end.state for end in self.desk.stock.store.ends(COUNTY, "GA", 0)}
        assert {n: ends.get(n, spots[n]) for n in self.state} == self.state
        sold = sum(state in ("sold", "exchanged", "voided") for state in self.state.values())
        counted = Counter(spots.values())
        for state in ("agent", "sold"):
            sums = self.desk.stock.store.sums(COUNTY, AGENT)
            assert sums.get(("GA", state), 0) == counted[state]
        net = self._bought()
        left = sum(self.walk.world.rounds.left(self.round).values())
        assert left + net == BUDGET
        assert net == sold * FACE

    def end(self) -> None:
        """What the agent owes of each day is the money that it was given."""
        days = self.walk.adapters.wired(AgentsWiring).days
        for on, due in self.due.items():
            assert days.of(COUNTY, AGENT, on).cash_due == due

    def _bought(self) -> int:
        """Won of face value that were sold on paper and not taken back, as the wallets have it."""
        return sum(
            entry.budget_amount
            for member in self.walk.members
            for entry in self.walk.entries(member)
            if entry.purchase and entry.purchase.budget and entry.purchase.round_id == PAPER_ROUND
        )

    def _becomes(self, first: int, last: int, before: str, after: str) -> bool:
        numbers = range(first, last + 1)
        if any(self.state.get(n) != before for n in numbers):
            return False
        self.state.update(dict.fromkeys(numbers, after))
        return True

    def _notes(self) -> tuple[int, int]:
        first = self.around + self.walk.chance.choice((-1, 0, 0, 0, 1))
        first = max(1, first)
        return first, first + self.walk.chance.choice((0, 0, 1, 2))

    def _sell(self) -> Act:
        (first, last), member, key = self._notes(), self.walk.member(), f"s{self.walk.number()}"

        def sell() -> Any:
            sold = self.desk.sell(member, first, last, round_id=PAPER_ROUND, key=key)
            return sold.sale.price_amount, sold.sale.on

        def noted(told: Any) -> bool:
            if not self._becomes(first, last, "agent", "sold"):
                return False
            self.sales.append((member, first, last))
            self.due[told[1]] += told[0]
            return True

        return Act("sell notes", sell, noted)

    def _take_back(self) -> Act:
        sales = self.sales[-8:] or [(self.walk.member(), 1, 1)]
        near = [one for one in sales if one[1] <= self.around <= one[2]]
        member, first, last = self.walk.chance.choice(near or sales)
        key = f"b{self.walk.number()}"

        def take_back() -> Any:
            taken = self.desk.take_back(member, first, last, key=key)
            return taken.sale.price_amount, taken.sale.on

        def noted(told: Any) -> bool:
            if not self._becomes(first, last, "sold", "returned"):
                return False
            self.due[told[1]] += told[0]
            return True

        return Act("take notes back", take_back, noted)

    def _exchange(self) -> Act:
        (first, last), key = self._notes(), f"x{self.walk.number()}"
        return Act(
            "exchange notes",
            lambda: self.desk.exchange(first, last, key=key)[0].exchange_id,
            lambda told: self._becomes(first, last, "sold", "exchanged"),
        )

    def _void_sold(self) -> Act:
        (first, _), key = self._notes(), f"v{self.walk.number()}"
        return Act(
            "void a sold note",
            lambda: (
                self.desk.stock.void_sold(
                    COUNTY,
                    KEEPER,
                    NoteRange("GA", first, first),
                    reason="도난",
                    idempotency_key=key,
                )[0].move_id
            ),
            lambda told: self._becomes(first, first, "sold", "voided"),
        )

    def _move(self) -> Act:
        kind: MoveKind = self.walk.chance.choice([*_MOVES])
        before, after = _MOVES[kind]
        (first, last), key = self._notes(), f"m{self.walk.number()}"
        return Act(
            kind,
            lambda: self.desk.move(kind, KEEPER, first, last, key=key)[0].move_id,
            lambda told: self._becomes(first, last, before, after),
        )
