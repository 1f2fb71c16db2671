"""A night of the analysis whose figures are large enough to be shown."""

from datetime import date

from chalicelib.analysis.figures import Figures, Path, ShopUse
from chalicelib.analysis.member_book import PARTS
from chalicelib.analysis.small_counts import People
from chalicelib.analysis.wiring import AnalysisWiring
from tests import builders
from tests.conftest import Stack


def a_path(joined: int) -> Path:
    """A half converts, a third pays, a tenth comes back."""
    steps = [People(count, count * 7) for count in (joined, joined // 2, joined // 3, joined // 10)]
    return Path(*steps, spent_amount=joined * 4_321)


def analysed(stack: Stack) -> None:
    rule = {"relations": ["tourist"], "unseen_for_days": 60}
    body = {"name": "두 달 오지 않은 관광객", "rule": rule}
    made = stack.call("POST", "/v1/staff/segments", body, token="anna")
    assert made.status == 201, made.raw
    campaign = stack.call("GET", "/v1/staff/campaigns", token="anna").json["data"][0]["campaign_id"]
    book, on = stack.wired(AnalysisWiring).book, date(2026, 11, 21)
    for number in range(1, PARTS):
        book.write_figures(builders.COUNTY, number, Figures(on))
    months = {"2026-08": 420, "2026-09": 310, "2026-10": 1240, "2026-11": 96}
    book.write_figures(
        builders.COUNTY,
        0,
        Figures(
            on,
            months={month: a_path(joined) for month, joined in months.items()},
            campaigns={campaign: a_path(1_500), "": a_path(20)},
            segments={made.json["segment_id"]: a_path(233)},
            shops={"mch_1": ShopUse(People(180, 11), 402, 3_204_000)},
            members=2_066,
        ),
    )
