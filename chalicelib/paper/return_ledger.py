"""Writing a return: its entry, what goes back to a budget, and the end of each note, at once."""

from chalicelib.aws.table import Table
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.budget_store import counts
from chalicelib.ledger.chain import OtherWrites
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.paper.noting import refusal_of
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.paper.selling import PaperSale
from chalicelib.paper.store import PaperStore
from chalicelib.staff.person import Person


class ReturnLedger(OtherWrites):
    """The wallets as `Chain` needs them, for one return: all of it goes back to a budget."""

    table: Table
    sale: PaperSale
    by: Person

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        """Access pattern 350. Raises what `refusal_of` says of a note that has ended; then nothing
        is written."""
        check_balances(entry)
        store = PaperSaleStore(self.table)
        beside = store.returning(entry, self.sale, agent_id=self.sale.agent_id, by=self.by)
        outcome = self.table.put_new_with_counts(
            item_from_entry(entry), counts(entry.county_id, budget), beside
        )
        if outcome == "too_little":
            place = ledger_keys.entry(entry.county_id, entry.member_id, entry.seq)
            if self.table.get(place, consistent=True) is None:
                self._refuse(entry.county_id)
        return outcome == "written"

    def _refuse(self, county_id: str) -> None:
        stock = PaperStore(self.table)
        for notes in self.sale.notes:
            for serial in notes.serials():
                if (end := stock.end(county_id, serial)) is not None:
                    raise refusal_of(end)
