"""Reports, their mail, and today's dashboard."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.proofs.wiring import ProofsWiring
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.totals.wiring import TotalsWiring

if TYPE_CHECKING:
    from chalicelib.reporting.burn_down import BurnDowns
    from chalicelib.reporting.dashboard import Dashboard
    from chalicelib.reporting.inbox_mails import InboxMails
    from chalicelib.reporting.kept import KeptReports
    from chalicelib.reporting.ports import ReportDocuments
    from chalicelib.reporting.report_periods import ReportPeriods
    from chalicelib.reporting.round_warnings import RoundWarnings
    from chalicelib.reporting.service import Reports
    from chalicelib.reporting.trends import Trends
    from chalicelib.visits.fee_dues import FeeDues


class ReportingWiring(Wiring):
    @cached_property
    def dashboard(self) -> "Dashboard":
        from chalicelib.reporting.dashboard import Dashboard

        return Dashboard(
            self.adapters.wired(LedgerWiring).store,
            self.adapters.wired(JoiningWiring).campaign_store,
            self.adapters.now,
        )

    @cached_property
    def trends(self) -> "Trends":
        from chalicelib.reporting.trends import Trends

        return Trends(self.adapters.wired(TotalsWiring).store)

    @cached_property
    def burn_downs(self) -> "BurnDowns":
        from chalicelib.reporting.burn_down import BurnDowns
        from chalicelib.sales.wiring import SalesWiring

        return BurnDowns(
            self.adapters.wired(SalesWiring).rounds,
            self.dashboard,
            self.adapters.wired(ReconcilingWiring).store,
            self.adapters.now,
        )

    @cached_property
    def round_warnings(self) -> "RoundWarnings":
        from chalicelib.reporting.round_warnings import RoundWarnings
        from chalicelib.reporting.sendings import Sendings
        from chalicelib.sales.wiring import SalesWiring

        rounds = self.adapters.wired(SalesWiring).store
        return RoundWarnings(
            lambda county_id: [
                each for each in rounds.all(county_id) if each.is_open(self.adapters.now())
            ],
            self.burn_downs.of,
            self.adapters.staff_accounts,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.mail,
            Sendings(self.adapters.report_files, self.adapters.now),
            self.adapters.settings.public_base_url,
        )

    @cached_property
    def inbox_mails(self) -> "InboxMails":
        from chalicelib.reporting.inbox_mails import InboxMails
        from chalicelib.reporting.sendings import Sendings
        from chalicelib.reporting.waiting_sources import desk_of
        from chalicelib.settlement.wiring import SettlementWiring

        return InboxMails(
            desk_of(self.adapters),
            self.adapters.staff_accounts,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.wired(SettlementWiring).holiday_store,
            self.adapters.mail,
            Sendings(self.adapters.report_files, self.adapters.now),
            self.adapters.settings.public_base_url,
        )

    @cached_property
    def fee_dues(self) -> "FeeDues":
        from chalicelib.visits.wiring import VisitsWiring

        return self.adapters.wired(VisitsWiring).fee_dues

    @cached_property
    def kept(self) -> "KeptReports":
        from chalicelib.reporting.kept import KeptReports

        return KeptReports(files=self.adapters.report_files)

    @cached_property
    def periods(self) -> "ReportPeriods":
        from chalicelib.reporting.report_periods import ReportPeriods

        return ReportPeriods(
            counties=self.adapters.wired(CountyWiring).store,
            campaigns=self.adapters.wired(JoiningWiring).campaign_store,
        )

    @cached_property
    def documents(self) -> "ReportDocuments":
        from chalicelib.reporting.documents import ReportDocuments

        return ReportDocuments()

    @cached_property
    def reports(self) -> "Reports":
        from chalicelib.paper.wiring import PaperWiring
        from chalicelib.reporting.mails import ReportMails
        from chalicelib.reporting.sendings import Sendings
        from chalicelib.reporting.service import Reports
        from chalicelib.settlement.wiring import SettlementWiring
        from chalicelib.staff.subscriber_store import SubscriberStore

        return Reports(
            entries=self.adapters.wired(LedgerWiring).store,
            day_totals=self.adapters.wired(TotalsWiring).store,
            counties=self.adapters.wired(CountyWiring).store,
            campaigns=self.adapters.wired(JoiningWiring).campaign_store,
            roots=self.adapters.wired(ProofsWiring).store,
            notes=self.adapters.wired(PaperWiring).circulation,
            outcomes=self.adapters.wired(ReconcilingWiring).store,
            files=self.adapters.report_files,
            documents=self.documents,
            settlements=self.adapters.wired(SettlementWiring).periods,
            mails=ReportMails(
                SubscriberStore(self.adapters.table),
                self.documents,
                self.adapters.mail,
                Sendings(self.adapters.report_files, self.adapters.now),
            ),
        )
