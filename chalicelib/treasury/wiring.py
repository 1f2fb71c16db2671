"""The treasury account: its book, interest, publications."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paper.wiring import PaperWiring
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.wiring import StaffWiring
from chalicelib.totals.wiring import TotalsWiring

if TYPE_CHECKING:
    from chalicelib.treasury.account import TreasuryAccount
    from chalicelib.treasury.interest_service import InterestRecords
    from chalicelib.treasury.interest_store import InterestStore
    from chalicelib.treasury.keys import Subject
    from chalicelib.treasury.publication_service import Book, Publications


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
    def publications(self) -> "Publications":
        from chalicelib.treasury.fund_book import FundBook

        return self._of(FundBook(self.account), "FUNDPUBLICATIONS", "fund_publication")

    @cached_property
    def issue_reports(self) -> "Publications":
        from chalicelib.treasury.issue_book import IssueBook

        book = IssueBook(
            self.adapters.wired(TotalsWiring).store,
            self.adapters.wired(PaperWiring).circulation,
            self.adapters.wired(SalesWiring).store,
            self.adapters.wired(MerchantsWiring).registers,
        )
        return self._of(book, "ISSUEREPORTS", "issue_report")

    def _of(self, book: "Book", subject: "Subject", kind: str) -> "Publications":
        from chalicelib.treasury.publication_service import Publications
        from chalicelib.treasury.publication_store import PublicationStore

        return Publications(
            book,
            PublicationStore(self.adapters.table, subject, kind),
            self.adapters.report_files,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.now,
        )
