"""A change of what is shown, with the record of who made it."""

from chalicelib.aws.table import Table
from chalicelib.county.counties import County
from chalicelib.county.store import item_from_county
from chalicelib.joining.campaign_store import item_from_campaign
from chalicelib.joining.campaigns import Campaign
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class LooksStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def change(self, of: County | Campaign, record: AuditRecord) -> bool:
        """Access pattern 301: `False` if somebody changed the same record since it was read."""
        item = item_from_campaign(of) if isinstance(of, Campaign) else item_from_county(of)
        return self._table.put_together([item_from_record(record)], [item])
