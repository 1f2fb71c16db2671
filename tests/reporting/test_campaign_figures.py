"""A campaign's report agrees with its budget and with what its visitors did."""

from datetime import date, timedelta

from msgspec.structs import replace

from chalicelib.core import periods
from chalicelib.core.values import seoul_date
from chalicelib.ledger.store import WalletStore
from chalicelib.reporting import labels
from chalicelib.reporting.campaign_figures import campaign_use
from chalicelib.reporting.documents import ReportDocuments
from chalicelib.reporting.report import share_bps
from chalicelib.reporting.uses import CampaignUse, Given
from chalicelib.totals.day_totals import ClosingTotals
from chalicelib.totals.tally import PeriodTally
from tests.builders import COUNTY
from tests.campaigns.test_desk import join
from tests.campaigns.test_desk import shown as campaign
from tests.conftest import Stack
from tests.festivals.festival import PRINTED, VISIT, code, festival, visit
from tests.festivals.test_referrals import REFERRAL, a_referrer, claim, friend
from tests.festivals.test_tours import TOUR, stamp
from tests.festivals.test_tours import claim as claim_tour
from tests.reporting.report_ledgers import ORIGINS, SHOPS, Ledger, at_seoul
from tests.reporting.test_figures import report_of


def use_of(stack: Stack, campaign_id: str, first_on: date, days: int) -> CampaignUse:
    """Of the campaign's days, by all that the ledger has of them."""
    last_on = first_on + timedelta(days=days - 1)
    period = periods.campaign("reed26", first_on=first_on, last_on=last_on)
    tally = PeriodTally(COUNTY, period, ClosingTotals(), campaign_id=campaign_id)
    for on in period.days():
        for entry in WalletStore(stack.table).entries_on(COUNTY, on):
            tally.add(entry)
        tally.end_day()
    use = campaign_use(tally, "갈대축제")
    assert use is not None
    return use


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

    use = use_of(stack, campaign_id, first_on, 2)

    # Who joined by another campaign visits this one too.
    assert (use.use.base, use.visits, use.visitors, use.visitors_again) == (2, 4, 2, 1)
    assert (use.took_part, use.came_again) == (4, 1)
    assert use.given_mileage == 2 * 5_000 + 3 * VISIT + PRINTED
    assert use.given_mileage == campaign(stack, campaign_id)["given"]


def test_whatever_a_campaign_gives_is_in_its_report_until_it_is_taken_back(stack: Stack) -> None:
    stack.staff_roles = frozenset({"operator", "manager"})
    campaign_id = festival(stack, budget=50_000, tour=TOUR, referral=REFERRAL)
    first_on = seoul_date(stack.now)
    referrer, channel = a_referrer(stack)
    newcomer = friend(stack, 1, channel, "friend")
    assert claim(newcomer).status == 201
    for booth in ("reed26-a", "reed26-c"):
        stamp(newcomer, code(stack, campaign_id, booth))
    assert claim_tour(newcomer, campaign_id).status == 201

    use = use_of(stack, campaign_id, first_on, 1)

    assert use.given == Given(joining=5_000, visits=0, tours=700, referrals=500)
    assert use.given_mileage == campaign(stack, campaign_id)["given"]
    (row,) = use.by_channel
    assert (row.channel, row.joined, row.given_mileage) == ("friend", 1, 5_000 + 700 + 200)
    assert (use.took_part, use.taken_back_mileage) == (2, 0)

    path = f"/v1/staff/members/{newcomer.member_id}/referral-return"
    back = stack.call("POST", path, {"reason": "거짓 추천"}, token="anna")
    assert back.status == 200, back.raw
    use = use_of(stack, campaign_id, first_on, 1)
    assert (use.given_mileage, use.taken_back_mileage) == (6_200, 500)
    assert use.by_channel[0].taken_back_mileage == 200
    assert referrer.member_id


def test_what_came_of_each_channel_is_told_apart() -> None:
    ledger, by_sns, by_none, before = Ledger(), "mem_a", "mem_b", "mem_c"
    origin = next(one for one in ORIGINS if one.campaign_id)
    ledger.sign_up(before, at_seoul(20, 9), replace(origin, campaign_id=None, booth_code=None))
    ledger.sign_up(by_sns, at_seoul(20, 10), replace(origin, channel="sns-insta"))
    ledger.sign_up(by_none, at_seoul(20, 11), origin)
    for member in (by_sns, by_none, before):
        ledger.convert(member, at_seoul(20, 12), 4_000)
    early = ledger.pay(before, at_seoul(20, 13), SHOPS[0], 1_000)
    kept = ledger.pay(by_none, at_seoul(20, 13), SHOPS[0], 900)
    ledger.visit(before, at_seoul(20, 14), "cmp_1", 500)
    # What was paid before they took part is not the campaign's, nor is that it was taken back.
    ledger.take_back(early, at_seoul(21, 9))
    ledger.pay(before, at_seoul(21, 10), SHOPS[0], 2_000)
    ledger.pay(by_sns, at_seoul(21, 10), SHOPS[0], 2_500)
    ledger.take_back(kept, at_seoul(21, 11))

    report = report_of(ledger.entries, campaign_id="cmp_1")

    use = report.campaign
    assert use is not None
    assert (use.took_part, use.came_again, use.spent_of_all_amount) == (3, 2, 4_500)
    assert (use.spent_amount, use.given_mileage) == (2_500, 10_500)
    assert use.spent_per_given_bps == share_bps(4_500, 10_500)
    assert {
        one.channel: (one.came_again, one.given_mileage, one.spent_per_given_bps)
        for one in use.by_channel
    } == {None: (0, 5_000, 0), "sns-insta": (1, 5_000, 5_000)}
    html = ReportDocuments().html(report)
    for words in ("10,500점", "그 가운데 방문", "다른 날 다시 온 사람", "0.50원"):
        assert words in html


def test_a_report_says_what_was_spent_for_each_point() -> None:
    assert [labels.per_point(bps) for bps in (0, 3_333, 12_345, 12_350)] == [
        "0.00원", "0.33원", "1.23원", "1.24원",
    ]  # fmt: skip
