"""The Korean words and number forms of reports, shared by mail, page and workbook.

As in the county's own tables, the sum comes first and "-" prints zero.
"""

from collections.abc import Mapping
from datetime import date

from chalicelib.core import regions
from chalicelib.ledger.kinds import check_same
from chalicelib.reporting.report import (
    BoothCount,
    CampaignCount,
    ChannelCount,
    Comparison,
    DayCount,
    RegionCount,
    RelationCount,
    Report,
    SalesRow,
)
from chalicelib.reporting.uses import CampaignUse
from chalicelib.totals.flows import ACCOUNTS, Account

KIND_NAMES = {
    "daily": "일일 보고",
    "weekly": "주간 보고",
    "monthly": "월간 보고",
    "campaign": "행사 보고",
}
BEFORE_NAMES = {"daily": "전일", "weekly": "전주", "monthly": "전월", "campaign": "직전 같은 기간"}
RELATION_NAMES = {
    "expatriate": "출향민",
    "tourist": "관광객",
    "athlete": "전지훈련·경기",
    "worker": "직장·학교",
    "resident": "주민",
    "other": "그 밖",
}
ACCOUNT_NAMES: Mapping[Account, str] = {
    "program_expense": "사업비 (마일리지 지급)",
    "mileage_liability": "마일리지 부채",
    "conversion_clearing": "전환 대체",
    "voucher_sales": "상품권 판매대금",
    "sale_discount": "할인 지원금",
    "voucher_liability": "상품권 부채",
    "merchants_payable": "가맹점 미지급금",
    "expired": "소멸",
    "paper_circulation": "지류 상품권 판매 (산 값)",
}
check_same("the names of accounts", ACCOUNT_NAMES, ACCOUNTS)
PROBLEM_NAMES = {
    "sequence": "순번",
    "mileage_balance": "마일리지 잔액",
    "voucher_balance": "상품권 잔액",
    "lots": "보유 내역 합계",
    "hash_link": "연결 해시",
}
MERGED = "그 밖의 지역"
_WEEKDAYS = "월화수목금토일"


def number(value: int) -> str:
    """In tables: `1,234`; a dash for zero."""
    return f"{value:,}" if value else "-"


def plain(value: int) -> str:
    """In sentences: `1,234`, `0`."""
    return f"{value:,}"


def won(value: int) -> str:
    return f"{value:,}원"


def percent(bps: int) -> str:
    """Basis points: 5234 → `52.3%`, rounded half up."""
    tenths = (bps + 5) // 10
    return f"{tenths // 10}.{tenths % 10}%"


def per_point(bps: int) -> str:
    """Won for a point: 12345 → `1.23원`, rounded half up."""
    cents = (bps + 50) // 100
    return f"{cents // 100}.{cents % 100:02}원"


def given_rows(campaign: CampaignUse) -> list[tuple[str, int]]:
    """What a campaign gave: what for, where that is anything, and what of it was taken back."""
    given = campaign.given
    rows = [
        ("가입", given.joining),
        ("방문", given.visits),
        ("스탬프 투어", given.tours),
        ("친구 추천", given.referrals),
    ]
    parts = [(f"그 가운데 {words}", points) for words, points in rows if points]
    back = campaign.taken_back_mileage
    return [
        ("드린 마일리지", campaign.given_mileage),
        *(parts if len(parts) > 1 else ()),
        *([("거두어들인 마일리지", back)] if back else ()),
    ]


def given_lines(campaign: CampaignUse) -> list[tuple[str, str, bool]]:
    """The same as a statement has them, and what was spent for each point."""
    return [
        *(
            (words, f"{plain(points)}점", number == 0)
            for number, (words, points) in enumerate(given_rows(campaign))
        ),
        ("1점을 드리고 쓰인 돈", per_point(campaign.spent_per_given_bps), False),
    ]


def signed(value: int) -> str:
    return f"+{value:,}" if value > 0 else f"−{-value:,}" if value else "같음"


def day(text: str) -> str:
    """`2026-11-21` → `11.21.(토)`."""
    on = date.fromisoformat(text)
    return f"{on.month}.{on.day}.({_WEEKDAYS[on.weekday()]})"


def period_title(report: Report) -> str:
    """The period in words: `2026년 11월 21일(토)`, `2026년 47주 (11.16.~11.22.)`."""
    first, last = date.fromisoformat(report.first_on), date.fromisoformat(report.last_on)
    if report.kind == "daily":
        return f"{first.year}년 {first.month}월 {first.day}일({_WEEKDAYS[first.weekday()]})"
    if report.kind == "monthly":
        return f"{first.year}년 {first.month}월"
    span = f"{first.month}.{first.day}.~{last.month}.{last.day}."
    if report.kind == "weekly":
        return f"{report.period[:4]}년 {int(report.period[6:])}주 ({span})"
    name = report.campaign.name if report.campaign else report.period
    return f"{name} ({first.year}.{span})"


def mail_subject(report: Report) -> str:
    """`[강진군] 온군민 일일 보고 2026-11-21: 가입 242명, 결제 1,234,000원`."""
    alarm = "" if report.is_sound else "[확인 필요] "
    period = report.period if report.kind == "daily" else period_title(report)
    return (
        f"{alarm}[{report.county.name}] 온군민 {KIND_NAMES[report.kind]} {period}: "
        f"가입 {report.signups.total:,}명, 결제 {won(report.redemptions.total.net_amount)}"
    )


def region(row: RegionCount) -> str:
    if row.code:
        return row.name or row.code
    if row.province_code:
        return f"{province(row.province_code)} 그 밖의 시군구"
    return MERGED


def region_full(row: RegionCount) -> str:
    """With its province, as many districts share a name: `부산광역시 중구`."""
    return regions.full_name(row.code) if row.code else region(row)


def province(code: str) -> str:
    return regions.name(code) if code else "알 수 없음"


def relation(row: RelationCount) -> str:
    if row.relation is None:
        return "합쳐 보인 작은 수"
    return RELATION_NAMES.get(row.relation, row.relation)


def campaign(row: CampaignCount) -> str:
    return row.name or "행사 밖 가입"


def booth(row: BoothCount) -> str:
    return row.name or ("부스 없음" if row.campaign_id else "행사 밖 가입")


def channel(row: ChannelCount) -> str:
    return row.name if row.campaign_id else "행사 밖 가입"


def merchant(row: SalesRow) -> str:
    """The name of a merchant or a category."""
    return row.name or "기타"


def day_of(row: DayCount) -> str:
    return day(row.on)


def ledger_check(report: Report) -> str:
    """`이상 없음`, `차이 3건 (7일 가운데 6일을 대사함)`, `아직 하지 않음`."""
    check = report.ledger_check
    if not check.days_checked:
        return "아직 하지 않음"
    found = f"차이 {check.difference_count:,}건" if check.difference_count else "이상 없음"
    if check.days_checked == check.days:
        return found
    return f"{found} ({check.days}일 가운데 {check.days_checked}일을 대사함)"


def change(report: Report, now: int, field: str) -> str:
    """`전일보다 +12`; empty if there is nothing to compare with."""
    before: Comparison | None = report.previous
    if before is None:
        return ""
    difference = now - getattr(before, field)
    name = BEFORE_NAMES[report.kind]
    if difference:
        return f"{name}보다 {signed(difference)}"
    has_final_consonant = (ord(name[-1]) - 0xAC00) % 28 > 0
    return f"{name}{'과' if has_final_consonant else '와'} 같음"
