"""A member's proof of one entry, once its day is published.

Cost: one read unit for the head and half a unit for each halving of the chain (7 more for a wallet
of 10,000 entries), one or two day records, one file of 32 bytes for each entry of the county's day,
and about two hashes for each of them: 0.2 s for 100,000.
"""

from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.values import format_time, id_time, sibling_id
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import EntryNotFoundError
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import check_is_active
from chalicelib.proofs.errors import EntryNotPublishedError, ProofNotReadyError
from chalicelib.proofs.ports import LedgerRootStore, PublishedFiles
from chalicelib.proofs.proofs import Proof, make_proof
from chalicelib.proofs.roots import next_publication, split_leaves

PREFIXES = ("ent_", "rdm_", "cxl_")
"""Ids that share their body with the entry they name."""

ID_TIME_TOLERANCE = timedelta(milliseconds=5)
"""An id is made at the entry's own moment; reading a time in milliseconds may lose one."""

PAGE_ENTRIES = 10
_DAY = timedelta(days=1)


class Proofs(Struct, frozen=True):
    wallets: WalletStore
    roots: LedgerRootStore
    files: PublishedFiles
    clock: Clock

    def prove(self, actor: MemberActor, identifier: str) -> Proof:
        """The proof of the member's own entry, by its id or that of a payment or a cancel.

        Raises `EntryNotFoundError` (another's entries too), `ProofNotReadyError` (with `ready_at`)
        and `EntryNotPublishedError`.
        """
        check_is_active(self.wallets.read(actor.county_id, actor.member_id).profile, actor)
        entry = self._find(actor, identifier)
        # One that the index showed too late is in the tree of the next day.
        for on in (entry.on, entry.on + _DAY):
            root = self.roots.get(actor.county_id, on)
            if root is None:
                ready_at = next_publication(on, self.clock())
                raise ProofNotReadyError(ready_at=format_time(ready_at))
            leaves = split_leaves(self.files.leaves(actor.county_id, on) or b"")
            proof = make_proof(entry, leaves, root)
            if proof:
                return proof
        raise EntryNotPublishedError

    def _find(self, actor: MemberActor, identifier: str) -> Entry:
        if not identifier.startswith(PREFIXES):
            raise EntryNotFoundError
        entry_id = sibling_id("ent", identifier)
        try:
            made_at = id_time(entry_id)
            made_from, made_until = made_at - ID_TIME_TOLERANCE, made_at + ID_TIME_TOLERANCE
        except (ValueError, OverflowError) as exc:
            # No id of ours; one may name the last millisecond of the year 9999.
            raise EntryNotFoundError from exc
        newest = self.wallets.read(actor.county_id, actor.member_id).entries
        for entry in newest:
            if entry.entry_id == entry_id:
                return entry
        end = newest[-1].seq if newest else 1
        for entry in self._around(actor, made_from, made_until, end):
            if entry.entry_id == entry_id:
                return entry
        raise EntryNotFoundError

    def _around(
        self, actor: MemberActor, earliest: datetime, latest: datetime, end: int
    ) -> list[Entry]:
        """The wallet's entries between two moments among those before seq `end`. Time never runs
        backwards in a chain, so halving finds their place."""
        low = 1
        while low < end:
            middle = (low + end) // 2
            if self._before(actor, middle + 1, 1)[0].at > latest:
                end = middle
            else:
                low = middle + 1
        found: list[Entry] = []
        while page := self._before(actor, end, PAGE_ENTRIES):
            found += page
            if page[-1].at < earliest or page[-1].seq == 1:
                break
            end = page[-1].seq
        return found

    def _before(self, actor: MemberActor, seq: int, limit: int) -> list[Entry]:
        return self.wallets.list_entries(
            actor.county_id, actor.member_id, limit=limit, before_seq=seq
        ).entries
