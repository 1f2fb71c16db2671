"""The words that pages have for what the code names, and the forms of what people type.

No script keeps a list of its own: `static/common/words.js` reads what `served` gives a page.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.core.amounts import DIGITS_MAX
from chalicelib.core.values import ID_FORM
from chalicelib.county.declarations import Words
from chalicelib.county.settings import SETTING_WORDS, SETTINGS
from chalicelib.ledger.kinds import KIND_WORDS
from chalicelib.sales.rounds import BUDGET_MAX, DISCOUNT_PERCENT_MAX
from chalicelib.web.desk_words import DESK_TABLES
from chalicelib.web.duty_words import DUTY_TABLES
from chalicelib.web.merchant_words import MERCHANT_TABLES
from chalicelib.web.reconciliation_words import CHECKS, DETAILS, DIFFERENCES
from chalicelib.web.setting_words import TOPICS, of_each_setting
from chalicelib.web.settlement_words import SETTLEMENT_TABLES
from chalicelib.web.treasury_words import TREASURY_TABLES
from chalicelib.web.trip_words import TRIP_TABLES
from chalicelib.web.visit_words import VISIT_TABLES

if TYPE_CHECKING:
    from chalicelib.approvals.approvals import StepName
    from chalicelib.cashbacks.campaigns import CampaignState
    from chalicelib.core.periods import PeriodKind
    from chalicelib.fraud.signals import Signal
    from chalicelib.fraud.store import CaseState
    from chalicelib.ledger.profile import GuardianRelation, Relation
    from chalicelib.members.ticket import RejectionReason
    from chalicelib.merchants.merchants import MerchantStatus
    from chalicelib.merchants.reports import ReportKind
    from chalicelib.paying.redemptions import RedemptionStatus
    from chalicelib.payments.receivable_list import CauseKind
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
CASHBACK_STATES: "Mapping[CampaignState, Words]" = {
    "proposed": ("승인 대기", "Proposed"),
    "rejected": ("반려", "Rejected"),
    "upcoming": ("시작 전", "Upcoming"),
    "open": ("진행 중", "Open"),
    "over": ("끝남", "Over"),
    "closed": ("일찍 마감", "Closed early"),
}
RECEIVABLE_CAUSES: "Mapping[CauseKind, Words]" = {
    "purchase": ("되돌려진 구매", "Purchase whose payment was taken back"),
    "trip": ("반값여행", "Half-price trip"),
    "cashback": ("캐시백", "Cashback"),
    "referral": ("친구 추천 마일리지", "Referral mileage"),
    "carried": ("예전 지갑에서", "From an earlier wallet"),
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
STANDINGS: Mapping[str, Words] = {
    "active": ("이용 중", "Active"),
    "suspended": ("정지", "Suspended"),
    "closed": ("폐업", "Closed"),
    "left": ("탈퇴", "Left"),
}
"""Of members and shops."""
SHOP_REPORTS: "Mapping[ReportKind, Words]" = {
    "closed": ("문을 닫았어요", "It has closed"),
    "refuses": ("상품권을 받지 않아요", "It takes no vouchers"),
    "moved": ("위치가 달라요", "It is elsewhere"),
    "number": ("전화번호가 달라요", "The phone number is wrong"),
    "other": ("다른 점이 있어요", "Something else"),
}
SHOP_CHANGES: "Mapping[MerchantStatus, Words]" = {
    "active": ("다시 열기", "Re-open"),
    "suspended": ("정지", "Suspend"),
    "closed": ("폐업 처리", "Close for good"),
}
FRAUD_SIGNALS: "Mapping[Signal, Words]" = {
    "one_wallet_again": ("한 지갑이 하루에 여러 번 결제", "One wallet pays again and again"),
    "round_sums": ("결제 금액이 거의 모두 만 원 단위", "Nearly all sums are whole ten thousands"),
    "paid_and_taken_back": ("결제의 절반을 도로 취소", "Half of the payments taken back"),
    "reported_shop": ("상품권을 받지 않는다는 신고", "Reported to take no vouchers"),
}
FRAUD_STATES: "Mapping[CaseState, Words]" = {
    "open": ("살펴보기 전", "Not looked at"),
    "looked_at": ("살펴보는 중", "Being looked at"),
    "closed": ("끝남", "Closed"),
}
AUDIT_ACTIONS: "Mapping[AuditAction, Words]" = {
    "member_suspended": ("회원 정지", "Member suspended"),
    "member_reopened": ("회원 다시 열기", "Member re-opened"),
    "merchant_suspended": ("가맹점 정지", "Shop suspended"),
    "merchant_closed": ("가맹점 폐업", "Shop closed"),
    "merchant_reopened": ("가맹점 다시 열기", "Shop re-opened"),
    "merchant_key_issued": ("키 발급", "Key issued"),
    "merchant_key_revoked": ("키 끝내기", "Key ended"),
    "merchant_key_changed": ("키 권한 바꾸기", "What a key may do changed"),
    "round_changed": ("판매 회차 바꿈", "Sale round changed"),
    "shop_invited": ("가게 기기 초대", "Shop's phone invited"),
    "shop_device_closed": ("가게 기기 끊기", "Shop's phone closed"),
    "payout_file_made": ("지급 파일 받기", "Payout file made"),
    "payout_results_taken": ("지급 결과 올리기", "Payout results brought in"),
    "merchant_approved": ("가맹점 신청 승인", "Shop's application approved"),
    "merchant_refused": ("가맹점 신청 반려", "Shop's application refused"),
    "merchant_changed": ("가맹점 내용 변경", "Shop's data changed"),
    "merchant_taxed": ("가맹점 과세유형 바뀜", "How a shop is taxed"),
    "merchant_change_asked": ("가게가 변경 신청", "Shop asked for a change"),
    "merchant_change_withdrawn": ("가게가 변경 신청 철회", "Shop took its change back"),
    "merchant_change_refused": ("가게 변경 신청 반려", "Shop's change refused"),
    "merchant_registration_canceled": ("가맹점 등록 취소", "Shop's registration cancelled"),
    "merchant_poster_renewed": ("가게 QR 포스터 새로 만듦", "Shop's poster renewed"),
    "segment_message_proposed": ("광고 메시지 제안", "Advertising message proposed"),
    "segment_message_approved": ("광고 메시지 승인", "Advertising message approved"),
    "segment_message_rejected": ("광고 메시지 반려", "Advertising message rejected"),
    "trip_approved": ("반값여행 승인", "Half-price trip approved"),
    "trip_rejected": ("반값여행 반려", "Half-price trip refused"),
    "trip_viewed": ("반값여행 동행 보기", "Half-price trip's companions seen"),
    "trip_image_viewed": ("반값여행 사진 보기", "Half-price trip's image seen"),
    "trip_returned": ("반값여행 청구 고쳐 달라고 함", "Half-price trip's claim given back"),
    "trip_reviewed": ("반값여행 청구 검토", "Half-price trip's claim reviewed"),
    "trip_granted": ("반값여행 지급 승인", "Half-price trip paid"),
    "trip_clawed_back": ("반값여행 상품권 거둠", "Half-price trip taken back"),
    "segment_defined": ("회원 분류 만듦", "Segment defined"),
    "segment_ended": ("회원 분류 그만 씀", "Segment ended"),
    "extract_taken_out": ("분석 자료 받음", "Extract taken out"),
    "fraud_case_judged": ("이상 징후 처리", "Signal of misuse judged"),
    "duty_done": ("법정 기한 이행 기록", "Statutory duty done"),
    "duty_reopened": ("법정 기한 이행 기록 취소", "Statutory duty taken back"),
    "interest_recorded": ("금고 계좌 이자 확정", "Interest of the treasury account confirmed"),
    "fund_published": ("상품권 자금 공표", "Voucher fund published"),
    "issue_report_made": ("상품권 발행 보고 만듦", "Report of vouchers issued made"),
    "dead_letters_redriven": ("실패한 작업 다시 처리", "Failed tasks sent again"),
    "members_searched": ("회원 찾기", "Members searched"),
    "member_viewed": ("회원 지갑 보기", "Member's wallet seen"),
    "member_revealed": ("회원 개인정보 보기", "Member's personal data revealed"),
    "entries_listed": ("회원 거래 내역 보기", "Member's entries listed"),
    "entry_viewed": ("거래 내역 보기", "Entry seen"),
    "table_taken_out": ("목록을 파일로 받음", "List taken out as a file"),
    "campaign_changed": ("행사 고침", "Campaign changed"),
    "referral_taken_back": ("추천 마일리지 거둠", "Referral mileage taken back"),
    "photo_viewed": ("응모 사진 보기", "Entered photo seen"),
    "photo_accepted": ("응모 사진 받음", "Photo entry accepted"),
    "photo_refused": ("응모 사진 반려", "Photo entry refused"),
    "photo_taken_down": ("공개한 사진 내림", "Shown photo taken down"),
    "comment_viewed": ("댓글 응모 보기", "Comment entry seen"),
    "comment_accepted": ("댓글 응모 받음", "Comment entry accepted"),
    "comment_refused": ("댓글 응모 반려", "Comment entry refused"),
    "election_period_added": ("선거 기간 등록", "Election period recorded"),
    "picture_set": ("그림 바꿈", "Picture set"),
    "picture_removed": ("그림 내림", "Picture taken down"),
    "facility_made": ("시설 등록", "Facility made"),
    "facility_changed": ("시설 소개 고침", "Facility's description changed"),
    "facility_closed": ("시설 문 닫음", "Facility closed"),
    "facility_reopened": ("시설 다시 엶", "Facility opened again"),
    "facility_terms_set": ("시설 운영 조건 등록", "Facility's terms set"),
    "facility_notice_made": ("시설 휴관·개관 공지", "Facility's notice made"),
    "facility_notice_taken_back": ("시설 공지 거둠", "Facility's notice taken back"),
    "agent_opened": ("판매대행점 등록", "Agent opened"),
    "agent_closed": ("판매대행점 닫음", "Agent closed"),
    "teller_opened": ("판매대행점 창구 등록", "Counter of an agent opened"),
    "teller_renewed": ("판매대행점 창구 열쇠 새로 발급", "Counter's key renewed"),
    "teller_ended": ("판매대행점 창구 닫음", "Counter of an agent ended"),
    "gate_opened": ("개찰구 등록", "Gate opened"),
    "gate_closed": ("개찰구 사용 중지", "Gate closed"),
    "invoice_paid": ("가맹점 청구서 납부 기록", "Shop's invoice paid"),
    "invoice_withdrawn": ("가맹점 청구 철회", "Shop's invoice withdrawn"),
    "fees_deposited": ("요금 납입 기록", "Fees paid in"),
    "fee_difference_named": ("요금 차이 정리", "Difference of fees explained"),
    "cashback_approved": ("캐시백 행사 승인", "Cashback campaign approved"),
    "cashback_rejected": ("캐시백 행사 반려", "Cashback campaign refused"),
    "cashback_closing_proposed": ("캐시백 행사 마감 올림", "Closing of cashback campaign proposed"),
    "cashback_closed": ("캐시백 행사 마감", "Cashback campaign closed"),
    "cashback_closing_rejected": ("캐시백 행사 마감 반려", "Closing of cashback campaign refused"),
    "member_joined_at_desk": ("창구에서 대신 가입", "Member signed up at the desk"),
    "member_join_refused": ("창구 가입 거절 (같은 사람?)", "Join refused: namesake"),
    "member_number_set": ("창구에서 휴대전화 등록", "First mobile number set at the desk"),
    "card_issued": ("카드 인쇄", "Card printed"),
    "card_closed": ("카드 정지", "Card closed"),
}
STAFF_ROLES: Mapping[str, Words] = {
    "operator": ("담당자", "Operator"),
    "manager": ("팀장", "Manager"),
    "treasurer": ("회계 담당", "Treasurer"),
    "auditor": ("감사", "Auditor"),
    "booth": ("부스", "Booth"),
    "gate": ("검표", "Gate"),
}
FORMS = {
    "member_number": ID_FORM,
    "code": "[0-9]{6}",
    "discount": f"[0-9]{{1,{len(str(DISCOUNT_PERCENT_MAX))}}}",
}
"""Patterns of what is typed. A page spares people a round trip with them; the API decides."""
DIGITS = {
    "amount": DIGITS_MAX, "budget": len(str(BUDGET_MAX)),
    "setting": max(len(str(setting.bounds[1])) for setting in SETTINGS.values()),
}  # fmt: skip
"""How many digits a number may have that is typed."""
TABLES: Mapping[str, Mapping[Any, Words]] = {
    "entries": KIND_WORDS,
    "reports": REPORTS,
    "steps": STEPS,
    "approval_states": APPROVAL_STATES,
    "round_states": ROUND_STATES,
    "cashback_states": CASHBACK_STATES,
    "receivable_causes": RECEIVABLE_CAUSES,
    "redemption_states": REDEMPTION_STATES,
    "relations": RELATIONS,
    "guardian_relations": GUARDIAN_RELATIONS,
    "rejections": REJECTIONS,
    "checks": CHECKS,
    "differences": DIFFERENCES,
    "details": DETAILS,
    "settings": SETTING_WORDS,
    "setting_topics": TOPICS,
    "standings": STANDINGS,
    "shop_changes": SHOP_CHANGES,
    "shop_reports": SHOP_REPORTS,
    "audit_actions": AUDIT_ACTIONS,
    "fraud_signals": FRAUD_SIGNALS,
    "fraud_states": FRAUD_STATES,
    "staff_roles": STAFF_ROLES,
    **DESK_TABLES,
    **DUTY_TABLES,
    **TREASURY_TABLES,
    **MERCHANT_TABLES,
    **SETTLEMENT_TABLES,
    **VISIT_TABLES,
    **TRIP_TABLES,
}


def table(name: str, language: str) -> dict[str, str]:
    """One table in one language, in its order."""
    return {key: words[language == "en"] for key, words in TABLES[name].items()}


def served(language: str, *names: str) -> str:
    """What a page hands to its scripts, as JSON: the tables it names, and what may be typed."""
    tables: dict[str, Any] = {name: table(name, language) for name in names}
    if "settings" in names:
        tables |= of_each_setting(language)
    return json.dumps({**tables, "forms": FORMS, "digits": DIGITS}, ensure_ascii=False)
