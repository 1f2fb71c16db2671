"""Running a command on a wallet: read, look for a replay, decide, append; if another writer was
first, from the start.

Every entry of a wallet but its first is written by this; the sign-up's worker writes entry 1, which
can exist once. It promises: a command with the same keys takes effect at
most once, and whoever repeats it gets the first answer; nothing is written that the pure decision
did not make from the head it is appended to.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from chalicelib.core.actors import MemberActor, MovedActorError
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.appending import (
    Draft,
    EntryPage,
    WalletPage,
    append,
    check_signs,
    find_prior,
)
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.ports import ChainStore, PlaceTaken
from chalicelib.ledger.profile import Profile, check_is_active
from chalicelib.ledger.window import Window

ATTEMPTS_MAX = 60
FIRST_PAUSE_SECONDS = 0.02
PAUSE_SECONDS_MAX = 0.12
LEAST_PAUSE_SECONDS = 0.002
PAUSED_LOSSES = 16
GOING_ON_AT_FIRST = 2
GOING_ON = 1


class Outcome(Struct, frozen=True):
    """`entry` is what happened, now or (`replayed`) the first time."""

    entry: Entry
    replayed: bool
    profile: Profile | None


class View(Protocol):
    """What a decision may look at."""

    @property
    def head(self) -> Entry | None: ...

    @property
    def profile(self) -> Profile | None: ...

    @property
    def now(self) -> datetime:
        """The moment the entry will carry: one for the whole decision, never before the head's."""

    def find(self, reference: str) -> Entry | None:
        """The entry with this reference within the replay window."""

    def canceled_amount(self, redemption: Entry) -> int:
        """What was taken back of it so far, in won."""

    def since(self, entry: Entry) -> Sequence[Entry]:
        """All that came after it, newest first."""


class OtherWrites(Struct):
    """The wallets as `Chain` reads them, for commands whose entries are written in another way: a
    subclass has the one or two kinds of writes that its commands need."""

    wallets: ChainStore

    def read(self, county_id: str, member_id: str) -> WalletPage:
        return self.wallets.read(county_id, member_id)

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage:
        return self.wallets.read_older(county_id, member_id, start, limit)

    def entry_at(self, county_id: str, member_id: str, seq: int) -> Entry | None:
        return self.wallets.entry_at(county_id, member_id, seq)

    def append(self, entry: Entry) -> bool:
        raise TypeError(f"{type(self).__name__} writes no entry by itself")

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        raise TypeError(f"{type(self).__name__} changes no budget")

    def append_two(self, entry: Entry, follower: Entry, budget: BudgetChange | None) -> bool:
        raise TypeError(f"{type(self).__name__} writes no second entry")


class Chain:
    def __init__(
        self,
        store: ChainStore,
        clock: Clock,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._clock = clock
        self._pause = pause

    def over(self, store: ChainStore) -> "Chain":
        """The same, writing by another store."""
        return Chain(store, self._clock, self._pause)

    def read(self, county_id: str, member_id: str) -> WalletPage:
        return self._store.read(county_id, member_id)

    def run(
        self,
        county_id: str,
        member_id: str,
        keys: CommandKeys,
        decide: Callable[[View], Draft | None],
        by: MemberActor | None = None,
    ) -> Outcome | None:
        """Append what `decide` makes. `None` if it has nothing to write. `by`: the member who asks
        for it by a session, which must live, even for an answer that was given before.

        Who finds another's entry in the place is told it by the refused write, and goes on from it
        at once: twice at first, later once for each reading. The profile is then the one that this
        command read after it began: so what was true before somebody asked binds what they get.

        Raises whatever rule `decide` or the keys violate, `BudgetShortError` if the draft's budget
        was not there when it came to writing, and `TryAgainError` after losing every race.
        """
        losses = 0
        for readings in range(ATTEMPTS_MAX):
            window: Window | None = Window.read(self._store, county_id, member_id, self._clock)
            going_on = GOING_ON_AT_FIRST if readings == 0 else GOING_ON
            while window is not None:
                moved = _check_session(window.profile, by)
                prior = find_prior(window.within_replay(keys), keys)
                if prior is not None:
                    return Outcome(prior, True, window.profile)
                if moved is not None:
                    raise moved
                draft = decide(window)
                if draft is None:
                    return None
                entry = append(
                    window.head,
                    draft,
                    county_id=county_id,
                    member_id=member_id,
                    keys=keys,
                    now=window.now,
                )
                check_signs(entry)
                written = self._write(entry, draft, window.now)
                if written:
                    return Outcome(entry, False, window.profile)
                window = window.after(written) if going_on else None
                going_on -= 1
                losses += 1
            self._pause(random.uniform(0, pause_ceiling(losses - 1)))  # noqa: S311 (spreads load)
        raise TryAgainError(retry_after_seconds=1)

    def _write(self, entry: Entry, draft: Draft, now: datetime) -> bool | PlaceTaken:
        if draft.followed_by is not None:
            follower = _follower(entry, draft.followed_by, now)
            return self._store.append_two(entry, follower, draft.budget)
        if draft.budget is None:
            return self._store.append(entry)
        return self._store.append_with_budget(entry, draft.budget)

    def since(self, entry: Entry) -> Sequence[Entry]:
        """All that came after this entry in its wallet, newest first."""
        read = Window.read(self._store, entry.county_id, entry.member_id, self._clock)
        return read.since(entry)

    def preview(
        self, county_id: str, member_id: str, keys: CommandKeys, decide: Callable[[View], Draft]
    ) -> tuple[Draft | Entry, WalletPage]:
        """What `run` would write, or the entry it would replay. Nothing moves."""
        window = Window.read(self._store, county_id, member_id, self._clock)
        prior = find_prior(window.within_replay(keys), keys)
        return prior or decide(window), window.page


def pause_ceiling(losses: int) -> float:
    """Who lost after so many losses waits for a moment between zero and this, in seconds.

    At first each loss spreads the tills wider. Then it is less and less: who has waited for long
    goes before those who came later, so nobody waits for ever (docs/decisions/0002).
    """
    widening = FIRST_PAUSE_SECONDS * (1 << min(losses, PAUSED_LOSSES))
    falling = PAUSE_SECONDS_MAX * (1 - losses / PAUSED_LOSSES)
    return max(LEAST_PAUSE_SECONDS, min(widening, falling))


def _follower(entry: Entry, draft: Draft, now: datetime) -> Entry:
    """What comes right after `entry`; found by the reference that names both."""
    reference = f"{draft.kind}/{entry.entry_id}"
    keys = CommandKeys(reference=reference, fingerprint=entry.fingerprint)
    follower = append(
        entry, draft, county_id=entry.county_id, member_id=entry.member_id, keys=keys, now=now
    )
    check_signs(follower)
    return follower


def _check_session(profile: Profile | None, by: MemberActor | None) -> MovedActorError | None:
    """That `by` may act here, or where instead: to be told after looking for an answer that was
    given here, before the membership moved on."""
    if by is None:
        return None
    try:
        check_is_active(profile, by)
    except MovedActorError as moved:
        return moved
    return None


def require_head(view: View) -> Entry:
    """The wallet's newest entry; every member has one from the first moment."""
    if view.head is None:
        raise MemberNotFoundError
    return view.head
