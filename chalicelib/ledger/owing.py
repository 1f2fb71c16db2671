"""What a wallet owes after an entry: the state that follows from the fact."""

from typing import NamedTuple


class ReceivableFact(NamedTuple):
    """Won that somebody owes from now on, minus for no longer: for what, or how it was settled."""

    what: str
    amount: int


class Owed(NamedTuple):
    """Won that the holder owes the county, since the entry of this id."""

    amount: int
    since_entry_id: str


class OwedTooLittleError(Exception):
    """More would be settled than is owed: a bug of whoever decides; nothing is written."""


def owed_after(
    before: Owed | None, fact: ReceivableFact | None, entry_id: str, carried_since: str | None
) -> Owed | None:
    """What is owed after an entry: since the first that made it more than nothing, be it in the
    wallet from which it came."""
    if fact is None:
        return before
    amount = (before.amount if before else 0) + fact.amount
    if amount < 0:
        raise OwedTooLittleError(f"{entry_id}: {fact.amount} of {before}")
    if not amount:
        return None
    since = before.since_entry_id if before else entry_id
    if carried_since is not None:
        since = min(carried_since, since)
    return Owed(amount, since)
