"""Assembles the HTTP application. Workers do not come through here: each is a Lambda of its own."""

from collections.abc import Callable
from typing import Any

from chalice import Chalice, Response
from chalice.app import CaseInsensitiveMapping, Request

from chalicelib.approvals.worker import grants
from chalicelib.core import languages
from chalicelib.http.problems import from_chalice, problem
from chalicelib.joining.worker import signups
from chalicelib.proofs.worker import ledger_roots
from chalicelib.reconciling.worker import reconciliation
from chalicelib.reporting.worker import reports
from chalicelib.routes import BLUEPRINTS
from chalicelib.wallets.worker import expirations
from chalicelib.web.headers import secure
from chalicelib.web.pages import web

app = Chalice(app_name="onmin")
app.api.binary_types = [
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
]

SCHEDULES = (expirations, ledger_roots, reconciliation)
for blueprint in (*BLUEPRINTS, web, signups, reports, grants, *SCHEDULES):
    app.register_blueprint(blueprint)


@app.middleware("http")
def answer_in_one_shape(event: Request, get_response: Callable[[Any], Response]) -> Response:
    """Chalice's own errors become problem documents; pages get their security headers."""
    # Chalice refuses bytes to a caller whose Accept does not name them. We do not negotiate: a
    # workbook is asked for by its path.
    event.headers = CaseInsensitiveMapping({**event.headers, "accept": "*/*"})
    response = get_response(event)
    if isinstance(response.body, dict) and {"Code", "Message"} <= response.body.keys():
        return problem(
            from_chalice(response.status_code),
            language=languages.chosen(event.headers.get("accept-language")),
            request_id=str(event.context.get("requestId", "")),
        )
    response.headers.setdefault("X-Request-Id", str(event.context.get("requestId", "")))
    return secure(response)
