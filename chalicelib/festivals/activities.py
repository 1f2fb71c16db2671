"""Mileage for what members do: the day's first log-in, posts; how much and how often is a setting,
dated as every other (the ordinance's art. 6-2 (4))."""

from datetime import date

from chalicelib.county.settings import CountySettings
from chalicelib.festivals import keys
from chalicelib.festivals.errors import ActivityNotRewardedError, ActivityRewardedTodayError
from chalicelib.festivals.rewarding import Names, Reward


def login_of(settings: CountySettings, on: date) -> Reward:
    """Of a Seoul day, once. Raises `ActivityNotRewardedError`."""
    if not settings.activity_login:
        raise ActivityNotRewardedError
    return Reward(
        kind="activity_grant",
        scope="login",
        turn=on.isoformat(),
        mileage=settings.activity_login,
        names=Names("로그인", "Log-in"),
    )


def post_of(settings: CountySettings, on: date, post_id: str, had_today: int) -> Reward:
    """Of a post that staff let stand, once, and for so many of them a Seoul day; `had_today`: how
    many were rewarded. Raises `ActivityNotRewardedError`, `ActivityRewardedTodayError`."""
    mileage, most = settings.activity_post, settings.activity_posts_a_day
    if not mileage:
        raise ActivityNotRewardedError
    if had_today >= most:
        raise ActivityRewardedTodayError
    return Reward(
        kind="activity_grant",
        scope="post",
        turn=post_id,
        mileage=mileage,
        names=Names("글·사진 올리기", "Post"),
        others=(f"{keys.posts_on(on)}{had_today + 1:02d}",),
    )
