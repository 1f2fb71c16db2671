"""The demo's persons: invented, the same at every run, and adding up to the county's figures."""

from collections import Counter
from datetime import date, timedelta

import pytest

from chalicelib.core import regions
from chalicelib.core.values import seoul_date
from chalicelib.joining import phones
from chalicelib.members.rules import needs_guardian
from infra.demo import plan as demo_plan
from infra.demo.plan import HOME_REGION, Person


@pytest.fixture(scope="module")
def earlier() -> list[Person]:
    return demo_plan.earlier_members(1)


@pytest.fixture(scope="module")
def visitors() -> list[Person]:
    return demo_plan.visitors(1)


def test_the_figures_are_the_countys(earlier: list[Person], visitors: list[Person]) -> None:
    assert len(visitors) == 2_423
    assert len(earlier) + len(visitors) == 10_584


def test_more_than_half_live_elsewhere(earlier: list[Person], visitors: list[Person]) -> None:
    everyone = earlier + visitors
    inside = [p for p in everyone if p.region_code == HOME_REGION]

    assert len(inside) < len(everyone) / 2
    assert {p.relation for p in inside} == {"resident"}


def test_everyone_is_marked_as_invented(earlier: list[Person], visitors: list[Person]) -> None:
    everyone = earlier + visitors

    assert all(p.name.startswith("가상") for p in everyone)
    assert all(p.phone.startswith("+821000") for p in everyone)
    assert len({p.phone for p in everyone}) == len(everyone)


def test_everyone_could_join(earlier: list[Person], visitors: list[Person]) -> None:
    for person in earlier[::50] + visitors[::50]:
        assert phones.normalize(person.phone) == person.phone
    for person in earlier + visitors:
        assert regions.is_known(person.region_code)
        assert not needs_guardian(person.birth_on, seoul_date(person.joined_at))


def test_visitors_join_on_the_ten_days_and_unevenly(visitors: list[Person]) -> None:
    by_day = Counter(seoul_date(p.joined_at) for p in visitors)
    by_booth = Counter(p.code for p in visitors)

    assert sorted(by_day) == [date(2026, 2, 21) + timedelta(days=n) for n in range(10)]
    assert max(by_day.values()) > 3 * min(by_day.values())
    assert max(by_booth.values()) > 2 * min(by_booth.values())


def test_earlier_members_joined_before_the_festival(earlier: list[Person]) -> None:
    joined = {seoul_date(p.joined_at) for p in earlier}

    assert min(joined) == date(2026, 2, 5)
    assert max(joined) == date(2026, 2, 20)


def test_the_draw_is_always_the_same(visitors: list[Person]) -> None:
    assert demo_plan.visitors(1) == visitors


def test_a_smaller_scale_is_a_part_of_the_whole(visitors: list[Person]) -> None:
    some = demo_plan.visitors(0.02)

    assert len(some) == demo_plan.expected(0.02)[1] == 48
    assert set(some) <= set(visitors)
    assert set(some) <= set(demo_plan.visitors(0.5))


def test_what_a_person_does_can_be_done(earlier: list[Person], visitors: list[Person]) -> None:
    for person in earlier + visitors:
        if person.visit is None:
            continue
        times = [person.logs_in_at or person.joined_at, person.visit.converted_at]
        for payment in person.visit.payments:
            times.append(payment.at)
            assert payment.amount > 0
            if payment.cancel:
                assert payment.cancel.at > payment.at
                assert payment.cancel.amount is None or 0 < payment.cancel.amount < payment.amount
        assert times == sorted(times)
        assert sum(p.amount for p in person.visit.payments) <= person.visit.mileage <= 5_000


def test_all_that_happens_at_the_festival_happens_within_its_days(
    earlier: list[Person], visitors: list[Person]
) -> None:
    days = set(demo_plan.days())
    visits = [p.visit for p in earlier + visitors if p.visit and (p.code or p.logs_in_at)]

    for visit in visits:
        moments = [visit.converted_at, *(p.at for p in visit.payments)]
        moments += [p.cancel.at for p in visit.payments if p.cancel]
        assert {seoul_date(moment) for moment in moments} <= days
