"""What the desk's lists show, two of each, where no request of a test makes them."""

from datetime import date, timedelta

from msgspec.structs import replace

from chalicelib.comments.comments import Comment, Proof
from chalicelib.comments.wiring import CommentsWiring
from chalicelib.county.facility_store import FacilityStore
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.payments.match_store import MatchStore
from chalicelib.payments.matches import DayMatch
from chalicelib.photos.photos import CONSENT_VERSION, Photo, Visited
from chalicelib.photos.store import PhotoStore
from chalicelib.photos.wiring import PhotosWiring
from chalicelib.reconciling.reconciliation import BudgetMoves, ReconciliationSummary
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.statements import Plan, make_statement
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.person import Person
from chalicelib.uploads.uploads import Kept
from chalicelib.visits.terms_store import TermsStore
from tests import builders
from tests.buying.rush import ask
from tests.conftest import Member, Stack
from tests.notifications.told import subscribe
from tests.played_push import PlayedBrowser
from tests.settlement.settled_shops import SHOP, a_batch

PLAN = Plan(payout_on=date(2026, 11, 25), invoice_days=30)


def furnish_the_county(stack: Stack) -> None:
    """What is remembered once it was read: a second sight and campaign."""
    facility = FacilityStore(stack.table).one(builders.COUNTY, builders.FACILITY)
    assert facility is not None
    FacilityStore(stack.table).put(replace(facility, facility_id="fac_0000000000000002"))
    TermsStore(stack.table).put_first(builders.some_terms(facility_id="fac_0000000000000002"))
    second = builders.a_campaign(campaign_id="cmp_0000000000000002", code="reed", booths=())
    CampaignStore(stack.table).put(second)


def furnish_short_lists(stack: Stack, member: Member) -> None:
    """Those that are known whole."""
    for first_on in ("2026-12-01", "2026-12-20"):
        period = {"from_on": first_on, "to_on": "2026-12-24", "name": "선거", "source": "법"}
        path = "/v1/staff/election-periods"
        assert stack.call("POST", path, period, token="anna", key="new").status == 201
    for day in ("2026-11-20", "2026-11-21"):
        stack.wired(ReportingWiring).reports.run(builders.COUNTY, "daily", day, now=stack.now)
    for number in (1, 2):
        subscribed = subscribe(member, PlayedBrowser(f"폰 {number}"))
        assert subscribed.status == 200, subscribed.raw
        asked = ask(stack, member, 10_000, round_id=f"rnd_{number - 1:016}")
        assert asked.status == 202, asked.raw


def furnish_the_desk(stack: Stack, member: Member, draw_id: str) -> None:
    furnish_short_lists(stack, member)
    for day in (20, 21):
        stack.wired(ReconcilingWiring).store.put(
            builders.COUNTY, ReconciliationSummary(date(2026, 11, day), 0, 0, 0, BudgetMoves({}, 0))
        )
        match = DayMatch(
            county_id=builders.COUNTY, on=date(2026, 11, day), matched_at=builders.NOON,
            paid_amount=0, back_amount=0, transaction_count=0, line_count=0, differences=(),
        )  # fmt: skip
        MatchStore(stack.table).put(match)
    for day in (20, 21):
        made = make_statement(builders.COUNTY, SHOP, date(2026, 11, day), [], None, PLAN)
        stack.wired(SettlementWiring).statement_store.put_new(made)
        stack.wired(SettlementWiring).payout_store.create(a_batch(date(2026, 11, day + 3)))
        invoice = Invoice(
            county_id=builders.COUNTY, merchant_id=SHOP, amount=1, owing_since=made.on,
            settled_on=made.on, statement_hash=made.hash, issued_on=made.on, due_on=made.on,
        )  # fmt: skip
        stack.wired(SettlementWiring).invoice_store.put_new(invoice)
        asked = {"invoice_id": invoice.invoice_id, "reason": "시험"}
        path = "/v1/staff/settlement-invoice-withdrawals"
        assert stack.call("POST", path, asked, token="anna", key="new").status == 201
    for number in (1, 2):
        comment = Comment(
            county_id=builders.COUNTY,
            comment_id=f"cmt_{number:016}",
            draw_id=draw_id,
            member_id=member.member_id,
            proof=Proof(handle=f"kim{number}", link=None, upload_id=None),
            handle_mark=f"etr_{number:016}",
            link_mark=None,
            kept=None,
            sent_at=builders.NOON,
        )
        draw = stack.wired(DrawsWiring).draws.by_id(builders.COUNTY, draw_id)
        assert stack.wired(CommentsWiring).store.create(draw, comment, [f"person{number}"])
    for number in (1, 2):
        photo = Photo(
            county_id=builders.COUNTY,
            photo_id=f"pho_{number:016}",
            campaign_id="cmp_0000000000000001",
            member_id=member.member_id,
            visited=Visited("celadon-a", "정문", "Gate", builders.NOON),
            kept=Kept(f"upl_{number:016}", "image/jpeg", f"{number:064x}"),
            sent_at=builders.NOON,
            consent_version=CONSENT_VERSION,
            erased_on=builders.NOON.date() + timedelta(days=90),
        )
        assert PhotoStore(stack.table).create(photo, [member.member_id], number)
        desk = stack.wired(PhotosWiring).desk
        desk.decide(builders.COUNTY, Person("s", "anna"), photo.photo_id, "accepted", reason=None)
