"""Codes that a member shows at a till: one to scan, or nine digits to type that stand for one."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.aws.pay_code_form import PayCode
from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.codes import read_scanned
from chalicelib.core.errors import PayCodeInvalidError, TryAgainError
from chalicelib.joining.throttling import DAY, Throttle
from chalicelib.ledger.idempotency import REPLAY_WINDOW
from chalicelib.ledger.profile import check_is_active
from chalicelib.members.ports import MemberStore
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.errors import TypedCodesPausedError
from chalicelib.paying.ports import TypedPayCodeStore

TYPED_CODE_TRIES_MAX = 5
WRONG_DIGITS_MAX_PER_DAY = 300
PAUSE = timedelta(minutes=1)
SAME_DIGITS = timedelta(minutes=3)
"""How a shop is kept from guessing the digits on somebody's phone, and an honest one from standing
still; why the figures do it: docs/decisions/0020. Scanned codes cannot be guessed and are not
counted; right digits count nothing. Wrong ones count per shop and day, the same ones again within
three minutes once. Beyond the maximum digits are looked up once a minute until midnight, codes are
scanned as ever, and staff are rung. Net-cancels count apart, by the same numbers: their answer
would tell a right code as well, and what payments have used up never keeps one back."""
_TYPED = re.compile(r"[0-9]{9}")


class ShownPayCode(Struct, frozen=True):
    pay_code: str
    expires_at: datetime


Act = Literal["payment", "net-cancel"]


class PayCodes(Struct, frozen=True):
    members: MemberStore
    typed: TypedPayCodeStore
    throttle: Throttle
    signer: Signer
    clock: Clock
    ring: Callable[[str], None]
    """Tells staff of a shop that guesses."""

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

    def read(self, merchant: Merchant, text: str, *, act: Act = "payment") -> PayCode:
        """Whose it is and until when, not whether it is still good.

        Raises `PayCodeInvalidError`, and `TypedCodesPausedError` for a merchant who guesses digits.
        """
        text = read_scanned(text).replace("-", "")
        if _TYPED.fullmatch(text):
            text = self._typed(merchant, text, act)
        return self.signer.read_pay_code(merchant.county_id, text)

    def _typed(self, merchant: Merchant, digits: str, act: Act) -> str:
        county_id, guesses = merchant.county_id, f"digits/{act}/{merchant.merchant_id}"
        is_over = self.throttle.seen(county_id, guesses, DAY) >= WRONG_DIGITS_MAX_PER_DAY
        # Counted before it is looked up: of guesses sent all at once, one a minute gets through.
        if is_over and self.throttle.count(county_id, guesses, PAUSE) > 1:
            wait = self.throttle.seconds_left(PAUSE)
            raise TypedCodesPausedError(retry_after_seconds=wait)
        found = self.typed.pay_code(county_id, digits)
        if found is None:
            self._count_guess(merchant, guesses, digits)
            raise PayCodeInvalidError(param="pay_code")
        return found

    def _count_guess(self, merchant: Merchant, guesses: str, digits: str) -> None:
        county_id = merchant.county_id
        if self.throttle.count(county_id, f"{guesses}/{digits}", SAME_DIGITS) > 1:
            return
        if self.throttle.count(county_id, guesses, DAY) == WRONG_DIGITS_MAX_PER_DAY:
            self.ring(merchant.merchant_id)
