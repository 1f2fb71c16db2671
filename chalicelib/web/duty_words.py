"""The words that the desk has for what law wants by a day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.county.declarations import Words

if TYPE_CHECKING:
    from chalicelib.duties.duties import DutyKind, DutyState

DUTY_KINDS: "Mapping[DutyKind, Words]" = {
    "agent_report": ("판매대행점 판매·보관 보고", "Agents' report of sales and stock"),
    "fund_publication": ("상품권 자금 운용 현황 공표", "Publication of the vouchers' funds"),
    "register_publication": ("가맹점 등록 현황 공표", "Publication of the register of shops"),
    "issue_report": ("상품권 발행 보고", "Report of the vouchers issued"),
    "data_review": ("개인정보 사용 기록 점검", "Review of uses of personal data"),
    "merchant_decision": ("가맹점 신청 결정", "Decision of a shop's application"),
    "fee_deposit": ("입장료 납입", "Deposit of a sight's fees"),
}
DUTY_STATES: "Mapping[DutyState, Words]" = {
    "upcoming": ("예정", "Upcoming"),
    "due": ("곧 기한", "Due soon"),
    "overdue": ("기한 지남", "Overdue"),
    "done": ("이행", "Done"),
}
DUTY_TABLES: Mapping[str, Mapping[Any, Words]] = {
    "duty_kinds": DUTY_KINDS,
    "duty_states": DUTY_STATES,
}
