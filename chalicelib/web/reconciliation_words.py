"""The words that pages have for what a reconciliation looks at and finds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.county.declarations import Words

if TYPE_CHECKING:
    from chalicelib.reconciling.reconciliation import Check, DifferenceKind

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
    "budgets": (
        "판매 회차와 반값여행의 예산이 맞는가",
        "The budgets of sale rounds and half-price trips add up",
    ),
    "adjustments": (
        "조정과 일괄 지급이 두 사람이 승인한 대로인가",
        "Adjustments and bulk grants are as two people approved them",
    ),
    "signups": (
        "가입 마일리지가 행사나 조례에서 정한 만큼인가",
        "Newcomers were granted what the campaign or the county grants",
    ),
    "settlements": (
        "가맹점 정산과 지급이 원장과 같은가",
        "What shops are settled and paid is what the ledger has",
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
    "cashback_budget": (
        "캐시백 행사에 남은 예산이 돌려준 금액과 맞지 않습니다",
        "What is left of the cashback campaign does not fit what was given",
    ),
    "campaign_budget": (
        "행사에 남은 예산이 가입할 때 드린 마일리지와 맞지 않습니다",
        "What is left of the campaign's budget does not fit the mileage granted for joining",
    ),
    "trip_budget": (
        "반값여행 예산이 신청한 여행의 금액과 맞지 않습니다",
        "What is held of the half-price trips' budget does not fit the open trips",
    ),
    "paper_stock": (
        "지류 상품권의 재고나 판매가 맞지 않습니다",
        "Stock or sales of paper vouchers do not fit",
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
    "settlement_sum": ("정산이 지갑과 다릅니다", "A settlement is not what wallets gave"),
    "invoice_sum": (
        "가게가 갚을 돈이 청구한 것과 다릅니다",
        "What a shop owed is not what it was invoiced",
    ),
    "withdrawal_not_approved": (
        "두 사람의 승인 없이 거두어들인 청구서이거나, 승인한 내용과 다릅니다",
        "An invoice that was withdrawn without the approval of two people, or not as approved",
    ),
    "receivable_sum": (
        "회원이 갚을 돈이 내역의 합과 다르거나 목록에 빠져 있습니다",
        "What a member owes is not the sum of its entries, or is missing in the list",
    ),
    "waiver_not_approved": (
        "두 사람의 승인 없이 면제한 돈이거나, 승인한 내용과 다릅니다",
        "Owed money that was waived without the approval of two people, or not as approved",
    ),
    "lottery_offers": (
        "추첨으로 판 상품권이 구매권을 준 것과 맞지 않습니다",
        "What was sold by lot does not fit the places that were offered",
    ),
    "treasury_book": (
        "금고 계좌 장부가 지갑과 다릅니다",
        "The treasury account's book is not what the wallets say",
    ),
    "paper_circulation": (
        "유통 중인 지류 상품권이 원장이나 환전 기록과 다릅니다",
        "Notes in circulation are not what the ledger or the exchanges say",
    ),
    "interest_not_confirmed": (
        "금고 계좌의 이자가 두 사람이 확인한 내용과 다릅니다",
        "Interest of the treasury account is not as two people confirmed it",
    ),
    "fee_share_unfounded": (
        "입장료에서 돌려준 상품권이 입장 기록이나 시행 중인 운영 조건과 다릅니다",
        "A voucher given back of a fee is not what the admission and the terms say",
    ),
    "payout_sum": ("지급이 정산과 다릅니다", "A payout is not what was settled"),
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
    "terms": ("운영 조건과 다름", "not what the terms say"),
    "proposal": ("올린 기록이 없음", "no proposal"),
    "approval": ("승인 기록이 없음", "no approval"),
    "approver": ("올린 사람과 승인한 사람이 같음", "approved by the proposer"),
    "outcome": ("이 내역을 가리키는 처리 기록이 없음", "no outcome that names this entry"),
    "member": ("다른 회원", "another member"),
    "amount": ("다른 금액", "another amount"),
    "owed": ("갚을 돈 목록에 없음", "not in the list of what is owed"),
    "claim": ("이 내역을 가리키는 지급 기록이 없음", "no record that names this entry"),
    "row": ("승인한 파일에 없는 줄", "not a row of the approved file"),
}
"""What a difference says beside its kind: parts that do not fit, sums that do not add up."""
