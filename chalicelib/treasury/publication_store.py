"""What was published of the fund, remembered with its hashes."""

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.staff.person import Person
from chalicelib.treasury import keys
from chalicelib.treasury.publications import FundPublication, PublicationFile


class FundPublicationStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str) -> list[FundPublication]:
        """Access pattern 296: of a county, the newest first."""
        items = self._table.query_all(
            keys.publications(county_id), newest_first=True, consistent=True
        )
        return [_publication(county_id, item) for item in items]

    def put(self, one: FundPublication, record: AuditRecord) -> bool:
        """Access pattern 297: with its record, in one transaction; `False` if there is such a
        version."""
        item: Item = {
            **keys.publication(one.county_id, one.half_year, one.number)._asdict(),
            "type": "fund_publication",
            "files": [[file.format, file.sha256] for file in one.files],
            "published_at": format_time(one.published_at),
            "by": [one.by.subject, one.by.username],
        }
        return self._table.put_together([item, item_from_record(record)], [])


def _publication(county_id: str, item: Item) -> FundPublication:
    half_year, number = keys.split_version(item["sk"])
    return FundPublication(
        county_id=county_id,
        half_year=half_year,
        number=number,
        files=tuple(PublicationFile(*file) for file in item["files"]),
        published_at=parse_time(item["published_at"]),
        by=Person(*item["by"]),
    )
