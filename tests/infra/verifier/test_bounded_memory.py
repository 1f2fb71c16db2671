"""What does not fit into memory goes over the disk, and comes back as it was."""

import hashlib
import random

from infra.verifier import ledger_check
from infra.verifier.day_leaves import DayLeaves
from infra.verifier.ledger_sources import Grouped
from tests import sample_ledger
from tests.sample_ledger import typed_json
from tests.tampering import Items


def test_leaves_come_back_by_day_in_their_order_whatever_was_written() -> None:
    days = [f"2026-03-{number:02d}" for number in range(1, 8)]
    kept: dict[str, bytes] = dict.fromkeys(days, b"")
    leaves = DayLeaves(held_bytes_max=10 * 32)
    chance = random.Random(7)
    for number in range(200):
        day, leaf = chance.choice(days), hashlib.sha256(bytes([number])).digest()
        leaves.add(day, leaf)
        kept[day] += leaf

    assert list(leaves.days()) == days
    assert {day: leaves.of(day) for day in days} == kept
    assert leaves.of("2026-04-01") == b""


def test_entries_that_were_sorted_by_way_of_the_disk_are_the_same() -> None:
    items = [typed_json(item) for item in sample_ledger.build().entries]
    whole = list(Items(items).entries(lambda item: None))
    random.Random(3).shuffle(items)

    grouped = list(Grouped(Items(items, holds_all=False)).entries(lambda item: None))

    assert sorted(grouped, key=lambda entry: entry[:3]) == whole
    places = [entry[:2] for entry in grouped]
    runs = [place for number, place in enumerate(places) if places[number - 1] != place]
    assert len(runs) == len(set(places))
    assert ledger_check.check(Items(items, holds_all=False), None).is_sound


def test_an_entry_that_comes_twice_in_other_places_is_found() -> None:
    """A whole wallet that an export holds twice, with others between."""
    items = [typed_json(item) for item in sample_ledger.build().entries]
    first = [item for item in items if item["pk"] == items[0]["pk"]]

    assert ledger_check.check(Items([*items, *first], holds_all=False), None).broken
