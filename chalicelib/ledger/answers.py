"""How an entry looks to its member."""

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.ledger.entries import Entry, EntryKind

DESCRIPTIONS: dict[EntryKind, tuple[str, str]] = {
    "signup": ("가입 축하 마일리지", "Sign-up mileage"),
    "conversion": ("마일리지를 상품권으로 바꿈", "Mileage converted to a voucher"),
    "redemption": ("상품권 결제", "Payment"),
    "cancellation": ("결제 취소", "Payment canceled"),
    "net_cancel": ("끝나지 않은 결제 되돌림", "Unfinished payment taken back"),
    "adjustment": ("군청 조정", "Adjustment by the county"),
    "expiration": ("유효 기간 지남", "Expired"),
    "purchase": ("상품권 구매", "Voucher bought"),
    "purchase_cancel": ("상품권 구매 취소", "Purchase canceled"),
    "change_refund": ("상품권 잔액 환불", "Rest of a voucher paid back"),
}


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
