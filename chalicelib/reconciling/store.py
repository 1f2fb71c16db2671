"""How the reconciliations of past days came out: small items; what they found is in a file."""

from collections.abc import Mapping
from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.reconciling import keys
from chalicelib.reconciling.reconciliation import BudgetMoves, ReconciliationSummary


class ReconciliationStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, county_id: str, outcome: ReconciliationSummary) -> None:
        """Writes over: whoever reconciles a day again finds what is so by then."""
        self._table.put(
            {
                **keys.reconciliation(county_id, outcome.on)._asdict(),
                "type": "reconciliation",
                "entry_count": outcome.entry_count,
                "wallet_count": outcome.wallet_count,
                "difference_count": outcome.difference_count,
                "budget_taken": dict(outcome.budget_moves.taken_by_round),
                "carried_over": outcome.budget_moves.carried_over,
                "cashback_given": dict(outcome.budget_moves.given_by_campaign),
                "signups_granted": dict(outcome.budget_moves.granted_by_campaign),
            }
        )

    def get(self, county_id: str, on: date) -> ReconciliationSummary | None:
        """Access pattern 56: how a day came out."""
        item = self._table.get(keys.reconciliation(county_id, on), consistent=True)
        return _outcome(item) if item else None

    def newest(
        self, county_id: str, *, limit: int, before: date | None = None
    ) -> list[ReconciliationSummary]:
        """Access pattern 57: the latest days, newest first; those before a day, if given."""
        page = self._table.query(
            keys.reconciliations(county_id),
            newest_first=True,
            limit=limit,
            start=keys.reconciliation(county_id, before)._asdict() if before else None,
        )
        return [_outcome(item) for item in page.items]

    def between(
        self, county_id: str, first: date, last: date
    ) -> Mapping[date, ReconciliationSummary]:
        """Access pattern 58: the days of a span that were reconciled, read consistently."""
        items = self._table.query_all(
            keys.reconciliations(county_id),
            between=(first.isoformat(), last.isoformat()),
            consistent=True,
        )
        return {outcome.on: outcome for outcome in map(_outcome, items)}


def _outcome(item: Item) -> ReconciliationSummary:
    return ReconciliationSummary(
        on=date.fromisoformat(item["sk"]),
        entry_count=item["entry_count"],
        wallet_count=item["wallet_count"],
        difference_count=item["difference_count"],
        # Days of before there were campaigns say nothing of them.
        budget_moves=BudgetMoves(
            item["budget_taken"],
            item["carried_over"],
            item.get("cashback_given", {}),
            item.get("signups_granted", {}),
        ),
    )
