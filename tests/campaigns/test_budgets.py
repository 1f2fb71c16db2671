"""What a campaign's budget holds after other terms, and booths that never open."""

from chalicelib.campaigns.proposals import KNOWN_EVERYWHERE_AFTER
from chalicelib.joining.wiring import JoiningWiring
from tests.campaigns.test_desk import approve, join, made, shown, terms
from tests.conftest import Stack


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
