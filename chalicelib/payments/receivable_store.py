"""What is owed, from the index of the ledger; and what is to be waived, as its steps."""

from collections.abc import Iterator
from functools import partial

from chalicelib.approvals.approvals import OUTCOME, PROPOSAL, OutcomeWrite, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import (
    item_from_step,
    put_step,
    read_page,
    read_request,
    step_from_item,
)
from chalicelib.aws.table import Item, Table
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item, item_from_entry
from chalicelib.payments import keys
from chalicelib.payments.waivers import Waiver


class ReceivableStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def moves(self, county_id: str) -> Iterator[Entry]:
        """Access pattern 360: every entry by which somebody owes more or less, wallet by wallet,
        each wallet's in its order, from `by_merchant`."""
        pk = ledger_keys.owing(county_id)
        for item in self._table.query_all(pk, index="by_merchant"):
            yield entry_from_item(item)

    def create(self, waiver: Waiver) -> None:
        """Access pattern 361: the proposal. Does nothing if it is there."""
        pk = keys.waivers(waiver.county_id)
        item = item_from_step(pk, waiver.waiver_id, PROPOSAL, waiver.steps[0])
        self._table.put_new(item | {"member_id": waiver.member_id, "amount": waiver.amount})

    def by_id(self, county_id: str, waiver_id: str) -> Waiver | None:
        """Access pattern 362: one with all its steps, read consistently."""
        items = read_request(self._table, keys.waivers(county_id), waiver_id)
        return _waiver_from_items(county_id, items) if items else None

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[Waiver], str | None]:
        """Access pattern 363: newest first, those of a status if given, and the id to go on
        before."""
        make = partial(_waiver_from_items, county_id)
        pk = keys.waivers(county_id)
        return read_page(self._table, pk, make, status=status, limit=limit, before_id=before_id)

    def put_step(self, waiver: Waiver, number: int, step: Step) -> bool:
        """`False` if this step was taken already, by whomever."""
        return put_step(self._table, keys.waivers(waiver.county_id), waiver.waiver_id, number, step)

    def append(self, entry: Entry, waiver: Waiver) -> OutcomeWrite:
        """Access pattern 364: the entry and the step `applied`, in one transaction."""
        check_balances(entry)
        applied = Step("applied", entry.at, entry_id=entry.entry_id)
        step = item_from_step(keys.waivers(waiver.county_id), waiver.waiver_id, OUTCOME, applied)
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
