"""Proving a phone: a six-digit code by text message."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.joining.errors import (
    VerificationCodeWrongError,
    VerificationExpiredError,
    VerificationLockedError,
)

Purpose = Literal["signup", "login", "guardian", "companion"]

CODE_TTL = timedelta(minutes=3)
RESEND_AFTER = timedelta(seconds=30)
TRIES_MAX = 5
TOKEN_TTL = timedelta(minutes=30)
"""Enough to fill in the form, and to send it again after a dropped connection."""


class Verification(Struct, frozen=True, kw_only=True):
    """`code_hash` is keyed; `sealed_phone` encrypted; `tries` were wrong so far."""

    county_id: str
    verification_id: str
    purpose: Purpose
    person_key: str
    sealed_phone: str
    code_hash: str
    expires_at: datetime
    tries: int

    def check(self, code_hash: str, *, now: datetime) -> None:
        """`tries` already counts this attempt, so that parallel guesses cannot share one."""
        if self.tries > TRIES_MAX:
            raise VerificationLockedError
        if now >= self.expires_at:
            raise VerificationExpiredError
        if code_hash != self.code_hash:
            raise VerificationCodeWrongError(param="code", remaining=TRIES_MAX - self.tries)


class Solution(Struct, frozen=True):
    """What a caller sends back: the challenge's text and the counter that answers it."""

    text: str
    counter: int
