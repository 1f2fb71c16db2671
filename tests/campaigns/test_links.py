"""Links that say by which way people came: kept of the sign-up, counted, and in nobody's way."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from chalicelib.ledger.store import WalletStore
from chalicelib.reporting.documents import ReportDocuments
from tests.builders import COUNTY
from tests.campaigns.test_desk import made
from tests.conftest import Answer, Stack
from tests.festivals.festival import faults
from tests.refusals import check_refused
from tests.reporting.report_ledgers import ORIGINS, SHOPS, Ledger, at_seoul
from tests.reporting.test_figures import report_of

PHONE = "010-2222-0001"


def link(stack: Stack, campaign_id: str, query: str, headers: Any = None) -> Answer:
    path = f"/v1/staff/campaigns/{campaign_id}/link?{query}"
    return stack.call("GET", path, token="staff", headers=headers)


def code(stack: Stack, campaign_id: str, query: str = "channel=sns&name=insta") -> str:
    url: str = link(stack, campaign_id, query).json["url"]
    return url.partition("?c=")[2]


def came_by(stack: Stack, channel: str, phone: str = PHONE) -> str | None:
    """What is kept of a sign-up that came with this."""
    signup = stack.apply(phone, campaign_code="reed26-a", channel=channel)
    assert signup.status == 202, signup.raw
    stack.deliver()
    member_id = stack.call("GET", f"/v1/signups/{signup.json['signup_id']}").json["member_id"]
    first = WalletStore(stack.table).first_entry(COUNTY, member_id)
    origin = first.origin if first else None
    assert origin is not None
    assert origin.booth_code == "reed26-a"
    return origin.channel


def test_a_link_is_kept_of_the_sign_up_and_counted_by_its_channel(stack: Stack) -> None:
    campaign_id = made(stack)
    shown = link(stack, campaign_id, "channel=sns&name=insta&booth=reed26-a").json
    assert (shown["channel"], shown["name"]) == ("sns-insta", "SNS 광고 (insta)")
    address, _, channel = shown["url"].partition("?c=")
    assert address.endswith("/j/reed26-a")

    assert came_by(stack, channel.upper()) == "sns-insta"
    assert came_by(stack, code(stack, campaign_id, "channel=kakao"), "010-2222-0002") == "kakao"

    counted = stack.call("GET", "/v1/staff/dashboard", token="staff").json["signups_by_channel"]
    assert {(one["channel"], one["signups"]) for one in counted} == {("sns-insta", 1), ("kakao", 1)}
    assert {one["campaign_id"] for one in counted} == {campaign_id}
    assert faults(stack) == []


def test_what_is_no_link_of_this_campaign_counts_for_nothing(stack: Stack) -> None:
    campaign_id = made(stack)
    other = code(stack, "cmp_0000000000000001")
    signature = other.rpartition(".")[2]
    own = code(stack, campaign_id).rpartition(".")[2]
    for n, forged in enumerate(
        (other, f"sns-insta.{signature}", f"sns-other.{own}", "sns-insta.", ".", "sns", "축제.A")
    ):
        assert came_by(stack, forged, f"010-2222-{n:04d}") is None


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("channel=nothing", "channel"),
        ("channel=sns&name=Insta!", "name"),
        ("name=insta", "channel"),
    ],
)
def test_a_link_is_of_a_kind_that_there_is(stack: Stack, query: str, param: str) -> None:
    campaign_id = made(stack)
    check_refused(
        stack, lambda h: link(stack, campaign_id, query, h), 400, "invalid_request", param
    )


def test_a_link_leads_to_a_booth_that_there_is(stack: Stack) -> None:
    campaign_id = made(stack)
    check_refused(
        stack,
        lambda h: link(stack, campaign_id, "channel=sns&booth=nowhere", h),
        404,
        "booth_not_found",
    )
    check_refused(
        stack,
        lambda h: link(stack, "cmp_0000000000000002", "channel=sns", h),
        404,
        "campaign_not_found",
    )


def test_a_report_says_what_became_of_each_channel() -> None:
    ledger = Ledger()
    by_sns, by_none, elsewhere = "mem_a", "mem_b", "mem_c"
    origin = next(one for one in ORIGINS if one.campaign_id)
    ledger.sign_up(by_sns, at_seoul(20, 10), replace(origin, channel="sns-insta"))
    ledger.sign_up(by_none, at_seoul(20, 11), origin)
    ledger.sign_up(elsewhere, at_seoul(20, 11), replace(origin, campaign_id=None, booth_code=None))
    for member in (by_sns, by_none, elsewhere):
        ledger.convert(member, at_seoul(21, 9), 3_000)
    for member in (by_sns, elsewhere):
        ledger.pay(member, at_seoul(21, 10), SHOPS[0], 1_200)
    report = report_of(ledger.entries, campaign_id="cmp_1")

    assert [(one.channel, one.count) for one in report.signups.by_channel] == [
        (None, 1),
        ("sns-insta", 1),
    ]
    assert report.campaign is not None
    assert {
        one.channel: (one.joined, one.converted, one.paid, one.spent_amount)
        for one in report.campaign.by_channel
    } == {None: (1, 1, 0, 0), "sns-insta": (1, 1, 1, 1_200)}
    assert "SNS 광고 (insta)" in ReportDocuments().html(report)
    book = openpyxl.load_workbook(BytesIO(ReportDocuments().workbook(report)))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any("SNS 광고 (insta)" in row and 1_200 in row for row in rows)
