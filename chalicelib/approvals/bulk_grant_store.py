"""Bulk grants: the steps of a file, its rows in slices, what became of them and of row keys."""

from collections.abc import Collection, Iterator
from datetime import date

from chalicelib.approvals import keys
from chalicelib.approvals.approvals import OutcomeWrite, Refusal
from chalicelib.approvals.bulk_grants import (
    BulkGrant,
    GrantedRow,
    RowOutcome,
    slices,
)
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.approvals.row_keys import fold
from chalicelib.approvals.step_store import StepStore, read_requests, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry

FOLDED = "folded"
"""Of files since row keys are compared without case."""


class BulkGrantStore(StepStore[BulkGrant]):
    """Access pattern 76: one by its id. Access pattern 77: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.bulk_grants, grant_from_items)

    def create(self, grant: BulkGrant, rows: tuple[GrantRow, ...]) -> None:
        """Access pattern 75: the rows first, then the proposal that makes them known. What was cut
        off before that may have left rows of another night: these are written over."""
        written = dict(slices(rows))
        left = self._table.query_all(
            keys.grant_rows(grant.county_id, grant.grant_id), prefix="SLICE", consistent=True
        )
        numbers = {keys.split_grant_slice(item["sk"]) for item in left}
        for number in sorted(numbers | written.keys()):
            self._table.put(
                {
                    **keys.grant_slice(grant.county_id, grant.grant_id, number)._asdict(),
                    "type": "grant_slice",
                    "rows": [_facts_of(row) for row in written.get(number, ())],
                }
            )
        self.put_proposal(
            grant,
            {
                "name": grant.name,
                "row_count": grant.row_count,
                "mileage": grant.mileage,
                "voucher_amount": grant.voucher_amount,
                "expires_on": grant.expires_on.isoformat() if grant.expires_on else None,
                "keys": FOLDED,
            },
        )

    def rows(self, county_id: str, grant_id: str, number: int) -> tuple[GrantRow, ...]:
        """Access pattern 78: the rows of a slice; none if there is no such slice."""
        item = self._table.get(keys.grant_slice(county_id, grant_id, number), consistent=True)
        return tuple(GrantRow(*facts) for facts in item["rows"]) if item else ()

    def all_rows(self, county_id: str, grant_id: str) -> list[GrantRow]:
        items = self._table.query_all(keys.grant_rows(county_id, grant_id), prefix="SLICE")
        return [GrantRow(*facts) for item in items for facts in item["rows"]]

    def outcomes(
        self, county_id: str, grant_id: str, *, first: int, last: int
    ) -> dict[int, RowOutcome]:
        """Access pattern 79: what became of the rows `first` to `last`, by number, consistently."""
        low, high = (keys.grant_outcome(county_id, grant_id, n).sk for n in (first, last))
        items = self._table.query_all(
            keys.grant_rows(county_id, grant_id), between=(low, high), consistent=True
        )
        found = map(_outcome_from_item, items)
        return {outcome.number: outcome for outcome in found}

    def put_outcome(self, county_id: str, grant_id: str, outcome: RowOutcome) -> None:
        """Does nothing to an outcome that is there: the first one stands."""
        self._table.put_new(_item_from_outcome(county_id, grant_id, outcome))

    def holders_until(self, county_id: str, last_days: Collection[date]) -> Iterator[str]:
        """Access pattern 104: the members of files whose vouchers all end on one of these days."""
        for items in read_requests(self._table, keys.bulk_grants(county_id), None):
            grant = grant_from_items(county_id, items)
            if grant.is_approved and grant.expires_on in last_days:
                for row in self.all_rows(county_id, grant.grant_id):
                    yield row.member_id

    def written_keys(self, county_id: str) -> dict[str, list[str]]:
        """Access pattern 97: the row keys of the files from before case made no difference, as they
        were written, by what they are compared by now. There are no new ones of these."""
        found: dict[str, list[str]] = {}
        for items in read_requests(self._table, keys.bulk_grants(county_id), None):
            if items[0].get("keys") != FOLDED:
                for row in self.all_rows(county_id, keys.split_step(items[0]["sk"])[0]):
                    found.setdefault(fold(row.row_key), []).append(row.row_key)
        return found

    def granted_row(self, county_id: str, row_key: str) -> GrantedRow | None:
        """Access pattern 80: what was granted under a row key, ever. Read consistently."""
        item = self._table.get(keys.granted_row(county_id, row_key), consistent=True)
        return granted_row_from_item(row_key, item) if item else None

    def append(self, entry: Entry, granted_row: GrantedRow) -> OutcomeWrite:
        """The entry, what its row key granted and the row's outcome in one transaction: none is
        ever without the others."""
        check_balances(entry)
        granted = RowOutcome(
            number=granted_row.number,
            result="granted",
            mileage=granted_row.mileage,
            voucher_amount=granted_row.voucher_amount,
            entry_id=granted_row.entry_id,
        )
        outcome = self._table.put_all_new(
            [
                item_from_entry(entry),
                _item_from_granted_row(entry.county_id, granted_row),
                _item_from_outcome(entry.county_id, granted_row.grant_id, granted),
            ]
        )
        if outcome == "other_taken":
            return "outcome_exists"
        return "written" if outcome == "written" else "place_taken"


def grant_from_items(county_id: str, items: list[Item]) -> BulkGrant:
    proposal = items[0]
    return BulkGrant(
        county_id=county_id,
        grant_id=keys.split_step(proposal["sk"])[0],
        name=proposal["name"],
        row_count=proposal["row_count"],
        mileage=proposal["mileage"],
        voucher_amount=proposal.get("voucher_amount", 0),
        expires_on=date.fromisoformat(proposal["expires_on"])
        if proposal.get("expires_on")
        else None,
        steps=tuple(map(step_from_item, items)),
    )


def granted_row_from_item(row_key: str, item: Item) -> GrantedRow:
    return GrantedRow(
        row_key=row_key,
        grant_id=item["grant_id"],
        number=item["number"],
        member_id=item["member_id"],
        mileage=item["mileage"],
        entry_id=item["entry_id"],
        voucher_amount=item.get("voucher_amount", 0),
    )


def _facts_of(row: GrantRow) -> list[str | int]:
    facts: list[str | int] = [row.number, row.row_key, row.member_id, row.mileage, row.reason]
    return [*facts, row.voucher_amount] if row.voucher_amount else facts


def _item_from_granted_row(county_id: str, granted_row: GrantedRow) -> Item:
    return {
        **keys.granted_row(county_id, granted_row.row_key)._asdict(),
        "type": "row_claim",
        "grant_id": granted_row.grant_id,
        "number": granted_row.number,
        "member_id": granted_row.member_id,
        "mileage": granted_row.mileage,
        "voucher_amount": granted_row.voucher_amount,
        "entry_id": granted_row.entry_id,
    }


def _item_from_outcome(county_id: str, grant_id: str, outcome: RowOutcome) -> Item:
    item: Item = {
        **keys.grant_outcome(county_id, grant_id, outcome.number)._asdict(),
        "type": "grant_outcome",
        "result": outcome.result,
        "mileage": outcome.mileage,
        "voucher_amount": outcome.voucher_amount,
    }
    if outcome.entry_id is not None:
        item["entry_id"] = outcome.entry_id
    if outcome.refusal:
        item["refusal"] = [outcome.refusal.code, outcome.refusal.ko, outcome.refusal.en]
    return item


def _outcome_from_item(item: Item) -> RowOutcome:
    return RowOutcome(
        number=keys.split_grant_outcome(item["sk"]),
        result=item["result"],
        mileage=item["mileage"],
        voucher_amount=item.get("voucher_amount", 0),
        entry_id=item.get("entry_id"),
        refusal=Refusal(*item["refusal"]) if "refusal" in item else None,
    )
