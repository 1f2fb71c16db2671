"""Reports for people: a mail that also opens as a page, its plain text, and the workbook.

Mail clients keep no CSS grid, no SVG and often no style sheet, so the page is tables with inline
styles and each bar is a cell with a width and a background. Every bar has its number beside it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    select_autoescape,
)

from chalicelib.reporting import labels, settlement_rows, workbook
from chalicelib.reporting.report import Report

_TEMPLATES = Path(__file__).with_name("templates")
ROWS_SHOWN_MAX = 12
"""Longer lists are cut; the workbook has all of them."""
_WORKBOOK = "붙임 파일(xlsx)"
_DESK = "담당자 화면의 보고서"


class ReportDocuments:
    """Pure renderings: the same report gives the same bytes."""

    def subject(self, report: Report) -> str:
        return labels.mail_subject(report)

    def html(self, report: Report) -> str:
        """The page, as it is kept for the staff page: all that the mail has, and every day."""
        return self._render("report.html", report)

    def mail(self, report: Report, *, rows_max: int, has_workbook: bool) -> tuple[str, str]:
        """HTML and plain text, with at most `rows_max` rows of each list."""
        facts: dict[str, Any] = {
            "is_mail": True,
            "rows_max": rows_max,
            "rest_is_in": _WORKBOOK if has_workbook else _DESK,
        }
        html, text = (self._render(name, report, **facts) for name in ("report.html", "report.txt"))
        return html, text

    def workbook(self, report: Report) -> bytes:
        return workbook.render(report)

    def _render(self, name: str, report: Report, **facts: Any) -> str:
        template: Template = self._environment.get_template(name)
        shown = {"is_mail": False, "rows_max": ROWS_SHOWN_MAX, "rest_is_in": _WORKBOOK} | facts
        return template.render(
            r=report,
            labels=labels,
            settled=settlement_rows,
            hours=_busy_hours(report.signups.by_hour),
            pairs=_pairs,
            **shown,
        )

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            number=labels.number,
            plain=labels.plain,
            won=labels.won,
            percent=labels.percent,
            day=labels.day,
        )
        return environment


def _busy_hours(by_hour: Sequence[int]) -> list[tuple[str, int]]:
    """(`9시`, count) from the first hour with a sign-up to the last."""
    busy = [hour for hour, count in enumerate(by_hour) if count]
    hours = range(busy[0], busy[-1] + 1) if busy else ()
    return [(f"{hour}시", by_hour[hour]) for hour in hours]


def _pairs(
    rows: Iterable[Any], label: Callable[[Any], str], field: str = "count"
) -> list[tuple[str, int]]:
    """What a table of bars is made of."""
    return [(label(row), getattr(row, field)) for row in rows]
