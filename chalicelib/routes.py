"""Every blueprint of the JSON API, and what the function that serves all routes may do."""

from chalicelib.approvals import adjustment_routes as adjustments
from chalicelib.approvals import bulk_grant_routes as bulk_grants
from chalicelib.aws import rights
from chalicelib.aws.functions import Function, Requests, declare
from chalicelib.county import routes as setting_versions
from chalicelib.http import health, openapi
from chalicelib.joining import routes as joining
from chalicelib.members import routes as members
from chalicelib.paying import cancel_routes as cancellations
from chalicelib.paying import merchant_routes as merchants
from chalicelib.paying import routes as redemptions
from chalicelib.proofs import routes as ledger
from chalicelib.reconciling import routes as reconciliations
from chalicelib.reporting import routes as staff
from chalicelib.sales import payout_routes as payouts
from chalicelib.sales import purchase_routes as purchases
from chalicelib.sales import routes as rounds
from chalicelib.wallets import routes as wallets

MODULES = (
    health,
    openapi,
    joining,
    members,
    wallets,
    rounds,
    purchases,
    payouts,
    ledger,
    redemptions,
    cancellations,
    merchants,
    staff,
    setting_versions,
    reconciliations,
    adjustments,
    bulk_grants,
)
BLUEPRINTS = tuple(module.routes for module in MODULES)

# API Gateway waits 29 seconds for an answer.
declare(
    "api_handler",
    Function(
        trigger=Requests(),
        timeout_seconds=29,
        memory_mb=512,
        may=(
            rights.TABLE.read(),
            rights.TABLE.put(),
            rights.TABLE.update(),
            rights.TABLE.delete(),
            rights.TABLE.query("by_day", "by_merchant"),
            rights.Queue("signup").send(),
            rights.Queue("report").send(),
            rights.Queue("grant").send(),
            rights.Queue("signup").count(),
            rights.derive_keys(),
            rights.seal_personal_data(),
            rights.REPORTS.get(),
            rights.REPORTS.find(),
            rights.LEDGER.get("*/leaves/*"),
            rights.send_text_messages(),
        ),
    ),
)
