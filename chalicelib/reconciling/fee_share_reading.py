"""Whether what was given back of fees has its admission's record, and is what the sight's terms
say."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.reconciling.ports import FeeShareSource, SightSource
from chalicelib.reconciling.reconciliation import Difference, StoredEntry, of_entry
from chalicelib.visits.facility_terms import in_force
from chalicelib.visits.fee_shares import GivenShare, place_of


class FeeShareReading(Struct, frozen=True):
    shares: FeeShareSource
    sights: SightSource

    def differences(
        self, county_id: str, given: Sequence[tuple[StoredEntry, Entry]]
    ) -> list[Difference]:
        """`given`: the day's entries. A query for each sight and day of which they are."""
        by_place: dict[tuple[str, date], list[tuple[str, StoredEntry, Entry]]] = defaultdict(list)
        for row, entry in given:
            facility_id, on, member_id = place_of(entry.reference)
            by_place[facility_id, on].append((member_id, row, entry))
        terms_of = (
            {one.facility.facility_id: one.versions for one in self.sights.all(county_id)}
            if by_place
            else {}
        )
        found = []
        for (facility_id, on), entries in by_place.items():
            shares = self.shares.of_day(county_id, facility_id, on)
            terms = in_force(terms_of.get(facility_id, ()), on)
            rule = terms.fee_share if terms else None
            for member_id, row, entry in entries:
                share = shares.get(member_id)
                faults = _faults(share, entry)
                if share and (rule is None or rule.of(share.paid) != share.amount):
                    faults.append("terms")
                if faults:
                    found.append(of_entry("fee_share_unfounded", row, ", ".join(faults)))
        return found


def _faults(share: GivenShare | None, entry: Entry) -> list[str]:
    if share is None or share.entry_id != entry.entry_id:
        return ["outcome"]
    faults = []
    if share.wallet_id != entry.member_id:
        faults.append("member")
    if share.amount != entry.voucher_amount:
        faults.append("amount")
    return faults
