"""Whom the money of a settlement goes to, and why it waits."""

from msgspec import Struct


class Payee(Struct, frozen=True, kw_only=True):
    """A shop of the register. `account_id` names its account as it is now, and tells nothing of it:
    another account has another one; empty if there is none. `held_for`: why nothing is paid to it
    now (suspended, account_unverified, business_closed …), `None` if it may be."""

    merchant_id: str
    name: str
    account_id: str = ""
    held_for: str | None = None


class PayeeAccount(Struct, frozen=True, kw_only=True):
    """Unsealed, for the bank's file alone. `bank_code` has three digits."""

    account_id: str
    bank_code: str
    number: str
    holder: str
