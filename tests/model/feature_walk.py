"""Walks beside wallets and tills: what is owed and waived, notes, lots, prizes, visits.

Each act is done by a process that may end at any call of storage and is asked again, may have
another act in its midst, and may come twice. Books that share no code with the product hold what
was answered.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.errors import DomainError, UnavailableError
from chalicelib.core.values import day_start, seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.entries import Entry
from chalicelib.reconciling.wiring import ReconcilingWiring
from tests import builders
from tests.adapters import FakeAdapters
from tests.builders import COUNTY, NOON
from tests.ledger_checks import entries_of
from tests.model.walk_table import WalkTable
from tests.sample_ledger import typed_json
from tests.tampering import verify
from tests.worlds import Holder, World

MEMBERS = 4
ASKED_MAX = 12
CALLS_MAX = 14
"""An act is cut, or met by another, at one of so many calls."""
WAITS = (1.0, 1.0, 1.0, 90.0, 1_900.0, 15_000.0)
NOT_PUBLISHED = "root_missing"
"""No walk publishes the days' roots."""


class KilledError(Exception):
    """The process ended here."""


class Act(Struct, frozen=True):
    """`do` answers with what is the same whenever it is asked again; `note` tells the book of it
    once, and is `False` where the book cannot have it yet. Not all `repeats`: what has no key is
    refused when it is done."""

    name: str
    do: Callable[[], Any]
    note: Callable[[Any], bool] = lambda told: True
    repeats: bool = True


class Steps(Protocol):
    def act(self) -> Act: ...

    def rival(self) -> Act:
        """Of what another act may meet."""

    def check(self) -> None: ...


class FeatureWalk:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.adapters = FakeAdapters()
        self.adapters.table = WalkTable()  # type: ignore[assignment]
        self.adapters.machine = lambda: self.world.now
        self.table = self.adapters.table
        self.world = World(self.table, NOON, pause=lambda seconds: None)
        builders.seed(self.table)
        opened = replace(builders.a_county(), opened_on=seoul_date(NOON))
        self.adapters.wired(CountyWiring).store.put_county(opened)
        self.members = [self.world.join(person=f"p{n}", vouchers=2_000) for n in range(MEMBERS)]
        self.world.rounds.create(builders.a_round(budget_amount=10**9))
        self.met: Counter[str] = Counter()
        self.count = 0

    def number(self) -> int:
        self.count += 1
        return self.count

    def member(self) -> Holder:
        return self.chance.choice(self.members)

    def head(self, member: Holder) -> Entry:
        return self.entries(member)[-1]

    def entries(self, member: Holder) -> list[Entry]:
        return entries_of(self.table, member.member_id)

    def step(self, steps: Steps) -> None:
        self.world.now += timedelta(seconds=self.chance.choice(WAITS))
        act = steps.act()
        rival = steps.rival() if self.chance.random() < 0.4 else None
        told = self._play(act, rival)
        while told:
            ready = next((one for one in told if one[0].note(one[1])), None)
            assert ready is not None, (
                f"no order in which the book has {[one[0].name for one in told]}"
            )
            told.remove(ready)
        steps.check()

    def _play(self, act: Act, rival: Act | None) -> list[tuple[Act, Any]]:
        told: list[tuple[Act, Any]] = []

        def in_the_midst() -> None:
            if rival is None:
                raise KilledError
            self._ask(rival, told)

        is_cut = rival is not None or self.chance.random() < 0.5
        self._ask(act, told, in_the_midst if is_cut else None)
        repeatable = [one for one in told if one[0].repeats]
        if repeatable and self.chance.random() < 0.3:
            first, said = self.chance.choice(repeatable)
            again: list[tuple[Act, Any]] = []
            self.world.now += timedelta(seconds=1)
            self._ask(first, again)
            assert [one[1] for one in again] == [said], f"{first.name} said something else again"
            self.met["again"] += 1
        return told

    def _ask(
        self,
        act: Act,
        told: list[tuple[Act, Any]],
        in_the_midst: Callable[[], None] | None = None,
    ) -> None:
        """Until it is answered, as a client or a queue does."""
        for _ in range(ASKED_MAX):
            if in_the_midst is not None:
                self._arm(in_the_midst)
                in_the_midst = None
            try:
                said = act.do()
            except KilledError:
                self.met["cut"] += 1
                continue
            except UnavailableError:
                self.world.now += timedelta(seconds=1)
                continue
            except DomainError as refused:
                self.met[f"{act.name}: {refused.code}"] += 1
                return
            finally:
                self._disarm()
            self.met[act.name] += 1
            told.append((act, said))
            return
        raise AssertionError(f"{act.name} is never answered")

    def _arm(self, in_the_midst: Callable[[], None]) -> None:
        left = self.chance.randrange(1, CALLS_MAX)

        def count_down(name: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self._disarm()
                in_the_midst()

        if self.chance.random() < 0.5:
            self.table.before_call = count_down
        else:
            self.table.after_call = count_down

    def _disarm(self) -> None:
        self.table.before_call = self.table.after_call = lambda name: None

    def end(self) -> None:
        """Every night's reconciliation of the walk finds nothing, nor does the verifier."""
        on, last = seoul_date(NOON), seoul_date(self.world.now)
        while on <= last:
            self._reconcile(on)
            on += timedelta(days=1)
        items: list[Any] = [typed_json(item) for item in self.table.items.values()]
        found = [str(one) for one in verify(items).problems]
        assert found == [], found

    def _reconcile(self, on: date) -> None:
        night = self.adapters.wired(ReconcilingWiring).reconciliations
        after = day_start(on + timedelta(days=1)) + timedelta(hours=2)
        made = night.run(COUNTY, on, now=max(self.world.now, after))
        found = [(one.kind, one.subject, one.detail) for one in made.differences]
        assert [one for one in found if one[0] != NOT_PUBLISHED] == [], on
