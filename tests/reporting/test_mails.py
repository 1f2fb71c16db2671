"""The mail as it goes out: small enough for every mail program, its proof where one looks first."""

import email
from datetime import date, timedelta
from email import policy
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.aws.mail import Mail
from chalicelib.core import periods
from chalicelib.reporting.documents import ReportDocuments
from chalicelib.reporting.mails import MAIL_BYTES_MAX
from chalicelib.reporting.report import DayCount, PublishedDay, Report
from tests.reporting.report_ledgers import ORIGINS, SHOPS, Ledger, at_seoul
from tests.reporting.report_world import World
from tests.reporting.test_figures import report_of

DAY = PublishedDay(
    on="2026-02-21", entry_count=900, hash="ef" * 32, merkle_root="ab" * 32, previous="cd" * 32
)


class Ses:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def send_email(self, **asked: Any) -> None:
        self.asked.append(asked)


@pytest.fixture(scope="module")
def busy() -> Report:
    """A day of a festival: many members, districts and shops."""
    ledger = Ledger()
    for n in range(300):
        member = f"mem_{n:03}"
        ledger.sign_up(member, at_seoul(21, 8 + n % 12, n % 60), ORIGINS[n % len(ORIGINS)])
        ledger.convert(member, at_seoul(21, 20), 5_000)
        shop = SHOPS[n % 3]
        shop = replace(shop, merchant_id=f"mch_{n % 120:016}", name=f"{shop.name} {n % 120}호점")
        ledger.pay(member, at_seoul(21, 21), shop, 1_000 + n)
    made = report_of(ledger.entries, period=periods.daily(date(2026, 2, 21)))
    return replace(made, published_day=DAY)


def of_days(report: Report, count: int) -> Report:
    first = date(2026, 2, 1)
    days = [(first + timedelta(days=n)).isoformat() for n in range(count)]
    by_day = tuple(DayCount(on, 1000 + n) for n, on in enumerate(days))
    return replace(
        report,
        kind="monthly",
        period="2026-02",
        first_on=days[0],
        last_on=days[-1],
        signups=replace(report.signups, by_day=by_day),
    )


def mailed(report: Report, addresses: int = 2) -> list[dict[str, Any]]:
    ses, world = Ses(), World(Ledger())
    world.addresses = [f"person-{n}@gangjin.example" for n in range(addresses)]
    documents = ReportDocuments()
    mails = replace(
        world.reports.mails, documents=documents, mailer=Mail(ses, "onmin@gangjin.example")
    )
    mails.send(report, documents.workbook(report), folder="gangjin/daily/2026-02-21")
    return ses.asked


@pytest.mark.parametrize("days", [1, 31, 93, 366])
def test_a_whole_mail_has_at_most_90_kilobytes(busy: Report, days: int) -> None:
    [asked] = mailed(of_days(busy, days))
    raw = asked["Content"]["Raw"]["Data"]
    message = email.message_from_bytes(raw, policy=policy.default)
    html = message.get_body(("html",)).get_content()

    assert len(raw) <= MAIL_BYTES_MAX == 90_000
    where = "붙임 파일" if list(message.iter_attachments()) else "담당자 화면의 보고서"
    assert f"{where}" in html
    assert "차변과 대변이 맞습니다." in html
    assert "시산표" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("rows_max", [12, 0])
def test_the_root_stands_before_everything_that_can_be_long(busy: Report, rows_max: int) -> None:
    report = of_days(busy, 200)
    html, text = ReportDocuments().mail(report, rows_max=rows_max, has_workbook=True)

    assert html.index("ef" * 32) < min(10_000, html.index("ab" * 32))
    assert html.find("부스별") == -1 or html.index("ef" * 32) < html.index("부스별")
    assert text.index("ef" * 32) < 200
    assert ("- 없음" in text) is False


def test_what_a_mail_leaves_out_is_on_the_page(busy: Report) -> None:
    report = of_days(busy, 200)
    documents = ReportDocuments()
    html, text = documents.mail(report, rows_max=5, has_workbook=False)

    assert "외 195일: 담당자 화면의 보고서에 있습니다." in html
    assert "날짜별 (마지막 5일)" in html
    assert text.rstrip().endswith("담당자 화면의 보고서에 있습니다.")
    assert documents.html(report).count("1,1") > html.count("1,1")
    assert "8.19." in documents.html(report)


def test_nobodys_address_is_in_the_mail_and_it_is_addressed_to_somebody(busy: Report) -> None:
    asked = mailed(busy, addresses=73)
    heads = [
        email.message_from_bytes(one["Content"]["Raw"]["Data"], policy=policy.default)
        for one in asked
    ]

    assert [len(one["Destination"]["BccAddresses"]) for one in asked] == [50, 23]
    assert {str(head["To"]) for head in heads} == {"undisclosed-recipients:;"}
    assert all(b"person-" not in one["Content"]["Raw"]["Data"] for one in asked)
    assert all(head["From"] and head["Subject"] for head in heads)
