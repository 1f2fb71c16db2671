"""Who has had what of a campaign, written with the entry that gives it."""

from collections.abc import Iterator

from chalicelib.aws.keys import Key
from chalicelib.aws.table import Table
from chalicelib.core.values import format_time
from chalicelib.festivals import keys
from chalicelib.festivals.visiting import Visit
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.budget import BudgetChange, BudgetShortError
from chalicelib.ledger.budget_store import counts
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.profile import Profile


class VisitTakenError(Exception):
    """Somebody of this wallet, number or person has had it; nothing was written."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit.reference)
        self.visit = visit


class VisitStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def has_had(self, county_id: str, visit: Visit, profile: Profile) -> bool:
        """Access pattern 336: by the wallet, the number or the person; read consistently."""
        return any(
            self._table.get(key, consistent=True) is not None
            for key in _keys(county_id, visit, profile)
        )

    def append(self, entry: Entry, budget: BudgetChange, visit: Visit, profile: Profile) -> bool:
        """Access pattern 337: the entry if its place is free, what it takes of the budget, and that
        wallet, number and person have had it, in one transaction; `False` if another writer was
        first. Raises `VisitTakenError`, `BudgetShortError`."""
        check_balances(entry)
        facts = {
            "type": "visit",
            "member_id": entry.member_id,
            "entry_id": entry.entry_id,
            "booth": visit.booth.code,
            "at": format_time(entry.at),
        }
        outcome = self._table.put_new_with_counts(
            item_from_entry(entry),
            counts(entry.county_id, budget),
            beside=[key._asdict() | facts for key in _keys(entry.county_id, visit, profile)],
        )
        if outcome == "too_little":
            if self.has_had(entry.county_id, visit, profile):
                raise VisitTakenError(visit)
            raise BudgetShortError
        return outcome == "written"


def _keys(county_id: str, visit: Visit, profile: Profile) -> Iterator[Key]:
    """A wallet, the number that it has now and, once that is known, the person: so neither another
    number nor another wallet is worth another visit."""
    for who in (profile.member_id, profile.person_key, profile.identity_key):
        if who is not None:
            yield keys.visited(county_id, who, visit.campaign.campaign_id, visit.turn)
