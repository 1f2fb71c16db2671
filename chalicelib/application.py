"""Builds the HTTP application over the adapters it is given: AWS's, or those of a test."""

from collections.abc import Callable
from typing import Any

from chalice import Chalice, Response
from chalice.app import CaseInsensitiveMapping, Request

from chalicelib.approvals.worker import grants
from chalicelib.authentication import authenticate
from chalicelib.aws.adapters import Adapters
from chalicelib.core import languages
from chalicelib.http import handling, methods
from chalicelib.http.methods import App
from chalicelib.http.problems import from_chalice, problem
from chalicelib.joining.worker import signups
from chalicelib.proofs.worker import ledger_roots
from chalicelib.reconciling.worker import reconciliation
from chalicelib.reporting.worker import reports
from chalicelib.routes import OPERATIONS
from chalicelib.wallets.worker import expirations
from chalicelib.web import pages
from chalicelib.web.headers import ACCEPT_ASKED, secure

WORKERS = (signups, reports, grants, expirations, ledger_roots, reconciliation)
"""Registered so that `chalice package` makes a function of each; no request calls them."""


def build(adapters: Adapters) -> Chalice:
    app = App(app_name="onmin")
    app.api.binary_types = [
        "application/octet-stream",
        "font/woff2",
        "image/png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    handling.register(app, OPERATIONS, adapters, authenticate)
    pages.register(app, adapters)
    for blueprint in WORKERS:
        app.register_blueprint(blueprint)

    @app.middleware("http")
    def answer_in_one_shape(event: Request, get_response: Callable[[Any], Response]) -> Response:
        """Chalice's own errors become problem documents; pages get their security headers."""
        # Chalice refuses bytes to a caller whose Accept does not name them. We do not negotiate:
        # a workbook is asked for by its path.
        asked = event.headers.get("accept", "")
        event.headers = CaseInsensitiveMapping(
            {**event.headers, "accept": "*/*", ACCEPT_ASKED: asked}
        )
        response = get_response(event)
        request_id = str(event.context.get("requestId", ""))
        if isinstance(response.body, dict) and {"Code", "Message"} <= response.body.keys():
            shaped = problem(
                from_chalice(response.status_code),
                language=languages.chosen(event.headers.get("accept-language")),
                request_id=request_id,
            )
            if response.status_code == 405:
                shaped.headers["Allow"] = methods.allowed(str(response.headers["Allow"]))
            return shaped
        response.headers.setdefault("X-Request-Id", request_id)
        return secure(response, staff_login_url=adapters.settings.staff_login_url)

    return app
