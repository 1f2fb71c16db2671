"""The report of what was issued: every won of the half-year is in it once, and it is kept."""

import csv
import hashlib
import io
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from chalicelib.ledger.entries import Entry
from chalicelib.paper.circulation import SeriesDays
from chalicelib.paper.stock import Series
from chalicelib.sales.rounds import DiscountShares
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import NO_FLOWS, Flow
from chalicelib.totals.wiring import TotalsWiring
from chalicelib.treasury.issue_report import IssueFigures, issue_rows
from tests.builders import a_county, a_round
from tests.conftest import Stack
from tests.duties.dutiful import duties
from tests.refusals import check_refused
from tests.treasury.test_account import moved, some_days

PATH = "/v1/staff/issue-reports"
DUTY = "issue_report-2026-H2"


def made(stack: Stack, half_year: str = "2026-H2", headers: Any = None) -> Any:
    return stack.call("POST", PATH, {"half_year": half_year}, token="anna", headers=headers)


def read(content: bytes) -> dict[tuple[str, str], int]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    return {(row[0], row[1]): int(row[3] or row[2] or 0) for row in rows if row[1]}


def paid(entries: list[Entry], *, back: bool) -> int:
    prices = [entry.purchase.price_amount for entry in entries if entry.purchase]
    return abs(sum(price for price in prices if (price < 0) == back))


def test_the_report_is_made_of_the_days_kept_with_its_hash_and_read_from_the_duty(
    stack: Stack,
) -> None:
    entries = some_days(stack)
    early = made(stack)
    assert (early.status, early.json["code"]) == (409, "fund_days_missing")
    assert duties(stack)[DUTY]["files"] == []
    stack.wired(TotalsWiring).totals_history.history(a_county(), date(2027, 1, 1))
    first = made(stack)
    assert (first.status, first.json["version"]) == (201, 1), first.raw
    assert made(stack).json == first.json, "the same figures are the same version"
    files = {path.rpartition("=")[2]: stack.call("GET", f"/{path}", token="anna")
             for path in duties(stack)[DUTY]["files"]}  # fmt: skip
    assert sorted(files) == ["csv", "xlsx"]
    content = files["csv"].raw
    raw = content.encode() if isinstance(content, str) else content
    assert hashlib.sha256(raw).hexdigest() == first.json["csv_sha256"]
    assert "제14조" in raw.decode()
    rows = read(raw)
    assert rows["판매", "창구"] == 90_000
    assert rows["판매 취소", "창구"] == 20_000
    assert rows["판매대금", "받은 돈"] == paid(entries, back=False)
    assert rows["판매대금", "돌려준 돈"] == paid(entries, back=True)
    assert rows["할인액", "합계"] == 7_000
    assert rows["사용", "결제에서 취소를 뺀 것: 판매분"] == moved(entries, of_bought=True)
    assert rows["사용", "결제에서 취소를 뺀 것: 정책발행분"] == moved(entries, of_bought=False)
    begin, end = (sum(n for (part, what), n in rows.items()
                      if part == f"{at} 유통 잔액" and what != "지류")
                  for at in ("기초", "기말"))  # fmt: skip
    came = rows["판매", "합계"] + rows["지급(정책발행)", "합계"] + rows["사용", "결제 취소"]
    went = sum(
        rows[key]
        for key in (
            ("판매 취소", "창구"), ("판매 취소", "온라인"), ("판매 취소", "결제가 되돌려짐"),
            ("지급분 회수", "합계"), ("사용", "가맹점 결제"), ("환불", "잔액·탈퇴 환불"),
            ("만료", "모바일"),
        )
    )  # fmt: skip
    assert begin + came - went == end, "no won is missing"
    assert rows["회원", "기말"] == 2


def test_what_is_not_over_or_not_made_is_refused(stack: Stack) -> None:
    stack.staff_roles = frozenset({"operator"})
    for half_year, status, code in (
        ("2026-H2", 422, "fund_period_not_over"),
        ("2025-H2", 404, "issue_report_not_found"),
        ("2026-H3", 404, "issue_report_not_found"),
    ):
        check_refused(stack, lambda h, half=half_year: made(stack, half, h), status, code, None)
    check_refused(
        stack,
        lambda h: stack.call("GET", f"{PATH}/2026-H1", token="anna", headers=h),
        404,
        "issue_report_not_found",
        None,
    )


DAY = date(2026, 12, 31)


def figures(**changes: Any) -> IssueFigures:
    sold = Flow(count=3, voucher_in=100_001, price_in=90_001)
    flows = {**NO_FLOWS, "online_purchase": sold,
             "paper_sale": Flow(count=1, price_in=45_000)}  # fmt: skip
    day = DayTotals("gangjin", DAY, ClosingTotals(voucher=100_001, bought=100_001), flows)
    facts: dict[str, Any] = {"first_on": DAY, "opening": ClosingTotals(), "days": [day],
                             "notes": [], "rounds": [], "shops": None}  # fmt: skip
    return IssueFigures(**facts | changes)


def amounts(of: IssueFigures, part: str) -> dict[str, int | None]:
    return {row[1]: row[3] for row in issue_rows(of) if row[0] == part}


def test_who_bears_the_discount_is_in_won_by_the_terms_of_each_round() -> None:
    shared = a_round(discount_shares=DiscountShares(4, 3, 3))
    other = a_round(round_id="rnd_2", name="설", discount_shares=DiscountShares(10, 0, 0))
    old = a_round(round_id="rnd_3", name="작년", discount_shares=None)
    day, rounds = figures().days[0], [shared, other, old]
    days = [
        replace(day, discounts={shared.round_id: 9_001, "rnd_2": 2_000}),
        replace(day, flows=NO_FLOWS, discounts={shared.round_id: -1_000, "rnd_3": -7}),
    ]
    borne = amounts(figures(rounds=rounds, days=days), "할인 부담")
    assert borne == {"국비": 3_200 + 2_000, "도비": 2_400, "군비": 2_401, "정하지 않음": -7}
    by_round = amounts(figures(rounds=rounds, days=days), "회차별 할인액")
    assert by_round == {"11월 특별 판매": 8_001, "설": 2_000, "작년": -7}
    total = amounts(figures(rounds=rounds, days=days), "할인액")
    assert total["합계"] == sum(by_round.values()) == sum(borne.values())


def test_notes_stand_in_their_half_year_and_expire_the_day_after_their_last() -> None:
    series = Series(
        county_id="gangjin", code="GA", denomination=10_000, first=1, last=10,
        issued_on=date(2021, 12, 30), expires_on=date(2026, 12, 30),
        delivered_at=datetime(2022, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    sold = {date(2026, 12, 1): 4, DAY: 5}
    ended = {(DAY, "exchanged"): 2, (date(2026, 12, 2), "exchanged"): 1, (DAY, "returned"): 1}
    found = figures(notes=[SeriesDays(series, sold, ended)])  # type: ignore[arg-type]
    assert amounts(found, "판매")["지류"] == 50_000
    assert amounts(found, "할인액")["지류"] == 5_000
    assert amounts(found, "판매 취소")["지류"] == 10_000
    assert amounts(found, "사용")["가맹점 환전(지류)"] == 20_000
    assert amounts(found, "만료")["지류"] == 50_000
    assert amounts(found, "기초 유통 잔액")["지류"] == 30_000
    assert amounts(found, "기말 유통 잔액")["지류"] == 0
