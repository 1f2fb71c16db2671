"""Who comes along consents themselves, is counted, and is forgotten with the claim."""

from typing import Any

import pytest

from chalicelib.trips.wiring import TripsWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.trips.journeys import (
    FRIEND,
    apply,
    claim,
    decide,
    night,
    review,
    slip,
)
from tests.trips.test_applying import check_refused, mine

CHILD = FRIEND | {"name": "김하나", "birth_on": "2018-05-05"}
PARENT = {"name": "김영희", "relation": "parent"}
PHONE = "010-7777-1111"


@pytest.fixture
def member(stack: Stack) -> Member:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack.member()


def asked(member: Member, count: int = 1, **more: Any) -> tuple[str, list[str]]:
    """A trip, and the codes of the links of those who come along."""
    trip_id = apply(member, 1, asked_count=count, **more).json["trip_id"]
    return trip_id, [each["code"] for each in mine(member, trip_id)["companions_asked"]]


def consent(stack: Stack, code: str, phone: str = PHONE, **more: Any) -> Answer:
    stack.later(seconds=31)
    token = more.pop("token", None) or stack.prove_phone(phone, "companion")
    body = FRIEND | {"code": code, "verification_token": token} | more
    return stack.call("POST", "/v1/trip-companions/consent", body)


def say(stack: Stack, what: str, code: str) -> Answer:
    return stack.call("POST", f"/v1/trip-companions/{what}", {"code": code})


def stored_trip(stack: Stack) -> dict[str, Any]:
    return next(item for item in stack.table.items.values() if item.get("type") == "trip")


def paid(member: Member, trip_id: str, amount: int) -> Any:
    """What a claim of one slip is given."""
    stack = member.stack
    assert decide(stack, trip_id, "approve").status == 200
    stack.later(days=2)
    answer = claim(member, trip_id, receipts=[slip(stack, amount)])
    assert answer.status == 202, answer.raw
    assert review(stack, trip_id, True).status == 200
    assert decide(stack, trip_id, "grant", by="berta").status == 200
    return mine(stack.logged_in(member), trip_id)


def test_nothing_is_kept_of_who_is_asked_until_they_consent(member: Member) -> None:
    stack = member.stack
    trip_id, (code,) = asked(member)
    assert stored_trip(stack)["asked"] == [[1, "asked"]]
    seen = say(stack, "look", code).json
    assert (seen["state"], seen["is_open"]) == ("asked", True)
    assert "홍길동" not in str(seen)

    answer = consent(stack, code)

    assert (answer.status, answer.json["state"]) == (200, "consented")
    assert "김영희" not in str(stored_trip(stack))
    row = stored_trip(stack)["asked"][0]
    assert row[2] == answer.json["consent_version"], "the version of the text, and when"
    assert row[3].startswith(str(stack.now.date()))
    shown = stack.call("GET", f"/v1/staff/trips/{trip_id}", token="anna").json
    assert (shown["companions"], shown["consented_count"]) == ([FRIEND], 1)
    assert consent(stack, code).status == 200, "sent again"
    check_refused(consent(stack, code, "010-7777-2222"), 409, "companion_answered")


def test_who_consented_counts_and_is_erased_when_it_is_paid(member: Member) -> None:
    trip_id, (code, _) = asked(member, 2)
    consent(member.stack, code)

    found = paid(member, trip_id, 300_000)

    assert (found["granted_amount"], found["companion_count"]) == (150_000, 2)
    assert (found["consented_count"], found["companions_asked"]) == (1, [])
    assert stored_trip(member.stack)["asked"] == []
    assert say(member.stack, "look", code).json["is_open"] is False
    check_refused(say(member.stack, "refuse", code), 409, "companions_closed")
    check_refused(consent(member.stack, code), 409, "companions_closed")


def test_a_team_of_which_nobody_consents_is_a_person_alone(member: Member) -> None:
    trip_id, (code,) = asked(member)
    assert mine(member, trip_id)["reserved_amount"] == 200_000
    assert say(member.stack, "refuse", code).json["state"] == "refused"

    assert paid(member, trip_id, 300_000)["granted_amount"] == 100_000


def test_who_consented_may_take_it_back_and_consent_again(member: Member) -> None:
    trip_id, (code,) = asked(member)
    consent(member.stack, code)

    assert say(member.stack, "refuse", code).json["state"] == "refused"
    assert stored_trip(member.stack)["asked"] == [[1, "refused"]]
    assert say(member.stack, "refuse", code).status == 200
    assert consent(member.stack, code).status == 200
    assert mine(member, trip_id)["consented_count"] == 1


def test_each_phone_and_person_consents_once_and_nobody_for_others(member: Member) -> None:
    stack = member.stack
    _, (first, second) = asked(member, 2)
    consent(stack, first)

    check_refused(consent(stack, second), 422, "companion_twice")
    check_refused(consent(stack, second, name="이영희"), 422, "companion_twice")
    check_refused(consent(stack, second, "010-7777-3333"), 422, "companion_twice")
    own = consent(stack, second, member.phone, name="이영희")
    check_refused(own, 422, "companion_is_applicant")
    token = stack.prove_phone("010-7777-4444", "guardian")
    check_refused(consent(stack, second, token=token), 401, "verification_token_invalid")


def test_for_a_child_a_guardian_consents_who_may_be_the_applicant(member: Member) -> None:
    stack = member.stack
    trip_id, codes = asked(member, 3)
    check_refused(consent(stack, codes[0], **CHILD), 422, "guardian_required")
    check_refused(consent(stack, codes[0], guardian=PARENT), 400, "invalid_request")

    first = consent(stack, codes[0], member.phone, **CHILD, guardian=PARENT)
    other = CHILD | {"name": "김두리"}
    second = consent(stack, codes[1], member.phone, **other, guardian=PARENT)

    assert (first.status, second.status) == (200, 200)
    assert mine(member, trip_id)["consented_count"] == 2
    check_refused(
        consent(stack, codes[2], member.phone, **CHILD, guardian=PARENT), 422, "companion_twice"
    )


def test_who_lives_here_or_is_no_one_cannot_come_along(member: Member) -> None:
    stack = member.stack
    trip_id, (code,) = asked(member)
    check_refused(consent(stack, code, region_code="46810"), 422, "trip_not_for_residents")
    check_refused(consent(stack, code, region_code="99999"), 400, "invalid_request")
    check_refused(consent(stack, code, birth_on="2031-01-01"), 422, "birth_date_invalid")
    for wrong in (
        f"{trip_id}.2.{code[-20:]}",
        code[:-1] + "x",
        trip_id,
        "x.1.y",
        f"{trip_id}.９.x",
    ):
        check_refused(say(stack, "look", wrong), 404, "companion_link_not_found")


def test_where_each_is_asked_what_the_applicant_says_of_them_is_not_kept(member: Member) -> None:
    stack = member.stack
    stack.set_rule("trip.companions_consent", 1)
    stack.set_rule("trip.companions_counted", 1)
    stack.later(days=1)
    check_refused(
        apply(member, 1, companions=[FRIEND | {"region_code": "46810"}]),
        422,
        "trip_not_for_residents",
    )
    trip_id = apply(member, 1, companions=[FRIEND]).json["trip_id"]
    found = mine(member, trip_id)
    assert (found["companion_count"], found["asked_count"]) == (1, 1)
    assert "team" not in stored_trip(stack)

    consent(stack, found["companions_asked"][0]["code"])
    assert len(stored_trip(stack)["travellers"]) == 2
    assert times(stack) == [1, 1]
    say(stack, "refuse", found["companions_asked"][0]["code"])
    assert sorted(times(stack)) == [0, 1]
    consent(stack, found["companions_asked"][0]["code"])
    stack.later(days=20)
    night(stack)
    assert times(stack) == [0, 0], "nothing counts of what nobody claimed"


def test_who_has_travelled_often_enough_is_not_counted(member: Member) -> None:
    stack = member.stack
    stack.set_rule("trip.companions_counted", 1)
    stack.set_rule("trip.year_times", 1)
    stack.later(days=1)
    _, (code,) = asked(member)
    consent(stack, code)
    other = stack.member("010-9876-5432")
    _, (second,) = asked(other)

    check_refused(consent(stack, second), 422, "trip_times_exceeded")


def times(stack: Stack) -> list[int]:
    store = stack.wired(TripsWiring).store
    return [
        store.traveller(builders.COUNTY, item["pk"].rpartition("#")[2]).times.get(2026, 0)
        for item in stack.table.items.values()
        if item.get("type") == "traveller"
    ]


def test_who_is_named_is_not_asked_as_well(member: Member) -> None:
    stack = member.stack
    stack.set_rule("trip.companions_counted", 1)
    stack.later(days=1)
    _, (code,) = asked(member, companions=[FRIEND])

    check_refused(consent(stack, code), 422, "companion_twice")
    say(stack, "refuse", code)
    assert times(stack) == [1, 1]
