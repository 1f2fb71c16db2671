"""Every operation of the JSON API, and what the function that serves them all may do."""

import json
from functools import cache

from chalicelib.approvals import adjustment_routes, bulk_grant_routes, setting_routes
from chalicelib.aws import rights
from chalicelib.aws.functions import Counted, Function, Requests, declare
from chalicelib.county import routes as county_routes
from chalicelib.http.call import Call, Document, Shape
from chalicelib.http.openapi import VERSION, document
from chalicelib.http.operations import Operation, Operations
from chalicelib.identity import desk_routes as identity_desk_routes
from chalicelib.identity import routes as identity_routes
from chalicelib.joining import identity_routes as joining_identity_routes
from chalicelib.joining import routes as joining_routes
from chalicelib.joining import staff_routes as joining_staff_routes
from chalicelib.joining import verification_routes
from chalicelib.ledger import routes as ledger_routes
from chalicelib.members import routes as members_routes
from chalicelib.paying import cancel_routes, merchant_routes
from chalicelib.paying import routes as paying_routes
from chalicelib.paying.errors import TypedCodesPausedError
from chalicelib.proofs import routes as proofs_routes
from chalicelib.reconciling import routes as reconciling_routes
from chalicelib.reporting import routes as reporting_routes
from chalicelib.sales import (
    counter_request_routes,
    counter_routes,
    left_wallet_routes,
    payout_routes,
    purchase_routes,
)
from chalicelib.sales import routes as sales_routes
from chalicelib.staff import audit_routes
from chalicelib.standing import merchant_routes as standing_merchant_routes
from chalicelib.standing import routes as standing_routes
from chalicelib.wallets import routes as wallets_routes

health = Operations(tag="health")
description = Operations(tag="openapi")


class HealthAnswer(Shape):
    status: str
    version: str
    stage: str


@health.operation(
    "GET", "/v1/health", summary="Version and stage", audience="anyone", answer=HealthAnswer
)
def show_health(call: Call[None]) -> HealthAnswer:
    return HealthAnswer(status="ok", version=VERSION, stage=call.settings.stage)


@description.operation("GET", "/v1/openapi.json", summary="This description", audience="anyone")
def show_openapi(call: Call[None]) -> Document:
    return Document(_openapi(), "application/json", {"Cache-Control": "public, max-age=300"})


@cache
def _openapi() -> str:
    return json.dumps(document(OPERATIONS), ensure_ascii=False)


OPERATIONS: tuple[Operation, ...] = (
    *health,
    *description,
    *verification_routes.routes,
    *joining_routes.routes,
    *joining_identity_routes.routes,
    *members_routes.routes,
    *identity_routes.routes,
    *identity_desk_routes.routes,
    *wallets_routes.routes,
    *sales_routes.routes,
    *counter_routes.routes,
    *counter_request_routes.routes,
    *purchase_routes.routes,
    *payout_routes.routes,
    *left_wallet_routes.routes,
    *proofs_routes.routes,
    *paying_routes.routes,
    *cancel_routes.routes,
    *merchant_routes.routes,
    *reporting_routes.routes,
    *joining_staff_routes.routes,
    *county_routes.routes,
    *ledger_routes.routes,
    *reconciling_routes.routes,
    *adjustment_routes.routes,
    *bulk_grant_routes.routes,
    *standing_routes.routes,
    *standing_merchant_routes.routes,
    *audit_routes.routes,
    *setting_routes.routes,
)

# API Gateway waits 29 seconds for an answer.
declare(
    "api_handler",
    Function(
        trigger=Requests(),
        timeout_seconds=29,
        memory_mb=512,
        from_snapshot=True,
        may=(
            rights.TABLE.read(),
            rights.TABLE.put(
                "WALLET",
                "PERSON",
                "LEFT",
                "IDENTITY",
                "VERIFICATION",
                "PAYCODE",
                "PROPOSAL",
                "SETTINGS",
                "SETTINGTURN",
                "SETTINGPROPOSALS",
                "ROUNDS",
                "BUDGET",
                "COUNTERSALES",
                "COUNTERREQUESTS",
                "SELLERDAY",
                "PAYOUTS",
                "MERCHANTS",
                "KEY",
                "ADJUSTMENTS",
                "GRANTS",
                "GRANT",
                "AUDIT",
            ),
            rights.TABLE.count("VERIFICATION", "THROTTLE", attributes=("tries", "count", "ttl")),
            rights.TABLE.sum_up(
                "BUDGET",
                "SELLERDAY",
                beside=("WALLET", "COUNTERSALES", "COUNTERREQUESTS"),
            ),
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
            rights.ask_for_staff_accounts(),
            rights.read_secret(),
        ),
        alarms=(
            Counted(
                verification_routes.TEXT_MESSAGE_CAPS, "An hour's cap on text messages was reached"
            ),
            Counted(TypedCodesPausedError.METRIC, "A shop typed 300 wrong pay codes in one day"),
        ),
    ),
)
