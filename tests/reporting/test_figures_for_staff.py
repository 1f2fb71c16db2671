"""What staff and booths see, from the ledger alone."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.reporting.wiring import ReportingWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused


@pytest.fixture(autouse=True)
def _queues(stack: Stack) -> None:
    settings = stack.adapters.settings
    stack.adapters.queue(settings.signup_queue_url).waiting = 3
    stack.adapters.queue(settings.dead_letter_urls["signup"]).waiting = 1


def get(stack: Stack, path: str, headers: Any = None) -> Answer:
    return stack.call("GET", path, token="staff", headers=headers)


def run(stack: Stack, path: str, headers: Any = None) -> Answer:
    return stack.call("POST", f"/v1/staff/reports/{path}/run", token="staff", headers=headers)


def a_days_events(stack: Stack) -> None:
    first = stack.member("010-0000-0001", vouchers=3000)
    stack.later(hours=1)
    stack.apply("010-0000-0002", campaign_code="celadon-b")
    stack.apply("010-0000-0003", campaign_code="celadon")
    stack.deliver(times=2)
    paid = stack.redeem(fresh_code(first), 1200).json["redemption_id"]
    stack.redeem(fresh_code(first), 300)
    path = f"/v1/redemptions/{paid}/cancels"
    body = {"amount": 200, "expected_remaining_amount": 1200, "reason": "x"}
    stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")


def test_the_dashboard_counts_today_so_far(stack: Stack) -> None:
    a_days_events(stack)

    seen = get(stack, "/v1/staff/dashboard").json

    assert seen["on"] == "2026-11-22"
    assert seen["signups"] == 3
    assert {b["code"]: b["signups"] for b in seen["signups_by_booth"]} == {
        "celadon-a": 1,
        "celadon-b": 1,
    }
    assert seen["signups_by_hour"] == [0] * 12 + [1, 2] + [0] * 10
    assert seen["mileage_granted"] == 15_000
    assert seen["mileage_converted"] == seen["vouchers_issued_amount"] == 3000
    assert (seen["redemptions"], seen["redeemed_amount"], seen["canceled_amount"]) == (2, 1500, 200)
    assert (seen["mileage_adjusted"], seen["vouchers_sold_amount"]) == (0, 0)
    assert seen["signup_queue"] == {"waiting": 3, "dead_letters": 1}


def test_the_dashboard_shows_what_staff_adjusted(stack: Stack) -> None:
    member = stack.member()
    body = {"member_id": member.member_id, "mileage": 700, "reason": "부스 오류"}
    made = stack.call("POST", "/v1/staff/adjustments", body, token="anna", key="a").json
    path = f"/v1/staff/adjustments/{made['adjustment_id']}/approve"
    assert stack.call("POST", path, {}, token="bora", key="b").json["status"] == "applied"

    seen = get(stack, "/v1/staff/dashboard").json
    assert (seen["mileage_granted"], seen["mileage_adjusted"]) == (5000, 700)


def test_the_dashboard_begins_anew_at_midnight_in_seoul(stack: Stack) -> None:
    a_days_events(stack)
    stack.now = stack.now.replace(hour=15, minute=0, second=0)

    seen = get(stack, "/v1/staff/dashboard").json

    assert (seen["on"], seen["signups"], seen["redemptions"]) == ("2026-11-23", 0, 0)


def test_a_booth_sees_its_own_count(stack: Stack) -> None:
    a_days_events(stack)
    stack.staff_roles = frozenset({"booth"})

    seen = get(stack, "/v1/booths/celadon-b/today").json

    assert (seen["name"], seen["signups"], seen["county_signups"]) == ("무대 옆 부스", 1, 3)
    for code in ("celadon", "nowhere"):
        check_refused(
            stack,
            lambda h, c=code: get(stack, f"/v1/booths/{c}/today", h),
            404,
            "booth_not_found",
        )


def test_a_booth_sees_its_own_hours_of_seoul(stack: Stack) -> None:
    a_days_events(stack)
    empty = [0] * 24

    def hours(code: str) -> Any:
        return get(stack, f"/v1/booths/{code}/today").json["signups_by_hour"]

    assert hours("celadon-a") == [0] * 12 + [1] + [0] * 11
    assert hours("celadon-b") == [0] * 13 + [1] + [0] * 10

    stack.now = stack.now.replace(hour=14, minute=59, second=59)
    stack.member("010-0000-0004")
    stack.later(seconds=11)  # The counts are kept for ten seconds.
    assert hours("celadon-a") == empty, "it is the next day"
    stack.member("010-0000-0005")
    stack.later(seconds=11)
    assert hours("celadon-b") == empty, "nobody joined there"


def test_each_booth_has_a_poster_with_its_own_address(stack: Stack) -> None:
    path = "/v1/staff/campaigns/cmp_0000000000000001/poster.svg"
    answers = [get(stack, path), get(stack, f"{path}?booth=celadon-a")]

    for answer in answers:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("image/svg+xml")
        assert "강진청자축제" in answer.raw.decode()
    assert answers[0].raw != answers[1].raw
    check_refused(stack, lambda h: get(stack, f"{path}?booth=nowhere", h), 404, "booth_not_found")
    check_refused(
        stack,
        lambda h: get(stack, path.replace("0001", "0002"), h),
        404,
        "campaign_not_found",
    )


def test_a_poster_is_one_a4_with_the_address_and_the_code_for_who_types(stack: Stack) -> None:
    path = "/v1/staff/campaigns/cmp_0000000000000001/poster.svg"
    booth = get(stack, f"{path}?booth=celadon-a").raw.decode()
    assert 'width="210mm" height="297mm"' in booth
    assert ">onmin.example</text>" in booth
    assert "참여 코드 (code)  celadon-a</text>" in booth
    assert "참여 코드 (code)  celadon</text>" in get(stack, path).raw.decode()


def test_campaigns_are_listed_with_their_booths(stack: Stack) -> None:
    (campaign,) = get(stack, "/v1/staff/campaigns").json["data"]

    assert campaign["code"] == "celadon"
    assert [b["code"] for b in campaign["booths"]] == ["celadon-a", "celadon-b"]


@pytest.mark.parametrize(
    "path", ["daily/2026-11-22", "weekly/2026-W47", "monthly/2026-11", "campaign/celadon"]
)
def test_a_report_of_a_period_that_is_not_over_is_not_made(stack: Stack, path: str) -> None:
    festival = builders.a_campaign(
        opens_at=builders.NOON - timedelta(days=5), closes_at=builders.NOON + timedelta(days=5)
    )
    CampaignStore(stack.table).put(festival)

    check_refused(stack, lambda h: run(stack, path, h), 409, "period_not_over", "period")
    assert stack.report_queue.sent == []


def test_a_report_may_be_made_from_midnight_in_seoul_on(stack: Stack) -> None:
    stack.now = stack.now.replace(hour=14, minute=59, second=59)
    assert run(stack, "daily/2026-11-22").status == 409
    stack.later(seconds=1)

    answer = run(stack, "daily/2026-11-22")

    assert answer.status == 202
    assert stack.report_queue.sent == [("gangjin", "daily", "2026-11-22")]


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("yearly/2026", "kind"),
        ("daily/2026-13-01", "period"),
        ("daily/20261122", "period"),
        ("daily/2026-W47", "period"),
        ("weekly/2026-W54", "period"),
        ("weekly/2026-47", "period"),
        ("monthly/2026-11-22", "period"),
        ("monthly/0000-01", "period"),
        ("daily/..", "period"),
    ],
)
def test_what_is_no_period_is_refused(stack: Stack, path: str, param: str) -> None:
    check_refused(stack, lambda h: run(stack, path, h), 400, "period_invalid", param)
    check_refused(
        stack, lambda h: get(stack, f"/v1/staff/reports/{path}", h), 400, "period_invalid", param
    )


def test_a_report_that_was_not_made_is_not_found(stack: Stack) -> None:
    for path in ("daily/2026-11-21", "daily/2026-11-21.html", "campaign/nowhere"):
        check_refused(
            stack,
            lambda h, p=path: get(stack, f"/v1/staff/reports/{p}", h),
            404,
            "report_not_found",
            "period",
        )


def test_a_made_report_is_listed_and_shown_in_three_forms(stack: Stack) -> None:
    a_days_events(stack)
    stack.later(days=1)
    stack.wired(ReportingWiring).reports.run("gangjin", "daily", "2026-11-22", now=stack.now)

    listed = get(stack, "/v1/staff/reports?kind=daily").json["data"]
    assert listed == [{"kind": "daily", "period": "2026-11-22"}]
    report = get(stack, "/v1/staff/reports/daily/2026-11-22")
    assert report.headers["Content-Type"] == "application/json"
    assert report.json["period"] == "2026-11-22"
    html = get(stack, "/v1/staff/reports/daily/2026-11-22.html")
    assert html.headers["Content-Type"].startswith("text/html")
    workbook = get(stack, "/v1/staff/reports/daily/2026-11-22.xlsx")
    assert workbook.raw[:2] == b"PK"
    assert 'filename="onmin-daily-2026-11-22.xlsx"' in workbook.headers["Content-Disposition"]


def test_a_report_made_again_has_the_same_bytes(stack: Stack) -> None:
    a_days_events(stack)
    stack.later(days=1)
    made = []
    for _ in range(2):
        stack.wired(ReportingWiring).reports.run(
            "gangjin", "daily", "2026-11-22", now=stack.now, fresh=True
        )
        made.append(dict(stack.files.files))
        stack.later(days=1)
        stack.member(f"010-7777-000{len(made)}")

    assert made[0] == made[1]
