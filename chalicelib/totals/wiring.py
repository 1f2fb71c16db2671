"""The totals of days, and the queue for making what is made of them again."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.ledger.wiring import LedgerWiring

if TYPE_CHECKING:
    from chalicelib.totals.queue import ReportQueue
    from chalicelib.totals.store import DayTotalsStore
    from chalicelib.totals.totals_history import TotalsHistory


class TotalsWiring(Wiring):
    @cached_property
    def store(self) -> "DayTotalsStore":
        from chalicelib.totals.store import DayTotalsStore

        return DayTotalsStore(self.adapters.table)

    @cached_property
    def totals_history(self) -> "TotalsHistory":
        from chalicelib.totals.totals_history import TotalsHistory

        return TotalsHistory(self.adapters.wired(LedgerWiring).store, self.store)

    @cached_property
    def queue(self) -> "ReportQueue":
        from chalicelib.totals.queue import ReportQueue

        return ReportQueue(self.adapters.queue(self.adapters.settings.report_queue_url))
