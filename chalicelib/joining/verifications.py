"""Proving a phone: a six-digit code by text message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.joining.errors import (
    VerificationCodeWrongError,
    VerificationExpiredError,
    VerificationLockedError,
)

Purpose = Literal["signup", "login"]

CODE_TTL = timedelta(minutes=3)
RESEND_AFTER = timedelta(seconds=30)
TRIES_MAX = 5
TOKEN_TTL = timedelta(minutes=30)
"""Enough to fill in the form, and to send it again after a dropped connection."""

PHONE_MAX_PER_DAY = 20
ABROAD_MAX_PER_HOUR = 60
"""To all numbers outside Korea together: they cost ten times as much, and fraud aims at them."""

SOURCE_MAX_PER_HOUR = 3_000
"""Per address. Festival visitors share their carrier's or the Wi-Fi's address, so this is wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
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
