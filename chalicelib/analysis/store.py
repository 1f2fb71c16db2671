"""Segments as they were defined, with the record of who did."""

from typing import Any

from msgspec import convert, to_builtins

from chalicelib.analysis import keys
from chalicelib.analysis.paths import Path
from chalicelib.analysis.segments import Segment, SegmentRule
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class SegmentStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str) -> list[Segment]:
        """Access pattern 380: newest first."""
        items = self._table.query_all(keys.segments(county_id), newest_first=True, consistent=True)
        return [_segment(county_id, item) for item in items]

    def create(self, segment: Segment, record: AuditRecord) -> bool:
        """Access pattern 381: with its record."""
        return self._table.put_together([_item(segment), item_from_record(record)], [])

    def end(self, segment: Segment, record: AuditRecord) -> bool:
        """Access pattern 382: with its record; `False` if it changed since it was read."""
        return self._table.put_together([item_from_record(record)], [_item(segment)])


def _item(segment: Segment) -> Item:
    item: dict[str, Any] = {
        **keys.segment(segment.county_id, segment.segment_id)._asdict(),
        "type": "segment",
        "name": segment.name,
        "rule": to_builtins(segment.rule),
        "by": segment.by,
        "at": format_time(segment.at),
        "version": segment.version,
    }
    if segment.counted:
        item["counted"] = to_builtins(segment.counted)
    if segment.ended_at:
        item["ended_at"] = format_time(segment.ended_at)
    return item


def _segment(county_id: str, item: Item) -> Segment:
    ended_at = item.get("ended_at")
    return Segment(
        county_id=county_id,
        segment_id=item["sk"],
        name=item["name"],
        rule=convert(item["rule"], SegmentRule),
        by=item["by"],
        at=parse_time(item["at"]),
        ended_at=parse_time(ended_at) if ended_at else None,
        counted=convert(item["counted"], Path) if "counted" in item else None,
        version=item["version"],
    )
