"""What waits for a second person at the desk, of all kinds, and who may decide it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from chalicelib.approvals.approvals import PROPOSAL, Steps
from chalicelib.approvals.matters import MatterKind
from chalicelib.staff.person import Person

OF_A_KIND_MAX = 100
"""More than anybody decides in a morning; the mail says "100 or more"."""


class Matter(NamedTuple):
    """`proposer`: who may not decide it; nobody of what came from outside, or what the law wants by
    a day soon."""

    kind: MatterKind
    roles: tuple[str, ...]
    proposer: Person | None


class Source(NamedTuple):
    """Of one kind, the steps of each request that waits, in a county; what came from outside has
    none."""

    kind: MatterKind
    roles: tuple[str, ...]
    waiting: Callable[[str], Iterable[Steps]]


class Desk(Struct, frozen=True):
    sources: Sequence[Source]

    def waiting(self, county_id: str) -> list[Matter]:
        return [
            Matter(source.kind, source.roles, steps[PROPOSAL - 1].by if steps else None)
            for source in self.sources
            for steps in source.waiting(county_id)
        ]


def to_decide(
    matters: Iterable[Matter], person: Person, roles: Collection[str]
) -> Counter[MatterKind]:
    """How many of each kind this person may decide: not what they proposed themselves."""
    return Counter(
        matter.kind
        for matter in matters
        if not {*roles}.isdisjoint(matter.roles)
        and (matter.proposer is None or not matter.proposer.may_be(person))
    )
