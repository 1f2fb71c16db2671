"""What a command looks at of a chain: the part that was read, and more only when it must.

A page of the newest entries tells almost always; older ones are read when a digest in the head says
that an earlier answer to this command may be among them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from chalicelib.core.clock import Clock
from chalicelib.ledger.appending import WalletPage
from chalicelib.ledger.entries import CANCELS_MAX, Entry
from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys
from chalicelib.ledger.ports import ChainStore, PlaceTaken
from chalicelib.ledger.recent_keys import RecentKeys

OLDER_PAGE_ENTRIES = 100
CODE_LIFE_MAX = timedelta(hours=1)
"""Before its last moment no payment used a pay code, by whatever clock."""


class Window:
    def __init__(
        self,
        store: ChainStore,
        wallet: tuple[str, str],
        clock: Clock,
        page: WalletPage,
    ) -> None:
        self._store = store
        self._wallet = wallet
        self._clock = clock
        self.page = page
        self.profile = page.profile
        self._entries = list(page.entries)
        self._older = page.older
        self._recalled: dict[int, Entry] = {}
        now = clock()
        self.now = max(now, self._entries[0].at) if self._entries else now

    @staticmethod
    def read(store: ChainStore, county_id: str, member_id: str, clock: Clock) -> "Window":
        page = store.read(county_id, member_id)
        return Window(store, (county_id, member_id), clock, page)

    def after(self, lost: bool | PlaceTaken) -> "Window | None":
        """The same with the entry that was found in the place of the next one; `None` if the store
        did not tell it, or if it does not follow the head."""
        head, by = self.head, lost.by if isinstance(lost, PlaceTaken) else None
        if head is None or by is None or (by.seq, by.prev_hash) != (head.seq + 1, head.hash):
            return None
        page = WalletPage([by, *self._entries], self._older, self.profile)
        return Window(self._store, self._wallet, self._clock, page)

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
