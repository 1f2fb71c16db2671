"""Where what waits for a second person lies: one place of each package that has such a thing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from chalicelib.approvals.approvals import PROPOSAL, ApprovalRequest, Step, Steps
from chalicelib.approvals.matters import MatterKind
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Adapters
from chalicelib.campaigns.wiring import CampaignsWiring
from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.comments.wiring import CommentsWiring
from chalicelib.core.periods import monthly, previous
from chalicelib.core.values import seoul_date
from chalicelib.duties.wiring import DutiesWiring
from chalicelib.http.operations import APPROVERS
from chalicelib.marketing.wiring import MarketingWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.reporting.waiting import OF_A_KIND_MAX, Desk, Source
from chalicelib.sales.wiring import SalesWiring
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.data_uses import USES, reviewer_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.treasury.wiring import TreasuryWiring
from chalicelib.trips.wiring import TripsWiring
from chalicelib.visits.wiring import VisitsWiring

MANAGERS, MODERATORS = ("manager",), ("operator", "manager")
USES_MAX = 1_000
"""Of a month's uses of personal data that are looked at: the newest."""


class Store(Protocol):
    """Of any kind of proposal."""

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[Sequence[ApprovalRequest], Any]: ...


def desk_of(adapters: Adapters) -> Desk:
    approvals = adapters.wired(ApprovalsWiring)
    cashbacks = adapters.wired(CashbacksWiring).store
    decisions = adapters.wired(MerchantsWiring).decisions

    def of_cashbacks(county_id: str) -> Iterable[Steps]:
        found, _ = cashbacks.page(county_id, limit=OF_A_KIND_MAX, before_id=None)
        return [one.steps for one in found if len(one.steps) == PROPOSAL]

    def of_closings(county_id: str) -> Iterable[Steps]:
        found, _ = cashbacks.page(county_id, limit=OF_A_KIND_MAX, before_id=None)
        return [one.closing for one in found if len(one.closing) == PROPOSAL]

    def of_applications(county_id: str) -> Iterable[Steps]:
        limit = OF_A_KIND_MAX
        found, _ = decisions.page(county_id, status="received", limit=limit, position=None)
        return [() for _ in found]

    changes = adapters.wired(MerchantsWiring).shop_changes

    def of_shop_changes(county_id: str) -> Iterable[Steps]:
        limit = OF_A_KIND_MAX
        found, _ = changes.page(county_id, status="received", limit=limit, position=None)
        return [() for _ in found]

    duties = adapters.wired(DutiesWiring).duties

    def of_duties(county_id: str) -> Iterable[Steps]:
        return [()] * duties.pressing(county_id)

    trips = adapters.wired(TripsWiring).store

    def of_trips(county_id: str) -> Iterable[Steps]:
        """Claims that somebody has looked at: who did may not give the money."""
        found, _ = trips.page(county_id, status="claimed", limit=OF_A_KIND_MAX, before_id=None)
        reviews = [one.review for one in found if one.review]
        return [(Step("proposed", review.at, review.by),) for review in reviews]

    comments = adapters.wired(CommentsWiring).desk

    def of_comments(county_id: str) -> Iterable[Steps]:
        return [()] * comments.waiting(county_id, OF_A_KIND_MAX)

    staff = adapters.wired(StaffWiring)

    def of_data_uses(county_id: str) -> Iterable[Steps]:
        """Of the month before: each use that nobody else has looked at yet."""
        month = previous(monthly(seoul_date(adapters.now())))
        wanted = AuditFilter(actions=USES, from_on=month.first_on, to_on=month.last_on)
        reviews = staff.data_reviews.of(county_id, month.code)
        found, _ = staff.audit_store.page(county_id, wanted, limit=USES_MAX, before_id=None)
        waiting = [one for one in found if reviewer_of(one, reviews) is None]
        return [(Step("proposed", one.at, one.by),) for one in waiting]

    stores: dict[MatterKind, Store] = {
        "adjustments": approvals.adjustment_store,
        "bulk_grants": approvals.bulk_grant_store,
        "setting_proposals": approvals.setting_proposal_store,
        "counter_requests": adapters.wired(SalesWiring).counter_request_store,
        "payout_batches": adapters.wired(SettlementWiring).payout_store,
        "invoice_withdrawals": adapters.wired(SettlementWiring).invoice_withdrawal_store,
        "campaign_proposals": adapters.wired(CampaignsWiring).store,
        "segment_messages": adapters.wired(MarketingWiring).store,
        "receivable_waivers": adapters.wired(PaymentsWiring).receivable_store,
        "interest_proposals": adapters.wired(TreasuryWiring).interest_store,
        "facility_proposals": adapters.wired(VisitsWiring).terms_proposal_store,
    }
    return Desk(
        (
            *(Source(kind, APPROVERS, _proposed(store)) for kind, store in stores.items()),
            Source("cashback_campaigns", APPROVERS, of_cashbacks),
            Source("cashback_closings", APPROVERS, of_closings),
            Source("trip_grants", APPROVERS, of_trips),
            Source("applications", MANAGERS, of_applications),
            Source("shop_changes", ("manager", "treasurer"), of_shop_changes),
            Source("draw_comments", MODERATORS, of_comments),
            Source("data_reviews", ("manager", "auditor"), of_data_uses),
            Source("duties", MANAGERS, of_duties),
        )
    )


def _proposed(store: Store) -> Callable[[str], Iterable[Steps]]:
    def waiting(county_id: str) -> Iterable[Steps]:
        found, _ = store.page(county_id, status="proposed", limit=OF_A_KIND_MAX, before_id=None)
        return [request.steps for request in found]

    return waiting
