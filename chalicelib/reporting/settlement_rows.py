"""What a report says of the settlement with shops: the same rows in mail, page and workbook."""

from chalicelib.reporting.report import Report
from chalicelib.settlement.period_figures import PeriodFigures

Rows = tuple[tuple[str, int, bool], ...]
"""(words, won, whether it is a sum)."""


def tables(settled: PeriodFigures) -> tuple[tuple[str, Rows], ...]:
    return (
        (
            "이 달의 결제를 정산한 금액",
            (
                ("받은 금액 (취소를 뺀)", settled.gross_amount, False),
                ("그 가운데 판매한 상품권", settled.sale_amount, False),
                ("그 가운데 정책 상품권", settled.policy_amount, False),
                ("가맹점이 내는 수수료 (−)", settled.fee_amount, False),
                ("정산 금액", settled.net_amount, True),
                ("군이 내는 수수료", settled.county_fee_amount, False),
            ),
        ),
        (
            "지급",
            (
                ("지급할 금액", settled.payout_amount, True),
                ("지급함", settled.paid_amount, False),
                ("은행에서 지급하지 못함", settled.failed_amount, False),
                ("지급을 보류함 (지급 묶음에서 뺌)", settled.held_amount, False),
                ("지급일이 지났으나 은행에 보내지 않음", settled.unsent_amount, False),
                ("은행에 보냈고 결과를 기다림", settled.unanswered_amount, False),
                ("지급일이 다음 달", settled.later_amount, False),
            ),
        ),
        (
            "취소가 더 많아 가맹점이 낼 돈",
            (
                ("앞 달에서 넘어온 금액", settled.owed_before_amount, False),
                (f"청구함 ({settled.invoice_count:,}건)", settled.invoiced_amount, False),
                ("다음 달로 넘긴 금액", settled.owed_after_amount, True),
                ("청구하여 받은 금액", settled.received_amount, False),
                ("청구를 철회한 금액", settled.withdrawn_amount, False),
            ),
        ),
    )


def check_words(report: Report) -> str:
    """Whether all of it adds up, or through which day it is known; empty without a settlement."""
    settled = report.settlement
    if settled is None:
        return ""
    if not report.is_all_settled:
        return f"{settled.settled_through}까지 정산했습니다. 나머지 날은 아직 정산하지 않았습니다."
    return (
        f"정산 금액 + 청구한 금액 + 넘긴 금액 − 넘어온 금액 = 지급할 금액: "
        f"차이 {report.settlement_difference:,}원. 정산한 가맹점 {settled.shops:,}곳."
    )
