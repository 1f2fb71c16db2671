"""What a receipt says beside amount and time: its approval number, the tax in it, and whether the
shop owes a cash receipt.

The tax arises when goods are supplied, not when the voucher is bought (국세청 서면-2016-법령해석
부가-5565), and so is the cash receipt due: on request, when the voucher is used. Of a general
taxpayer's amount the supply is amount / 1.1 rounded to the won, and the tax is the rest; a
simplified taxpayer's receipt shows none, an exempt one's amount is free of it.
"""

import hashlib
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import TaxClass
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.tax_classes import tax_class_on

CashReceipt = Literal["on_request", "none"]
APPROVAL_DIGITS = 8


class Slip(Struct, frozen=True, kw_only=True):
    """`supply_amount` and `vat_amount` are `None` where the tax is not shown, or not known."""

    approval_number: str
    tax_class: TaxClass | None
    supply_amount: int | None
    vat_amount: int | None
    tax_free_amount: int
    cash_receipt: CashReceipt


def approval_number(identifier: str) -> str:
    """Eight digits, of a payment or a cancel each its own. They repeat, as a card's do: with shop,
    day and amount they name one."""
    digest = hashlib.sha256(identifier.encode()).digest()
    return f"{int.from_bytes(digest[:8]) % 10**APPROVAL_DIGITS:0{APPROVAL_DIGITS}d}"


def vat_in(amount: int) -> int:
    """Of a general taxpayer's `amount` with the tax: what is left of it beside the supply, which is
    amount / 1.1 rounded half up to the won."""
    return amount - (amount * 20 + 11) // 22


def slip_of(identifier: str, merchant: Merchant, paid_on: date, *, before: int, after: int) -> Slip:
    """Of a payment or a cancel of one that was made on `paid_on`, by which the amount went from
    `before` to `after`: so that what cancels give back sums up to what the payment had."""
    tax_class = tax_class_on(merchant.tax_classes, paid_on)
    vat = abs(vat_in(after) - vat_in(before))
    amount = abs(after - before)
    is_general, is_exempt = tax_class == "general", tax_class == "exempt"
    return Slip(
        approval_number=approval_number(identifier),
        tax_class=tax_class,
        supply_amount=amount - vat if is_general else None,
        vat_amount=vat if is_general else 0 if is_exempt else None,
        tax_free_amount=amount if is_exempt else 0,
        cash_receipt="none" if tax_class == "untaxed" else "on_request",
    )
