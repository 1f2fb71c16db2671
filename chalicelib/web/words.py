"""The words that pages have for what the code names, and the forms of what people type.

Each table names the values of a type of the code, so that no script keeps a list of its own:
`static/common/words.js` reads what `served` gives a page, templates use the same tables.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.core.amounts import DIGITS_MAX
from chalicelib.core.values import ID_FORM
from chalicelib.county.declarations import Unit, Words
from chalicelib.county.settings import SETTING_WORDS, SETTINGS
from chalicelib.ledger.kinds import KIND_WORDS
from chalicelib.sales.rounds import BUDGET_MAX, DISCOUNT_PERCENT_MAX

if TYPE_CHECKING:
    from chalicelib.approvals.approvals import StepName
    from chalicelib.core.periods import PeriodKind
    from chalicelib.ledger.profile import GuardianRelation, Relation
    from chalicelib.members.ticket import RejectionReason
    from chalicelib.merchants.merchants import MerchantStatus
    from chalicelib.paying.redemptions import RedemptionStatus
    from chalicelib.reconciling.reconciliation import Check, DifferenceKind
    from chalicelib.sales.rounds import RoundState
    from chalicelib.staff.audit import AuditAction

REPORTS: "Mapping[PeriodKind, Words]" = {
    "daily": ("일간", "Daily"),
    "weekly": ("주간", "Weekly"),
    "monthly": ("월간", "Monthly"),
    "campaign": ("행사", "Campaign"),
}
STEPS: "Mapping[StepName, Words]" = {
    "proposed": ("올림", "Proposed"),
    "approved": ("승인", "Approved"),
    "rejected": ("반려", "Rejected"),
    "applied": ("반영", "Applied"),
    "refused": ("반영 안 됨", "Refused"),
    "completed": ("지급 끝", "Completed"),
}
APPROVAL_STATES: "Mapping[StepName, Words]" = {
    "proposed": ("승인 대기", "Waiting for approval"),
    "approved": ("승인됨, 처리 중", "Approved, not done yet"),
    "applied": ("반영됨", "Applied"),
    "refused": ("규정상 반영 안 됨", "Refused by a rule"),
    "rejected": ("반려됨", "Rejected"),
    "completed": ("지급 끝남", "Completed"),
}
ROUND_STATES: "Mapping[RoundState, Words]" = {
    "upcoming": ("판매 전", "Upcoming"),
    "open": ("판매 중", "On sale"),
    "sold_out": ("다 팔림", "Sold out"),
    "closed": ("끝남", "Closed"),
}
REDEMPTION_STATES: "Mapping[RedemptionStatus, Words]" = {
    "captured": ("결제", "Paid"),
    "partially_canceled": ("일부 취소", "Partly canceled"),
    "canceled": ("취소", "Canceled"),
}
GUARDIAN_RELATIONS: "Mapping[GuardianRelation, Words]" = {
    "parent": ("부모(친권자)", "parent"),
    "legal_guardian": ("후견인 등 법정대리인", "legal guardian"),
}
RELATIONS: "Mapping[Relation, Words]" = {
    "tourist": ("여행·축제로 왔어요", "Visiting: travel or festival"),
    "expatriate": ("고향이에요 (출향민)", "My hometown"),
    "resident": ("살고 있어요", "I live here"),
    "worker": ("일이나 학교 때문에 와요", "Work or school"),
    "athlete": ("전지훈련·운동 경기로 왔어요", "Training camp or sports"),
    "other": ("그 밖에", "Something else"),
}
REJECTIONS: "Mapping[RejectionReason, Words]" = {
    "phone_in_use": (
        "이 번호는 다른 생년월일로 이미 가입되어 있습니다. "
        "생년월일을 잘못 적었다면 다시 적어 주세요. "
        "새로 받은 번호라면 다른 휴대전화 번호로 가입하거나, 신분증을 가지고 "
        "군청 창구로 와 주세요.",
        "This number has joined with another date of birth. If you mistyped yours, please "
        "try again. If the number is new to you, join with another mobile number, or come to "
        "the county's desk with an identity document.",
    ),
}
CHECKS: "Mapping[Check, Words]" = {
    "wallets": (
        "지갑마다 내역이 앞의 내역과 이어지는가",
        "Each wallet's entries follow one another",
    ),
    "index": ("날짜별 목록이 원장과 같은가", "The list by day has what the ledger has"),
    "merchants": (
        "가맹점별 결제에서 취소를 뺀 금액이 정산할 금액과 같은가",
        "Per shop, payments less cancels are what is settled",
    ),
    "sums": (
        "준 금액이 쓴 금액, 남은 금액, 소멸, 환불의 합과 같은가",
        "Issued is spent, outstanding, expired and refunded",
    ),
    "root": ("공개한 기록이 원장과 같은가", "The published record has what the ledger has"),
    "budgets": ("판매 회차의 예산이 맞는가", "The budgets of sale rounds add up"),
    "adjustments": (
        "조정과 일괄 지급이 두 사람이 승인한 대로인가",
        "Adjustments and bulk grants are as two people approved them",
    ),
    "signups": (
        "가입 마일리지가 행사나 조례에서 정한 만큼인가",
        "Newcomers were granted what the campaign or the county grants",
    ),
}
DIFFERENCES: "Mapping[DifferenceKind, Words]" = {
    "entry_unreadable": ("내역을 읽을 수 없습니다", "The entry cannot be read"),
    "entry_broken": (
        "내역이 기록된 뒤에 바뀌었거나 앞의 내역과 이어지지 않습니다",
        "The entry was changed, or does not follow the one before",
    ),
    "index_missing": ("날짜별 목록에 이 내역이 없습니다", "The list by day lacks this entry"),
    "index_extra": (
        "원장에 없는 내역이 날짜별 목록에 있습니다",
        "The list by day has an entry that the ledger has not",
    ),
    "index_different": (
        "날짜별 목록의 내용이 원장과 다릅니다",
        "The list by day has the entry otherwise",
    ),
    "merchant_index_missing": (
        "가맹점 목록에 이 내역이 없습니다",
        "The shop's list lacks this entry",
    ),
    "merchant_index_extra": (
        "원장에 없는 내역이 가맹점 목록에 있습니다",
        "The shop's list has an entry that the ledger has not",
    ),
    "merchant_index_different": (
        "가맹점 목록의 내용이 원장과 다릅니다",
        "The shop's list has the entry otherwise",
    ),
    "merchant_sum": (
        "정산할 금액이 원장의 금액과 다릅니다",
        "What is to be settled is not what the ledger says",
    ),
    "ledger_sum": (
        "준 금액과 쓰고 남은 금액의 합이 다릅니다",
        "Issued and used amounts do not add up",
    ),
    "day_totals_broken": (
        "그날의 합계가 앞날과 이어지지 않습니다",
        "The day's totals do not follow the day before",
    ),
    "day_totals_different": (
        "보고서에 쓰는 하루 합계가 원장과 다릅니다",
        "The totals that reports use are not the ledger's",
    ),
    "root_missing": ("그날의 기록이 공개되지 않았습니다", "The day's record was not published"),
    "root_broken": (
        "공개한 기록이 바뀌었거나 앞날과 이어지지 않습니다",
        "The published record was changed, or does not follow",
    ),
    "root_lacks_entry": (
        "공개한 기록에 이 내역이 없습니다",
        "The published record lacks this entry",
    ),
    "root_has_unknown": (
        "공개한 기록에 있는 내역이 원장에서 사라졌습니다",
        "An entry that was published is gone from the ledger",
    ),
    "round_budget": (
        "회차에 남은 예산이 판매한 금액과 맞지 않습니다",
        "What is left of the round does not fit what was sold",
    ),
    "adjustment_not_applied": (
        "승인한 뒤 한 시간이 넘도록 반영되지 않았습니다",
        "Approved over an hour ago and not in the ledger yet",
    ),
    "adjustment_not_approved": (
        "두 사람의 승인 없이 반영된 조정이거나, 승인한 내용과 다릅니다",
        "An adjustment without the approval of two people, or not as approved",
    ),
    "grant_not_approved": (
        "두 사람의 승인 없이 일괄 지급된 내역이거나, 승인한 파일과 다릅니다",
        "A bulk grant without the approval of two people, or not as in the approved file",
    ),
    "bulk_grant_not_completed": (
        "승인한 뒤 한 시간이 넘도록 일괄 지급이 끝나지 않았습니다",
        "A bulk grant approved over an hour ago is not finished",
    ),
    "signup_grant": (
        "가입 마일리지가 정한 만큼이 아닙니다",
        "A newcomer was granted another sum than the one that was promised",
    ),
}
DETAILS: Mapping[str, Words] = {
    "hash": ("지문", "fingerprint"),
    "place": ("자리", "place"),
    "lots": ("보유 내역의 합", "sum of the lots"),
    "sequence": ("순번", "number"),
    "hash_link": ("앞 내역과의 연결", "link to the one before"),
    "time": ("시각", "time"),
    "mileage_balance": ("마일리지 잔액", "mileage balance"),
    "voucher_balance": ("상품권 잔액", "voucher balance"),
    "allocations": ("낱낱의 변동", "changes of the lots"),
    "mileage": ("마일리지, 처음부터", "mileage, from the first day on"),
    "voucher": ("상품권, 처음부터", "vouchers, from the first day on"),
    "mileage_of_day": ("마일리지, 그날", "mileage, that day"),
    "voucher_of_day": ("상품권, 그날", "vouchers, that day"),
    "carry_over": ("이월 예산", "carry-over account"),
    "record": ("그날의 기록", "the day's record"),
    "leaves": ("내역 지문의 목록", "the list of fingerprints"),
    "kept record differs": ("잠긴 보관함의 기록과 다름", "not as kept in the locked store"),
    "link": ("앞날 기록과의 연결", "link to the day before"),
    "merkle_root": ("내역 모두의 지문", "fingerprint of all entries"),
    "entry_count": ("내역의 수", "number of entries"),
    "proposal": ("올린 기록이 없음", "no proposal"),
    "approval": ("승인 기록이 없음", "no approval"),
    "approver": ("올린 사람과 승인한 사람이 같음", "approved by the proposer"),
    "outcome": ("이 내역을 가리키는 처리 기록이 없음", "no outcome that names this entry"),
    "member": ("다른 회원", "another member"),
    "amount": ("다른 금액", "another amount"),
    "claim": ("이 내역을 가리키는 지급 기록이 없음", "no record that names this entry"),
    "row": ("승인한 파일에 없는 줄", "not a row of the approved file"),
}
"""What a difference says beside its kind: parts that do not fit, sums that do not add up."""
STANDINGS: Mapping[str, Words] = {
    "active": ("이용 중", "Active"),
    "suspended": ("정지", "Suspended"),
    "closed": ("폐업", "Closed"),
    "left": ("탈퇴", "Left"),
}
"""Of members and shops."""
SHOP_CHANGES: "Mapping[MerchantStatus, Words]" = {
    "active": ("다시 열기", "Re-open"),
    "suspended": ("정지", "Suspend"),
    "closed": ("폐업 처리", "Close for good"),
}
AUDIT_ACTIONS: "Mapping[AuditAction, Words]" = {
    "member_suspended": ("회원 정지", "Member suspended"),
    "member_reopened": ("회원 다시 열기", "Member re-opened"),
    "merchant_suspended": ("가맹점 정지", "Shop suspended"),
    "merchant_closed": ("가맹점 폐업", "Shop closed"),
    "merchant_reopened": ("가맹점 다시 열기", "Shop re-opened"),
    "merchant_key_issued": ("키 발급", "Key issued"),
    "merchant_key_revoked": ("키 끝내기", "Key ended"),
    "round_changed": ("판매 회차 바꿈", "Sale round changed"),
    "shop_invited": ("가게 기기 초대", "Shop's phone invited"),
    "shop_device_closed": ("가게 기기 끊기", "Shop's phone closed"),
    "merchant_approved": ("가맹점 신청 승인", "Shop's application approved"),
    "merchant_refused": ("가맹점 신청 반려", "Shop's application refused"),
    "merchant_changed": ("가맹점 내용 변경", "Shop's data changed"),
    "merchant_registration_canceled": ("가맹점 등록 취소", "Shop's registration cancelled"),
}
FORMS = {
    "member_number": ID_FORM,
    "code": "[0-9]{6}",
    "discount": f"[0-9]{{1,{len(str(DISCOUNT_PERCENT_MAX))}}}",
}
"""Patterns of what is typed. A page spares people a round trip with them; the API decides."""
DIGITS = {
    "amount": DIGITS_MAX,
    "budget": len(str(BUDGET_MAX)),
    "setting": max(len(str(setting.bounds[1])) for setting in SETTINGS.values()),
}
"""How many digits a number may have that is typed."""
TABLES: Mapping[str, Mapping[Any, Words]] = {
    "entries": KIND_WORDS,
    "reports": REPORTS,
    "steps": STEPS,
    "approval_states": APPROVAL_STATES,
    "round_states": ROUND_STATES,
    "redemption_states": REDEMPTION_STATES,
    "relations": RELATIONS,
    "guardian_relations": GUARDIAN_RELATIONS,
    "rejections": REJECTIONS,
    "checks": CHECKS,
    "differences": DIFFERENCES,
    "details": DETAILS,
    "settings": SETTING_WORDS,
    "standings": STANDINGS,
    "shop_changes": SHOP_CHANGES,
    "audit_actions": AUDIT_ACTIONS,
}


def table(name: str, language: str) -> dict[str, str]:
    """One table in one language, in its order."""
    return {key: words[language == "en"] for key, words in TABLES[name].items()}


def served(language: str, *names: str) -> str:
    """What a page hands to its scripts, as JSON: the tables it names, and what may be typed."""
    tables: dict[str, Any] = {name: table(name, language) for name in names}
    if "settings" in names:
        tables["units"] = {key: _unit(setting.unit, language) for key, setting in SETTINGS.items()}
        tables["two_people"] = {key: setting.money is not None for key, setting in SETTINGS.items()}
    return json.dumps({**tables, "forms": FORMS, "digits": DIGITS}, ensure_ascii=False)


def _unit(unit: Unit, language: str) -> dict[str, str | list[str]]:
    second = language == "en"
    return {"texts": [words[second] for words in unit.texts], "none": unit.none[second]}
