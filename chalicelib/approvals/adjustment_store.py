"""Adjustments as their steps, and the entry that is written together with its outcome."""

from chalicelib.approvals import keys
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import OUTCOME, OutcomeWrite, Step
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry


class AdjustmentStore(StepStore[Adjustment]):
    """Access pattern 73: one by its id. Access pattern 74: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.adjustments, adjustment_from_items)

    def create(self, adjustment: Adjustment) -> None:
        """Access pattern 72: the proposal. Does nothing if it is there."""
        facts: Item = {
            "member_id": adjustment.member_id,
            "mileage": adjustment.mileage,
            "voucher_amount": adjustment.voucher_amount,
        }
        if adjustment.corrects_entry_id is not None:
            facts["corrects_entry_id"] = adjustment.corrects_entry_id
        self.put_proposal(adjustment, facts)

    def append(self, entry: Entry, adjustment: Adjustment) -> OutcomeWrite:
        """The entry and the step `applied`, in one transaction: one is never without the other,
        and what was refused is never applied."""
        check_balances(entry)
        applied = Step("applied", entry.at, entry_id=entry.entry_id)
        outcome = self._table.put_all_new(
            [item_from_entry(entry), self._item(adjustment, OUTCOME, applied)]
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
