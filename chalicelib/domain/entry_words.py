"""What each kind of entry is called, in Korean and in English."""

from collections.abc import Mapping

from chalicelib.domain.entries import EntryKind

DESCRIPTIONS: Mapping[EntryKind, tuple[str, str]] = {
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
