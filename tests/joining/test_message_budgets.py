"""How many text messages may be asked for: a flood pays for it, and locks nobody out."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.joining.challenges import CHALLENGE_TTL, Challenge
from chalicelib.joining.message_budgets import Measures
from chalicelib.joining.wiring import JoiningWiring
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PHONE = "010-1234-5678"
ABROAD = "+1 202 555 01{:02}"
FREE = Measures().number_day
BITS, BITS_MAX = 4, 7
"""Less work than in earnest, but for one test."""


def ask(
    stack: Stack, phone: str = PHONE, purpose: str = "login", source: str = "", **more: Any
) -> Answer:
    headers = {"X-Forwarded-For": source} if source else None
    body = {"phone": phone, "purpose": purpose} | more
    return stack.call("POST", "/v1/verifications", body, headers=headers)


def solved(refusal: Answer) -> dict[str, Any]:
    """What a page would do with the challenge."""
    assert refusal.status == 429, refusal.raw
    assert refusal.json["code"] == "challenge_required"
    challenge = refusal.json["challenge"]
    made = Challenge(challenge["text"], challenge["bits"])
    return {"text": made.text, "counter": next(n for n in count() if made.is_answered_by(n))}


def measure(stack: Stack, **measures: int) -> None:
    joining = stack.wired(JoiningWiring)
    joining.message_budgets = replace(
        joining.message_budgets,
        measures=Measures(**{"bits": BITS, "bits_max": BITS_MAX, **measures}),
    )


def use_up(stack: Stack, phone: str = PHONE, purpose: str = "login") -> None:
    for _ in range(FREE):
        assert ask(stack, phone, purpose).status == 202
        stack.later(seconds=31)


@pytest.fixture(autouse=True)
def morning(stack: Stack) -> None:
    stack.now = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    measure(stack)


def test_in_earnest_it_takes_a_phone_some_seconds(stack: Stack) -> None:
    measure(stack, bits=10, bits_max=13, number_day=1)
    assert (Measures().bits, Measures().bits_max) == (10, 13)
    assert ask(stack).status == 202
    stack.later(seconds=31)

    refused = ask(stack)

    assert refused.json["challenge"] | {"text": ""} == {"text": "", "bits": 10, "iterations": 1000}
    assert ask(stack, solution=solved(refused)).status == 202


def test_after_some_messages_of_a_day_the_next_one_costs_a_challenge(stack: Stack) -> None:
    use_up(stack)

    refused = ask(stack)
    sent = len(stack.messages.sent)
    answer = ask(stack, solution=solved(refused))

    assert refused.json["challenge"]["bits"] == BITS
    assert int(refused.headers["Retry-After"]) > 0
    assert answer.status == 202
    assert len(stack.messages.sent) == sent + 1


def test_it_is_told_in_both_languages(stack: Stack) -> None:
    use_up(stack)

    check_refused(
        stack,
        lambda h: stack.call(
            "POST", "/v1/verifications", {"phone": PHONE, "purpose": "login"}, headers=h
        ),
        429,
        "challenge_required",
    )


def test_each_message_more_of_a_number_costs_twice_the_work_up_to_some_seconds(
    stack: Stack,
) -> None:
    use_up(stack)

    bits = [ask(stack).json["challenge"]["bits"] for _ in range(BITS_MAX - BITS + 3)]

    assert bits == [*range(BITS, BITS_MAX + 1), BITS_MAX, BITS_MAX]


def test_messages_to_log_in_and_to_sign_up_are_counted_apart(stack: Stack) -> None:
    use_up(stack, purpose="signup")

    assert ask(stack, purpose="signup").status == 429
    assert ask(stack, purpose="login").status == 202


def test_another_number_is_free(stack: Stack) -> None:
    use_up(stack)

    assert ask(stack).status == 429
    assert ask(stack, "010-8765-4321").status == 202


def test_the_measure_turns_at_midnight_in_seoul(stack: Stack) -> None:
    stack.now = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
    use_up(stack)
    stack.now = datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)
    assert ask(stack).status == 429

    stack.later(seconds=1)

    assert ask(stack).status == 202


def test_a_challenge_lets_one_message_through(stack: Stack) -> None:
    use_up(stack)
    solution = solved(ask(stack))
    assert ask(stack, solution=solution).status == 202
    stack.later(seconds=31)

    assert ask(stack, solution=solution).json["code"] == "challenge_required"


@pytest.mark.parametrize("wrong", ["counter", "number", "purpose", "late", "forged", "nothing"])
def test_only_the_answer_to_this_challenge_counts(stack: Stack, wrong: str) -> None:
    use_up(stack)
    use_up(stack, "010-8765-4321")
    use_up(stack, purpose="signup")
    phone = "010-8765-4321" if wrong == "number" else PHONE
    purpose = "signup" if wrong == "purpose" else "login"
    solution = solved(ask(stack, phone, purpose))
    if wrong == "counter":
        made = Challenge(solution["text"], BITS)
        solution["counter"] = next(n for n in count() if not made.is_answered_by(n))
    if wrong == "forged":
        solution["text"] = solution["text"].replace(f"{BITS}/", "0/", 1)
    if wrong == "nothing":
        solution["text"] = "x"
    if wrong == "late":
        stack.later(seconds=CHALLENGE_TTL.total_seconds())

    assert ask(stack, solution=solution).json["code"] == "challenge_required"


def test_a_challenge_stays_good_when_a_stranger_asks_meanwhile(stack: Stack) -> None:
    use_up(stack)
    refused = ask(stack)
    for _ in range(3):
        ask(stack)

    assert ask(stack, solution=solved(refused)).status == 202


def test_a_number_gets_no_flood_of_messages_for_any_work(stack: Stack) -> None:
    measure(stack, number_day=1, number_day_most=3)
    for _ in range(3):
        answer = ask(stack)
        if answer.status == 429:
            answer = ask(stack, solution=solved(answer))
        assert answer.status == 202
        stack.later(seconds=31)

    assert ask(stack, solution=solved(ask(stack))).json["code"] == "rate_limited"


def test_solved_or_not_a_number_waits_between_messages(stack: Stack) -> None:
    use_up(stack)
    assert ask(stack, solution=solved(ask(stack))).status == 202

    assert ask(stack, solution=solved(ask(stack))).json["code"] == "rate_limited"


def test_a_crowd_of_one_address_goes_on_after_a_challenge(stack: Stack) -> None:
    measure(stack, source_hour=2)
    phones = [f"010-1234-567{n}" for n in range(4)]
    assert [ask(stack, phone).status for phone in phones[:3]] == [202, 202, 429]

    refused = ask(stack, phones[3])

    assert ask(stack, phones[3], solution=solved(refused)).status == 202
    stack.later(hours=1)
    assert ask(stack, phones[2]).status == 202


def test_a_crowd_at_one_campaign_is_in_nobody_elses_way(stack: Stack) -> None:
    measure(stack, campaign_hour=2)
    for n in range(2):
        ask(stack, f"010-1234-567{n}", "signup", campaign_code="celadon-a")
    crowded = ask(stack, "010-1234-5677", "signup", campaign_code="CELADON-A".lower())

    assert crowded.json["code"] == "challenge_required"
    assert ask(stack, "010-1234-5678", "signup").status == 202
    assert ask(stack, "010-1234-5679", "login").status == 202


def test_a_code_that_is_no_campaigns_has_no_measure_of_its_own(stack: Stack) -> None:
    measure(stack, campaign_hour=2)
    for n in range(2):
        code = f"no-such-{n}"
        assert ask(stack, f"010-1234-567{n}", "signup", campaign_code=code).status == 202

    assert ask(stack, "010-1234-5678", "signup").json["code"] == "challenge_required"


def test_a_flood_abroad_closes_no_number_abroad(stack: Stack) -> None:
    measure(stack, abroad_hour=3, abroad_source_hour=10)
    for n in range(3):
        assert ask(stack, ABROAD.format(n)).status == 202

    refused = ask(stack, ABROAD.format(3))

    assert refused.json["code"] == "challenge_required"
    stack.later(seconds=31)
    assert ask(stack, ABROAD.format(3), solution=solved(refused)).status == 202
    assert ask(stack, PHONE).status == 202
    assert ask(stack, ABROAD.format(4), "signup").status == 202


def test_one_address_soon_works_for_messages_abroad(stack: Stack) -> None:
    measure(stack, abroad_hour=100, abroad_source_hour=1)
    assert ask(stack, ABROAD.format(1)).status == 202

    assert ask(stack, ABROAD.format(2)).json["code"] == "challenge_required"
    assert ask(stack, PHONE).status == 202


def test_a_number_is_sent_so_many_whatever_they_are_for_and_the_last_are_to_log_in(
    stack: Stack,
) -> None:
    measure(stack, number_day=2, number_day_most=5)
    for purpose in ("signup", "guardian", "companion"):
        assert ask(stack, purpose=purpose).status == 202
        stack.later(seconds=31)

    refused = ask(stack, purpose="signup")

    assert refused.json["code"] == "rate_limited"
    for _ in range(2):
        assert ask(stack).status == 202
        stack.later(seconds=31)
    assert ask(stack, solution=solved(ask(stack))).json["code"] == "rate_limited"


@pytest.mark.parametrize(
    ("key", "phone"),
    [("messages.hour_cap", "010-1234-56{:02}"), ("messages.abroad_hour_cap", ABROAD)],
)
def test_the_countys_cap_ends_an_hour_for_all_purposes_and_keeps_a_part_to_log_in(
    stack: Stack, key: str, phone: str
) -> None:
    cap = 100
    stack.set_rule(key, cap)
    stack.now += timedelta(days=1)
    store = stack.wired(JoiningWiring).throttle.store
    place = "messages/all/abroad" if "abroad" in key else "messages/all"

    def send(count: int, *places: str) -> None:
        for where in places:
            for _ in range(count):
                store.count("gangjin", where, now=stack.now, window=timedelta(hours=1))

    send(74, place, f"{place}/others")
    assert ask(stack, phone.format(7), "signup").status == 202
    refused = ask(stack, phone.format(8), "guardian")
    assert (refused.status, refused.json["code"]) == (429, "text_message_cap_reached")
    assert refused.headers["Retry-After"] == "3600"
    send(24, place)
    assert ask(stack, phone.format(7)).status == 202
    assert ask(stack, phone.format(9)).json["code"] == "text_message_cap_reached"
    stack.later(hours=1)
    assert ask(stack, phone.format(9)).status == 202
