"""Interest of the treasury account: read from a file row by row, two people, versions."""

from datetime import date

from chalicelib.treasury.interest import Interest, judge_file
from chalicelib.treasury.wiring import TreasuryWiring
from tests.builders import COUNTY
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PATH = "/v1/staff/interest-proposals"
DAY = date(2026, 11, 2)


def known(amount: int) -> dict[date, Interest]:
    one = Interest(county_id=COUNTY, on=DAY, number=1, amount=amount, proposal_id="int_x")
    return {DAY: one}


def test_each_row_of_a_statement_says_what_becomes_of_it() -> None:
    text = (
        '거래일자,이자\r\n2026.11.02,"1,200원"\r\n2026-11-03,77\n\n2026/11/3,5\n2026-11-04,-5\n'
        "2026-11-31,5\n2026-11-22,5\n2026-01-31,5\n2026.11.5.,0\n"
    )
    rows = judge_file(text, known(900), opened_on=date(2026, 2, 5), today=date(2026, 11, 22))
    assert [(row.line, row.amount, row.state) for row in rows] == [
        (2, 1_200, "corrects"), (3, 77, "new"), (5, 5, "day_twice"),
        (6, None, "amount_unreadable"), (7, 5, "day_unreadable"), (8, 5, "day_not_over"),
        (9, 5, "day_before_opening"), (10, 0, "new"),
    ]  # fmt: skip
    for wrong in ("2026-11-02,1,200", "2026-11-02,1,200원", "2026-1_1-02,5"):
        (row,) = judge_file(wrong, {}, opened_on=DAY, today=date(2026, 11, 22))
        assert row.state in ("amount_unreadable", "day_unreadable"), wrong
    same = judge_file("2026-11-02,900", known(900), opened_on=DAY, today=date(2026, 11, 22))
    assert [row.state for row in same] == ["unchanged"]
    no_day = judge_file("3010-01-12345678901,77", {}, opened_on=DAY, today=date(2026, 11, 22))
    assert [row.state for row in no_day] == ["day_unreadable"], "an account's number is no day"
    broken = judge_file('"2026-11-02,900', known(900), opened_on=DAY, today=date(2026, 11, 22))
    assert [row.state for row in broken] == ["file_broken"]


def propose(stack: Stack, amount: int, key: str, *, on: str = "2026-11-02") -> Answer:
    body = {"rows": [{"on": on, "amount": amount}], "reason": "11월 2일 거래내역서"}
    return stack.call("POST", PATH, body, token="chul", key=key)


def approve(stack: Stack, proposal: Answer, *, by: str = "bora") -> Answer:
    path = f"{PATH}/{proposal.json['proposal_id']}/approve"
    return stack.call("POST", path, {}, token=by, key=f"a-{proposal.json['proposal_id']}")


def in_force(stack: Stack) -> list[tuple[int, int]]:
    store = stack.wired(TreasuryWiring).interest_store
    return [(one.number, one.amount) for one in store.versions(COUNTY, DAY, DAY)]


def test_interest_holds_when_a_second_person_confirmed_it_and_is_corrected_by_a_version(
    stack: Stack,
) -> None:
    stack.staff_roles = frozenset({"manager", "treasurer"})
    first = propose(stack, 1_350, "i1")
    assert (first.status, first.json["status"], first.json["total_amount"]) == (
        201, "proposed", 1_350,
    )  # fmt: skip
    assert propose(stack, 1_350, "i1").json["proposal_id"] == first.json["proposal_id"]
    own = approve(stack, first, by="chul")
    assert (own.status, own.json["code"]) == (403, "approver_is_proposer")
    assert in_force(stack) == []
    assert approve(stack, first).json["status"] == "applied"
    assert approve(stack, first).json["status"] == "applied", "again it is once"
    assert in_force(stack) == [(1, 1_350)]
    refused = propose(stack, 1_350, "i2")
    assert (refused.status, refused.json["code"], refused.json["rows"]) == (
        422, "interest_rows_invalid", [1],
    )  # fmt: skip
    one, other = propose(stack, 1_360, "i3"), propose(stack, 1_370, "i4")
    assert one.json["rows"][0]["version"] == other.json["rows"][0]["version"] == 2
    assert approve(stack, other).json["status"] == "applied"
    late = approve(stack, one)
    assert (late.json["status"], late.json["refusal"]["code"]) == ("refused", "interest_changed")
    assert in_force(stack) == [(1, 1_350), (2, 1_370)], "what was confirmed stays as it was"


def test_what_is_not_there_or_not_over_is_refused(stack: Stack) -> None:
    stack.staff_roles = frozenset({"treasurer"})
    check_refused(
        stack,
        lambda h: stack.call("GET", f"{PATH}/int_x", token="anna", headers=h),
        404,
        "interest_proposal_not_found",
        None,
    )
    answer = propose(stack, 5, "i5", on="2026-11-22")
    assert (answer.status, answer.json["code"]) == (422, "interest_rows_invalid")
    checked = stack.call(
        "POST", "/v1/staff/interest-files", {"content": "2026-11-02,5"}, token="chul"
    )
    assert [row["state"] for row in checked.json["data"]] == ["new"]
