"""The county's facilities."""

from chalicelib.aws.table import Table
from chalicelib.county import keys
from chalicelib.county.facilities import Facility


class FacilityStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str) -> list[Facility]:
        """Access pattern 23: the public directory. A county has dozens at most."""
        return [
            Facility(
                county_id=county_id,
                facility_id=item["facility_id"],
                name=item["name"],
                name_en=item["name_en"],
                address=item["address"],
                fee_amount=item["fee_amount"],
                benefit=item["benefit"],
            )
            for item in self._table.query_all(keys.facility(county_id, "").pk)
        ]

    def put(self, facility: Facility) -> None:
        self._table.put(
            {
                **keys.facility(facility.county_id, facility.facility_id)._asdict(),
                "type": "facility",
                "facility_id": facility.facility_id,
                "name": facility.name,
                "name_en": facility.name_en,
                "address": facility.address,
                "fee_amount": facility.fee_amount,
                "benefit": facility.benefit,
            }
        )
