"""Adjustments as their steps, and the entry that is written together with its outcome."""

from functools import partial

from chalicelib.approvals import keys
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import OUTCOME, PROPOSAL, OutcomeWrite, Step
from chalicelib.approvals.step_store import (
    item_from_step,
    put_step,
    read_page,
    read_request,
    step_from_item,
)
from chalicelib.aws.table import Item, Table
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry


class AdjustmentStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, adjustment: Adjustment) -> None:
        """Access pattern 72: the proposal. Does nothing if it is there."""
        pk = keys.adjustments(adjustment.county_id)
        item = item_from_step(pk, adjustment.adjustment_id, PROPOSAL, adjustment.steps[0])
        item |= {
            "member_id": adjustment.member_id,
            "mileage": adjustment.mileage,
            "voucher_amount": adjustment.voucher_amount,
        }
        if adjustment.corrects_entry_id is not None:
            item["corrects_entry_id"] = adjustment.corrects_entry_id
        self._table.put_new(item)

    def by_id(self, county_id: str, adjustment_id: str) -> Adjustment | None:
        """Access pattern 73: one with all its steps, read consistently."""
        items = read_request(self._table, keys.adjustments(county_id), adjustment_id)
        return adjustment_from_items(county_id, items) if items else None

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[Adjustment], str | None]:
        """Access pattern 74: newest first, those of a status if given, and the id to go on
        before."""
        make = partial(adjustment_from_items, county_id)
        return read_page(
            self._table,
            keys.adjustments(county_id),
            make,
            status=status,
            limit=limit,
            before_id=before_id,
        )

    def put_step(self, adjustment: Adjustment, number: int, step: Step) -> bool:
        """`False` if this step was taken already, by whomever."""
        pk = keys.adjustments(adjustment.county_id)
        return put_step(self._table, pk, adjustment.adjustment_id, number, step)

    def append(self, entry: Entry, adjustment: Adjustment) -> OutcomeWrite:
        """The entry and the step `applied`, in one transaction: one is never without the other,
        and what was refused is never applied."""
        check_balances(entry)
        pk = keys.adjustments(adjustment.county_id)
        applied = Step("applied", entry.at, entry_id=entry.entry_id)
        outcome = self._table.put_all_new(
            [
                item_from_entry(entry),
                item_from_step(pk, adjustment.adjustment_id, OUTCOME, applied),
            ]
        )
        if outcome == "other_taken":
            return "outcome_exists"
        return "written" if outcome == "written" else "place_taken"


def adjustment_from_items(county_id: str, items: list[Item]) -> Adjustment:
    proposal = items[0]
    return Adjustment(
        county_id=county_id,
        adjustment_id=keys.split_step(proposal["sk"])[0],
        member_id=proposal["member_id"],
        mileage=proposal["mileage"],
        voucher_amount=proposal["voucher_amount"],
        corrects_entry_id=proposal.get("corrects_entry_id"),
        steps=tuple(map(step_from_item, items)),
    )
