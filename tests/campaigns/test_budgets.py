"""What a campaign's budget holds after other terms, and booths that never open."""

from datetime import timedelta

from chalicelib.campaigns.proposals import KNOWN_EVERYWHERE_AFTER
from chalicelib.core.values import seoul_date
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.reconciling.wiring import ReconcilingWiring
from tests.builders import COUNTY
from tests.campaigns.test_desk import approve, join, made, shown, terms
from tests.conftest import Member, Stack
from tests.festivals.festival import faults


def test_after_other_terms_nothing_is_left_over_that_is_enough_for_somebody(stack: Stack) -> None:
    """20,000 points in four parts of 5,000 are enough for two people of 8,000."""
    campaign_id = made(stack)
    decided = approve(stack, terms(stack, campaign_id, signup_mileage=8_000).json)
    assert decided.json["status"] == "applied"
    stack.later(seconds=KNOWN_EVERYWHERE_AFTER.total_seconds() + 61)
    stack.wired(JoiningWiring).campaigns._campaigns._kept.clear()
    assert [join(stack, n)["granted_mileage"] for n in range(3)] == [8_000, 8_000, 0]
    assert (shown(stack, campaign_id)["left"], shown(stack, campaign_id)["given"]) == (
        4_000,
        16_000,
    )


def test_a_booth_that_is_made_closed_is_closed(stack: Stack) -> None:
    booths = [{"code": "reed26-a", "name": "정문", "is_closed": True, "proof": ""}]
    campaign_id = made(stack, booths=booths)
    assert shown(stack, campaign_id)["booths"] == booths
    refused = stack.apply("010-2222-0009", campaign_code="reed26-a")
    assert (refused.status, refused.json["code"]) == (422, "campaign_closed")


def forget(stack: Stack) -> None:
    stack.wired(JoiningWiring).campaigns._campaigns._kept.clear()


def differences(stack: Stack) -> list[tuple[str, str | None, str]]:
    """What the night after finds of budgets, of the day before."""
    run = stack.wired(ReconcilingWiring).reconciliations.run
    now = stack.now + timedelta(days=1)
    outcome = run(COUNTY, seoul_date(stack.now), now=now)
    found = [d for d in outcome.differences if d.kind == "campaign_budget"]
    return [(d.kind, d.subject, d.detail) for d in found]


def test_what_came_with_the_countys_first_data_has_a_budget_from_a_day_on(stack: Stack) -> None:
    """What it gave before is in none."""
    first = "cmp_0000000000000001"
    assert join(stack, 0, "celadon")["granted_mileage"] == 5_000
    more = terms(stack, first, terms_number=0, budget=10_000).json
    assert approve(stack, more).json["status"] == "applied"
    forget(stack)
    (since,) = shown(stack, first)["terms"]
    assert (since["holds_from"], since["budget"]) == ("2026-11-22T15:00:00.000Z", 10_000)
    assert join(stack, 1, "celadon")["granted_mileage"] == 5_000
    assert (shown(stack, first)["left"], faults(stack), differences(stack)) == (10_000, [], [])
    stack.later(days=1)

    given = [join(stack, 2 + n, "celadon")["granted_mileage"] for n in range(3)]

    assert given == [5_000, 5_000, 0]
    assert (shown(stack, first)["left"], faults(stack), differences(stack)) == (0, [], [])
    stack.table.items["gangjin#BUDGET#cmp_0000000000000001#01", "BUDGET"]["left"] += 5
    assert differences(stack) == [("campaign_budget", first, "5")]
    assert any("5 points left and 10,000 given" in each for each in faults(stack))


def second_holder(stack: Stack, code: str) -> Member:
    """Somebody else, on a number that had the mileage of the campaign."""
    phone = "010-3141-5926"
    for person in ("hong", "kim"):
        token = stack.prove_phone(phone)
        assert stack.apply_with(token, campaign_code=code).status == 202
        stack.deliver()
        session = stack.log_in(token).json
        member = Member(stack, session["member_id"], session["access_token"], phone)
        if person == "hong":
            member.identify("hong")
            member.leave()
            stack.later(minutes=5)
    return member


def test_what_is_granted_after_identification_is_out_of_the_budget(stack: Stack) -> None:
    campaign_id = made(stack)
    second = second_holder(stack, "reed26")
    assert shown(stack, campaign_id)["left"] == 15_000

    assert second.identify("kim").status == 200
    assert second.identify("kim").status == 200

    assert second.wallet()["mileage"]["balance"] == 5_000
    assert shown(stack, campaign_id)["left"] == 10_000
    assert (faults(stack), differences(stack)) == ([], [])


def test_where_the_budget_is_spent_an_identification_grants_nothing(stack: Stack) -> None:
    campaign_id = made(stack, budget=5_000)
    second = second_holder(stack, "reed26")

    assert second.identify("kim").status == 200

    assert second.wallet()["mileage"]["balance"] == 0
    assert (shown(stack, campaign_id)["left"], faults(stack)) == (0, [])
