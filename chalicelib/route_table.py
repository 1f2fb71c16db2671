"""Which module serves which addresses, so that a request loads the code of its own address alone.

Loading them all takes longer than all else that a function does when it starts.
"""

import importlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.http.operations import Operation

MADE_DOCUMENT = Path(__file__).with_name("openapi.json")
"""The OpenAPI document in a package, which is there alone: it takes a second to make, and sources,
which are not packaged."""

ROUTES: Mapping[str, tuple[str, ...]] = {
    "/v1/health": ("health_routes",),
    "/v1/openapi.json": ("openapi_routes",),
    "/v1/verifications": ("joining.verification_routes",),
    "/v1/sessions": ("joining.verification_routes", "members.routes"),
    "/v1/campaigns": ("joining.routes",),
    "/v1/signups": ("joining.routes",),
    "/v1/staff/signups": ("joining.assisted_routes",),
    "/v1/identity-verifications": ("joining.identity_routes",),
    "/v1/me": ("members.routes",),
    "/v1/me/export": ("copies.routes",),
    "/v1/me/identity": ("identity.routes",),
    "/v1/me/push-subscriptions": ("notifications.routes",),
    "/v1/staff/members/{member_id}/identity": ("identity.desk_routes",),
    "/v1/me/conversions": ("wallets.routes",),
    "/v1/me/entries": ("wallets.routes",),
    "/v1/me/pay-codes": ("wallets.routes",),
    "/v1/me/wallet": ("wallets.routes",),
    "/v1/cashback-campaigns": ("cashbacks.routes",),
    "/v1/staff/cashback-campaigns": ("cashbacks.staff_routes",),
    "/v1/rounds": ("sales.routes",),
    "/v1/staff/rounds": ("sales.routes",),
    "/v1/staff/rounds/{round_id}/sales": ("reporting.burn_down_routes",),
    "/v1/staff/purchases": ("sales.counter_routes",),
    "/v1/staff/counter-sale-requests": ("sales.counter_request_routes",),
    "/v1/me/purchases": ("buying.routes",),
    "/v1/me/purchases/{purchase_id}/refund-account": ("payments.member_routes",),
    "/v1/staff/payment-matches": ("payments.staff_routes",),
    "/v1/staff/purchase-money": ("payments.staff_routes",),
    "/v1/staff/members/{member_id}/receivable": ("payments.staff_routes",),
    "/v1/staff/members/{member_id}/receivable-payments": ("payments.staff_routes",),
    "/v1/staff/receivables": ("payments.receivable_routes",),
    "/v1/staff/receivable-waivers": ("payments.receivable_routes",),
    "/v1/payments": ("payments.routes",),
    "/v1/me/vouchers": ("sales.purchase_routes",),
    "/v1/staff/refunds": ("sales.payout_routes",),
    "/v1/staff/left-wallets": ("sales.left_wallet_routes",),
    "/v1/ledger": ("proofs.routes",),
    "/v1/me/entries/{entry_id}/proof": ("proofs.routes",),
    "/v1/me/entries/{entry_id}/receipt": ("paying.receipt_routes",),
    "/v1/me/payments": ("paying.routes",),
    "/v1/card-pay-codes": ("cards.routes",),
    "/v1/staff/members/{member_id}/card": ("cards.staff_routes",),
    "/v1/test/customers": ("wallets.test_customer_routes",),
    "/v1/redemptions": ("paying.routes",),
    "/v1/redemptions/{redemption_id}/cancels": ("paying.cancel_routes",),
    "/v1/net-cancels": ("paying.cancel_routes",),
    "/v1/merchant/days": ("settlement.day_routes",),
    "/v1/staff/payouts": ("settlement.payout_routes",),
    "/v1/staff/payout-batches": ("settlement.payout_routes",),
    "/v1/staff/settlement-invoices": ("settlement.invoice_routes",),
    "/v1/staff/settlement-invoice-withdrawals": ("settlement.invoice_withdrawal_routes",),
    "/v1/settlements": ("settlement.routes",),
    "/v1/merchant/payments": ("shops.history_routes",),
    "/v1/merchant/payment-sums": ("shops.history_routes",),
    "/v1/merchant/people": ("shops.routes",),
    "/v1/merchant/sessions": ("shops.routes",),
    "/v1/merchant/pin": ("shops.routes",),
    "/v1/merchant/devices": ("shops.device_routes",),
    "/v1/merchant/device-invitations": ("shops.device_routes",),
    "/v1/device-invitations": ("shops.device_routes",),
    "/v1/devices": ("shops.device_routes",),
    "/v1/staff/merchants/{merchant_id}/devices": ("shops.staff_routes",),
    "/v1/staff/merchants/{merchant_id}/invitations": ("shops.staff_routes",),
    "/v1/facilities": ("visits.facility_routes",),
    "/v1/staff/facilities": ("visits.facility_desk_routes",),
    "/v1/staff/facilities/{facility_id}/notices": ("visits.notice_routes",),
    "/v1/staff/facilities/{facility_id}/terms": (
        "visits.facility_routes",
        "visits.terms_proposal_routes",
    ),
    "/v1/staff/facility-proposals": ("visits.terms_proposal_routes",),
    "/v1/me/passes": ("visits.pass_routes",),
    "/v1/admissions": ("visits.admission_routes",),
    "/v1/admissions/rules": ("visits.rule_routes",),
    "/v1/staff/gates": ("visits.gate_routes",),
    "/v1/staff/fee-books": ("visits.fee_book_routes",),
    "/v1/merchant": ("merchants.routes",),
    "/v1/merchant/papers": ("merchants.paper_routes",),
    "/v1/merchant/details": ("merchants.change_routes",),
    "/v1/merchant/changes": ("merchants.change_routes",),
    "/v1/merchant/poster.svg": ("merchants.paper_routes",),
    "/v1/merchant/certificate.svg": ("merchants.paper_routes",),
    "/v1/merchant/posters": ("merchants.paper_routes",),
    "/v1/merchants": ("merchants.routes",),
    "/v1/merchants/{merchant_code}/reports": ("merchants.report_routes",),
    "/v1/staff/merchant-reports": ("merchants.report_routes",),
    "/v1/merchant-applications": ("merchants.application_routes",),
    "/v1/staff/merchant-changes": ("merchants.change_desk_routes",),
    "/v1/staff/merchant-applications": ("merchants.desk_routes",),
    "/v1/booths": ("reporting.routes",),
    "/v1/staff/dashboard": ("reporting.routes",),
    "/v1/staff/figures": ("reporting.trend_routes",),
    "/v1/staff/reports": ("reporting.routes",),
    "/v1/staff/campaigns": ("campaigns.routes",),
    "/v1/staff/pictures": ("looks.routes",),
    "/v1/staff/campaign-proposals": ("campaigns.proposal_routes",),
    "/v1/staff/election-periods": ("campaigns.proposal_routes",),
    "/v1/staff/settings": ("county.routes",),
    "/v1/staff/members/{member_id}/entries": ("wallets.staff_routes",),
    "/v1/staff/members/{member_id}/wallet": ("wallets.staff_routes",),
    "/v1/staff/reconciliations": ("reconciling.routes",),
    "/v1/staff/adjustments": ("approvals.adjustment_routes",),
    "/v1/staff/bulk-grants": ("approvals.bulk_grant_routes",),
    "/v1/staff/members": ("standing.routes",),
    "/v1/staff/members/search": ("standing.member_routes",),
    "/v1/staff/members/{member_id}/number": ("standing.member_routes",),
    "/v1/staff/members/{member_id}/reveal": ("standing.member_routes",),
    "/v1/staff/merchants": ("standing.merchant_routes",),
    "/v1/staff/merchants/{merchant_id}/registration": ("merchants.registration_routes",),
    "/v1/staff/merchants/{merchant_id}/papers": ("merchants.paper_desk_routes",),
    "/v1/staff/merchant-registrations": ("merchants.register_desk_routes",),
    "/v1/staff/merchant-imports": ("merchants.import_routes",),
    "/v1/merchant-registers": ("merchants.register_routes",),
    "/v1/staff/merchant-register": ("merchants.register_routes",),
    "/v1/staff/fraud-cases": ("fraud.routes",),
    "/v1/staff/duties": ("duties.routes",),
    "/v1/fund-publications": ("treasury.routes",),
    "/v1/staff/fund-publications": ("treasury.routes",),
    "/v1/staff/issue-reports": ("treasury.issue_routes",),
    "/v1/staff/interest-files": ("treasury.interest_routes",),
    "/v1/staff/interest-proposals": ("treasury.interest_routes",),
    "/v1/staff/treasury-account": ("treasury.routes",),
    "/v1/staff/segments": ("analysis.routes",),
    "/v1/staff/segments/{segment_id}/message-estimates": ("marketing.routes",),
    "/v1/staff/segments/{segment_id}/messages": ("marketing.routes",),
    "/v1/staff/segment-messages": ("marketing.routes",),
    "/v1/staff/segment-effects": ("marketing.routes",),
    "/v1/marketing-refusals": ("marketing.routes",),
    "/v1/staff/cohorts": ("analysis.routes",),
    "/v1/staff/spending-gaps": ("analysis.routes",),
    "/v1/staff/member-extracts": ("analysis.routes",),
    "/v1/staff/dead-letters": ("dead_letters.routes",),
    "/v1/staff/audit": ("staff.audit_routes",),
    "/v1/me/visits": ("festivals.routes",),
    "/v1/me/stamp-cards": ("festivals.tour_routes",),
    "/v1/me/stamp-cards/{campaign_id}/reward": ("festivals.tour_routes",),
    "/v1/me/stamps": ("festivals.tour_routes",),
    "/v1/me/login-reward": ("festivals.activity_routes",),
    "/v1/me/referrals": ("festivals.referral_routes",),
    "/v1/me/referral-reward": ("festivals.referral_routes",),
    "/v1/staff/members/{member_id}/referral-return": ("festivals.staff_routes",),
    "/v1/staff/campaigns/{campaign_id}/visit-codes": ("festivals.staff_routes",),
    "/v1/staff/campaigns/{campaign_id}/link": ("campaigns.link_routes",),
    "/v1/campaigns/{code}/photos": ("photos.gallery_routes",),
    "/v1/me/photo-entries": ("photos.routes",),
    "/v1/staff/photo-entries": ("photos.desk_routes",),
    "/v1/me/uploads": ("uploads.routes",),
    "/v1/me/trips": ("trips.routes",),
    "/v1/me/trips/{trip_id}/claims": ("trips.claim_routes",),
    "/v1/trip-companions": ("trips.companion_routes",),
    "/v1/staff/trips": ("trips.desk_routes",),
    "/v1/staff/trip-budgets": ("trips.budget_routes",),
    "/v1/staff/trip-effects": ("trips.effect_routes",),
    "/v1/staff/trips/{trip_id}/images": ("trips.review_routes",),
    "/v1/staff/trips/{trip_id}/return": ("trips.review_routes",),
    "/v1/staff/trips/{trip_id}/review": ("trips.review_routes",),
    "/v1/staff/trips/{trip_id}/grant": ("trips.review_routes",),
    "/v1/staff/trips/{trip_id}/clawback": ("trips.review_routes",),
    "/v1/staff/personal-data-uses": ("staff.data_use_routes",),
    "/v1/staff/personal-data-reviews": ("staff.data_use_routes",),
    "/v1/staff/table-files": ("staff.table_file_routes",),
    "/v1/draws": ("draws.routes",),
    "/v1/staff/draws": ("draws.staff_routes",),
    "/v1/me/comment-entries": ("comments.routes",),
    "/v1/staff/draws/{draw_id}/comment-entries": ("comments.desk_routes",),
    "/v1/staff/draws/{draw_id}/places": ("draws.prize_routes",),
    "/v1/staff/draws/{draw_id}/grants.csv": ("draws.prize_routes",),
    "/v1/agent": ("agents.routes",),
    "/v1/agent/sales": ("agents.sale_routes",),
    "/v1/agent/paper-sales": ("agents.sale_routes",),
    "/v1/agent/paper-returns": ("agents.sale_routes",),
    "/v1/agent/paper-exchanges": ("agents.exchange_routes",),
    "/v1/staff/agents": ("agents.staff_routes", "agents.quarter_routes"),
    "/v1/staff/paper-circulation": ("agents.circulation_routes",),
    "/v1/staff/paper-series": ("agents.paper_routes",),
    "/v1/staff/paper-movements": ("agents.paper_routes",),
    "/v1/staff/paper-notes": ("agents.paper_routes",),
    "/v1/staff/setting-proposals": ("approvals.setting_routes",),
}
"""By an address, what serves it and all below it that does not stand here itself."""


def modules_of(path: str) -> tuple[str, ...]:
    """What serves a path, as the API's routes have it (`/v1/rounds/{round_id}`): none, if no route
    begins as it does."""
    while path:
        if path in ROUTES:
            return ROUTES[path]
        path = path.rpartition("/")[0]
    return ()


def operations_of(module: str) -> Iterator[Operation]:
    """The operations of one module, in the order in which it has them."""
    yield from importlib.import_module(f"chalicelib.{module}").routes


@cache
def every_operation() -> tuple[Operation, ...]:
    """Those of all modules: the whole API."""
    modules = dict.fromkeys(module for named in ROUTES.values() for module in named)
    return tuple(operation for module in modules for operation in operations_of(module))


@cache
def whole_document() -> dict[str, Any]:
    """The OpenAPI document of the whole API; not to be changed."""
    if MADE_DOCUMENT.exists():
        made: dict[str, Any] = json.loads(MADE_DOCUMENT.read_bytes())
        return made
    # Not at the top: nobody's payment must wait for it.
    from chalicelib.http.openapi import document

    return document(every_operation())


@cache
def openapi_json() -> str:
    """The same as text: 1.1 MB, of which 90 KB go over the line."""
    if MADE_DOCUMENT.exists():
        return MADE_DOCUMENT.read_text("utf-8")
    return json.dumps(whole_document(), ensure_ascii=False, separators=(",", ":"))
