"""What waits at the desk for somebody's decision: one list of its kinds, for the inbox and for the
mail of the morning."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

MatterKind = Literal[
    "adjustments", "bulk_grants", "counter_requests", "receivable_waivers", "interest_proposals",
    "invoice_withdrawals", "payout_batches", "setting_proposals", "campaign_proposals",
    "facility_proposals", "segment_messages", "cashback_campaigns", "cashback_closings",
    "trip_grants", "applications", "shop_changes", "draw_comments", "data_reviews", "duties",
]  # fmt: skip


class MatterWords(NamedTuple):
    """In Korean and English; `page`: the list's address below the desk's."""

    ko: str
    en: str
    page: str


MATTERS: Mapping[MatterKind, MatterWords] = {
    "adjustments": MatterWords("조정", "Adjustments", "adjustments"),
    "bulk_grants": MatterWords("일괄 지급", "Bulk grants", "grants"),
    "counter_requests": MatterWords("창구 판매", "Counter sales", "counter"),
    "receivable_waivers": MatterWords("받을 돈 면제", "Waivers", "receivables"),
    "interest_proposals": MatterWords("금고 계좌 이자", "Interest", "treasury"),
    "invoice_withdrawals": MatterWords("청구 철회", "Withdrawals of invoices", "payouts"),
    "payout_batches": MatterWords("가맹점 지급", "Shop payouts", "payouts"),
    "setting_proposals": MatterWords("설정", "Settings", "settings"),
    "campaign_proposals": MatterWords("행사", "Campaigns", "campaigns"),
    "facility_proposals": MatterWords("관광지 운영 조건", "Sights' terms", "visits"),
    "segment_messages": MatterWords("메시지", "Messages", "messages"),
    "cashback_campaigns": MatterWords("캐시백", "Cashback", "cashbacks"),
    "cashback_closings": MatterWords("캐시백 마감", "Closings of cashback", "cashbacks"),
    "trip_grants": MatterWords("반값여행 지급", "Half-price trips", "trips"),
    "applications": MatterWords("가맹점 신청", "Shops' applications", "applications"),
    "shop_changes": MatterWords("가맹점 변경 신청", "Shops' changes", "shop-changes"),
    "draw_comments": MatterWords("댓글 응모", "Comment entries", "draws"),
    "data_reviews": MatterWords("개인정보 점검", "Personal data reviews", "data-uses"),
    "duties": MatterWords("법정 기한", "Due by law", "duties"),
}
