"""Publishing what fixes each day of the ledger, and giving it out again.

A day is published in three writes, each only if nothing stands there: the leaves, the day record,
the item for serving. The leaves decide: after a crash the next run goes on from those that were
kept, so an entry that reached the index in between belongs to the next day, and what was published
once stays what it was.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct, field

from chalicelib.county.service import Counties
from chalicelib.ledger.ports import WalletStore
from chalicelib.proofs import merkle
from chalicelib.proofs.ports import LedgerRootStore, PublishedFiles
from chalicelib.proofs.roots import (
    GENESIS_HASH,
    DayRoot,
    RootDiffersError,
    check_link,
    leaves_of,
    make_day_root,
    split_leaves,
)

DAYS_PER_RUN_MAX = 800
"""A run publishes no more; the next one goes on. Two years of a ledger that is new to this."""

_DAY = timedelta(days=1)


class PublishingRun(Struct):
    """What a run published, and the published leaves that no entry of the ledger has any more: of
    an entry that was changed or removed. They do not keep later days from being published."""

    published: list[DayRoot] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    hashes: dict[date, tuple[str, ...]] = field(default_factory=dict)
    """Of the entries of the last days read, as each day is looked at with the one before."""


class RootPublisher(Struct, frozen=True):
    entries: WalletStore
    store: LedgerRootStore
    files: PublishedFiles
    counties: Counties

    def catch_up(self, county_id: str, through: date) -> PublishingRun:
        """Publish every day after the last published one, `through` included.

        Raises `RootDiffersError` when a stored record is not what it must be; nothing is
        overwritten, and no later day is published on top of it.
        """
        run = PublishingRun()
        last = next(iter(self.store.newest(county_id, limit=1)), None)
        if last:
            self._check_kept(last)
        on = last.on + _DAY if last else self.counties.county(county_id).opened_on
        while on <= through and len(run.published) < DAYS_PER_RUN_MAX:
            last = self._publish(county_id, on, last, run)
            run.published.append(last)
            on += _DAY
        return run

    def _publish(
        self, county_id: str, on: date, last: DayRoot | None, run: PublishingRun
    ) -> DayRoot:
        late = self._late(last, run) if last else ()
        found = leaves_of((*self._hashes(county_id, on, run), *late))
        kept = split_leaves(self.files.keep_leaves(county_id, on, b"".join(found)))
        if not set(kept) <= set(found):
            raise RootDiffersError(f"{county_id}/{on}: kept leaves that the ledger does not have")
        root = make_day_root(county_id, on, kept, last.hash if last else GENESIS_HASH)
        if not check_link(last, root):
            raise RootDiffersError(f"{county_id}/{on}: does not follow the day before")
        content = file_content(root)
        if self.files.keep_root(county_id, on, content) != content:
            raise RootDiffersError(f"{county_id}/{on}: another record is kept")
        if self.store.put_new(root) not in (None, root):
            raise RootDiffersError(f"{county_id}/{on}: another record is served")
        return root

    def _check_kept(self, root: DayRoot) -> None:
        """What is served must be what the locked bucket has, or nothing may build on it."""
        if self.files.root(root.county_id, root.on) != file_content(root) or not root.is_sound:
            raise RootDiffersError(f"{root.county_id}/{root.on}: served and kept record differ")

    def _late(self, last: DayRoot, run: PublishingRun) -> Iterable[str]:
        """Hashes of the day before that its tree lacks, as the index showed them too late."""
        county_id, on = last.county_id, last.on
        kept = split_leaves(self.files.leaves(county_id, on) or b"")
        if merkle.tree_root(kept).hex() != last.merkle_root:
            raise RootDiffersError(f"{county_id}/{on}: the kept leaves do not give the root")
        published = {leaf.hex() for leaf in kept}
        known = set(self._hashes(county_id, on, run))
        if gone := published - known:
            # They may have come late themselves, from the day before that.
            run.lost += sorted(gone.difference(self._hashes(county_id, on - _DAY, run)))
        return known - published

    def _hashes(self, county_id: str, on: date, run: PublishingRun) -> tuple[str, ...]:
        if on not in run.hashes:
            kept = {day: run.hashes[day] for day in sorted(run.hashes)[-1:]}
            run.hashes = kept | {
                on: tuple(entry.hash for entry in self.entries.entries_on(county_id, on))
            }
        return run.hashes[on]


class PublishedRoots(Struct, frozen=True):
    """The published days, for whoever asks."""

    store: LedgerRootStore

    def on(self, county_id: str, day: date) -> DayRoot | None:
        return self.store.get(county_id, day)

    def page(
        self, county_id: str, *, limit: int, position: str | None
    ) -> tuple[list[DayRoot], str | None]:
        """Newest first, and where the next page begins."""
        before = date.fromisoformat(position) if position else None
        roots = self.store.newest(county_id, limit=limit + 1, before=before)
        page = roots[:limit]
        if len(roots) == len(page):
            return page, None
        return page, page[-1].on.isoformat()


def file_content(root: DayRoot) -> bytes:
    """The day record as it is kept: canonical JSON, as its hash is made of, with the hash."""
    text = json.dumps(root.to_record(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
