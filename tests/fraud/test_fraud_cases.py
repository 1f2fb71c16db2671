"""Signals of misuse: counted from the day's entries and members' reports, judged on record."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.fraud.signals import is_round
from chalicelib.fraud.wiring import FraudWiring
from chalicelib.merchants.reports import ShopReport
from chalicelib.merchants.wiring import MerchantsWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.refusals import check_refused

PATH = "/v1/staff/fraud-cases"
DAY = "?from_on=2026-11-22&to_on=2026-11-22"


def cases(stack: Stack, query: str = DAY) -> list[dict[str, Any]]:
    answer = stack.call("GET", PATH + query, token="anna")
    assert answer.status == 200, answer.raw
    rows: list[dict[str, Any]] = answer.json["data"]
    return rows


def pay(member: Member, *amounts: int) -> list[str]:
    paid = []
    for amount in amounts:
        answer = member.stack.redeem(member.pay_code(), amount)
        assert answer.status == 201, answer.raw
        paid.append(answer.json["redemption_id"])
    return paid


def judge(stack: Stack, case_id: str, state: str = "closed", note: str = "단골") -> Answer:
    return stack.call("PUT", f"{PATH}/{case_id}", {"state": state, "note": note}, token="anna")


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=5000)


def test_one_wallet_again_and_again_at_one_shop_is_a_signal(member: Member) -> None:
    pay(member, 100, 200, 300, 400)
    assert cases(member.stack) == []
    pay(member, 500)
    (case,) = cases(member.stack)
    assert (case["signal"], case["count"], case["amount"]) == ("one_wallet_again", 5, 1500)
    assert (case["member_id"], case["state"], case["by"]) == (member.member_id, "open", None)
    assert case["merchant_id"]
    assert cases(member.stack, "?from_on=2026-11-21&to_on=2026-11-21") == []


def test_whole_ten_thousands_are_a_signal_from_ten_payments_on() -> None:
    assert not is_round([10_000] * 9)
    assert is_round([10_000] * 10)
    assert is_round([10_000] * 8 + [10_500] * 2)
    assert not is_round([10_000] * 7 + [10_500] * 3)
    assert not is_round([])


def test_half_of_a_days_payments_taken_back_is_a_signal(stack: Stack) -> None:
    members = [stack.member(f"010-2000-000{number}", vouchers=5000) for number in range(3)]
    paid = [pay(member, 1000, 1000, 1000) for member in members]
    flat = [one for those in paid for one in those]
    for number, redemption_id in enumerate(flat[:5]):
        found = [case["signal"] for case in cases(stack)]
        assert "paid_and_taken_back" not in found, number
        body = {"expected_remaining_amount": 1000, "reason": "x"}
        path = f"/v1/redemptions/{redemption_id}/cancels"
        answer = stack.call("POST", path, body, token=builders.SHOP_KEY, key=f"k{number}")
        assert answer.status == 201, answer.raw
    (case,) = [one for one in cases(stack) if one["signal"] == "paid_and_taken_back"]
    assert (case["count"], case["amount"]) == (5, 5000)


def test_a_shop_that_three_members_report_is_a_signal(stack: Stack) -> None:
    reports = stack.wired(MerchantsWiring).reports

    def report(reporter: str, kind: Any = "refuses", days_ago: int = 0) -> None:
        reports.put(
            ShopReport(
                county_id=builders.COUNTY,
                merchant_id="mch_1",
                merchant_code="CAFE",
                name="하늘 카페",
                reporter=reporter,
                kind=kind,
                note="",
                at=stack.now - timedelta(days=days_ago),
            )
        )

    report("a", days_ago=9)
    report("b")
    report("c", kind="moved")
    assert cases(stack) == []
    report("d")
    (case,) = cases(stack)
    assert (case["signal"], case["count"], case["amount"]) == ("reported_shop", 3, 0)
    assert (case["merchant_name"], case["member_id"]) == ("하늘 카페", None)


def test_what_is_said_of_a_case_stays_and_is_on_record(member: Member) -> None:
    stack = member.stack
    pay(member, 100, 100, 100, 100, 100)
    (case,) = cases(stack)

    said = judge(stack, case["case_id"], "looked_at", "전화로 확인하는 중")
    assert (said.status, said.json["state"], said.json["by"]) == (200, "looked_at", "anna")
    stack.later(seconds=1)
    judge(stack, case["case_id"])
    judge(stack, case["case_id"])
    (now,) = cases(stack)
    assert (now["state"], now["note"], now["by"]) == ("closed", "단골", "anna")
    records = stack.call("GET", "/v1/staff/audit?action=fraud_case_judged", token="anna").json
    assert [(r["before"]["state"], r["after"]["state"], r["reason"]) for r in records["data"]] == [
        ("looked_at", "closed", "단골"),
        ("open", "looked_at", "전화로 확인하는 중"),
    ]
    pay(member, 100)
    (more,) = cases(stack)
    assert (more["count"], more["state"]) == (6, "closed"), "the same case, counted anew"


def test_what_is_no_signal_is_no_case(member: Member) -> None:
    for case_id in ("2026-11-22-round_sums-mch_1", "x", "2026-13-22-x"):
        body = {"state": "closed", "note": "x"}
        check_refused(
            member.stack,
            lambda h, c=case_id, b=body: member.stack.call(
                "PUT", f"{PATH}/{c}", b, token="anna", headers=h
            ),
            404,
            "fraud_case_not_found",
        )


def test_of_two_who_judge_at_once_one_is_told_so(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = member.stack
    pay(member, 100, 100, 100, 100, 100)
    (case,) = cases(stack)
    monkeypatch.setattr(type(stack.wired(FraudWiring).cases.store), "say", lambda *_: False)
    answer = judge(stack, case["case_id"])
    assert (answer.status, answer.json["code"]) == (409, "fraud_case_changed")


def test_seven_days_at_most(stack: Stack) -> None:
    last = seoul_date(stack.now)
    first = last - timedelta(days=7)
    check_refused(
        stack,
        lambda h: stack.call(
            "GET", f"{PATH}?from_on={first}&to_on={last}", token="anna", headers=h
        ),
        422,
        "fraud_span_too_long",
        "to_on",
    )
    assert cases(stack, f"?from_on={first + timedelta(days=1)}&to_on={last}") == []
    assert stack.call("GET", f"{PATH}?from_on={last}&to_on={first}", token="anna").status == 422
