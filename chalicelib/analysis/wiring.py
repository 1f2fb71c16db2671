"""The nightly book, and what is read of it."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chalicelib.analysis.member_book import AnalysisBook
    from chalicelib.analysis.nightly import Nightly
    from chalicelib.analysis.queue import AnalysisQueue
    from chalicelib.analysis.reading import Readings
    from chalicelib.analysis.segment_service import Segments
    from chalicelib.analysis.spending import Shop
    from chalicelib.analysis.store import SegmentStore
    from chalicelib.analysis.trial_store import TrialStore


class AnalysisWiring(Wiring):
    @cached_property
    def queue(self) -> "AnalysisQueue":
        from chalicelib.analysis.queue import AnalysisQueue

        return AnalysisQueue(self.adapters.queue(self.adapters.settings.analysis_queue_url))

    @cached_property
    def book(self) -> "AnalysisBook":
        from chalicelib.analysis.member_book import AnalysisBook

        return AnalysisBook(self.adapters.report_files)

    @cached_property
    def segment_store(self) -> "SegmentStore":
        from chalicelib.analysis.store import SegmentStore

        return SegmentStore(self.adapters.table)

    @cached_property
    def trial_store(self) -> "TrialStore":
        from chalicelib.analysis.trial_store import TrialStore

        return TrialStore(self.adapters.table)

    @cached_property
    def readings(self) -> "Readings":
        from chalicelib.analysis.reading import Readings
        from chalicelib.staff.wiring import StaffWiring

        return Readings(
            book=self.book,
            counties=self.adapters.wired(CountyWiring).counties,
            shops=self._shops,
            trail=self.adapters.wired(StaffWiring).audit_trail,
            clock=self.adapters.now,
        )

    def _shops(self, county_id: str) -> "Iterator[Shop]":
        from chalicelib.analysis.spending import Shop
        from chalicelib.merchants.wiring import MerchantsWiring

        store, today = self.adapters.wired(MerchantsWiring).store, seoul_date(self.adapters.now())
        after: str | None = None
        while True:
            page, after = store.page(county_id, limit=500, after_id=after)
            for one in page:
                if one.status_on(today) == "active":
                    yield Shop(one.merchant_id, one.category, one.address)
            if after is None:
                return

    @cached_property
    def segments(self) -> "Segments":
        from chalicelib.analysis.segment_service import Segments
        from chalicelib.approvals.wiring import ApprovalsWiring

        return Segments(
            store=self.segment_store,
            readings=self.readings,
            book=self.book,
            pseudonyms=self.adapters.signer,
            grants=self.adapters.wired(ApprovalsWiring).bulk_grants,
            trials=self.trial_store,
            clock=self.adapters.now,
        )

    @cached_property
    def nightly(self) -> "Nightly":
        from chalicelib.analysis.nightly import Nightly

        members = self.adapters.wired(MembersWiring)
        return Nightly(
            book=self.book,
            entries=self.adapters.wired(LedgerWiring).store,
            profiles=members.store,
            birth_on=members.members.birth_on,
            segments=self.segment_store,
            counties=self.adapters.wired(CountyWiring).store,
            pseudonyms=self.adapters.signer,
        )
