"""What is owed, from the index of the ledger; and what is to be waived, as its steps."""

from collections.abc import Iterator

from chalicelib.approvals.approvals import OUTCOME, OutcomeWrite, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item, item_from_entry
from chalicelib.payments import keys
from chalicelib.payments.waivers import Waiver


class ReceivableStore(StepStore[Waiver]):
    """Access pattern 362: one by its id. Access pattern 363: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.waivers, _waiver_from_items)

    def moves(self, county_id: str) -> Iterator[Entry]:
        """Access pattern 360: every entry by which somebody owes more or less, wallet by wallet,
        each wallet's in its order, from `by_merchant`."""
        pk = ledger_keys.owing(county_id)
        for item in self._table.query_all(pk, index="by_merchant"):
            yield entry_from_item(item)

    def create(self, waiver: Waiver) -> None:
        """Access pattern 361: the proposal. Does nothing if it is there."""
        self.put_proposal(waiver, {"member_id": waiver.member_id, "amount": waiver.amount})

    def append(self, entry: Entry, waiver: Waiver) -> OutcomeWrite:
        """Access pattern 364: the entry and the step `applied`, in one transaction."""
        check_balances(entry)
        applied = Step("applied", entry.at, entry_id=entry.entry_id)
        step = self._item(waiver, OUTCOME, applied)
        outcome = self._table.put_all_new([item_from_entry(entry), step])
        if outcome == "other_taken":
            return "outcome_exists"
        return "written" if outcome == "written" else "place_taken"


def _waiver_from_items(county_id: str, items: list[Item]) -> Waiver:
    proposal = items[0]
    return Waiver(
        county_id=county_id,
        waiver_id=split_step(proposal["sk"])[0],
        member_id=proposal["member_id"],
        amount=proposal["amount"],
        steps=tuple(map(step_from_item, items)),
    )
