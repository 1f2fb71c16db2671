"""The county's shops and the keys of their tills."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.county.settings import CountySettings
from chalicelib.ledger.entries import Counterparty
from chalicelib.ledger.lots import Lot
from chalicelib.paying.errors import MerchantSuspendedError

MerchantStatus = Literal["active", "suspended", "closed"]
MerchantScope = Literal["read", "use", "cancel"]
SCOPES: tuple[MerchantScope, ...] = ("read", "use", "cancel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchant:
    """`merchant_code` stands in the shop's standing QR. `over_sales_cap`: yearly sales above
    3 billion won, where vouchers bought at a discount are not accepted."""

    county_id: str
    merchant_id: str
    merchant_code: str
    name: str
    category: str
    status: MerchantStatus
    over_sales_cap: bool
    address: str = ""
    key_hashes: tuple[str, ...] = ()
    version: int = 1

    def check_can_accept(self) -> None:
        if self.status != "active":
            raise MerchantSuspendedError

    def accepts(self, lot: Lot, settings: CountySettings) -> bool:
        """By the day's rules for a voucher of this kind."""
        if lot.kind == "mileage":
            return False
        return not (self.over_sales_cap and settings.voucher(lot.kind).is_barred_over_cap)

    def counterparty(self) -> Counterparty:
        return Counterparty(self.merchant_id, self.name, self.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantKey:
    """One key of a till. The key itself is not kept, only `key_hash` (SHA-256, hex)."""

    county_id: str
    key_hash: str
    merchant_id: str
    scopes: tuple[MerchantScope, ...]
    hint: str
