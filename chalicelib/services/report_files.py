"""The forms in which a report is kept. Apart from the making of reports, which the API never does
and so need not import."""

from typing import Literal, get_args

FileFormat = Literal["json", "html", "xlsx"]
FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
CONTENT_TYPES: dict[FileFormat, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
