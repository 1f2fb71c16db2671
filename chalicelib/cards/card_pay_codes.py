"""A pay code made of a printed card and its PIN, at a till."""

import hmac
from datetime import datetime

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.cards.cards import WRONG_MAX, CardUse, read_card_code
from chalicelib.cards.errors import (
    CardClosedError,
    CardDayLimitExceededError,
    CardPinWrongError,
)
from chalicelib.cards.ports import CardStore, Profiles
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.joining.throttling import DAY, Throttle
from chalicelib.ledger.idempotency import digest
from chalicelib.ledger.profile import Card
from chalicelib.merchants.merchants import Merchant

WRONG_OF_SHOP_MAX_PER_DAY = 60
"""Wrong PINs and cards that are none, at one shop: a market's elderly mistype, and of cards that
were copied by the dozen no more are tried. Right ones are not counted."""
TRIES_MAX = 10


class CardPayCode(Struct, frozen=True):
    """Good for one payment of `amount_max` won at the most."""

    pay_code: str
    amount_max: int
    expires_at: datetime


class CardPayCodes(Struct, frozen=True):
    store: CardStore
    members: Profiles
    throttle: Throttle
    counties: Counties
    signer: Signer
    clock: Clock

    def make(
        self, merchant: Merchant, *, card_code: str, pin: str, amount: int, order_id: str
    ) -> CardPayCode:
        """Of the same order and amount again, while it lives, the same pay code, which counts once.

        Raises `CardCodeInvalidError`, `CardClosedError`, `CardLockedError`, `CardPinWrongError`,
        `CardDayLimitExceededError`, `RateLimitedError`.
        """
        county_id = merchant.county_id
        wrong = f"card/{merchant.merchant_id}"
        self.throttle.check_room(county_id, wrong, maximum=WRONG_OF_SHOP_MAX_PER_DAY, window=DAY)
        code = read_card_code(card_code)
        subject = f"card/{county_id}/{code.member_id}"
        profile = self.members.profile(county_id, code.member_id, consistent=True)
        card = profile.card if profile is not None and profile.status == "active" else None
        # Nothing is told of a member by whom the card is not known.
        code_hash = self.signer.code_hash(f"{subject}/code", code.secret)
        if card is None or not hmac.compare_digest(card.code_hash, code_hash):
            self.throttle.count(county_id, wrong, DAY)
            raise CardClosedError
        tried = self._counted(county_id, code.member_id, card)
        pin_hash = self.signer.code_hash(f"{subject}/{card.number}", pin)
        if not hmac.compare_digest(card.pin_hash, pin_hash):
            self.throttle.count(county_id, wrong, DAY)
            raise CardPinWrongError(param="pin", remaining=WRONG_MAX - tried.wrong)
        return self._made(tried, amount, digest(merchant.merchant_id, order_id)[:16])

    def _counted(self, county_id: str, member_id: str, card: Card) -> CardUse:
        """With this try, before its PIN is looked at."""
        for _ in range(TRIES_MAX):
            tried = self._use(county_id, member_id, card.number).tried()
            if self.store.keep(tried):
                return tried
        raise TryAgainError(retry_after_seconds=1)

    def _made(self, use: CardUse, amount: int, order_key: str) -> CardPayCode:
        for _ in range(TRIES_MAX):
            now = to_milliseconds(self.clock())
            maximum = self.counties.on(use.county_id, seoul_date(now)).card_day_maximum
            try:
                counted, order = use.ordered(order_key, amount, maximum=maximum, now=now)
            except CardDayLimitExceededError:
                self.store.keep(use.right())
                raise
            if self.store.keep(counted):
                pay_code, expires_at = self.signer.card_pay_code(
                    MemberActor(use.county_id, use.member_id),
                    order.issued_at,
                    mark=order.mark,
                    amount_max=amount,
                )
                return CardPayCode(pay_code, amount, expires_at)
            use = self._use(use.county_id, use.member_id, use.number)
        raise TryAgainError(retry_after_seconds=1)

    def _use(self, county_id: str, member_id: str, number: str) -> CardUse:
        known = self.store.use(county_id, member_id, number)
        if known is not None:
            return known
        today = seoul_date(self.clock())
        return CardUse(county_id=county_id, member_id=member_id, number=number, on=today)
