"""Batches of payouts, what became of their lines, and what is to be paid on a day."""

from collections.abc import Iterator
from datetime import date

from msgspec import to_builtins

from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, parse_time
from chalicelib.settlement import keys
from chalicelib.settlement.outcomes import PayoutOutcome, Settlement
from chalicelib.settlement.payout_batches import DoneLine, LineResult, PayoutBatch, ResultFile
from chalicelib.settlement.store import outcome_of, statement_of
from chalicelib.staff.person import Person

ITEMS_PER_TRANSACTION = 90
"""A transaction takes a hundred."""


class PayoutStore(StepStore[PayoutBatch]):
    """Batches are requests that two people decide: access pattern 159."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.payout_batches, _batch)

    def due_on(self, county_id: str, payout_on: date) -> Iterator[Settlement]:
        """Access pattern 158: what is to be paid on a day, and how it went so far; seconds late. A
        statement's outcomes stand right after it."""
        items = self._table.query_all(keys.payable(county_id, payout_on), index="by_day")
        settlement: Settlement | None = None
        for item in items:
            if item["type"] == "settlement":
                if settlement is not None:
                    yield settlement
                settlement = Settlement(statement_of(item))
            elif settlement is not None:
                outcomes = (*settlement.outcomes, outcome_of(item))
                settlement = Settlement(settlement.statement, outcomes)
        if settlement is not None:
            yield settlement

    def create(self, batch: PayoutBatch) -> bool:
        """`False` if the day has a batch of this number."""
        return self.put_proposal(
            batch,
            {
                "payout_on": batch.payout_on.isoformat(),
                "number": batch.number,
                "line_count": batch.line_count,
                "amount": batch.amount,
                "hash": batch.hash,
                "idempotency": batch.idempotency,
            },
        )

    def keep_left_out(self, batch: PayoutBatch, left_out: list[str]) -> list[str]:
        """Access pattern 159: the lines that the first bank file of a batch leaves out, written
        once; in any case what stands there then. Every other line may have gone to the bank."""
        item = {
            **keys.payout_file(batch.county_id, batch.batch_id)._asdict(),
            "type": "payout_file",
            "left_out": left_out,
        }
        kept: list[str] = (self._table.put_new(item) or item)["left_out"]
        return kept

    def has_file(self, batch: PayoutBatch) -> bool:
        """Access pattern 349: whether a bank file of it was ever made, read consistently."""
        key = keys.payout_file(batch.county_id, batch.batch_id)
        return self._table.get(key, consistent=True) is not None

    def keep_result_file(self, batch: PayoutBatch, file: ResultFile) -> ResultFile:
        """Access pattern 159: written once; in any case what stands there then."""
        item = {
            **keys.result_file(batch.county_id, batch.batch_id, file.sha256)._asdict(),
            "type": "payout_result_file",
            "by": [file.by.subject, file.by.username],
            "at": format_time(file.at),
        }
        kept = self._table.put_new(item) or item
        return ResultFile(file.sha256, Person(*kept["by"]), parse_time(kept["at"]))

    def results(self, batch: PayoutBatch) -> dict[str, LineResult]:
        """Of the lines that have one, by reference, read consistently."""
        pk = keys.payout_lines(batch.county_id, batch.batch_id)
        return {
            item["sk"]: LineResult(
                reference=item["sk"], result=item["result"], reason=item["reason"]
            )
            for item in self._table.query_all(pk, consistent=True)
        }

    def put_results(self, done: list[DoneLine]) -> None:
        """What became of each line and of the statements that it pays, together; of a line that has
        a result already nothing changes. Raises `TryAgainError`."""
        group: list[list[Item]] = []
        for each in [*map(_items_of, done), None]:
            held = sum(map(len, group))
            if group and (each is None or held + len(each) > ITEMS_PER_TRANSACTION):
                self._put_group(group)
                group = []
            if each is not None:
                group.append(each)

    def _put_group(self, group: list[list[Item]]) -> None:
        everything = [item for items in group for item in items]
        if self._table.put_all_new(everything) == "written":
            return
        for items in group:
            # One of them is there already, or another import was at it at the same moment.
            if self._table.put_all_new(items) == "conflict":
                raise TryAgainError(retry_after_seconds=1)


def _items_of(done: DoneLine) -> list[Item]:
    batch, line, result = done.batch, done.line, done.result
    items: list[Item] = [
        {
            **keys.payout_line(batch.county_id, batch.batch_id, line.reference)._asdict(),
            "type": "payout_line",
            "result": result.result,
            "reason": result.reason,
            "amount": line.amount,
        }
    ]
    for on, amount in line.parts:
        outcome = PayoutOutcome(
            county_id=batch.county_id,
            merchant_id=line.merchant_id,
            on=on,
            payout_on=batch.payout_on,
            number=batch.number,
            result=result.result,
            amount=amount,
            reason=result.reason,
            at=done.at,
        )
        items.append(_item_of_outcome(outcome))
    return items


def _item_of_outcome(outcome: PayoutOutcome) -> Item:
    of = outcome.merchant_id, outcome.on, outcome.number
    record = to_builtins(outcome)
    del record["at"]
    return {
        **keys.outcome(outcome.county_id, *of)._asdict(),
        "type": "payout_outcome",
        "at": format_time(outcome.at),
        "record": record,
        "by_day_pk": keys.payable(outcome.county_id, outcome.payout_on),
        "by_day_sk": keys.payable_outcome(*of),
    }


def _batch(county_id: str, items: list[Item]) -> PayoutBatch:
    first = items[0]
    return PayoutBatch(
        county_id=county_id,
        batch_id=keys.batch_of_step(first["sk"]),
        payout_on=date.fromisoformat(first["payout_on"]),
        number=first["number"],
        line_count=first["line_count"],
        amount=first["amount"],
        hash=first["hash"],
        idempotency=first["idempotency"],
        steps=tuple(map(step_from_item, items)),
    )
