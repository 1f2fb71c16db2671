"""Builds the HTTP application over the adapters it is given: AWS's, or those of a test."""

import importlib
from collections.abc import Callable
from typing import Any

from chalice import Response
from chalice.app import CaseInsensitiveMapping, Request

from chalicelib.authentication import authenticate
from chalicelib.aws.adapters import Adapters
from chalicelib.core import addresses, languages
from chalicelib.http import handling, methods
from chalicelib.http.methods import App
from chalicelib.http.problems import from_chalice, problem
from chalicelib.route_table import every_operation, modules_of, operations_of, whole_document
from chalicelib.web import pages
from chalicelib.web.headers import ACCEPT_ASKED, secure

WORKERS = {
    "joining.worker": "signups",
    "reporting.worker": "reports",
    "approvals.worker": "grants",
    "wallets.worker": "expirations",
    "visits.worker": "fee_shares",
    "festivals.worker": "referrals",
    "photos.worker": "photo_nights",
    "trips.worker": "trip_nights",
    "buying.worker": "online_purchases",
    "merchants.worker": "merchants",
    "proofs.worker": "ledger_roots",
    "reconciling.worker": "reconciliation",
    "draws.worker": "lots",
    "settlement.worker": "settlements",
    "notifications.worker": "notifications",
    "analysis.worker": "analyses",
    "marketing.worker": "marketing",
}
"""Of each module of workers, its blueprint. `chalice package` makes a function of each; no request
calls them."""


def build(adapters: Adapters) -> App:
    """The whole application: every operation, and the workers."""
    from chalicelib.routes import OPERATIONS

    app = build_lazily(adapters)
    app.serve_path = None
    handling.register(app, OPERATIONS, adapters, authenticate)
    for module, blueprint in WORKERS.items():
        loaded = importlib.import_module(f"chalicelib.{module}")
        app.register_blueprint(getattr(loaded, blueprint))
    return app


def build_lazily(adapters: Adapters) -> App:
    """The application that loads an operation's code when it is first asked for."""
    app = App(app_name="onmin")
    loaded: set[str] = set()

    def serve_path(path: str) -> None:
        for module in modules_of(path):
            if module not in loaded:
                handling.register(app, operations_of(module), adapters, authenticate)
                loaded.add(module)

    app.serve_path = serve_path
    app.api.binary_types = [
        "application/octet-stream",
        "font/woff2",
        "image/jpeg",
        "image/png",
        "application/gzip",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    pages.register(app, adapters, every_operation, whole_document)

    @app.middleware("http")
    def answer_in_one_shape(event: Request, get_response: Callable[[Any], Response]) -> Response:
        """Chalice's own errors become problem documents; pages get their security headers."""
        # Chalice refuses bytes to a caller whose Accept does not name them. We do not negotiate:
        # a workbook is asked for by its path.
        asked = event.headers.get("accept", "")
        event.headers = CaseInsensitiveMapping(
            {**event.headers, "accept": "*/*", ACCEPT_ASKED: asked}
        )
        answered = get_response(event)
        request_id = str(event.context.get("requestId", ""))
        response = answered
        if isinstance(answered.body, dict) and {"Code", "Message"} <= answered.body.keys():
            response = problem(
                from_chalice(answered.status_code),
                language=languages.chosen(event.headers.get("accept-language")),
                request_id=request_id,
                base_url=addresses.site_url(event, adapters.settings),
            )
            if answered.status_code == 405:
                response.headers["Allow"] = methods.allowed(str(answered.headers["Allow"]))
        response.headers.setdefault("X-Request-Id", request_id)
        return secure(
            response,
            staff_login_url=adapters.settings.staff_login_url,
            upload_url=adapters.settings.upload_url,
        )

    return app
