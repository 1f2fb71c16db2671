"""What was published or reported of half-years, remembered with its hashes."""

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.staff.person import Person
from chalicelib.treasury import keys
from chalicelib.treasury.keys import Subject
from chalicelib.treasury.publications import Publication, PublicationFile


class PublicationStore:
    """Of one subject: `kind` is the type of its items."""

    def __init__(self, table: Table, subject: Subject, kind: str) -> None:
        self._table = table
        self._subject = subject
        self._kind = kind

    def all(self, county_id: str) -> list[Publication]:
        """Of a county, the newest first: Access pattern 296 of the fund, Access pattern 317 of what
        was issued."""
        name = keys.publications(county_id, self._subject)
        items = self._table.query_all(name, newest_first=True, consistent=True)
        return [_publication(county_id, item) for item in items]

    def put(self, one: Publication, record: AuditRecord) -> bool:
        """With its record, in one transaction; `False` if there is such a version. Of the fund:
        Access pattern 297; of what was issued: Access pattern 318."""
        item: Item = {
            **keys.publication(one.county_id, self._subject, one.half_year, one.number)._asdict(),
            "type": self._kind,
            "files": [[file.format, file.sha256] for file in one.files],
            "published_at": format_time(one.published_at),
            "by": [one.by.subject, one.by.username],
        }
        return self._table.put_together([item, item_from_record(record)], [])


def _publication(county_id: str, item: Item) -> Publication:
    half_year, number = keys.split_version(item["sk"])
    return Publication(
        county_id=county_id,
        half_year=half_year,
        number=number,
        files=tuple(PublicationFile(*file) for file in item["files"]),
        published_at=parse_time(item["published_at"]),
        by=Person(*item["by"]),
    )
