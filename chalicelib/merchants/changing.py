"""What becomes of a registered merchant by a change of its data or account, and what is recorded of
it."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.merchants import banks
from chalicelib.merchants.applications import SalesClass
from chalicelib.merchants.errors import AccountNumberInvalidError
from chalicelib.merchants.holders import same_holder
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.sealing import Cipher, seal
from chalicelib.merchants.trades import TRADES, Trade
from chalicelib.staff.audit import Facts

KEPT_SEALED = (
    "business_number",
    "owner_name",
    "contact_phone",
    "account_number",
    "account_holder",
)
Kept = tuple[Merchant, Registration]


class Changes(Struct, frozen=True, kw_only=True):
    """What is different; `None` stays as it is. `contact_phone` in E.164: where word of the county
    goes."""

    name: str | None = None
    trade: Trade | None = None
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    place_e6: tuple[int, int] | None = None
    sales_class: SalesClass | None = None
    contact_phone: str | None = None
    account: tuple[str, str, str] | None = None
    """Bank code, number, holder."""


class Changing(Struct, frozen=True):
    cipher: Cipher
    identity_key: Callable[[str, str, str], str]
    """Keyed hash of what is told of by nothing else: county, kind, value."""

    def changed(
        self,
        merchant: Merchant,
        registration: Registration,
        changes: Changes,
        *,
        by: str | None,
        on: date,
    ) -> Kept:
        """Both with their next versions; the very same if nothing is different. Another account is
        nobody's until the bank says whose, and what `by` (a subject of staff) wrote is paid when
        another person released it; `None` if two people asked and approved. Under another name the
        poster is another one, since payers read the name on it.

        Raises `AccountNumberInvalidError`.
        """
        changed = _changed(merchant, changes)
        kept = self._kept(registration, changes, by)
        if changed.name != merchant.name and kept.poster_number:
            kept = kept.with_poster(on)
        if (changed, kept) == (merchant, registration):
            return merchant, registration
        return (
            replace(changed, version=merchant.version + 1),
            replace(kept, version=registration.version + 1),
        )

    def differences(self, before: Kept, after: Kept) -> tuple[Facts, Facts]:
        """What is recorded as before and after: what is different, without personal data."""
        old, new = self._facts(*before), self._facts(*after)
        return (
            {name: value for name, value in old.items() if value != new[name]},
            {name: value for name, value in new.items() if value != old[name]},
        )

    def account_facts(self, registration: Registration) -> dict[str, str]:
        """Keyed hashes, by which the same account is known again and none can be read."""
        number = registration.sealed.open(self.cipher, "account_number")
        holder = registration.sealed.open(self.cipher, "account_holder")
        county_id, bank_code = registration.county_id, registration.bank_code
        return {
            "account": self.identity_key(county_id, "account", f"{bank_code}/{number}"),
            "account_holder": self.identity_key(county_id, "account_holder", holder),
        }

    def holder_differs(self, merchant: Merchant, registration: Registration) -> bool:
        """Whether the account is in the name of neither the owner nor the shop."""
        holder = registration.sealed.open(self.cipher, "account_holder")
        return self.is_anothers(holder, merchant, registration)

    def is_anothers(self, holder: str, merchant: Merchant, registration: Registration) -> bool:
        owner = registration.sealed.open(self.cipher, "owner_name")
        return bool(holder) and not any(same_holder(holder, n) for n in (owner, merchant.name))

    def _kept(self, registration: Registration, changes: Changes, by: str | None) -> Registration:
        kept = registration
        if changes.sales_class is not None:
            kept = replace(kept, sales_class=changes.sales_class)
        new = {}
        if changes.contact_phone is not None:
            new["contact_phone"] = changes.contact_phone
        bank_code = kept.bank_code
        if changes.account is not None:
            bank_code, typed, holder = changes.account
            number = banks.read_account_number(typed)
            if number is None:
                raise AccountNumberInvalidError(param="account.number")
            new |= {"account_number": number, "account_holder": holder}
        if not new:
            return kept
        fields = {name: kept.sealed.open(self.cipher, name) for name in KEPT_SEALED}
        if (kept.bank_code, fields | new) == (bank_code, fields):
            return kept
        sealed = seal(self.cipher, kept.merchant_id, fields | new)
        account = ("account_number", "account_holder")
        is_same_account = kept.bank_code == bank_code and all(
            fields[name] == (fields | new)[name] for name in account
        )
        if is_same_account:
            return replace(kept, sealed=sealed)
        return kept.with_account(bank_code, sealed, by)

    def _facts(self, merchant: Merchant, registration: Registration) -> Facts:
        phone = registration.sealed.open(self.cipher, "contact_phone")
        return {
            "name": merchant.name,
            "category": merchant.category,
            "address": merchant.address,
            "phone": merchant.phone,
            "hours": merchant.hours,
            "latitude_e6": merchant.latitude_e6,
            "longitude_e6": merchant.longitude_e6,
            "sales_class": registration.sales_class,
            "poster_number": registration.poster_number,
            "contact": self.identity_key(registration.county_id, "contact", phone),
            "bank_code": registration.bank_code,
            "holder_differs": self.holder_differs(merchant, registration),
            **self.account_facts(registration),
        }


def _changed(merchant: Merchant, changes: Changes) -> Merchant:
    latitude, longitude = changes.place_e6 or (merchant.latitude_e6, merchant.longitude_e6)
    sales = changes.sales_class
    return replace(
        merchant,
        name=changes.name or merchant.name,
        category=TRADES[changes.trade][0] if changes.trade else merchant.category,
        address=changes.address or merchant.address,
        phone=merchant.phone if changes.phone is None else changes.phone,
        hours=merchant.hours if changes.hours is None else changes.hours,
        latitude_e6=latitude,
        longitude_e6=longitude,
        over_sales_cap=merchant.over_sales_cap if sales is None else sales == "over_3b",
    )
