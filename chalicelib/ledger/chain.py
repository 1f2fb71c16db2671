"""Running a command on a wallet: read, look for a replay, decide, append; if another writer was
first, from the start.

Every entry of a wallet but its first is written by this; the sign-up's worker writes entry 1, which
can exist once. It promises: a command with the same keys takes effect at
most once, and whoever repeats it gets the first answer; nothing is written that the pure decision
did not make from the head it is appended to.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.core.actors import MemberActor, MovedActorError
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.appending import Draft, WalletPage, append, check_signs, find_prior
from chalicelib.ledger.entries import CANCELS_MAX, Entry
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import Profile, check_is_active
from chalicelib.ledger.recent_keys import RecentKeys

ATTEMPTS_MAX = 60
FIRST_PAUSE_SECONDS = 0.02
PAUSE_SECONDS_MAX = 0.12
LEAST_PAUSE_SECONDS = 0.002
PAUSED_LOSSES = 16
OLDER_PAGE_ENTRIES = 100
CODE_LIFE_MAX = timedelta(hours=1)
"""Before its last moment no payment used a pay code, by whatever clock."""


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

        Raises whatever rule `decide` or the keys violate, `BudgetShortError` if the draft's budget
        was not there when it came to writing, and `TryAgainError` after losing every race.
        """
        for attempt in range(ATTEMPTS_MAX):
            window = _Window(self._store, county_id, member_id, self._clock)
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
            if self._write(entry, draft, window.now):
                return Outcome(entry, False, window.profile)
            self._pause(random.uniform(0, pause_ceiling(attempt)))  # noqa: S311 (spreads load)
        raise TryAgainError(retry_after_seconds=1)

    def _write(self, entry: Entry, draft: Draft, now: datetime) -> bool:
        if draft.followed_by is not None:
            follower = _follower(entry, draft.followed_by, now)
            return self._store.append_two(entry, follower, draft.budget)
        if draft.budget is None:
            return self._store.append(entry)
        return self._store.append_with_budget(entry, draft.budget)

    def since(self, entry: Entry) -> Sequence[Entry]:
        """All that came after this entry in its wallet, newest first."""
        return _Window(self._store, entry.county_id, entry.member_id, self._clock).since(entry)

    def preview(
        self, county_id: str, member_id: str, keys: CommandKeys, decide: Callable[[View], Draft]
    ) -> tuple[Draft | Entry, WalletPage]:
        """What `run` would write, or the entry it would replay. Nothing moves."""
        window = _Window(self._store, county_id, member_id, self._clock)
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


class _Window:
    """The part of a chain that was read: a page, and more only when a digest says so."""

    def __init__(self, store: ChainStore, county_id: str, member_id: str, clock: Clock) -> None:
        self._store = store
        self._wallet = (county_id, member_id)
        self.page = store.read(county_id, member_id)
        self.profile = self.page.profile
        self._entries = list(self.page.entries)
        self._older = self.page.older
        self._recalled: dict[int, Entry] = {}
        now = clock()
        self.now = max(now, self._entries[0].at) if self._entries else now

    @property
    def head(self) -> Entry | None:
        return self._entries[0] if self._entries else None

    def within_replay(self, keys: CommandKeys) -> list[Entry]:
        """The entries among which the command's prior one is, if there is one. An older entry is
        no prior, however few came after it: all wallets have one horizon."""
        recent = self._recent_keys()
        self._recall(recent.hits(keys))
        for key in keys.all():
            if recent.may_be_older(key):
                self._read_back_to(key)
        entries = self._recent()
        used_by = keys.pay_code_expires_at
        if used_by is None or any(e.matches(key) for key in keys.all() for e in entries):
            return entries
        # A code that paid yesterday is in the memory, an older one only in the chain.
        if recent.has_forgotten_codes(since := used_by - CODE_LIFE_MAX):
            self._read_back_until(since)
        return self._recent()

    def find(self, reference: str) -> Entry | None:
        recent = self._recent_keys()
        self._recall(recent.reference_hits(reference))
        if recent.may_be_older(reference):
            self._read_back_to(reference)
        return next((e for e in self._recent() if e.reference == reference), None)

    def canceled_amount(self, redemption: Entry) -> int:
        redemption_id = redemption.redemption_id or ""
        head = self._entries[0]
        if redemption_id in head.cancels or len(head.cancels) < CANCELS_MAX:
            return head.cancels.get(redemption_id, 0)
        # The head may have had no room for it: its own last cancel says.
        later = self.since(redemption)
        last = next((e for e in later if e.of_redemption_id == redemption_id), None)
        return last.cancels[redemption_id] if last else 0

    def since(self, entry: Entry) -> Sequence[Entry]:
        while self._older and self._entries[-1].seq > entry.seq:
            self._read_older()
        return [later for later in self._entries if later.seq > entry.seq]

    def _recent_keys(self) -> RecentKeys:
        head = self.head
        return head.recent.carried_over(head.at) if head else RecentKeys.none(self.now)

    def _recall(self, hits: Iterable[int]) -> None:
        """Read the entries that lie so far before the head."""
        for hit in hits:
            seq = self._entries[0].seq - hit
            if seq < self._entries[-1].seq and seq not in self._recalled:
                entry = self._store.entry_at(*self._wallet, seq)
                if entry is not None:
                    self._recalled[seq] = entry

    def _recent(self) -> list[Entry]:
        """What was read of the replay window, newest first."""
        oldest = self.now - REPLAY_WINDOW
        last = self._entries[-1].seq if self._entries else 0
        before = (self._recalled[seq] for seq in sorted(self._recalled, reverse=True) if seq < last)
        return [entry for entry in (*self._entries, *before) if entry.at >= oldest]

    def _read_back_to(self, key: str) -> None:
        oldest_wanted = self.now - REPLAY_WINDOW
        while self._older and not any(e.matches(key) for e in self._entries):
            if self._entries[-1].at < oldest_wanted:
                return
            self._read_older()

    def _read_back_until(self, moment: datetime) -> None:
        oldest_wanted = max(moment, self.now - REPLAY_WINDOW)
        while self._older and self._entries[-1].at >= oldest_wanted:
            self._read_older()

    def _read_older(self) -> None:
        if self._older:
            page = self._store.read_older(*self._wallet, self._older, OLDER_PAGE_ENTRIES)
            self._entries += page.entries
            self._older = page.older


def require_head(view: View) -> Entry:
    """The wallet's newest entry; every member has one from the first moment."""
    if view.head is None:
        raise MemberNotFoundError
    return view.head
