"""Who works at a shop: its owner and clerks, each with a PIN of six digits."""

import re
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.merchants.sealing import Cipher, Sealed, seal
from chalicelib.shops.errors import LastOwnerError, PinTooEasyError

Role = Literal["owner", "clerk"]
PEOPLE_MAX = 50
"""Of a shop, those who left included: payments name them."""
FIRST_OWNER = 1
"""The number of the person whom the county's invitation is for."""
PIN_DIGITS = 6
_ROWS = "01234567890123456789", "98765432109876543210"


class ShopPerson(Struct, frozen=True, kw_only=True):
    """`number` is never given twice. `pin_hash` is keyed, the PIN itself is not kept; `generation`
    counts PINs, and a new one ends the sessions of the one before. `may_cancel`: a clerk takes back
    own payments of the same day; an owner takes back all. `sees_settlements`: a clerk to whom the
    owner shows what the shop is paid; an owner sees it anyway. Sealed: `name`; who was kept by an
    earlier release has it in clear, until it is given anew."""

    county_id: str
    merchant_id: str
    number: int
    sealed: Sealed | None
    role: Role
    may_cancel: bool
    pin_hash: str
    generation: int = 1
    is_active: bool = True
    sees_settlements: bool = False
    version: int = 1
    name_in_clear: str = ""

    @property
    def person_id(self) -> str:
        return f"p{self.number}"

    def name(self, cipher: Cipher) -> str:
        return self.sealed.open(cipher, "name") if self.sealed else self.name_in_clear

    def changed(self, **facts: Any) -> "ShopPerson":
        """With these facts of it; a new `pin_hash` is a generation more."""
        generation = self.generation + ("pin_hash" in facts)
        name_in_clear = "" if "sealed" in facts else self.name_in_clear
        return replace(
            self,
            **facts,
            generation=generation,
            name_in_clear=name_in_clear,
            version=self.version + 1,
        )


def sealed_name(cipher: Cipher, county_id: str, merchant_id: str, number: int, name: str) -> Sealed:
    """Bound to the person."""
    return seal(cipher, f"{county_id}/{merchant_id}/p{number}", {"name": name})


def person_number(person_id: str) -> int:
    """Of `p2` the 2; 0, which nobody has, for what is no id of a person."""
    digits = person_id.removeprefix("p")
    return int(digits) if re.fullmatch("[1-9][0-9]{0,3}", digits) else 0


def check_pin(pin: str) -> None:
    """Raises `PinTooEasyError` for what a thief tries first: one digit six times, digits in a row,
    and a pair or a triple repeated."""
    is_row = any(pin in row for row in _ROWS)
    if is_row or pin == pin[:1] * 6 or pin == pin[:2] * 3 or pin == pin[:3] * 2:
        raise PinTooEasyError(param="pin")


def check_has_owner(people: list[ShopPerson]) -> None:
    """Raises `LastOwnerError` if nobody could add people or close phones any more."""
    if not any(one.role == "owner" and one.is_active for one in people):
        raise LastOwnerError(param="role")
