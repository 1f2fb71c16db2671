"""What `make verify` says of campaigns' budgets and terms, judged from the stored items alone."""

from typing import Any

import pytest

from infra.verifier.campaign_book import CampaignBook

CAMPAIGN = "cmp_0000000000000002"
FACTS = {
    "signup_mileage": 5_000, "budget": 20_000, "legal_basis": "조례", "gives_in_elections": False,
}  # fmt: skip
TERMS: dict[str, Any] = {
    "sk": f"{CAMPAIGN}#0001",
    "proposal_id": "cpr_1",
    "holds_from": "2026-11-22T15:00:00.000Z",
    **FACTS,
}
STEPS: list[dict[str, Any]] = [
    {
        "sk": "cpr_1#1", "step": "proposed", "by": ["sub-anna", "anna"],
        "campaign_id": CAMPAIGN, "number": 1, **FACTS,
    },
    {"sk": "cpr_1#2", "step": "approved", "by": ["sub-bora", "bora"]},
    {"sk": "cpr_1#3", "step": "applied"},
]  # fmt: skip


def problems(
    *,
    left: int = 15_000,
    given: int = 5_000,
    terms: dict[str, Any] | None = None,
    steps: list[dict[str, Any]] | None = None,
) -> list[str]:
    book = CampaignBook()
    book.add(
        {
            "kind": "signup",
            "reference": "signup/sgn_1",
            "at": "2026-11-25T03:00:00.000Z",
            "origin": ["11110", "tourist", CAMPAIGN, None],
            "mileage_amount": given,
        }
    )
    book.note(f"BUDGET#{CAMPAIGN}#00", {"sk": "BUDGET", "left": left})
    book.note("CAMPAIGNTERMS", TERMS | (terms or {}))
    for step in STEPS if steps is None else steps:
        book.note("CAMPAIGNPROPOSALS", step)
    return [sentence for _, sentence in book.problems()]


def test_a_budget_that_adds_up_and_two_people_are_sound() -> None:
    assert problems() == []


@pytest.mark.parametrize("changes", [{"left": 15_001}, {"given": 10_000}])
def test_points_that_came_from_nowhere_are_named(changes: dict[str, int]) -> None:
    (sentence,) = problems(**changes)  # type: ignore[arg-type]
    assert "are not its budget" in sentence


def test_terms_that_say_more_than_was_approved_are_named() -> None:
    (sentence,) = problems(terms={"signup_mileage": 50_000})
    assert "signup_mileage" in sentence


@pytest.mark.parametrize(
    "steps",
    [[], STEPS[:1], [STEPS[0], STEPS[1] | {"by": ["sub-anna", "anna"]}, STEPS[2]], STEPS[:2]],
)
def test_terms_that_two_people_never_agreed_on_are_named(steps: list[dict[str, Any]]) -> None:
    (sentence,) = problems(steps=steps)
    assert "not approved by two people" in sentence


def test_an_outcome_without_its_terms_is_named() -> None:
    book = CampaignBook()
    for step in STEPS:
        book.note("CAMPAIGNPROPOSALS", step)
    assert [what for what, _ in book.problems()] == ["cpr_1"]
