"""How an entry looks to its member."""

from chalicelib.api.call import Shape
from chalicelib.api.shapes import Time
from chalicelib.domain.entries import Entry, EntryKind
from chalicelib.domain.entry_words import DESCRIPTIONS


class CounterpartyAnswer(Shape):
    merchant_id: str
    name: str


class EntryAnswer(Shape):
    """`price_amount`, in won, of what was bought: plus for paid, minus for paid back in money."""

    entry_id: str
    kind: EntryKind
    mileage_amount: int
    voucher_amount: int
    mileage_balance: int
    voucher_balance: int
    at: Time
    description: str
    counterparty: CounterpartyAnswer | None
    price_amount: int | None


def entry_answer(entry: Entry, language: str) -> EntryAnswer:
    ko, en = DESCRIPTIONS[entry.kind]
    merchant = entry.merchant
    return EntryAnswer(
        entry_id=entry.entry_id,
        kind=entry.kind,
        mileage_amount=entry.mileage_amount,
        voucher_amount=entry.voucher_amount,
        mileage_balance=entry.mileage_balance,
        voucher_balance=entry.voucher_balance,
        at=entry.at,
        description=en if language == "en" else ko,
        counterparty=CounterpartyAnswer(merchant_id=merchant.merchant_id, name=merchant.name)
        if merchant
        else None,
        price_amount=entry.purchase.price_amount if entry.purchase else None,
    )
