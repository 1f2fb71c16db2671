"""Versions of a facility's terms, and what was announced of its days."""

from datetime import date

from msgspec.structs import replace

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
        versions, notices = [], {}
        for item in self._table.query_all(pk, consistent=consistent):
            if item["type"] == "facility_terms":
                versions.append(terms_from_record(county_id, facility_id, item))
            elif item["type"] == "facility_notice":
                notices[item["notice_id"]] = _notice(county_id, facility_id, item)
            else:
                # It stands after its notice.
                notice = notices[item["notice_id"]]
                notices[item["notice_id"]] = replace(notice, taken_back_at=parse_time(item["at"]))
        return versions, list(notices.values())

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
            "until": notice.until.isoformat(),
            "is_open": notice.is_open,
            "reason": notice.reason,
            "reason_en": notice.reason_en,
            "made_at": format_time(notice.made_at),
        }
        return self._table.put_together([item, item_from_record(record)], [])

    def take_notice_back(self, notice: Notice, record: AuditRecord) -> bool:
        """Access pattern 244; `False` if it was before."""
        assert notice.taken_back_at is not None
        item = {
            **keys.notice_end(notice.county_id, notice.facility_id, notice.notice_id)._asdict(),
            "type": "facility_notice_end",
            "notice_id": notice.notice_id,
            "at": format_time(notice.taken_back_at),
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
        # One that was stored by a release before is of one day, in Korean.
        until=date.fromisoformat(item["until"] if "until" in item else item["on"]),
        is_open=item["is_open"],
        reason=item["reason"],
        reason_en=item.get("reason_en", ""),
        made_at=parse_time(item["made_at"]),
    )
