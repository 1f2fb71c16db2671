"""A ticket: what somebody wants to buy, and their place in one of the round's lines.

A line is a shard of the round's budget: who stands in it asks that shard first. What became of a
ticket is told by its buyer's wallet; it notes it itself so that nobody need look there for long.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import REPLAY_WINDOW
from chalicelib.ledger.purchase_facts import Reservation

KEYS_IN_HOUR_MAX = 60
"""Of one member: nobody's hand asks more often, and each costs the county."""
_KEPT = REPLAY_WINDOW + timedelta(days=1)
_POLL_SECONDS = ((20, 2), (200, 4), (2_000, 10), (20_000, 20))
"""Up to so many ahead, so long until it is worth asking again."""
_POLL_SECONDS_MAX = 30
_POLL_PAYING_SECONDS = 3

PurchaseStatus = Literal["queued", "awaiting_payment", "completed", "rejected", "canceled"]


class Ending(Struct, frozen=True):
    """`reason` is the code of a refusal; `values` are what its sentence has, and its limits."""

    status: Literal["completed", "rejected", "canceled"]
    reason: str | None = None
    values: Mapping[str, int | str | None] = {}


class Ticket(Struct, frozen=True, kw_only=True):
    """`amount` and `price` in won; `place` counts from 1 in the line `shard`, in which those ahead
    asked for `asked_ahead` won."""

    county_id: str
    purchase_id: str
    member_id: str
    round_id: str
    amount: int
    price: int
    at: datetime
    shard: int
    place: int
    asked_ahead: int
    ending: Ending | None = None
    version: int = 1

    @property
    def voucher_id(self) -> str:
        return sibling_id("vch", self.purchase_id)

    def ended(self, ending: Ending) -> "Ticket":
        return replace(self, ending=ending, version=self.version + 1)


class Note(Struct, frozen=True):
    """A key under which a purchase was asked for, and which ticket answered it."""

    key: str
    fingerprint: str
    purchase_id: str
    round_id: str
    amount: int
    at: datetime


class Buyer(Struct, frozen=True, kw_only=True):
    """All keys of a member's purchases within the replay window, the newest last. One item, so that
    two requests at once make one ticket."""

    county_id: str
    member_id: str
    notes: tuple[Note, ...] = ()
    version: int = 0

    def by_key(self, key: str, now: datetime) -> Note | None:
        """A key is free again once the replay window is over, though its note may still be kept."""
        since = now - REPLAY_WINDOW
        return next((note for note in self.notes if note.key == key and note.at > since), None)

    def newest(self, round_id: str) -> Note | None:
        return next((n for n in reversed(self.notes) if n.round_id == round_id), None)

    def asked_since(self, moment: datetime) -> int:
        return sum(note.at > moment for note in self.notes)

    def with_note(self, note: Note) -> "Buyer":
        kept = tuple(each for each in self.notes if each.at > note.at - _KEPT)
        return replace(self, notes=(*kept, note), version=self.version + 1)


class Standing(Struct, frozen=True):
    """How a ticket stands. `reservation` while it is being paid, `ending` when it is over."""

    status: PurchaseStatus
    reservation: Reservation | None = None
    ending: Ending | None = None

    @property
    def is_over(self) -> bool:
        return self.status not in ("queued", "awaiting_payment")


EXPIRED = Ending("rejected", "payment_expired")
GIVEN_UP = Ending("canceled")
TAKEN_BACK = Ending("canceled", "taken_back")
"""It was paid, and its money goes back."""
REVERSED = Ending("canceled", "payment_reversed")
_ENDED_BY = {
    "online_purchase": Ending("completed"),
    "online_purchase_cancel": TAKEN_BACK,
    "purchase_reversal": REVERSED,
}


def standing(ticket: Ticket, entries: Sequence[Entry]) -> Standing:
    """`entries`: those of the buyer's wallet since the ticket, newest first, and at least one."""
    told = _told_by(entries, ticket)
    if told is not None:
        return told
    if ticket.ending is not None:
        return Standing(ticket.ending.status, ending=ticket.ending)
    return Standing("queued")


def standing_after(ticket: Ticket, entries: Sequence[Entry]) -> Standing | None:
    """By the wallet in which the buyer's goes on, of which nothing need be known: `None` if what
    that one says is the last. An end in it may be older than these `entries`; it is on the ticket
    only after it was written."""
    told = _told_by(entries, ticket)
    if told is None and ticket.ending is not None and ticket.ending.status == "canceled":
        return Standing("canceled", ending=ticket.ending)
    return told


def _told_by(entries: Sequence[Entry], ticket: Ticket) -> Standing | None:
    held = entries[0].reservations.get(ticket.purchase_id)
    if held is not None:
        return Standing("awaiting_payment", reservation=held)
    for entry in entries:
        if entry.purchase is not None and entry.purchase.purchase_id == ticket.purchase_id:
            ending = _ended_by(entry)
            if ending is not None:
                return Standing(ending.status, ending=ending)
    return None


def _ended_by(entry: Entry) -> Ending | None:
    if entry.kind == "reservation_end":
        return EXPIRED if entry.reason == EXPIRED.reason else GIVEN_UP
    return _ENDED_BY.get(entry.kind)


def is_of_today(ticket: Ticket, now: datetime) -> bool:
    """Limits and the days to cancel go by the day in the purchase's id: it is served on it."""
    return seoul_date(ticket.at) == seoul_date(now)


def poll_after_seconds(
    standing: Standing, ahead: int, share: Callable[[], float] = random.random
) -> int | None:
    """When to ask again: nearer more often, and not all at once. `None` when nothing changes any
    more."""
    if standing.is_over:
        return None
    seconds = _POLL_SECONDS_MAX
    if standing.status == "awaiting_payment":
        seconds = _POLL_PAYING_SECONDS
    else:
        seconds = next((each for few, each in _POLL_SECONDS if ahead <= few), _POLL_SECONDS_MAX)
    return max(1, round(seconds * (0.75 + share() / 2)))
