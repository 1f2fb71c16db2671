"""Imports of registers: the record, its rows sealed in slices, and their outcomes."""

from chalicelib.aws.table import Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.merchants import keys
from chalicelib.merchants.import_files import RowFault
from chalicelib.merchants.imports import ImportRecord, RowOutcome
from chalicelib.merchants.sealing import Sealed
from chalicelib.staff.person import Person


class ImportStore:
    """Access pattern 149: an import by its id, and its slices and outcomes in one partition."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, record: ImportRecord) -> ImportRecord:
        """This record, or the one that was made of the same file before."""
        existing = self._table.put_new(
            {
                **keys.merchant_import(record.county_id, record.import_id)._asdict(),
                "type": "merchant_import",
                "row_count": record.row_count,
                "slice_count": record.slice_count,
                "faults": [[fault.line, fault.code] for fault in record.faults],
                "by": [record.by.subject, record.by.username],
                "at": format_time(record.at),
            }
        )
        if existing is None:
            return record
        return self.record(record.county_id, record.import_id) or record

    def record(self, county_id: str, import_id: str) -> ImportRecord | None:
        item = self._table.get(keys.merchant_import(county_id, import_id), consistent=True)
        if item is None:
            return None
        return ImportRecord(
            county_id=county_id,
            import_id=import_id,
            row_count=item["row_count"],
            slice_count=item["slice_count"],
            faults=tuple(RowFault(*fault) for fault in item["faults"]),
            by=Person(*item["by"]),
            at=parse_time(item["at"]),
        )

    def put_slice(self, county_id: str, import_id: str, number: int, sealed: Sealed) -> None:
        """Of the same file the same rows, however they are sealed: the first stay."""
        key = keys.import_slice(county_id, import_id, number)
        self._table.put_new({**key._asdict(), "type": "import_slice", "sealed": sealed.stored()})

    def slice(self, county_id: str, import_id: str, number: int) -> Sealed | None:
        item = self._table.get(keys.import_slice(county_id, import_id, number), consistent=True)
        return Sealed(*item["sealed"]) if item else None

    def put_outcome(self, county_id: str, import_id: str, outcome: RowOutcome) -> None:
        """Written once: the first outcome of a row is its own."""
        self._table.put_new(
            {
                **keys.import_row(county_id, import_id, outcome.line)._asdict(),
                "type": "import_outcome",
                "result": outcome.result,
                "code": outcome.code,
                "merchant_id": outcome.merchant_id,
            }
        )

    def outcomes(
        self, county_id: str, import_id: str, *, first: int = 0, last: int = 99_999
    ) -> list[RowOutcome]:
        """Of the rows on these lines."""
        one, other = (keys.import_row(county_id, import_id, line) for line in (first, last))
        found = self._table.query_all(one.pk, between=(one.sk, other.sk), consistent=True)
        return [
            RowOutcome(int(item["sk"][4:]), item["result"], item["code"], item["merchant_id"])
            for item in found
        ]
