"""What people see: the mail stands on its own, the workbook's numbers are the report's."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace

from chalicelib.core import periods
from chalicelib.reporting.documents import ReportDocuments
from chalicelib.reporting.report import DayCount, NoteFigures
from tests.reporting.report_ledgers import ORIGINS, SHOPS, Ledger, at_seoul
from tests.reporting.test_figures import report_of

DOCUMENTS = ReportDocuments()


def mail_text(report):
    return DOCUMENTS.mail(report, rows_max=12, has_workbook=True)[1]


VOID = {"meta", "br", "img", "link", "input"}


class Checker(HTMLParser):
    """Collects tags and complains about ones that don't close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def report():
    ledger = Ledger()
    for n in range(60):
        member = f"mem_{n:02}"
        ledger.sign_up(member, at_seoul(21, 9 + n % 8, n), ORIGINS[n % len(ORIGINS)])
        ledger.convert(member, at_seoul(21, 18), 5_000)
        payment = ledger.pay(member, at_seoul(21, 19), SHOPS[n % 3], 1_000 + n)
        if n % 10 == 0:
            ledger.take_back(payment, at_seoul(21, 20))
    return report_of(ledger.entries, period=periods.daily(date(2026, 2, 21)))


def test_the_subject_tells_the_main_figures(report):
    net = report.redemptions.total.net_amount
    assert DOCUMENTS.subject(report) == (
        f"[강진군] 온군민 일일 보고 2026-02-21: 가입 60명, 결제 {net:,}원"
    )


def test_the_mail_is_plain_enough_for_mail_clients(report):
    html = DOCUMENTS.html(report)
    page = Checker(html)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"img", "svg", "script", "link", "iframe", "canvas"}
    assert not re.search(r"url\(|https?://|display:\s*(grid|flex)|position:", html)
    # Gmail cuts a mail off after 102 KB.
    assert len(html.encode()) < 100_000
    assert ("html", {"lang": "ko"}) in page.tags


def test_tables_can_be_read_aloud(report):
    page = Checker(DOCUMENTS.html(report))
    headers = [attrs for tag, attrs in page.tags if tag == "th"]
    assert headers
    assert all(attrs.get("scope") in ("row", "col") for attrs in headers)
    layout = [a for tag, a in page.tags if tag == "table" and a.get("role") == "presentation"]
    assert len(layout) < sum(tag == "table" for tag, _ in page.tags)


def test_the_mail_shows_the_figures(report):
    html, text = DOCUMENTS.html(report), mail_text(report)
    for shown in (f"{report.redemptions.total.net_amount:,}원", "60명", "정문 부스", "강진만횟집"):
        assert shown in html
        assert shown in text
    assert "차변과 대변이 맞습니다." in html
    assert "확인" not in text


def test_an_unsound_ledger_is_told_first(report):
    broken = replace(report, trial_balance=replace(report.trial_balance, mileage_difference=700))
    assert DOCUMENTS.subject(broken).startswith("[확인 필요] [강진군]")
    html = DOCUMENTS.html(broken)
    assert html.index("확인이 필요합니다.") < html.index("신규 가입")
    assert "700점" in html
    assert "확인 필요" in mail_text(broken)


def test_names_are_escaped_in_the_mail_and_text_in_the_workbook():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(21), ORIGINS[0])
    ledger.convert("mem_a", at_seoul(21, 13), 5_000)
    shop = replace(SHOPS[0], name='=1+1<script>"', category="=HYPERLINK(1)")
    ledger.pay("mem_a", at_seoul(21, 14), shop, 1_000)
    report = report_of(ledger.entries)
    html = DOCUMENTS.html(report)
    assert "<script" not in html
    assert "=1+1&lt;script&gt;" in html
    cells = [c for row in _book(report)["가맹점"].iter_rows() for c in row if c.value == shop.name]
    assert [c.data_type for c in cells] == ["s"]


def test_a_day_without_anything_is_shown_too():
    empty = report_of([], period=periods.daily(date(2026, 2, 21)))
    Checker(DOCUMENTS.html(empty))
    assert "가입 0명" in mail_text(empty)
    assert len(_book(empty).sheetnames) == 6


def test_the_workbook_holds_the_figures(report):
    book = _book(report)
    assert book.sheetnames == ["요약", "가입", "지역", "마일리지·상품권", "가맹점", "시산표"]
    facts = {row[0].value: row[1].value for row in book["요약"].iter_rows() if len(row) > 1}
    assert facts["신규 가입"] == 60
    assert facts["결제 금액 (취소를 뺀)"] == report.redemptions.total.net_amount
    by_hour = {row[0].value: row[1].value for row in book["가입"].iter_rows()}
    assert [by_hour[f"{hour}시"] for hour in range(24)] == list(report.signups.by_hour)
    shops = {row[0].value: row[5].value for row in book["가맹점"].iter_rows() if row[5].value}
    assert shops["강진만횟집"] == next(
        r.net_amount for r in report.redemptions.by_merchant if r.name == "강진만횟집"
    )


@pytest.mark.parametrize(
    ("first", "number_format"),
    [
        (date(2026, 2, 20), r"[$-412]m\.d\.\(aaa\)"),
        (date(2026, 12, 3), r"[$-412]yyyy\.m\.d\.\(aaa\)"),
    ],
)
def test_days_are_dates_with_the_year_where_two_may_look_alike(report, first, number_format):
    days = [first + timedelta(days=n) for n in range(60)]
    by_day = tuple(DayCount(day.isoformat(), n) for n, day in enumerate(days))
    long = replace(
        report,
        first_on=days[0].isoformat(),
        last_on=days[-1].isoformat(),
        signups=replace(report.signups, by_day=by_day),
    )
    book = openpyxl.load_workbook(BytesIO(DOCUMENTS.workbook(long)))
    cells = [c for row in book["가입"].iter_rows() for c in row if c.is_date]

    assert [cell.value.date() for cell in cells] == days
    assert {cell.number_format for cell in cells} == {number_format}
    [chart] = [c for c in book["요약"]._charts if "날짜별" in c.title.tx.rich.p[0].r[0].t]
    assert chart.x_axis.number_format.formatCode == number_format


def test_sums_are_formulas_with_the_right_value(report):
    formulas, values = _book(report), _book(report, data_only=True)
    checked = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                    cells = sheet[cell.value[5:-1]]
                    expected = sum(c.value for (c,) in cells if isinstance(c.value, int))
                    assert values[sheet.title][cell.coordinate].value == expected
                    checked += 1
    assert checked > 10


def test_charts_point_at_cells_with_numbers(report):
    book = _book(report)
    charts = [(sheet, chart) for sheet in book for chart in sheet._charts]
    assert len(charts) >= 8
    for _, chart in charts:
        [series] = chart.series
        reference = series.val.numRef.f
        title, _, area = reference.rpartition("!")
        cells = [c for row in book[title.strip("'")][area.replace("$", "")] for c in row]
        assert all(isinstance(cell.value, int) for cell in cells)


def test_sheets_are_ready_to_print(report):
    for sheet in _book(report):
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape", 9)
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_report_gives_the_same_bytes(report, monkeypatch):
    first = DOCUMENTS.workbook(report)
    monkeypatch.setenv("TZ", "America/New_York")
    assert ReportDocuments().workbook(report) == first
    assert ReportDocuments().html(report) == DOCUMENTS.html(report)
    assert _book(report).properties.created.date() == date(2026, 2, 21)


def _book(report, *, data_only=False):
    return openpyxl.load_workbook(BytesIO(DOCUMENTS.workbook(report)), data_only=data_only)


def test_notes_in_circulation_are_said_where_there_are_any(report):
    assert "지류" not in DOCUMENTS.html(report) + mail_text(report)
    told = replace(report, notes=NoteFigures(held=1_203, held_amount=12_030_000))
    assert "12,030,000" in DOCUMENTS.html(told)
    assert "지류 상품권: 유통 중 1,203장, 12,030,000원" in mail_text(told)
    sheet = openpyxl.load_workbook(BytesIO(DOCUMENTS.workbook(told))).worksheets[0]
    rows = {row[0]: row[1:3] for row in sheet.iter_rows(values_only=True)}
    assert rows["유통 중인 지류 상품권"] == (1_203, "장")
    assert rows["유통 중인 지류 상품권 금액"] == (12_030_000, "원")
