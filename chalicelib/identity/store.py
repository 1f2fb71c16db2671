"""Persons and their memberships: all that an identification changes is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.identity import keys
from chalicelib.identity.identities import IdentityHolder
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import check_balances, check_signs
from chalicelib.ledger.budget import CAMPAIGN_SHARDS, BudgetChange
from chalicelib.ledger.budget_store import LEFT, counts
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.profile_codec import item_from_profile
from chalicelib.members.ended_wallets import item_from_ended
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.store import item_from_holder


class IdentityStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def holder(self, county_id: str, identity_key: str) -> IdentityHolder | None:
        """Access pattern 99: which membership an identified person has."""
        item = self._table.get(keys.identity(county_id, identity_key), consistent=True)
        if item is None:
            return None
        return IdentityHolder(
            county_id=county_id,
            identity_key=identity_key,
            member_id=item["member_id"],
            has_grant=item["has_grant"],
            identified_at=parse_time(item["identified_at"]),
            version=item["version"],
        )

    def write(
        self,
        *,
        identity: IdentityHolder | None = None,
        profiles: Sequence[Profile] = (),
        phones: Sequence[PhoneHolder] = (),
        entries: Sequence[Entry] = (),
        budget: BudgetChange | None = None,
    ) -> bool:
        """Access pattern 100: all in one transaction, each over the version before; an identity of
        version 1, and each entry, at a place that is free; what it takes of the budget of the
        campaign by which the member joined, if that holds as much. A wallet that ends is listed as
        such. `False`, and nothing written, if somebody was first."""
        new: list[Item] = [item_from_ended(one) for one in profiles if one.continues_in]
        replaced = [*map(item_from_profile, profiles), *map(item_from_holder, phones)]
        if identity is not None:
            (new if identity.version == 1 else replaced).append(_item(identity))
        for entry in entries:
            check_balances(entry)
            check_signs(entry)
            new.append(item_from_entry(entry))
        changes = counts(entries[0].county_id, budget) if budget else ()
        return self._table.put_together(new, replaced, changes)

    def left(self, county_id: str, campaign_id: str, on: date) -> Mapping[int, int] | None:
        """Access pattern 255: points by shard; `None` of a campaign without a budget then."""
        found = [
            self._table.get(ledger_keys.round_budget(county_id, campaign_id, n), consistent=True)
            for n in range(CAMPAIGN_SHARDS)
        ]
        known = [item for item in found if item is not None]
        if not known or known[0].get("counted_from", "") > on.isoformat():
            return None
        return {n: item[LEFT] if item else 0 for n, item in enumerate(found)}


def _item(holder: IdentityHolder) -> Item:
    return {
        **keys.identity(holder.county_id, holder.identity_key)._asdict(),
        "type": "identity",
        "member_id": holder.member_id,
        "has_grant": holder.has_grant,
        "identified_at": format_time(holder.identified_at),
        "version": holder.version,
    }
