"""What was given back of fees, written with the entry that gives it."""

from datetime import date

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.visits import keys
from chalicelib.visits.fee_shares import GivenShare


class FeeShareStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def of_day(self, county_id: str, facility_id: str, on: date) -> dict[str, GivenShare]:
        """Access pattern 298: by who was let in; read consistently."""
        pk = keys.day(county_id, facility_id, on)
        items = self._table.query_all(pk, prefix=keys.FEE_SHARES, consistent=True)
        shares = (share_from_item(county_id, facility_id, on, item) for item in items)
        return {share.member_id: share for share in shares}

    def append(self, entry: Entry, share: GivenShare) -> OutcomeWrite:
        """Access pattern 299: the entry, and that this admission has had its share, in one
        transaction: one is never without the other, nor there twice."""
        check_balances(entry)
        key = keys.fee_share(share.county_id, share.facility_id, share.on, share.member_id)
        item = {
            **key._asdict(),
            "type": "fee_share",
            "member_id": share.member_id,
            "admission_id": share.admission_id,
            "wallet_id": share.wallet_id,
            "entry_id": share.entry_id,
            "paid": share.paid,
            "amount": share.amount,
            "at": format_time(share.at),
        }
        if self._table.put_all_new([item_from_entry(entry), item]) == "written":
            return "written"
        stored = self._table.get(key, consistent=True)
        return "outcome_exists" if stored is not None else "place_taken"


def share_from_item(county_id: str, facility_id: str, on: date, item: Item) -> GivenShare:
    return GivenShare(
        county_id=county_id,
        facility_id=facility_id,
        on=on,
        member_id=item["member_id"],
        admission_id=item["admission_id"],
        wallet_id=item["wallet_id"],
        entry_id=item["entry_id"],
        paid=item["paid"],
        amount=item["amount"],
        at=parse_time(item["at"]),
    )
