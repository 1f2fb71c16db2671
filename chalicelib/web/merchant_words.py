"""The words that pages have for merchants, their trades, banks and what offices say of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.county.declarations import Words
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.import_faults import FAULTS
from chalicelib.merchants.trades import TRADES

if TYPE_CHECKING:
    from chalicelib.aws.tax_office import Authenticity, TaxStatus
    from chalicelib.merchants.applications import ApplicationStatus, SalesClass
    from chalicelib.merchants.businesses import Breach
    from chalicelib.merchants.imports import Result
    from chalicelib.merchants.registration import AccountState
    from chalicelib.merchants.shop_changes import ChangeStatus

APPLICATION_STATES: "Mapping[ApplicationStatus, Words]" = {
    "received": ("심사 중", "Being decided"),
    "approved": ("승인", "Approved"),
    "refused": ("반려", "Refused"),
}
CHANGE_STATES: "Mapping[ChangeStatus, Words]" = {
    "received": ("심사 중", "Being decided"),
    "approved": ("승인", "Approved"),
    "refused": ("반려", "Refused"),
    "withdrawn": ("가게가 철회함", "Taken back"),
}
TAX_STATUSES: "Mapping[TaxStatus, Words]" = {
    "active": ("계속 사업자", "In business"),
    "resting": ("휴업", "Resting"),
    "closed": ("폐업", "Closed"),
    "unregistered": ("등록되지 않은 번호", "Not a registered number"),
    "unknown": ("확인 못 함", "Unknown"),
}
AUTHENTICITIES: "Mapping[Authenticity, Words]" = {
    "confirmed": ("일치", "They belong together"),
    "not_confirmed": ("불일치", "They do not belong together"),
    "unknown": ("확인 못 함", "Unknown"),
}
SALES_CLASSES: "Mapping[SalesClass, Words]" = {
    "up_to_300m": ("3억원 이하", "Up to 300 million won"),
    "up_to_3b": ("30억원 이하", "Up to 3 billion won"),
    "over_3b": ("30억원 넘음", "Above 3 billion won"),
}
KEY_SCOPES: Mapping[str, Words] = {
    "read": ("조회", "look"),
    "use": ("결제 받기", "take payments"),
    "cancel": ("취소", "take back"),
}
ACCOUNT_STATES: "Mapping[AccountState, Words]" = {
    "unverified": ("아직 묻지 않음", "Not asked yet"),
    "verified": ("예금주 확인됨", "The holder is confirmed"),
    "mismatch": ("예금주가 다름", "Another holder"),
    "unknown": ("은행이 답하지 않음", "The bank did not answer"),
}
BREACHES: "Mapping[Breach, Words]" = {
    "false_registration": ("거짓으로 등록함 (1년 제한)", "Registered by false means (a year)"),
    "restricted_trade": ("제한 업종 (6개월 제한)", "A barred trade (6 months)"),
    "misuse": ("결제 거부·실거래 없는 환전 (6개월 제한)", "Refusals, no real sale (6 months)"),
}
IMPORT_RESULTS: "Mapping[Result, Words]" = {
    "created": ("만듦", "Made"),
    "same_already": ("이미 있음", "There already"),
    "refused": ("받지 않음", "Refused"),
}
MERCHANT_TABLES: Mapping[str, Mapping[Any, Words]] = {
    "key_scopes": KEY_SCOPES,
    "application_states": APPLICATION_STATES,
    "change_states": CHANGE_STATES,
    "tax_statuses": TAX_STATUSES,
    "authenticities": AUTHENTICITIES,
    "sales_classes": SALES_CLASSES,
    "account_states": ACCOUNT_STATES,
    "breaches": BREACHES,
    "import_results": IMPORT_RESULTS,
    "import_faults": FAULTS,
    "trades": TRADES,
    "banks": {code: (name, name) for code, name in BANKS.items()},
}
