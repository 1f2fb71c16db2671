"""The county's facilities."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.county import keys
from chalicelib.county.facilities import Closure, Facility


class FacilityStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str, *, consistent: bool = False) -> list[Facility]:
        """Access pattern 23: the directory, closed ones too. A county has dozens at most."""
        items = self._table.query_all(keys.facility(county_id, "").pk, consistent=consistent)
        return [_facility(county_id, item) for item in items]

    def one(self, county_id: str, facility_id: str) -> Facility | None:
        """Access pattern 240, consistent."""
        item = self._table.get(keys.facility(county_id, facility_id), consistent=True)
        return _facility(county_id, item) if item else None

    def put(self, facility: Facility) -> None:
        self._table.put(item_from_facility(facility))

    def give_version(self, county_id: str, facility_id: str) -> None:
        """Version 0 to one that was stored before there were versions: the desk could never write
        over it. One that has a version keeps it."""
        self._table.add(keys.facility(county_id, facility_id), {"version": 0})


def item_from_facility(facility: Facility) -> Item:
    return {
        **keys.facility(facility.county_id, facility.facility_id)._asdict(),
        "type": "facility",
        "facility_id": facility.facility_id,
        "name": facility.name,
        "name_en": facility.name_en,
        "address": facility.address,
        "fee_amount": facility.fee_amount,
        "benefit": facility.benefit,
        "benefit_en": facility.benefit_en,
        "kind": facility.kind,
        "closures": [
            {
                "closed_at": format_time(closure.closed_at),
                "reason": closure.reason,
                "reopened_at": format_time(closure.reopened_at) if closure.reopened_at else None,
            }
            for closure in facility.closures
        ],
        "version": facility.version,
    }


def _facility(county_id: str, item: Item) -> Facility:
    return Facility(
        county_id=county_id,
        facility_id=item["facility_id"],
        name=item["name"],
        name_en=item["name_en"],
        address=item["address"],
        fee_amount=item["fee_amount"],
        benefit=item["benefit"],
        # Not there in what was seeded before the desk could make and close them.
        benefit_en=item.get("benefit_en", ""),
        kind=item.get("kind", "other"),
        closures=tuple(map(_closure, item.get("closures", ()))),
        version=item.get("version", 0),
    )


def _closure(stored: Mapping[str, Any]) -> Closure:
    reopened_at = stored["reopened_at"]
    return Closure(
        parse_time(stored["closed_at"]),
        stored["reason"],
        parse_time(reopened_at) if reopened_at else None,
    )
