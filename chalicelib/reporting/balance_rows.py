"""What a report's workbook says of the trial balance, the chains and the published day."""

from chalicelib.reporting import labels
from chalicelib.reporting.report import Report
from chalicelib.reporting.sheets import Sheet


def balance_rows(sheet: Sheet, report: Report) -> None:
    balance, continuity = report.trial_balance, report.continuity
    sheet.table(
        "시산표 (이 기간의 변동)",
        ("계정", "차변", "대변"),
        [
            (labels.ACCOUNT_NAMES[row.account], row.debit_amount, row.credit_amount)
            for row in balance.rows
        ],
        sum_columns=(1, 2),
        unit="원",
    )
    sheet.caption("차이 (금액으로 센 값에서 잔액으로 센 값을 뺀 것)")
    sheet.fact("마일리지", balance.mileage_difference, "점")
    sheet.fact("상품권", balance.voucher_difference, "원")
    sheet.gap()
    sheet.caption("거래 기록 검증")
    sheet.words("원장 대사", labels.ledger_check(report))
    sheet.fact("지갑", continuity.wallet_count, "개")
    sheet.fact("내역", continuity.entry_count, "건")
    sheet.fact("어긋난 내역", continuity.broken_count, "건")
    sheet.gap()
    if continuity.broken:
        sheet.table(
            "어긋난 내역 (먼저 것부터)",
            ("내역 번호", "회원 번호", "순번", "어긋난 곳"),
            [
                (b.entry_id, b.member_id, b.seq, ", ".join(map(_problem_name, b.problems)))
                for b in continuity.broken
            ],
        )
    _published_day(sheet, report)


def _published_day(sheet: Sheet, report: Report) -> None:
    day = report.published_day
    sheet.caption("원장 공개 기록")
    if day is None:
        sheet.note("아직 공개되지 않았습니다.")
        return
    sheet.note(f"{labels.day(day.on)}까지의 내역은 이 값으로 공개되어 이제 바꿀 수 없습니다.")
    sheet.fact("이 날 내역", day.entry_count, "건")
    sheet.words("이 날 기록의 지문", day.hash)
    sheet.words("이 날 내역 모두의 지문", day.merkle_root)
    sheet.words("앞날 기록의 지문", day.previous)


def _problem_name(problem: str) -> str:
    return labels.PROBLEM_NAMES[problem]
