"""What staff make and change of facilities, each with the record of who did."""

from chalicelib.aws.table import Table
from chalicelib.county.facilities import Facility
from chalicelib.county.facility_store import item_from_facility
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class FacilityDeskStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, facility: Facility, record: AuditRecord) -> bool:
        """Access pattern 241; `False` if it is there."""
        return self._table.put_together(
            [item_from_facility(facility), item_from_record(record)], []
        )

    def change(self, facility: Facility, record: AuditRecord) -> bool:
        """Access pattern 242; `False` if the stored version is another than the one before."""
        return self._table.put_together([item_from_record(record)], [item_from_facility(facility)])
