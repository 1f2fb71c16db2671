"""Sale rounds: making one, and seeing how much of each is left."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, new_id, seoul_date
from chalicelib.county import setting_history
from chalicelib.county.service import Counties
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.sales.errors import RoundNotFoundError, RoundWindowInvalidError
from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.ports import LotteryDraws, RoundStore
from chalicelib.sales.rounds import (
    USUAL_CHANNELS,
    Round,
    RoundAvailability,
    check_change,
    check_discount,
    check_new,
    shard_count_for,
)
from chalicelib.sales.turns import Turn
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

LEFT_SECONDS_MAX = 3
"""How old the figure of an open round may be: a crowd that looks costs one reading of the shards
for each process in this time."""


LEFT_AT_CLOSE_SECONDS_MAX = 3600
"""How long the figure of a closed round is kept. It is final: what comes back after the close goes
to the carry-over account."""
SETTLED_AFTER = timedelta(minutes=3)
"""After the close, a sale that was decided before it may still be on its way to the table; and a
process may not know for a minute that the round closes earlier."""


def _briefly() -> TtlCache[int]:
    return TtlCache(seconds_max=LEFT_SECONDS_MAX)


def _for_long() -> TtlCache[int]:
    return TtlCache(seconds_max=LEFT_AT_CLOSE_SECONDS_MAX)


class Rounds(Struct, frozen=True):
    store: RoundStore
    idempotency_store: IdempotencyStore
    counties: Counties
    clock: Clock
    lotteries: Callable[[], LotteryDraws]
    """Made where a lottery round is."""
    known: TtlCache[Round | None] = field(default_factory=TtlCache)
    left: TtlCache[int] = field(default_factory=_briefly)
    left_at_close: TtlCache[int] = field(default_factory=_for_long)

    def availability(self, county_id: str, round_id: str) -> RoundAvailability:
        """Raises `RoundNotFoundError`."""
        found = self.known.get((county_id, round_id), lambda: self.store.by_id(county_id, round_id))
        if found is None:
            raise RoundNotFoundError
        return self._availability(found)

    def page(
        self, county_id: str, *, limit: int, position: str | None
    ) -> tuple[list[RoundAvailability], str | None]:
        """The newest first, and where the next page begins."""
        found, last_id = self.store.page(county_id, limit=limit, before_id=position)
        return [self._availability(round_) for round_ in found], last_id

    def carried_over(self, county_id: str) -> int:
        """Won that came back after their round had closed."""
        return self.store.carried_over(county_id)

    def create(
        self, wanted: Round, person: Person, *, idempotency_key: str
    ) -> tuple[RoundAvailability, bool]:
        """(the round, whether this key made it before). Of `wanted`, the id and the number of
        shards are chosen here.

        Raises `RoundWindowInvalidError`, `RoundBudgetNotAMultipleError`, `DiscountTooHighError`,
        `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        record = IdempotencyRecord(
            county_id=wanted.county_id,
            digest=digest("round", person.subject, idempotency_key),
            resource_id=new_id("rnd", now),
            fingerprint=fingerprint(_facts(wanted)),
        )
        round_id, is_repeated = propose_once(
            self.idempotency_store, record, lambda: self._check_new(wanted, now), now=now
        )
        made = replace(wanted, round_id=round_id, shard_count=shard_count_for(wanted.budget_amount))
        known = self.store.by_id(wanted.county_id, round_id) if is_repeated else None
        if known is None:
            # A repeat finishes what the first time may have left half-way.
            if made.lottery is not None:
                self.lotteries().announce(made, person, now)
            self.store.create(made)
        return self._availability(known or made), is_repeated

    def change(
        self,
        county_id: str,
        person: Person,
        round_id: str,
        changes: Mapping[str, Any],
        *,
        reason: str,
    ) -> RoundAvailability:
        """The round with these fields of it changed, and the record of who did it, at once. Other
        processes go by it within a minute. What is so already is not written again.

        Raises `RoundNotFoundError`, `RoundFixedError`, `RoundWindowInvalidError`,
        `DiscountTooHighError`, `VersionConflictError`.
        """
        before = self.store.by_id(county_id, round_id)
        if before is None:
            raise RoundNotFoundError
        if changes.get("closes_at", before.closes_at) <= changes.get("opens_at", before.opens_at):
            raise RoundWindowInvalidError(param="closes_at")
        wanted = replace(before, **changes)
        if wanted != before:
            now = self.clock()
            check_change(before, wanted, now)
            self._check_discount(wanted)
            wanted = replace(wanted, version=before.version + 1)
            record = AuditRecord.made(
                county_id=county_id,
                at=now,
                by=person,
                action="round_changed",
                target_id=round_id,
                reason=reason,
                before=_told(before, changes),
                after=_told(wanted, changes),
            )
            if not self.store.change(wanted, record):
                raise VersionConflictError
            self.known.forget((county_id, round_id))
        return self._availability(wanted)

    def _check_new(self, wanted: Round, now: datetime) -> None:
        settings = self.counties.on(wanted.county_id, seoul_date(now))
        check_new(wanted, step=settings.purchase_multiple, now=now)
        if wanted.lottery is not None:
            self.lotteries().check(wanted)
        self._check_discount(wanted)

    def _check_discount(self, wanted: Round) -> None:
        first, last = seoul_date(wanted.opens_at), seoul_date(wanted.closes_at)
        versions = self.counties.versions(wanted.county_id)
        check_discount(
            wanted, setting_history.lowest(versions, "discount.maximum_percent", first, last)
        )

    def _availability(self, round_: Round) -> RoundAvailability:
        now = self.clock()
        if now < round_.opens_at:
            left = round_.budget_amount
        else:
            is_final = now >= round_.closes_at + SETTLED_AFTER
            memory = self.left_at_close if is_final else self.left
            key = (round_.county_id, round_.round_id)
            left = memory.get(key, lambda: self._left(round_))
        return RoundAvailability(round_, left, round_.state(now, left))

    def _left(self, round_: Round) -> int:
        """The shards are read one after the other, while others buy and give back: that nothing
        is left is said only when a second reading finds nothing either."""
        return sum(self.store.left(round_).values()) or sum(self.store.left(round_).values())


def _facts(wanted: Round) -> dict[str, Any]:
    """What a key stands for. What a round of before could not say is left out where it says
    nothing, so that keys of before still stand for the same."""
    facts: dict[str, Any] = {
        "name": wanted.name,
        "name_en": wanted.name_en,
        "opens_at": format_time(wanted.opens_at),
        "closes_at": format_time(wanted.closes_at),
        "budget_amount": wanted.budget_amount,
        "discount_percent": wanted.discount_percent,
    }
    news = _told(wanted, ("channels", "denominations", "turns"))
    if wanted.channels == USUAL_CHANNELS:
        del news["channels"]
    if (shares := wanted.discount_shares) is not None:
        news["discount_shares"] = [
            str(part) for part in (shares.state, shares.province, shares.county)
        ]
    if wanted.lottery is not None:
        news["lottery"] = _text(wanted.lottery)
    return facts | {name: value for name, value in news.items() if value}


def _told(round_: Round, names: Iterable[str]) -> dict[str, str | list[str]]:
    """Fields of a round as texts."""
    told: dict[str, str | list[str]] = {}
    for name in names:
        value = getattr(round_, name)
        if isinstance(value, tuple):
            told[name] = [_text(each) for each in value]
        else:
            told[name] = _text(value)
    return told


def _text(value: Any) -> str:
    if isinstance(value, Turn):
        ages = f"{value.age_from or 0}-{'' if value.age_to is None else value.age_to}"
        return f"{format_time(value.until)} {ages} {'weekday' if value.by_weekday else ''}".strip()
    if isinstance(value, Lottery):
        times = f"{format_time(value.applies_until)} {format_time(value.draws_at)}"
        return f"{times} {value.buy_days}"
    return format_time(value) if isinstance(value, datetime) else str(value)
