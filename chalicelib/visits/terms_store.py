"""Versions of a facility's terms, and what was announced of its days."""

from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.visits import keys
from chalicelib.visits.facility_file import record_from_terms, terms_from_record
from chalicelib.visits.facility_terms import FacilityTerms
from chalicelib.visits.opening import Notice


class TermsStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def of(
        self, county_id: str, facility_id: str, *, consistent: bool = False
    ) -> tuple[list[FacilityTerms], list[Notice]]:
        """Access pattern 196: all versions, oldest first, and all notices."""
        pk = keys.facility(county_id, facility_id)
        versions, notices = [], []
        for item in self._table.query_all(pk, consistent=consistent):
            if item["type"] == "facility_terms":
                versions.append(terms_from_record(county_id, facility_id, item))
            else:
                notices.append(_notice(county_id, facility_id, item))
        return versions, notices

    def put_first(self, terms: FacilityTerms) -> None:
        """Of a county's file; what is there stays."""
        self._table.put_new(item_from_terms(terms))

    def put_notice(self, notice: Notice, record: AuditRecord) -> bool:
        """Access pattern 197."""
        item = {
            **keys.notice(notice.county_id, notice.facility_id, notice.notice_id)._asdict(),
            "type": "facility_notice",
            "notice_id": notice.notice_id,
            "on": notice.on.isoformat(),
            "is_open": notice.is_open,
            "reason": notice.reason,
            "made_at": format_time(notice.made_at),
        }
        return self._table.put_together([item, item_from_record(record)], [])


def item_from_terms(terms: FacilityTerms) -> Item:
    key = keys.terms(terms.county_id, terms.facility_id, terms.effective_on)
    return {**key._asdict(), "type": "facility_terms", **record_from_terms(terms)}


def _notice(county_id: str, facility_id: str, item: Item) -> Notice:
    return Notice(
        county_id=county_id,
        facility_id=facility_id,
        notice_id=item["notice_id"],
        on=date.fromisoformat(item["on"]),
        is_open=item["is_open"],
        reason=item["reason"],
        made_at=parse_time(item["made_at"]),
    )
