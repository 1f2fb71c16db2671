"""Codes that a member shows at a till: one to scan, or nine digits to type that stand for one."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.signer import PayCode, Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.codes import read_scanned
from chalicelib.core.errors import PayCodeInvalidError, TryAgainError
from chalicelib.joining.throttling import HOUR, Throttle
from chalicelib.ledger.idempotency import REPLAY_WINDOW
from chalicelib.ledger.profile import check_is_active
from chalicelib.members.ports import MemberStore
from chalicelib.paying.merchants import Merchant
from chalicelib.paying.ports import TypedPayCodeStore

TYPED_CODE_TRIES_MAX = 5
WRONG_DIGITS_MAX_PER_HOUR = 30
_TYPED = re.compile(r"[0-9]{9}")


@dataclass(frozen=True, slots=True)
class ShownPayCode:
    pay_code: str
    expires_at: datetime


@dataclass(frozen=True)
class PayCodes:
    members: MemberStore
    typed: TypedPayCodeStore
    throttle: Throttle
    signer: Signer
    clock: Clock

    def show(self, actor: MemberActor, *, is_typed: bool) -> ShownPayCode:
        """Raises `MemberNotFoundError` or `MemberSuspendedError`: better here than at the till."""
        check_is_active(self.members.profile(actor.county_id, actor.member_id), actor)
        pay_code, expires_at = self.signer.pay_code(actor, self.clock())
        if not is_typed:
            return ShownPayCode(pay_code, expires_at)
        # Kept as long as a replay must find the same wallet, not only as long as it pays.
        ttl = int((expires_at + REPLAY_WINDOW).timestamp())
        for _ in range(TYPED_CODE_TRIES_MAX):
            digits = f"{secrets.randbelow(10**9):09d}"
            if self.typed.create(actor.county_id, digits, pay_code, ttl=ttl):
                return ShownPayCode(digits, expires_at)
        raise TryAgainError(retry_after_seconds=1)

    def read(self, merchant: Merchant, text: str) -> PayCode:
        """Whose it is and until when, not whether it is still good.

        Raises `PayCodeInvalidError`, and `RateLimitedError` for a merchant who guesses digits.
        """
        text = read_scanned(text).replace("-", "")
        if _TYPED.fullmatch(text):
            found = self.typed.pay_code(merchant.county_id, text)
            if found is None:
                subject = f"typed/{merchant.merchant_id}"
                self.throttle.check(
                    merchant.county_id, subject, maximum=WRONG_DIGITS_MAX_PER_HOUR, window=HOUR
                )
                raise PayCodeInvalidError(param="pay_code")
            text = found
        return self.signer.read_pay_code(merchant.county_id, text)
