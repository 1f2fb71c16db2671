"""The days and forms in which results are kept as files: reports and reconciliations alike."""

from datetime import date
from typing import Literal

from chalicelib.core.periods import YEARS, PeriodInvalidError

FileFormat = Literal["json", "html", "xlsx"]
CONTENT_TYPES: dict[FileFormat, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RECONCILIATION = "reconciliation"
"""The kind of a message on the reports' queue that asks for a day to be reconciled."""


def parse_day(text: str) -> date:
    """`2026-11-21`; raises `PeriodInvalidError`."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = None
    if on is None or on.isoformat() != text or on.year not in YEARS:
        raise PeriodInvalidError(param="on", period=text)
    return on
