"""Random walks of what is beside wallets and tills: `TRIAL_WALKS=200` makes many of it.

`TRIAL_SEED=…` draws others than CI's.
"""

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.model.feature_walk import FeatureWalk
from tests.model.fee_share_steps import FeeShareSteps
from tests.model.interest_steps import InterestSteps
from tests.model.lot_steps import LotSteps
from tests.model.owed_steps import OwedSteps
from tests.model.paper_steps import PaperSteps
from tests.model.prize_steps import PrizeSteps
from tests.model.reward_steps import RewardSteps
from tests.model.trip_steps import TripSteps
from tests.model.visit_steps import VisitSteps

WALKS = int(os.environ.get("TRIAL_WALKS", "3"))
SEED = int(os.environ.get("TRIAL_SEED", "1"))
STEPS = 60
MUST_BE_MET: dict[Callable[[FeatureWalk], Any], set[str]] = {
    OwedSteps: {
        "owe", "settle", "waiver applied", "waiver refused", "reject a waiver", "buy",
        "buy: receivable_open", "approve a waiver: approver_is_proposer",
        "approve a waiver: already_decided",
    },
    PaperSteps: {
        "sell notes", "take notes back", "exchange notes", "void a sold note", "voided",
        "given_back", "sell notes: notes_elsewhere",
    },
    FeeShareSteps: {
        "admit", "report late", "give", "leave", "spend",
        "admit: already_admitted_today", "given late",
    },
    InterestSteps: {
        "propose interest", "interest applied", "interest refused", "reject interest",
        "confirm interest: approver_is_proposer", "confirm interest: already_decided",
        "propose interest: interest_rows_invalid",
    },
    LotSteps: {
        "lot applied", "lot step frozen", "lot step offered", "lot paid completed",
        "ask: applications_over", "give up",
    },
    PrizeSteps: {
        "take a prize", "pass a prize on", "give prizes", "take a prize: place_settled",
        "take a prize: winner_member_wrong",
    },
    RewardSteps: {
        "log in", "full card", "befriend", "take back", "convert", "finished by night",
        "log in: activity_rewarded_today", "full card: stamp_card_rewarded",
        "befriend: visit_budget_spent",
    },
    TripSteps: {
        "apply", "approve", "consent", "refuse", "claim", "give back", "review", "grant", "reject",
        "claw back", "pay", "cancel", "night", "leave",
        "apply: trip_budget_exhausted",
    },
    VisitSteps: {"visit", "visit: already_visited_today", "visit: visit_budget_spent", "come anew"},
}  # fmt: skip
"""What the walks must have come to, so that they do not pass by doing nothing."""


@pytest.mark.parametrize("steps_of", MUST_BE_MET, ids=lambda one: one.__name__)
def test_the_books_say_what_the_product_did(steps_of: Callable[[FeatureWalk], Any]) -> None:
    met: Counter[str] = Counter()
    for seed in range(SEED, SEED + WALKS):
        walk = FeatureWalk(seed)
        steps = steps_of(walk)
        for _ in range(STEPS):
            walk.step(steps)
        if hasattr(steps, "end"):
            steps.end()
        walk.end()
        met += walk.met
    assert MUST_BE_MET[steps_of] | {"cut", "again"} <= set(met), met
