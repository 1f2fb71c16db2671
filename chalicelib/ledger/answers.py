"""How an entry looks to its member."""

import re

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import EntryRef, MerchantRef
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, EntryKind

_OF_GRANT = re.compile(r"(.+) \(grt_[0-9A-Z]+\)", re.DOTALL)
"""As `approvals/grant_runs.py` writes it."""


class CounterpartyAnswer(Shape):
    merchant_id: MerchantRef
    name: str
    """The shop's name on that day."""


class EntryAnswer(Shape):
    """`price_amount`, in won, of what was bought: plus for paid, minus for paid back in money."""

    entry_id: EntryRef
    kind: EntryKind
    """What kind of entry it is."""
    mileage_amount: int
    """Points that it moved: plus into the wallet."""
    voucher_amount: int
    """Won of vouchers that it moved: plus into the wallet."""
    mileage_balance: int
    """Points in the wallet after it."""
    voucher_balance: int
    """Won of vouchers in the wallet after it."""
    at: Time
    """When it was written."""
    description: str
    """What it is, in words."""
    counterparty: CounterpartyAnswer | None
    """The shop, where there is one; else null."""
    price_amount: int | None
    """Won paid (plus) or paid back (minus) for what was bought; else null."""


def entry_answer(entry: Entry, language: str) -> EntryAnswer:
    kind = KINDS[entry.kind]
    merchant = entry.merchant
    return EntryAnswer(
        entry_id=entry.entry_id,
        kind=entry.kind,
        mileage_amount=entry.mileage_amount,
        voucher_amount=entry.voucher_amount,
        mileage_balance=entry.mileage_balance,
        voucher_balance=entry.voucher_balance,
        at=entry.at,
        description=_said(entry, language) or (kind.en if language == "en" else kind.ko),
        counterparty=CounterpartyAnswer(merchant_id=merchant.merchant_id, name=merchant.name)
        if merchant
        else None,
        price_amount=entry.purchase.price_amount if entry.purchase else None,
    )


def _said(entry: Entry, language: str) -> str:
    """What a file of grants says it gave the member for: two people approved those words. Why a
    single wallet was put right is written for the staff. Of a visit, where it was to."""
    if entry.kind == "visit_grant":
        name, _, name_en = (entry.reason or "").partition("\n")
        return f"Visit to {name_en}" if language == "en" else f"{name} 방문"
    granted = _OF_GRANT.fullmatch(entry.reason or "") if entry.kind == "adjustment" else None
    return granted[1] if granted else ""
