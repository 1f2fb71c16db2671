"""The county's shops and the keys of their tills."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.text import cleaned
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.entries import Counterparty
from chalicelib.ledger.lots import Lot
from chalicelib.merchants.errors import MerchantKeyLimitError, MerchantSuspendedError
from chalicelib.merchants.tax_classes import TaxedFrom

MerchantStatus = Literal["active", "suspended", "closed"]
TillScope = Literal["read", "use", "cancel"]
MerchantScope = Literal["read", "use", "cancel", "device", "owner"]
"""The first three are of tills' keys and of whoever works at a phone; what a phone asks by itself,
and what an owner alone, are the others."""
KEYS_MAX = 2
"""Of the same scopes, so that a till can change over while the other goes on."""
KEY_ID_CHARACTERS = 12
SCOPES: tuple[TillScope, ...] = ("read", "use", "cancel")


class Merchant(Struct, frozen=True, kw_only=True):
    """`merchant_code` stands in the shop's standing QR. `over_sales_cap`: yearly sales above
    3 billion won, where vouchers bought at a discount are not accepted. `ends_on`: the last day of
    a temporary merchant. `hours`: when it is open, in its own words. Places are in
    millionths of degrees: the table has no fractions.
    `key_scopes`: what staff let keys do since they were made, by the id of the key."""

    county_id: str
    merchant_id: str
    merchant_code: str
    name: str
    category: str
    status: MerchantStatus
    over_sales_cap: bool
    address: str = ""
    phone: str = ""
    hours: str = ""
    latitude_e6: int | None = None
    longitude_e6: int | None = None
    ends_on: date | None = None
    tax_classes: tuple[TaxedFrom, ...] = ()
    """How it is taxed, from which day on; the newest last."""
    key_hashes: tuple[str, ...] = ()
    key_scopes: Mapping[str, tuple[MerchantScope, ...]] = {}
    version: int = 1

    def is_named(self, words: str) -> bool:
        """Whether the name has these words, however they are typed."""
        return cleaned(words).casefold() in cleaned(self.name).casefold()

    def check_can_accept(self, on: date) -> None:
        """Raises `MerchantSuspendedError`, also of a temporary merchant after its last day, which
        need not have been closed by anybody."""
        status = self.status_on(on)
        if status != "active":
            raise MerchantSuspendedError(merchant_status=status)

    def status_on(self, day: date) -> MerchantStatus:
        has_ended = self.ends_on is not None and day > self.ends_on
        return "closed" if has_ended and self.status == "active" else self.status

    def accepts(self, lot: Lot, settings: CountySettings) -> bool:
        """By the day's rules for a voucher of this kind."""
        if lot.kind == "mileage":
            return False
        return not (self.over_sales_cap and settings.voucher(lot.kind).is_barred_over_cap)

    def accepts_paper(self, settings: CountySettings) -> bool:
        """Notes are bought at a discount, as what is in wallets as `sale`."""
        return not (self.over_sales_cap and settings.voucher("sale").is_barred_over_cap)

    def with_keys(self, *key_hashes: str) -> "Merchant":
        left = {key_id_of(each) for each in key_hashes}
        scopes = {name: own for name, own in self.key_scopes.items() if name in left}
        return replace(self, key_hashes=key_hashes, key_scopes=scopes, version=self.version + 1)

    def with_key_scopes(self, key_id: str, scopes: tuple[MerchantScope, ...]) -> "Merchant":
        changed = {**self.key_scopes, key_id: scopes}
        return replace(self, key_scopes=changed, version=self.version + 1)

    def scopes_of(
        self, key_hash: str, made_with: tuple[MerchantScope, ...]
    ) -> tuple[MerchantScope, ...]:
        """What a key may do now."""
        return self.key_scopes.get(key_id_of(key_hash), made_with)

    def with_status(self, status: MerchantStatus) -> "Merchant":
        return replace(self, status=status, version=self.version + 1)

    def counterparty(self) -> Counterparty:
        return Counterparty(self.merchant_id, self.name, self.category)


class MerchantKey(Struct, frozen=True, kw_only=True):
    """One key of a till. The key itself is not kept, only `key_hash` (SHA-256, hex). `made_by`: the
    hash of the key that made it by a rotation; `None` if the county issued it. What is not in its
    merchant's list opens nothing any more."""

    county_id: str
    key_hash: str
    merchant_id: str
    scopes: tuple[MerchantScope, ...]
    hint: str
    made_at: datetime | None = None
    made_by: str | None = None

    @property
    def key_id(self) -> str:
        """Names the key and opens nothing."""
        return key_id_of(self.key_hash)


def key_id_of(key_hash: str) -> str:
    return key_hash[:KEY_ID_CHARACTERS]


def check_has_room(keys: Sequence[MerchantKey], scopes: tuple[MerchantScope, ...]) -> None:
    """Raises `MerchantKeyLimitError` if there are two valid keys of these scopes: a third would
    have to end one of them, and a key that leaked must not end its owner's."""
    if sum(key.scopes == scopes for key in keys) >= KEYS_MAX:
        raise MerchantKeyLimitError(limit=KEYS_MAX)
