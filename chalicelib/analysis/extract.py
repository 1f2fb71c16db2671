"""The extract: one line a member, without names, numbers or ids, and what each column means.

A pseudonym is a keyed hash of county, quarter and member, so lines of one quarter's nights can be
followed, and those of two quarters cannot be put together (Personal Information Protection Act
art. 28-2: pseudonymised data for statistics; art. 28-4: what would undo it is kept apart).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.analysis.member_facts import AGE_BANDS, MemberFacts, age_band, quarters_until

QUARTERS_SHOWN = 4


class Column(NamedTuple):
    name: str
    form: str
    ko: str
    en: str


COLUMNS: tuple[Column, ...] = (
    Column("pseudonym", "32 hex digits", "가명 (분기마다 바뀜)", "Pseudonym, new each quarter"),
    Column("region_code", "5 digits", "사는 시군구 코드", "Residence, as a code of five digits"),
    Column("relation", "word", "군과의 인연", "Tie to the county"),
    Column("age_band", " / ".join(AGE_BANDS), "나이대 (연 나이)", "Age band, by year of birth"),
    Column("joined_on", "date", "가입한 날", "Day of joining"),
    Column("joined_month", "YYYY-MM", "가입한 달", "Month of joining"),
    Column("campaign_id", "id or empty", "가입한 행사", "Campaign through which they joined"),
    Column("channel", "word or empty", "행사에 온 경로", "By which way they came to it"),
    Column("takes_marketing", "0 / 1", "마케팅 수신 동의", "Consent to marketing"),
    Column("first_converted_on", "date or empty", "처음 바꾼 날", "First conversion of mileage"),
    Column("first_spent_on", "date or empty", "처음 결제한 날", "First payment"),
    Column("returned_on", "date or empty", "다른 날 다시 결제한 날", "Paid again, on a later day"),
    Column("last_spent_on", "date or empty", "마지막 결제한 날", "Last payment"),
    Column("last_seen_on", "date or empty", "마지막 방문일", "Last payment or confirmed visit"),
    Column("visits", "number", "확인된 방문 수", "Confirmed visits"),
    *(
        column
        for n in range(QUARTERS_SHOWN)
        for column in (
            Column(f"payments_q{n}", "count", f"{n}분기 전 결제 수", f"Payments, {n} quarters ago"),
            Column(f"won_q{n}", "won", f"{n}분기 전 결제액", f"Net won paid, {n} quarters ago"),
        )
    ),
)
"""In the order of the file. `q0` is the quarter of the file's day."""

Pseudonyms = Callable[[str], str]
"""From a member to the pseudonym of a county's quarter."""


def lines(rows: Iterable[MemberFacts], on: date, pseudonym: Pseudonyms) -> Iterator[list[object]]:
    """In the order of pseudonyms, which says nothing of who joined when."""
    quarters = quarters_until(on, QUARTERS_SHOWN)
    for name, row in sorted((pseudonym(row.member_id), row) for row in rows):
        spent = [row.quarters.get(quarter) for quarter in quarters]
        yield [
            name,
            row.region_code,
            row.relation,
            age_band(row.born, on),
            row.joined_on,
            row.joined_on.isoformat()[:7],
            row.campaign_id or "",
            row.channel or "",
            int(row.takes_marketing),
            *(
                day or ""
                for day in (
                    row.first_converted_on,
                    row.first_spent_on,
                    row.returned_on,
                    row.last_spent_on,
                    row.last_seen_on,
                )
            ),
            row.visits,
            *(
                value
                for quarter in spent
                for value in ((quarter.payments, quarter.amount) if quarter else (0, 0))
            ),
        ]


def dictionary() -> list[list[object]]:
    """The data dictionary, a line a column."""
    return [list(column) for column in COLUMNS]
