"""The records of what staff changed, by time."""

from datetime import date, timedelta

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import day_start, format_time, least_id, parse_time
from chalicelib.staff import keys
from chalicelib.staff.audit import AuditFilter, AuditRecord
from chalicelib.staff.person import Person

PAGES_MAX = 10
PAGE_ITEMS = 100
"""So many records one page of a filtered list looks through; the next goes on after them."""


class AuditStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def page(
        self, county_id: str, wanted: AuditFilter, *, limit: int, before_id: str | None
    ) -> tuple[list[AuditRecord], str | None]:
        """Access pattern 98: newest first, and the id to go on before."""
        pk = keys.audit_records(county_id)
        start = keys.audit_record(county_id, before_id)._asdict() if before_id else None
        found: list[AuditRecord] = []
        for _ in range(PAGES_MAX):
            page = self._table.query(
                pk, between=_between(wanted), newest_first=True, limit=PAGE_ITEMS, start=start
            )
            for item in page.items:
                record = _record_from_item(county_id, item)
                if not wanted.fits(record):
                    continue
                if len(found) == limit:
                    return found, found[-1].audit_id
                found.append(record)
            start = page.next_key
            if start is None:
                return found, None
        return found, start["sk"] if start else None

    def put(self, record: AuditRecord) -> None:
        """Of what changed nothing that is kept, like a file that was made."""
        self._table.put(item_from_record(record))


def item_from_record(record: AuditRecord) -> Item:
    """For the transaction that writes what it tells of."""
    return {
        **keys.audit_record(record.county_id, record.audit_id)._asdict(),
        "type": "audit",
        "at": format_time(record.at),
        "by": [record.by.subject, record.by.username],
        "action": record.action,
        "target_id": record.target_id,
        "reason": record.reason,
        "before": dict(record.before),
        "after": dict(record.after),
    }


def _record_from_item(county_id: str, item: Item) -> AuditRecord:
    return AuditRecord(
        county_id=county_id,
        audit_id=item["sk"],
        at=parse_time(item["at"]),
        by=Person(*item["by"]),
        action=item["action"],
        target_id=item["target_id"],
        reason=item["reason"],
        before=item["before"],
        after=item["after"],
    )


def _between(wanted: AuditFilter) -> tuple[str, str]:
    """The ids of the days that are wanted; they are in the order of time."""
    first = wanted.from_on or date(1970, 1, 2)
    last = wanted.to_on or date(2999, 12, 31)
    return (
        least_id("aud", day_start(first)),
        least_id("aud", day_start(last + timedelta(days=1))),
    )
