"""What the desk's lists show, two of each, where no request of a test makes them."""

from datetime import date, timedelta

from chalicelib.comments.comments import Comment, Proof
from chalicelib.comments.wiring import CommentsWiring
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.payments.match_store import MatchStore
from chalicelib.payments.matches import DayMatch
from chalicelib.photos.photos import CONSENT_VERSION, Photo, Visited
from chalicelib.photos.store import PhotoStore
from chalicelib.photos.wiring import PhotosWiring
from chalicelib.reconciling.reconciliation import BudgetMoves, ReconciliationSummary
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.statements import Plan, make_statement
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.person import Person
from chalicelib.uploads.uploads import Kept
from tests import builders
from tests.conftest import Member, Stack
from tests.settlement.settled_shops import SHOP, a_batch

PLAN = Plan(payout_on=date(2026, 11, 25), invoice_days=30)


def furnish_the_desk(stack: Stack, member: Member, draw_id: str) -> None:
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
