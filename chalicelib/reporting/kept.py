"""The reports that were made, as files. Whoever looks for one loads nothing that makes one."""

from typing import TYPE_CHECKING

from msgspec import Struct

from chalicelib.core import periods
from chalicelib.core.periods import PeriodKind
from chalicelib.reporting.errors import ReportNotFoundError

if TYPE_CHECKING:
    from chalicelib.totals.days import FileFormat
    from chalicelib.totals.ports import ReportFiles


class ReportName(Struct, frozen=True):
    """What a list of reports shows; the contract's `kind` and `period`."""

    kind: PeriodKind
    period: str


class KeptReports(Struct, frozen=True, kw_only=True):
    files: "ReportFiles"

    def list_kept(self, county_id: str, kind: PeriodKind | None = None) -> list[ReportName]:
        """What is kept, by kind in their fixed order, within a kind the latest first."""
        names: list[ReportName] = []
        for each in [kind] if kind else periods.KINDS:
            keys = self.files.list(f"{county_id}/{each}/")
            found = {key.split("/")[2] for key in keys if key.endswith("/report.json")}
            names.extend(ReportName(each, text) for text in sorted(found, reverse=True))
        return names

    def read(self, county_id: str, kind: str, text: str, file_format: "FileFormat") -> bytes:
        """A kept file. Raises `ReportNotFoundError`, `PeriodInvalidError`."""
        parsed_kind = periods.parse_kind(kind)
        if parsed_kind != "campaign":
            periods.parse(parsed_kind, text)
        elif not periods.is_campaign_code(text):
            raise ReportNotFoundError(param="period")
        body = self.files.get(f"{folder_of(county_id, kind, text)}/report.{file_format}")
        if body is None:
            raise ReportNotFoundError(param="period")
        return body


def folder_of(county_id: str, kind: str, text: str) -> str:
    return f"{county_id}/{kind}/{text}"
