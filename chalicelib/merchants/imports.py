"""An import of an existing register, and what becomes of its rows."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from chalicelib.merchants.import_files import RowFault
from chalicelib.staff.person import Person

Result = Literal["created", "same_already", "refused"]
RESULT_WORDS = {"created": "만듦", "same_already": "이미 있음", "refused": "받지 않음"}


class ImportRecord(Struct, frozen=True, kw_only=True):
    """`row_count`: of rows, good and bad; `faults`: those that were refused at once."""

    county_id: str
    import_id: str
    row_count: int
    slice_count: int
    faults: tuple[RowFault, ...]
    by: Person
    at: datetime


class RowOutcome(Struct, frozen=True):
    line: int
    result: Result
    code: str = ""
    merchant_id: str = ""


class Progress(Struct, frozen=True):
    record: ImportRecord
    outcomes: tuple[RowOutcome, ...]

    def count(self, result: Result) -> int:
        return sum(outcome.result == result for outcome in self.outcomes)

    def listed(self, result: Result | None = None) -> list[RowOutcome]:
        """By line, those with one result or all."""
        own = [one for one in self.outcomes if result in (None, one.result)]
        return sorted(own, key=lambda one: one.line)

    @property
    def pending(self) -> int:
        return self.record.row_count - len(self.outcomes)
