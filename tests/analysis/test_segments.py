"""Of whom a rule holds."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.analysis.member_facts import MemberFacts, Spent, age_band, quarters_until
from chalicelib.analysis.segments import SegmentRule

ON = date(2026, 11, 29)


def a_row(**changes: Any) -> MemberFacts:
    facts: dict[str, Any] = {
        "member_id": "mem_1",
        "joined_on": date(2026, 5, 2),
        "region_code": "11110",
        "relation": "tourist",
        "campaign_id": "cmp_1",
        "born": 1990,
        "last_seen_on": date(2026, 10, 1),
        "quarters": {"2026Q4": Spent(2, 30_000), "2025Q4": Spent(1, 99_000)},
    }
    return MemberFacts(**facts | changes)


@pytest.mark.parametrize(
    ("holds", "rule"),
    [
        (True, {}),
        (True, {"regions": ("11",)}),
        (True, {"regions": ("26", "11110")}),
        (False, {"regions": ("11140",)}),
        (False, {"relations": ("athlete",)}),
        (True, {"age_bands": ("30s",)}),
        (False, {"age_bands": ("20s", "40s")}),
        (False, {"campaign_ids": ("cmp_2",)}),
        (False, {"joined_from_on": date(2026, 5, 3)}),
        (True, {"joined_from_on": date(2026, 5, 2), "joined_to_on": date(2026, 5, 2)}),
        (True, {"seen_within_days": 59}),
        (False, {"seen_within_days": 58}),
        (True, {"unseen_for_days": 59}),
        (False, {"unseen_for_days": 60}),
        # The quarter of a year ago is none of the last four.
        (True, {"spent_min_amount": 30_000, "spent_max_amount": 30_000}),
        (False, {"spent_min_amount": 30_001}),
        (False, {"relations": ("tourist",), "regions": ("26",)}),
    ],
)
def test_all_of_a_rule_must_hold(holds: bool, rule: dict[str, Any]) -> None:
    assert SegmentRule(**rule).holds(a_row(), ON) is holds


def test_who_was_never_seen_is_unseen_for_ever() -> None:
    row = a_row(last_seen_on=None)
    assert SegmentRule(unseen_for_days=365).holds(row, ON)
    assert not SegmentRule(seen_within_days=365).holds(row, ON)


def test_bands_and_quarters() -> None:
    bands = [age_band(born, ON) for born in (2020, 2007, 2006, 1987, 1957, 1956, 1920, None)]
    assert bands == ["under_20", "under_20", "20s", "30s", "60s", "70_over", "70_over", ""]
    assert quarters_until(date(2026, 1, 1) - timedelta(days=0), 3) == ["2026Q1", "2025Q4", "2025Q3"]
