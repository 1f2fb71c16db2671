"""A campaign's report agrees with its budget and with what its visitors did."""

from datetime import timedelta

from chalicelib.core import periods
from chalicelib.core.values import seoul_date
from chalicelib.ledger.store import WalletStore
from chalicelib.reporting import labels
from chalicelib.reporting.campaign_figures import campaign_use
from chalicelib.reporting.documents import ReportDocuments
from chalicelib.totals.day_totals import ClosingTotals
from chalicelib.totals.tally import PeriodTally
from tests.builders import COUNTY
from tests.campaigns.test_desk import join
from tests.campaigns.test_desk import shown as campaign
from tests.conftest import Stack
from tests.festivals.festival import PRINTED, VISIT, code, festival, visit
from tests.reporting.report_ledgers import ORIGINS, Ledger, at_seoul
from tests.reporting.test_figures import report_of


def test_what_a_campaign_gave_and_who_came_again_is_as_its_budget_says(stack: Stack) -> None:
    campaign_id = festival(stack, budget=50_000)
    first_on = seoul_date(stack.now)
    for number in range(2):
        assert join(stack, number)["granted_mileage"] == 5_000
    often, once = stack.member(), stack.member("010-4444-0000")
    for member in (often, once):
        assert visit(member, code(stack, campaign_id)).status == 201
    assert visit(often, code(stack, campaign_id, "reed26-c")).status == 201
    stack.later(days=1)
    assert visit(often, code(stack, campaign_id)).status == 201

    days = periods.campaign("reed26", first_on=first_on, last_on=first_on + timedelta(days=1))
    tally = PeriodTally(COUNTY, days, ClosingTotals(), campaign_id=campaign_id)
    for on in days.days():
        for entry in WalletStore(stack.table).entries_on(COUNTY, on):
            tally.add(entry)
        tally.end_day()
    use = campaign_use(tally, "갈대축제")

    assert use is not None
    # Who joined by another campaign visits this one too.
    assert (use.use.base, use.visits, use.visitors, use.visitors_again) == (2, 4, 2, 1)
    assert use.given_mileage == 2 * 5_000 + 3 * VISIT + PRINTED
    assert use.given_mileage == campaign(stack, campaign_id)["given"]


def test_a_report_says_what_was_spent_for_each_point() -> None:
    assert [labels.per_point(bps) for bps in (0, 3_333, 12_345, 12_350)] == [
        "0.00원", "0.33원", "1.23원", "1.24원",
    ]  # fmt: skip
    ledger = Ledger()
    origin = next(one for one in ORIGINS if one.campaign_id)
    ledger.sign_up("mem_a", at_seoul(20, 10), origin)
    html = ReportDocuments().html(report_of(ledger.entries, campaign_id="cmp_1"))
    assert "드린 마일리지 (가입과 방문)" in html
    assert "5,000점" in html
