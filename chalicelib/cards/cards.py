"""What stands on a printed card, which PINs are good, and what a card may pay in a day."""

import re
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.pay_code_form import PAY_CODE_TTL
from chalicelib.cards.errors import (
    CardCodeInvalidError,
    CardDayLimitExceededError,
    CardLockedError,
    CardPinTooEasyError,
)
from chalicelib.core.codes import read_scanned
from chalicelib.core.values import ID_FORM, seoul_date

PIN_DIGITS = 4
WRONG_MAX = 5
"""Of ten thousand PINs a finder tries five; then the card is locked for good."""
SECRET_CHARACTERS = 26
_PREFIX = "OC"
_CODE = re.compile(f"{_PREFIX}({ID_FORM})([0-9A-HJKMNP-TV-Z]{{{SECRET_CHARACTERS}}})")
_ROWS = "0123456789", "9876543210"


class CardCode(Struct, frozen=True):
    """What the QR says: whose wallet it is, by pseudonym, and a secret of 128 bits."""

    member_id: str
    secret: str

    @property
    def text(self) -> str:
        return f"{_PREFIX}{self.member_id.removeprefix('mem_')}{self.secret}"


def read_card_code(scanned: str) -> CardCode:
    """However a scanner sent it. Raises `CardCodeInvalidError`."""
    found = _CODE.fullmatch(read_scanned(scanned).upper())
    if found is None:
        raise CardCodeInvalidError(param="card_code")
    return CardCode(f"mem_{found[1]}", found[2])


def check_pin(pin: str, birth_on: date) -> None:
    """Raises `CardPinTooEasyError` for what a finder tries first: one digit four times, a pair
    twice, digits in a row, and the year or the day of birth."""
    birth = birth_on.strftime("%Y%m%d")
    is_of_birth = pin in (birth[:4], birth[4:], birth[2:6], birth[6:] + birth[4:6])
    if is_of_birth or pin[:2] == pin[2:] or any(pin in row for row in _ROWS):
        raise CardPinTooEasyError(param="pin")


class Order(Struct, frozen=True):
    """An order for which the PIN was entered: while its pay code lives, the same again is no more
    money. `order_key` is a digest of shop and order."""

    order_key: str
    issued_at: datetime
    amount: int

    @property
    def mark(self) -> int:
        """What tells its pay code from that of another order of the same millisecond."""
        return int(self.order_key[:2], 16)


class CardUse(Struct, frozen=True, kw_only=True):
    """Of one card: how many PINs were `wrong` since the last right one, and what it was used for on
    the day `on`, in won. `orders` are those whose pay codes may live still."""

    county_id: str
    member_id: str
    number: str
    wrong: int = 0
    on: date
    used: int = 0
    orders: tuple[Order, ...] = ()
    version: int = 0

    @property
    def is_locked(self) -> bool:
        return self.wrong >= WRONG_MAX

    def used_on(self, today: date) -> int:
        return self.used if self.on == today else 0

    def tried(self) -> "CardUse":
        """Counted before it is judged, so that a thousand at once are five. Raises
        `CardLockedError`."""
        if self.is_locked:
            raise CardLockedError
        return replace(self, wrong=self.wrong + 1, version=self.version + 1)

    def right(self) -> "CardUse":
        return replace(self, wrong=0, version=self.version + 1)

    def ordered(
        self, order_key: str, amount: int, *, maximum: int, now: datetime
    ) -> "tuple[CardUse, Order]":
        """With this order counted, once while its pay code lives. Raises
        `CardDayLimitExceededError`."""
        living = tuple(one for one in self.orders if now < one.issued_at + PAY_CODE_TTL)
        for one in living:
            if (one.order_key, one.amount) == (order_key, amount):
                return self.right(), one
        today = seoul_date(now)
        used = self.used_on(today)
        if used + amount > maximum:
            remaining = max(0, maximum - used)
            raise CardDayLimitExceededError(
                param="amount", limit=maximum, used=used, remaining=remaining
            )
        order = Order(order_key, now, amount)
        counted = replace(self.right(), on=today, used=used + amount, orders=(*living, order))
        return counted, order
