"""Mileage for logging in."""

from chalicelib.core.errors import TryAgainError
from chalicelib.festivals.answers import RewardAnswer, reward_answer
from chalicelib.festivals.errors import ActivityNotRewardedError, ActivityRewardedTodayError
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.ledger.errors import (
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
    WalletFullError,
)

routes = Operations(tag="visits")


class LoginRewardAnswer(Shape):
    mileage: int
    """Points for the day's first log-in; 0 where none are given."""
    had_today: bool
    """Whether today's were had."""


@routes.operation(
    "GET",
    "/v1/me/login-reward",
    summary="What the day's first log-in is worth, and whether it was had",
    audience="member",
    answer=LoginRewardAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def show_login_reward(call: Call[None]) -> LoginRewardAnswer:
    standing = call.wired(FestivalsWiring).activities.standing(call.member)
    return LoginRewardAnswer(mileage=standing.mileage, had_today=standing.had_today)


@routes.operation(
    "POST",
    "/v1/me/login-reward",
    summary="Be rewarded for the first log-in of the day",
    audience="member",
    status=201,
    answer=RewardAnswer,
    requires_idempotency_key=True,
    errors=(
        ActivityNotRewardedError,
        ActivityRewardedTodayError,
        IdentityRequiredError,
        MemberNotFoundError,
        MemberSuspendedError,
        WalletFullError,
        TryAgainError,
    ),
)
def reward_login(call: Call[None]) -> RewardAnswer:
    outcome = call.wired(FestivalsWiring).activities.log_in(
        call.member, idempotency_key=call.idempotency_key
    )
    return reward_answer(call, outcome)
