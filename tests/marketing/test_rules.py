"""Rules of advertising messages: words, night and day, caps, who is held out, what is said."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.small_counts import People
from chalicelib.analysis.trials import Arm, Effect, Participant, draw, finding, is_due, measure
from chalicelib.ledger.profile import is_night
from chalicelib.marketing import texts
from chalicelib.marketing.errors import MessageTextInvalidError
from chalicelib.marketing.messages import estimate, is_over_cap, reminder_due
from tests import builders

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
URL = "https://gangjin.example/refuse/06H02CHZG2WVD3YG0123456789"


def test_mark_sender_and_refusal_are_put_in() -> None:
    county = builders.a_county()
    korean = texts.finished(county, "첫날 무료", "ko", URL).splitlines()
    assert korean[0].startswith(f"(광고) {county.programme}")
    assert korean[0].endswith(county.phone)
    assert korean[1:] == ["첫날 무료", f"무료 수신거부: {URL}"]
    english = texts.finished(county, "Free", "en", URL)
    assert english.startswith(f"(광고) {county.programme_en}")
    assert english.endswith(f"Refuse, free of charge: {URL}")
    assert not texts.reminder(county, date(2024, 12, 1), URL).startswith("(광고)")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "가" * 121,
        "두 줄\n글",
        "(광고) 축제",
        "[ 광 고 ] 축제",
        "수신 거부 080",
        "Unsubscribe",
    ],
)
def test_texts_that_are_none(text: str) -> None:
    with pytest.raises(MessageTextInvalidError):
        texts.check(text, "text_ko")


def test_parts_of_a_text() -> None:
    assert [texts.parts("가" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (7, 59, True), (8, 0, False)],
)
def test_the_night_is_from_21_to_8_in_seoul(hour: int, minute: int, night: bool) -> None:
    at = datetime(2026, 11, 30, hour, minute, tzinfo=UTC) - timedelta(hours=9)
    assert is_night(at) is night


@pytest.mark.parametrize(
    ("over", "hours", "day", "week"),
    [
        (False, [], 1, 2),
        (True, [], 0, 2),
        (True, [1], 1, 2),
        (False, [13], 1, 2),
        (True, [25, 100], 1, 2),
        (False, [25, 169], 1, 2),
        (True, [1, 25], 5, 2),
    ],
)
def test_caps_of_a_day_and_a_week(over: bool, hours: list[int], day: int, week: int) -> None:
    sent = [NOW - timedelta(hours=each) for each in hours]
    assert is_over_cap(sent, NOW, day=day, week=week) is over


def test_an_estimate_is_never_below_the_cost() -> None:
    for count in range(5, 200):
        for key in (1, 77, 10**15 + count):
            assert estimate(People(count, key), 5, 60).cost_maximum >= count * 60


@pytest.mark.parametrize(
    ("since", "today", "years"),
    [
        (None, date(2026, 11, 30), None),
        (date(2025, 11, 30), date(2026, 11, 30), None),
        (date(2024, 12, 8), date(2026, 11, 30), None),
        (date(2024, 12, 7), date(2026, 11, 30), 2),
        (date(2023, 12, 1), date(2026, 11, 30), 2),
        (date(2022, 11, 30), date(2026, 11, 30), 4),
        (date(2024, 2, 29), date(2026, 2, 28), 2),
    ],
)
def test_a_reminder_is_due_every_two_years(
    since: date | None, today: date, years: int | None
) -> None:
    assert reminder_due(since, today) == years


def a_row(member_id: str, **changes: Any) -> MemberFacts:
    joined = date(2026, 1, 1)
    return MemberFacts(
        member_id=member_id, joined_on=joined, region_code="11110", relation="tourist", **changes
    )


def test_lots_hold_out_a_part_unless_a_group_is_too_small() -> None:
    rows = [a_row(f"mem_{n:03}") for n in range(100)]
    on = date(2026, 11, 29)
    drawn = draw(rows, on, lambda one: int(one[4:]), percent=10, minimum=10)
    assert sum(not one.is_treated for one in drawn) == 10
    small = draw(rows, on, lambda one: int(one[4:]), percent=9, minimum=10)
    assert all(one.is_treated for one in small)
    assert all(one.is_treated for one in draw(rows, on, lambda _: 0, percent=0, minimum=10))


def test_what_each_group_did_is_counted_from_the_next_day_on() -> None:
    begun, through = date(2026, 11, 10), date(2026, 11, 24)
    assert is_due(begun, through)
    assert not is_due(begun, through - timedelta(days=1))
    rows = {
        "mem_1": a_row("mem_1", last_spent_on=begun, last_seen_on=begun),
        "mem_2": a_row("mem_2", last_spent_on=date(2026, 11, 11), last_seen_on=date(2026, 11, 11)),
        "mem_3": a_row("mem_3", last_seen_on=date(2026, 11, 24)),
    }
    people = [
        Participant("mem_1", True, True),
        Participant("mem_2", True, True),
        Participant("mem_3", False, False),
        Participant("mem_left", False, False),
    ]
    effect = measure(people, rows, begun_on=begun, through=through, key_of=lambda one: len(one))
    treated, held_out = effect.treated, effect.held_out
    counts = [treated.people, treated.paid, treated.seen, treated.away, treated.returned]
    assert [each.count for each in counts] == [2, 1, 1, 2, 1]
    counts = [held_out.people, held_out.paid, held_out.seen, held_out.away]
    assert [each.count for each in counts] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("said", "treated", "held_out"),
    [
        ("nobody_held_out", (100, 50), (0, 0)),
        ("too_small", (100, 50), (20, 3)),
        ("too_small", (100, 50), (8, 8)),
        ("no_difference", (900, 300), (100, 30)),
        ("more", (900, 400), (100, 20)),
        ("fewer", (900, 200), (100, 60)),
        ("no_difference", (100, 0), (100, 0)),
    ],
)
def test_what_is_said_of_an_effect(
    said: str, treated: tuple[int, int], held_out: tuple[int, int]
) -> None:
    arms = [
        Arm(people=People(people, 12345), seen=People(seen, 6789))
        for people, seen in (treated, held_out)
    ]
    on = date(2026, 11, 30)
    assert finding(Effect(on, on, *arms), 10) == said
