"""How an entry looks to its member."""

from collections.abc import Mapping

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import EntryRef, MerchantRef
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, EntryKind

_REWARDS: Mapping[EntryKind, tuple[str, str]] = {
    "visit_grant": ("{} 방문", "Visit to {}"),
    "tour_grant": ("{} 스탬프 투어", "Stamp tour of {}"),
    "referral_grant": ("{} 친구 추천", "Referral to {}"),
    "activity_grant": ("{} 마일리지", "Mileage: {}"),
    "fee_share": ("{} 입장료에서 돌려드림", "Given back of the fee at {}"),
}
"""What is said of rewards; their reasons are names in Korean and in English."""


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
    """Of a grant what for, of a reward where or for what; "" where the kind says all."""
    if said := _REWARDS.get(entry.kind):
        name, _, name_en = (entry.reason or "").partition("\n")
        return said[1].format(name_en) if language == "en" else said[0].format(name)
    return entry.granted_for
