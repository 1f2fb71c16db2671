"""What a report says of the nightly reconciliations of its days."""

from datetime import date, timedelta

import pytest

from chalicelib.core import periods
from chalicelib.reconciling.reconciliation import BudgetMoves, ReconciliationSummary
from chalicelib.reporting.documents import ReportDocuments
from tests.reporting.report_ledgers import ORIGINS, Ledger, at_seoul
from tests.reporting.report_world import World
from tests.reporting.test_service import LATER

FIRST = date(2026, 2, 23)


@pytest.mark.parametrize(
    ("differences", "words", "is_sound"),
    [
        ([0] * 7, "원장 대사: 이상 없음", True),
        ([0, 3, 0, 0, 1, 0, 0], "원장 대사: 차이 4건", False),
        ([0] * 6, "원장 대사: 이상 없음 (7일 가운데 6일을 대사함)", True),
        ([], "원장 대사: 아직 하지 않음", True),
    ],
)
def test_a_report_says_how_its_days_were_reconciled(
    differences: list[int], words: str, is_sound: bool
) -> None:
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    world = World(ledger)
    for n, count in enumerate(differences):
        on = FIRST + timedelta(days=n)
        world.outcomes[on] = ReconciliationSummary(on, 0, 0, count, BudgetMoves({}))
    world.outcomes[FIRST - timedelta(days=1)] = ReconciliationSummary(
        FIRST, 0, 0, 9, BudgetMoves({})
    )

    report = world.reports.make("gangjin", periods.parse("weekly", "2026-W09"), now=LATER)

    assert report.is_sound is is_sound
    assert f"\n{words}\n" in ReportDocuments().mail(report, rows_max=12, has_workbook=True)[1]
    assert words.partition(": ")[2] in ReportDocuments().html(report)
    assert ("[확인 필요]" in ReportDocuments().subject(report)) is not is_sound
