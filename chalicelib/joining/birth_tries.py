"""How often a birth date may be tried: a number in strange hands is no way to guess one."""

from datetime import timedelta

from msgspec import Struct

from chalicelib.joining.throttling import DAY, Throttle

WEEK = timedelta(days=7)
TOKEN_TRIES_MAX = 5
NUMBER_TRIES_MAX = 30
"""In a week, by all tokens of a number. Who logs in does so about once a week."""


class BirthTries(Struct, frozen=True):
    """Logging in and signing up on a number that has a holder draw on the same tries."""

    throttle: Throttle

    def count(self, county_id: str, person_key: str, token_digest: str) -> None:
        """Count one more, before it is judged. Raises `RateLimitedError`."""
        check = self.throttle.check
        check(county_id, f"birth/token/{token_digest}", maximum=TOKEN_TRIES_MAX, window=DAY)
        check(county_id, f"birth/number/{person_key}", maximum=NUMBER_TRIES_MAX, window=WEEK)
