"""What `append` makes sure of by itself, whoever calls it."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.core.values import new_id
from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from tests.builders import COUNTY, NOON


def an_entry(head: Entry | None, *, seconds: float, reference: str) -> Entry:
    return append(
        head,
        Draft(kind="net_cancel"),
        county_id=COUNTY,
        member_id="mem_0000000000000001",
        keys=CommandKeys(reference=reference, fingerprint=digest(reference)),
        now=NOON + timedelta(seconds=seconds),
    )


def test_an_entry_is_never_older_than_the_one_before() -> None:
    head = an_entry(None, seconds=10, reference="a")

    behind = an_entry(head, seconds=-10, reference="b")
    ahead = an_entry(behind, seconds=20, reference="c")

    assert (behind.at, ahead.at) == (head.at, NOON + timedelta(seconds=20))
    assert [e.seq for e in (head, behind, ahead)] == [1, 2, 3]
    assert (behind.prev_hash, ahead.prev_hash) == (head.hash, behind.hash)


def test_an_entry_has_the_time_that_is_stored() -> None:
    entry = an_entry(None, seconds=0.123456, reference="a")

    assert entry.at == NOON + timedelta(milliseconds=123)


def with_cancels(cancels: dict[str, int], *, after: timedelta) -> dict[str, int]:
    """What of `cancels` the next entry still remembers."""
    head = replace(an_entry(None, seconds=0, reference="a"), cancels=cancels)
    return dict(an_entry(head, seconds=after.total_seconds(), reference="b").cancels)


def test_what_was_cancelled_is_known_as_long_as_a_cancel_can_come_and_two_days_more() -> None:
    cancels = {new_id("rdm", NOON): 300}
    last = timedelta(days=CANCEL_DAYS_MAX + 2)

    assert with_cancels(cancels, after=last) == cancels
    assert with_cancels(cancels, after=last + timedelta(milliseconds=1)) == {}
