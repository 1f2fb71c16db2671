"""A grant that went to another wallet than its person's, or grew on the way, is named.

Whoever forges it has all that writes entries: every chain is whole, and every hash right.
"""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.identity import carrying, keys
from chalicelib.identity.store import IdentityStore
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.owing import ReceivableFact
from chalicelib.members import keys as member_keys
from infra.verifier import ledger_check
from tests.builders import COUNTY
from tests.reconciling.reconciliation_world import Ledger
from tests.sample_ledger import typed_json
from tests.tampering import Items
from tests.worlds import Holder

Item = dict[str, Any]
PERSON = "the keyed hash of one person"


class Carried:
    """Of one person: the wallet that was left and has opened again, and the one that ended in it
    with a part of its grant spent; beside them a stranger's."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.ledger.a_day()
        world = self.ledger.world
        self.first = self.join("first")
        world.binding.bind(COUNTY, self.first.member_id, PERSON)
        world.leave(self.first)
        self.second, self.stranger = self.join("second"), self.join("stranger")
        self.ledger.pay(self.second, 500, "spent")

    def join(self, person: str) -> Holder:
        return replace(self.ledger.world.join(person=person, vouchers=2_000), generation=1)

    def carry(self) -> None:
        self.ledger.world.binding.bind(COUNTY, self.second.member_id, PERSON)

    def head(self, holder: Holder) -> Entry:
        return self.ledger.entries(holder)[-1]

    def item(self, key: Any) -> Item:
        found: Item = self.ledger.table.items[tuple(key)]
        return found

    @property
    def ended(self) -> Item:
        return self.item(ledger_keys.profile(COUNTY, self.second.member_id))

    @property
    def listed(self) -> Item:
        return self.item(member_keys.ended_wallet(COUNTY, self.second.member_id))

    @property
    def known(self) -> Item:
        return self.item(keys.identity(COUNTY, PERSON))

    def steal(self) -> None:
        """What a stranger has."""
        source, target = self.head(self.stranger), self.head(self.first)
        taken = carrying.carry(source, target, now=source.at, is_first=True)
        assert IdentityStore(self.ledger.table).write(entries=taken)

    def problems(self) -> list[str]:
        self.ledger.publish()
        items = [typed_json(item) for item in self.ledger.table.items.values()]
        found = ledger_check.check(Items(items), None)
        assert found.broken == []
        return [each for each in found.problems if "carry_over/" in each or "listed" in each]


def again(entry: Entry, before: Entry, draft: Draft) -> Entry:
    """Another entry in its place, as whole as it."""
    made = CommandKeys(reference=entry.reference, fingerprint=entry.reference)
    return append(
        before, draft, county_id=COUNTY, member_id=entry.member_id, keys=made, now=entry.at
    )


def of(entry: Entry, **changes: Any) -> Draft:
    return Draft(kind="carry_over", **({"allocations": entry.allocations} | changes))


def enlarged(out: Entry, into: Entry, before: Entry) -> Entry:
    """What was spent of it comes along once more."""
    rows = tuple(replace(row, amount=row.face) for row in into.allocations)
    assert rows != into.allocations
    return again(into, before, of(into, allocations=rows))


def shrunk(out: Entry, into: Entry, before: Entry) -> Entry:
    return again(into, before, of(into, allocations=into.allocations[:-1]))


def indebted(out: Entry, into: Entry, before: Entry) -> Entry:
    fact = ReceivableFact(carrying.CARRIED, 500)
    return again(into, before, of(into, receivable=fact, owed_since=out.entry_id))


@pytest.fixture
def carried() -> Carried:
    return Carried()


def test_what_the_product_carried_is_sound(carried: Carried) -> None:
    carried.carry()
    assert carried.problems() == []


@pytest.mark.parametrize("forge", [enlarged, shrunk, indebted])
def test_what_comes_in_otherwise_than_it_went_is_named(
    carried: Carried, forge: Callable[[Entry, Entry, Entry], Entry], monkeypatch: Any
) -> None:
    honest = carrying.carry

    def forged(source: Entry, target: Entry, **more: Any) -> tuple[Entry, Entry]:
        out, into = honest(source, target, **more)
        return out, forge(out, into, target)

    monkeypatch.setattr(carrying, "carry", forged)
    carried.carry()

    [problem] = carried.problems()
    assert carried.second.member_id in problem
    assert "what left one wallet did not come into the other" in problem


FORGERIES: dict[str, tuple[Callable[[Carried], object], str]] = {
    "a stranger's": (lambda c: c.steal(), "are not one person's"),
    "where it goes on": (
        lambda c: c.ended.update(continues_in=[c.stranger.member_id, 1]), "are not one person's",
    ),
    "never ended": (lambda c: c.ended.pop("continues_in"), "are not one person's"),
    "nobody known there": (
        lambda c: c.known.update(member_id=c.stranger.member_id), "are not one person's",
    ),
    "somebody known before": (
        lambda c: c.ledger.table.items.__setitem__(
            tuple(keys.identity(COUNTY, "another")),
            {**c.known, **keys.identity(COUNTY, "another")._asdict(),
             "member_id": c.second.member_id},
        ),
        "are not one person's",
    ),
    "listed elsewhere": (
        lambda c: c.listed.update(continues_in=c.stranger.member_id), "listed as ended in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERIES)
def test_what_was_carried_to_somebody_else_is_named(carried: Carried, what: str) -> None:
    carried.carry()
    forge, said = FORGERIES[what]

    forge(carried)

    found = carried.problems()
    assert any(said in each for each in found), found
