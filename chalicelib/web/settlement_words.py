"""The words that pages have for settlements, what the bank did, and why a shop is not paid now."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.county.declarations import Words

if TYPE_CHECKING:
    from chalicelib.settlement.invoices import InvoiceStatus, PaymentWay
    from chalicelib.settlement.outcomes import PayoutResult, SettlementStatus
    from chalicelib.settlement.shop_days import SaleKind

SETTLEMENT_STATES: "Mapping[SettlementStatus, Words]" = {
    "confirmed": ("지급 예정", "To be paid"),
    "paid": ("지급함", "Paid"),
    "failed": ("지급 못 함", "Not paid"),
    "carried_over": ("다음으로 넘김", "Carried over"),
}
SALE_KINDS: "Mapping[SaleKind, Words]" = {
    "payment": ("결제", "Payment"),
    "cancel": ("취소", "Cancel"),
}
PAYOUT_RESULTS: "Mapping[PayoutResult, Words]" = {
    "paid": ("입금됨", "Paid"),
    "failed": ("입금 안 됨", "Not paid"),
}
INVOICE_STATES: "Mapping[InvoiceStatus, Words]" = {
    "issued": ("청구함", "Invoiced"),
    "part_paid": ("일부 납부", "Paid in part"),
    "paid": ("납부함", "Paid"),
    "withdrawn": ("청구 철회", "Withdrawn"),
}
PAYMENT_WAYS: "Mapping[PaymentWay, Words]" = {
    "transfer": ("계좌 입금", "Transfer"),
    "notice": ("고지서", "Payment notice"),
    "cash": ("현금", "Cash"),
}
PAYOUT_HOLDS: Mapping[str, Words] = {
    "not_registered": ("가맹점 명부에 없습니다", "Not in the register of shops"),
    "merchant_suspended": ("정지된 가맹점입니다", "The shop is suspended"),
    "merchant_closed": ("폐업한 가맹점입니다", "The shop is closed"),
    "account_changed": (
        "계좌가 바뀌어 다른 담당자의 확인을 기다립니다",
        "Its account was changed: another member of staff must release it",
    ),
    "account_change_asked": (
        "가게가 계좌 변경을 신청해 결정을 기다립니다",
        "The shop asked for another account, which is being decided",
    ),
    "account_unverified": ("계좌를 아직 확인하지 못했습니다", "Its account is not verified yet"),
    "account_mismatch": ("예금주가 다릅니다", "The account is somebody else's"),
    "tax_closed": ("국세청에 폐업으로 나옵니다", "Closed, says the tax office"),
    "tax_resting": ("국세청에 휴업으로 나옵니다", "Resting, says the tax office"),
    "registration_canceled": ("가맹점 등록이 취소되었습니다", "Its registration was cancelled"),
}
"""Of the register and of the shop's standing: `settlement/registered_payees.py`."""
SETTLEMENT_TABLES: Mapping[str, Mapping[Any, Words]] = {
    "settlement_states": SETTLEMENT_STATES,
    "sale_kinds": SALE_KINDS,
    "payout_results": PAYOUT_RESULTS,
    "invoice_states": INVOICE_STATES,
    "payment_ways": PAYMENT_WAYS,
    "payout_holds": PAYOUT_HOLDS,
}
