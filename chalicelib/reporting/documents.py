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

from chalicelib.reporting import labels, workbook
from chalicelib.reporting.report import Report

_TEMPLATES = Path(__file__).with_name("templates")
ROWS_SHOWN_MAX = 12
"""Longer lists are cut in the mail; the workbook has all of them."""


class ReportDocuments:
    """Pure renderings: the same report gives the same bytes."""

    def subject(self, report: Report) -> str:
        return labels.mail_subject(report)

    def html(self, report: Report) -> str:
        return self._render("report.html", report)

    def text(self, report: Report) -> str:
        return self._render("report.txt", report)

    def workbook(self, report: Report) -> bytes:
        return workbook.render(report)

    def _render(self, name: str, report: Report) -> str:
        template: Template = self._environment.get_template(name)
        return template.render(
            r=report,
            labels=labels,
            hours=_busy_hours(report.signups.by_hour),
            top=_top,
            pairs=_pairs,
            rows_max=ROWS_SHOWN_MAX,
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


def _top(rows: Sequence[Any]) -> Sequence[Any]:
    return rows[:ROWS_SHOWN_MAX]
