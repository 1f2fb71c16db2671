"""A change of a member or of a shop, with the record of who made it."""

from chalicelib.aws.table import Item, Table
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.profile_codec import item_from_profile
from chalicelib.members.pass_revocation import PassRevocation
from chalicelib.members.store import item_from_revocation
from chalicelib.merchants.merchants import Merchant, MerchantKey
from chalicelib.merchants.store import item_from_key, item_from_merchant
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class StandingStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def change_member(
        self, profile: Profile, record: AuditRecord, revocation: PassRevocation
    ) -> bool:
        others = [item_from_record(record), item_from_revocation(revocation)]
        return self._change(item_from_profile(profile), others)

    def change_merchant(
        self, merchant: Merchant, record: AuditRecord, new_key: MerchantKey | None = None
    ) -> bool:
        others = [item_from_record(record)]
        if new_key is not None:
            others.append(item_from_key(new_key))
        return self._change(item_from_merchant(merchant), others)

    def _change(self, item: Item, others: list[Item]) -> bool:
        return self._table.put_together(others, [item])
