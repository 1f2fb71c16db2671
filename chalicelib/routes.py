"""Every blueprint of the JSON API, for `app.py` to register."""

from chalicelib.approvals import adjustment_routes as adjustments
from chalicelib.approvals import bulk_grant_routes as bulk_grants
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
