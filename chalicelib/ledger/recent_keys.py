"""A wallet's memory of the commands of the last fifteen days: two bytes of each key, in its head.

A command none of whose keys is among them is new, and no older entry need be read. A hit names the
entry that it comes from, and that entry is read: it decides, never the two bytes.
docs/decisions/0023 has the figures.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

from chalicelib.core.values import format_time
from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys

_DIGEST_BYTES = 2
_ENTRY_BYTES = 2 * _DIGEST_BYTES
_OLDER_BYTES = 3
_DAYS_KEPT = REPLAY_WINDOW.days + 1
"""The day of now, and as many before it as an entry may be a prior."""
_CODE_DAYS_KEPT = 2
_ENTRIES_MAX = 15_000
"""Within `REPLAY_WINDOW`, of one wallet. What gives back is taken beyond it."""
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class OlderKeys(Struct, frozen=True):
    """What releases before kept, three bytes of each key in the order of entries; the last of them
    is of the day `on`."""

    on: int
    digests: bytes

    def may_contain(self, key: str) -> bool:
        short = _short(key, _OLDER_BYTES)
        return any(True for _ in _places(self.digests, short, 0, _OLDER_BYTES))


class RecentKeys(Struct, frozen=True):
    """`on`: the day (UTC, since 1970) of the newest entry. `days`: that day and those before it,
    newest first; each has four bytes an entry, of its reference and its idempotency key, in their
    order. `codes`: two bytes of the pay code of each entry of the newest two days, in their order.
    An entry without such a key has its reference in that place."""

    on: int
    days: tuple[bytes, ...] = ()
    codes: bytes = b""
    older: OlderKeys | None = None

    @classmethod
    def none(cls, now: datetime) -> "RecentKeys":
        return cls(_day(now))

    def carried_over(self, at: datetime) -> "RecentKeys":
        return self

    def is_full(self, now: datetime) -> bool:
        """No key is ever forgotten early, so a wallet this busy must wait until its first day of
        the fifteen has passed, whether or not anything is written meanwhile."""
        window = self._turned(now)
        older = len(window.older.digests) if window.older else 0
        return sum(map(len, window.days)) + older > _ENTRIES_MAX * _ENTRY_BYTES

    def hits(self, keys: CommandKeys) -> Iterator[int]:
        """How many entries before the newest each one is that may have one of the keys."""
        entries = b"".join(reversed(self.days))
        for reference in (keys.reference, keys.voided_by):
            if reference is not None:
                yield from _hits(entries, reference, 0, _ENTRY_BYTES)
        if keys.idempotency is not None:
            yield from _hits(entries, keys.idempotency, _DIGEST_BYTES, _ENTRY_BYTES)
        if keys.pay_code_id is not None:
            yield from self.code_hits(keys.pay_code_id)

    def code_hits(self, pay_code_id: str) -> Iterator[int]:
        yield from _hits(self.codes, pay_code_id, 0, _DIGEST_BYTES)

    def reference_hits(self, reference: str) -> Iterator[int]:
        yield from self.hits(CommandKeys(reference, ""))

    def may_have_used(self, pay_code_id: str) -> bool:
        older = self.older is not None and self.older.may_contain(pay_code_id)
        return older or any(True for _ in self.code_hits(pay_code_id))

    def has_forgotten_codes(self, since: datetime) -> bool:
        """Whether a code that was used at `since` or later may be in `codes` no more."""
        return _day(since) <= self.on - _CODE_DAYS_KEPT

    def may_be_older(self, key: str) -> bool:
        return self.older is not None and self.older.may_contain(key)

    def with_keys(
        self, reference: str, idempotency: str | None, pay_code_id: str | None, now: datetime
    ) -> "RecentKeys":
        window = self._turned(now)
        today, *before = window.days or (b"",)
        today += _short(reference) + _short(idempotency or reference)
        codes = window.codes + _short(pay_code_id or reference)
        return RecentKeys(window.on, (today, *before), codes, window.older)

    def _turned(self, now: datetime) -> "RecentKeys":
        """As it stands on the day of `now`."""
        today = _day(now)
        passed = today - self.on
        if passed <= 0:
            return self
        days = ((b"",) * min(passed, _DAYS_KEPT) + self.days)[:_DAYS_KEPT]
        while days and not days[-1]:
            days = days[:-1]
        codes_kept = sum(map(len, days[:_CODE_DAYS_KEPT])) * _DIGEST_BYTES // _ENTRY_BYTES
        codes = self.codes[len(self.codes) - codes_kept :]
        older = self.older
        if older is not None and older.on + _DAYS_KEPT <= today:
            older = None
        return RecentKeys(today, days, codes, older)


class Generations(Struct, frozen=True):
    """The memory as releases before wrote it: three bytes of each key of the last 15 to 30 days, in
    two generations of which the second begins at `since`."""

    since: datetime
    current: bytes = b""
    previous: bytes = b""

    def carried_over(self, at: datetime) -> RecentKeys:
        """The same in the form of now; `at`: when its entry was written."""
        is_previous_over = at - self.since >= REPLAY_WINDOW
        digests = self.current if is_previous_over else self.previous + self.current
        return RecentKeys(_day(at), older=OlderKeys(_day(at), digests))


Recent = RecentKeys | Generations


def recent_to_record(recent: Recent) -> Any:
    """In JSON types. What an earlier release wrote stays as it was, as its hash is over that."""
    if isinstance(recent, Generations):
        digests = [recent.current.hex()] + ([recent.previous.hex()] if recent.previous else [])
        return [format_time(recent.since), *digests]
    record = {
        "on": _iso(recent.on),
        "keys": [day.hex() for day in recent.days],
        "codes": recent.codes.hex(),
    }
    if recent.older is not None:
        record["older"] = [_iso(recent.older.on), recent.older.digests.hex()]
    return record


def recent_from_record(record: Any) -> Recent:
    if isinstance(record, list):
        return Generations(datetime.fromisoformat(record[0]), *map(bytes.fromhex, record[1:]))
    older = record.get("older")
    return RecentKeys(
        _number(record["on"]),
        tuple(map(bytes.fromhex, record["keys"])),
        bytes.fromhex(record["codes"]),
        OlderKeys(_number(older[0]), bytes.fromhex(older[1])) if older else None,
    )


def recent_to_item(recent: Recent) -> Any:
    """As it is stored: `[on, codes, days…]`, of a wallet that was used before
    `{"now": the same, "older": [on, digests]}`."""
    if isinstance(recent, Generations):
        raise TypeError("what a release before wrote is not written again")
    now = [recent.on, recent.codes, *recent.days]
    older = recent.older
    return now if older is None else {"now": now, "older": [older.on, older.digests]}


def recent_from_item(stored: Any) -> Any:
    """The record of what `recent_to_item` made."""
    if isinstance(stored, list):
        on, codes, *days = stored
        return {"on": _iso(on), "keys": [day.hex() for day in days], "codes": codes.hex()}
    on, digests = stored["older"]
    return recent_from_item(stored["now"]) | {"older": [_iso(on), digests.hex()]}


def _day(moment: datetime) -> int:
    return moment.astimezone(UTC).toordinal() - _EPOCH_ORDINAL


def _iso(day: int) -> str:
    return date.fromordinal(day + _EPOCH_ORDINAL).isoformat()


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal() - _EPOCH_ORDINAL


def _short(key: str, size: int = _DIGEST_BYTES) -> bytes:
    return hashlib.sha256(key.encode()).digest()[:size]


def _hits(digests: bytes, key: str, offset: int, step: int) -> Iterator[int]:
    """How many steps before the last each place is at which the key's digest stands."""
    for place in _places(digests, _short(key), offset, step):
        yield (len(digests) - place - 1) // step


def _places(digests: bytes, short: bytes, offset: int, step: int) -> Iterator[int]:
    position = digests.find(short)
    while position >= 0:
        if position % step == offset:
            yield position
        position = digests.find(short, position + 1)
