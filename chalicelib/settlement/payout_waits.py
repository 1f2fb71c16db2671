"""Why what had its day of payout was not answered by the bank at the end of a later day.

By the batches as they stood then, so it is the same whenever it is asked: why a shop is held is
known now alone, but a batch takes all that is not held, for good.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.settlement.payout_batches import BatchStatus, PayoutBatch, batch_id
from chalicelib.settlement.ports import PayoutFiles, PayoutStore
from chalicelib.settlement.statements import Statement

Wait = Literal["held", "unsent", "unanswered"]
"""`held`: left out of the batch that paid the others; `unsent`: in none that was confirmed;
`unanswered`: in one that was."""


class _StandingBatch(Struct, frozen=True):
    proposed_on: date
    status: BatchStatus
    parts: frozenset[tuple[str, date]]


class PayoutWaits:
    """As it was when `last` ended. Each day of payout is read once."""

    def __init__(self, store: PayoutStore, files: PayoutFiles, last: date) -> None:
        self._store = store
        self._files = files
        self._last = last
        self._known: dict[tuple[str, date], list[_StandingBatch]] = {}

    def why(self, statement: Statement, payout_on: date) -> Wait:
        of_day = statement.county_id, payout_on
        if of_day not in self._known:
            self._known[of_day] = self._batches(*of_day)
        part = statement.merchant_id, statement.on
        found: Wait = "unsent"
        for batch in self._known[of_day]:
            if part in batch.parts:
                return "unsent" if batch.status == "proposed" else "unanswered"
            # Before its day is over no statement is made, so nothing of it could be left out.
            if batch.proposed_on > statement.on:
                found = "held"
        return found

    def _batches(self, county_id: str, payout_on: date) -> list[_StandingBatch]:
        """Of a day, the newest first: those that were proposed by then and not rejected."""
        found: list[_StandingBatch] = []
        number = 1
        while batch := self._store.by_id(county_id, batch_id(payout_on, number)):
            number += 1
            steps = [step for step in batch.steps if seoul_date(step.at) <= self._last]
            if steps and steps[-1].name != "rejected":
                status: BatchStatus = steps[-1].name  # type: ignore[assignment]
                found.append(_StandingBatch(seoul_date(steps[0].at), status, self._parts(batch)))
        return found[::-1]

    def _parts(self, batch: PayoutBatch) -> frozenset[tuple[str, date]]:
        kept = self._files.lines(batch)
        if kept is None:
            raise AssertionError(f"{batch.batch_id}: its lines are not kept")
        return frozenset((line.merchant_id, on) for line in kept.lines for on, _ in line.parts)
