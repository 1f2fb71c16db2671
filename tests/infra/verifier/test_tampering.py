"""Whoever changes what is stored is found: byte by byte, entry by entry, day by day.

The normal run flips one bit in every byte of every stored attribute, and tries some of the deleted,
copied and swapped entries. TAMPER=all flips all eight bits, and tries each entry and each pair.
"""

import hashlib
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from chalicelib.ledger.entries import to_record
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.ledger.kinds import KINDS
from infra.verifier import export, ledger_check
from infra.verifier.ledger_sources import LedgerExport, StoredEntry
from tests import sample_ledger
from tests.builders import COUNTY
from tests.sample_ledger import LAST_PUBLISHED, SampleLedger, typed_json
from tests.tampering import (
    EVERY_BIT,
    Read,
    Typed,
    day_of,
    key_of,
    places,
    read,
    some,
    verify,
    wallets,
)


@pytest.fixture(scope="module")
def sample() -> SampleLedger:
    return sample_ledger.build()


@pytest.fixture
def items(sample: SampleLedger) -> list[Typed]:
    return [typed_json(item) for item in sample.items]


def test_the_untouched_ledger_is_sound_and_has_everything_in_it(
    sample: SampleLedger, items: list[Typed]
) -> None:
    found = verify(items, sample.files)

    assert (found.broken, found.problems) == ([], [])
    assert found.entry_count == len(sample.entries)
    county = found.counties[COUNTY]
    assert set(county.totals.flows()) == set(KINDS)
    assert county.roots is not None
    assert county.roots.last_on == LAST_PUBLISHED
    assert 0 < county.roots.waiting_count < found.entry_count


def test_a_change_of_any_byte_of_any_attribute_is_found(sample: SampleLedger) -> None:
    counts: Counter[str] = Counter()
    for wallet in wallets(sample):
        entries = [entry for item in wallet for entry in read(msgspec.json.encode(item))]
        for place, item in enumerate(wallet):
            for what, changed in changes(item):
                counts[what] += 1
                in_full = EVERY_BIT or counts[what] % 120 == 0
                assert is_found(entries, place, changed, in_full=in_full), (what, changed)
    print(f"\n{sum(counts.values()):,} changes, all found: {dict(counts)}")
    assert counts["S"] > 10_000
    assert counts["B"] > 5_000
    assert counts["N"] > 1_000


def is_found(wallet: list[StoredEntry], place: int, changed: bytes, *, in_full: bool) -> bool:
    """Whether the wallet is broken when the JSON of its entry at `place` is `changed`.

    Not `in_full`: a form that is refused and a hash that does not fit are taken for found, as they
    are what the check looks at first.
    """
    entries = list(read(changed))
    if not in_full and entries:
        entry = entries[0]
        if entry.problem or hashlib.sha256(entry.canonical).hexdigest() != entry.record["hash"]:
            return True
    tampered = [*wallet[:place], *entries, *wallet[place + 1 :]]
    return not ledger_check.check(Read(tampered), None).is_sound


def changes(item: Typed) -> Iterator[tuple[str, bytes]]:
    """JSON of the item with one thing changed: a bit, a type, an element, a name, an attribute."""
    for holder, key in list(places(item)):
        for what, value in changed_values(holder[key]):
            before, holder[key] = holder[key], value
            yield what, msgspec.json.encode(item)
            holder[key] = before
    for name in item:
        rest = {k: v for k, v in item.items() if k != name}
        yield "attribute", msgspec.json.encode(rest)
        for each in flipped(name):
            yield "name", msgspec.json.encode(rest | {each: item[name]})
    for name in {"new", "by_other_pk", "ttl", "of_redemption_id", "pay_code_id"} - item.keys():
        yield "attribute", msgspec.json.encode(item | {name: {"S": "x"}})


def changed_values(typed: Typed) -> Iterator[tuple[str, Typed]]:
    ((tag, value),) = typed.items()
    if tag == "L":
        for number in range(len(value)):
            yield "element", {"L": value[:number] + value[number + 1 :]}
            yield "element", {"L": [*value, value[number]]}
            for other in range(number):
                if value[number] != value[other]:
                    swapped = list(value)
                    swapped[number], swapped[other] = value[other], value[number]
                    yield "element", {"L": swapped}
    elif tag == "M":
        for name, each in value.items():
            rest = {k: v for k, v in value.items() if k != name}
            yield "element", {"M": rest}
            yield from (("name", {"M": rest | {new: each}}) for new in flipped(name))
    else:
        yield from (("type", {other: value}) for other in {"S", "N", "B", "NULL"} - {tag})
        if tag != "NULL":
            yield from ((tag, {tag: each}) for each in flipped(value))


def flipped(value: str) -> Iterator[str]:
    """`value` with one bit changed. Of binary it is a bit of its base64."""
    content = value.encode()
    for place, byte in enumerate(content):
        for bit in range(8) if EVERY_BIT else ((place + byte) % 7,):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            try:
                yield changed.decode()
            except UnicodeDecodeError:
                # Cannot be stored as text; any other byte stands for it.
                yield (content[:place] + b"?" + content[place + 1 :]).decode(errors="replace")


def test_a_change_of_any_byte_of_our_export_is_found(sample: SampleLedger, tmp_path: Path) -> None:
    file = tmp_path / "entries.jsonl"
    content = b"".join(export.line(to_record(entry_from_item(i))) for i in sample.entries)
    file.write_bytes(content)
    assert ledger_check.check(LedgerExport(file), None).is_sound
    seed = random.Random(3)
    places = range(len(content)) if EVERY_BIT else seed.sample(range(len(content)), 200)

    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << seed.randrange(8)
        file.write_bytes(changed)
        assert not ledger_check.check(LedgerExport(file), None).is_sound, content[
            place - 20 : place
        ]


def test_an_entry_that_is_gone_is_found(sample: SampleLedger, items: list[Typed]) -> None:
    """Also the newest of a wallet, after which nothing points: by the published leaves."""
    published = [item for item in sample.entries if day_of(item) <= LAST_PUBLISHED]
    for item in some(published, 5):
        without = [each for each in items if key_of(each) != (item["pk"], item["sk"])]
        assert not verify(without, sample.files).is_sound, item["sk"]
    print(f"\n{len(some(published, 5))} entries deleted, each found")


def test_a_cut_tail_of_any_length_and_a_dropped_wallet_are_found(
    sample: SampleLedger, items: list[Typed]
) -> None:
    count = 0
    for wallet in wallets(sample):
        days = [day_of(sample.table.items[key_of(item)]) for item in wallet]
        published = [day for day in days if day <= LAST_PUBLISHED]
        for kept in range(len(published)):
            gone = {key_of(item) for item in wallet[kept:]}
            found = verify([item for item in items if key_of(item) not in gone], sample.files)
            assert any("no entry has the published hash" in each for each in found.problems)
            count += 1
    print(f"\n{count} tails cut, each found")


def test_the_newest_entry_of_a_day_that_is_not_published_yet_is_not_missed(
    sample: SampleLedger, items: list[Typed]
) -> None:
    """The limit of it: what no day has fixed can go unseen, until one o'clock the next night."""
    newest = max(sample.entries, key=lambda item: item["by_day_sk"])
    without = [item for item in items if key_of(item) != (newest["pk"], newest["sk"])]

    assert verify(without, sample.files).is_sound


def test_two_entries_swapped_are_found(sample: SampleLedger, items: list[Typed]) -> None:
    """Everything but the keys of two entries, of one wallet or of two."""
    entries = [item for item in items if item.get("type") == {"S": "entry"}]
    pairs = list(itertools.combinations(entries, 2))
    for one, other in some(pairs, 101):
        for names in (("pk", "sk"), ("pk", "sk", "by_day_pk", "by_day_sk")):
            swapped = [
                with_keys_of(other, one, names)
                if item is one
                else with_keys_of(one, other, names)
                if item is other
                else item
                for item in entries
            ]
            assert verify(swapped).broken, (one["sk"], other["sk"])


def with_keys_of(item: Typed, keys: Typed, names: tuple[str, ...]) -> Typed:
    return item | {name: keys[name] for name in names}


def test_a_copied_entry_is_found(sample: SampleLedger, items: list[Typed]) -> None:
    entries = [item for item in items if item.get("type") == {"S": "entry"}]
    for item in some(entries, 7):
        for seq in (99, int(item["sk"]["S"][6:]) + 1):
            copied = item | {"sk": {"S": f"ENTRY#{seq:010d}"}}
            found = verify([*entries, copied])
            assert found.broken
        other = next(each for each in entries if each["pk"] != item["pk"])
        assert verify([*entries, item | {"pk": other["pk"]}]).broken
