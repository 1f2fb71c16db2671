"""What a shop asks to have changed of its registration, from its receipt to the county's decision.

The certificate, the register and the money follow what is registered, so a person of staff decides
(강진사랑상품권 조례 제6조: 변경 신고), within the seven days that an application has.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import seoul_date
from chalicelib.merchants.applications import DECIDE_WITHIN, Decision, SalesClass
from chalicelib.merchants.changing import Changes
from chalicelib.merchants.errors import ChangeDecidedError
from chalicelib.merchants.registration import ChangeMatter
from chalicelib.merchants.sealing import Cipher, Sealed
from chalicelib.merchants.trades import Trade
from chalicelib.staff.person import Person

ChangeStatus = Literal["received", "approved", "refused", "withdrawn"]


class Wished(Struct, frozen=True, kw_only=True):
    """What is to be different of what everybody may know; `None` stays as it is."""

    name: str | None = None
    trade: Trade | None = None
    address: str | None = None
    place_e6: tuple[int, int] | None = None
    sales_class: SalesClass | None = None


class ShopChange(Struct, frozen=True, kw_only=True):
    """Sealed, if they are to change: `contact_phone` (E.164), `account_number`, `account_holder`.
    `contact_key`: the keyed hash of that phone; empty if it stays. `fingerprint`: the keyed hash of
    all that was asked, by which the same form is known again. `note`: what the shop says of it."""

    county_id: str
    change_id: str
    merchant_id: str
    status: ChangeStatus
    received_at: datetime
    asked_by: Person
    wished: Wished
    bank_code: str | None
    sealed: Sealed
    contact_key: str
    fingerprint: str
    note: str = ""
    decision: Decision | None = None
    version: int = 1

    @property
    def decide_by_on(self) -> date:
        return seoul_date(self.received_at) + DECIDE_WITHIN

    @property
    def matter(self) -> ChangeMatter:
        """Money waits for what is asked of an account, and for nothing else."""
        return "account" if self.bank_code else "data"

    def is_overdue(self, today: date) -> bool:
        return self.status == "received" and today > self.decide_by_on

    def changes(self, cipher: Cipher) -> Changes:
        wished, account = self.wished, None
        if self.bank_code:
            number = self.sealed.open(cipher, "account_number")
            account = self.bank_code, number, self.sealed.open(cipher, "account_holder")
        return Changes(
            name=wished.name,
            trade=wished.trade,
            address=wished.address,
            place_e6=wished.place_e6,
            sales_class=wished.sales_class,
            contact_phone=self.sealed.open(cipher, "contact_phone") or None,
            account=account,
        )

    def asked_for(self) -> list[str]:
        """The names of what is to change."""
        wished = [name for name in Wished.__struct_fields__ if getattr(self.wished, name)]
        return [
            *wished,
            *(["contact_phone"] if self.contact_key else []),
            *(["account"] if self.bank_code else []),
        ]

    def ended(self, status: ChangeStatus, decision: Decision) -> "ShopChange":
        """Raises `ChangeDecidedError`: it ends once."""
        if self.status != "received":
            raise ChangeDecidedError(decided_as=self.status)
        return replace(self, status=status, decision=decision, version=self.version + 1)

    def told(self, at: datetime) -> "ShopChange":
        assert self.decision is not None
        return replace(self, decision=replace(self.decision, told_at=at), version=self.version + 1)
