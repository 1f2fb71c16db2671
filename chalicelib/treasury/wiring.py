"""The treasury account: its book, interest, publications."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.paper.wiring import PaperWiring
from chalicelib.staff.wiring import StaffWiring
from chalicelib.totals.wiring import TotalsWiring

if TYPE_CHECKING:
    from chalicelib.treasury.account import TreasuryAccount
    from chalicelib.treasury.interest_service import InterestRecords
    from chalicelib.treasury.interest_store import InterestStore
    from chalicelib.treasury.publication_service import FundPublications


class TreasuryWiring(Wiring):
    @cached_property
    def interest_store(self) -> "InterestStore":
        from chalicelib.treasury.interest_store import InterestStore

        return InterestStore(self.adapters.table)

    @cached_property
    def interest(self) -> "InterestRecords":
        from chalicelib.treasury.interest_service import InterestRecords

        return InterestRecords(
            store=self.interest_store,
            counties=self.adapters.wired(CountyWiring).counties,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def account(self) -> "TreasuryAccount":
        from chalicelib.treasury.account import TreasuryAccount

        return TreasuryAccount(
            self.adapters.wired(TotalsWiring).store,
            self.interest_store,
            self.adapters.wired(PaperWiring).circulation,
        )

    @cached_property
    def publications(self) -> "FundPublications":
        from chalicelib.treasury.publication_service import FundPublications
        from chalicelib.treasury.publication_store import FundPublicationStore

        return FundPublications(
            self.account,
            FundPublicationStore(self.adapters.table),
            self.adapters.report_files,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.now,
        )
