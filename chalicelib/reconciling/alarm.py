"""Reconciling a day so that somebody hears of what differs: every night, and when staff ask."""

from datetime import date

from chalicelib.aws.adapters import Adapters
from chalicelib.core.observability import count, logger
from chalicelib.reconciling.reconciliation import Reconciliation
from chalicelib.reconciling.wiring import ReconcilingWiring

LOGGED_MAX = 100
"""Differences named in the log; all that are kept are in the file of the day."""


def reconcile(adapters: Adapters, county_id: str, on: date) -> Reconciliation:
    """Reconcile a day, and raise the alarm if anything differs (`LedgerDifferences`)."""
    reconciliations = adapters.wired(ReconcilingWiring).reconciliations
    made = reconciliations.run(county_id, on, now=adapters.now())
    for difference in made.differences[:LOGGED_MAX]:
        logger.error(
            "ledger difference",
            county_id=county_id,
            on=on.isoformat(),
            kind=difference.kind,
            entry_id=difference.entry_id,
            subject=difference.subject,
        )
    count("LedgerDaysReconciled")
    count("LedgerDifferences", made.difference_count, stage=adapters.settings.stage)
    return made
