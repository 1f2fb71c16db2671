"""An agent of the local stage with notes in its safe, so that `/agent` can be tried at once."""

from collections.abc import Callable
from typing import Any, Protocol

from chalicelib.paper.serials import NoteRange
from infra.deploy.seed import Secrets

NAME = "농협은행 강진군지부"
PIN = "274951"
DENOMINATION = 10_000
_LAST, _HANDED_OVER = 1_000, 100
SERIES = "DE"
ISSUED_ON = "2026-01-02"
_SECRET = "demo_agent_key"


class Call(Protocol):
    """The API: the JSON answer of an operation, or an error."""

    def __call__(
        self, method: str, path: str, body: Any, *, token: str, key: str | None = None
    ) -> Any: ...


def ensure(call: Call, staff_token: Callable[[], str], stack_secrets: Secrets) -> dict[str, str]:
    """The key of its counter and the PIN. Made the first time by the county's staff, as they would,
    and kept with the stack's secrets; a start that was cut off is gone on with by the same keys."""
    key = stack_secrets.find(_SECRET)
    if key is None:
        key = _make(call, staff_token())
        stack_secrets.put(_SECRET, key)
    return {"name": NAME, "teller_key": key, "pin": PIN}


def _make(call: Call, staff: str) -> str:
    def as_staff(path: str, body: Any, key: str) -> Any:
        return call("POST", f"/v1/staff{path}", body, token=staff, key=f"demo-agent-{key}")

    agent_id = as_staff("/agents", {"name": NAME}, "open")["agent_id"]
    made = as_staff(f"/agents/{agent_id}/tellers", {"label": "1번 창구"}, "teller")
    teller_key: str = made["teller_key"]
    series = {"denomination": DENOMINATION, "issued_on": ISSUED_ON}
    as_staff("/paper-series", _notes(_LAST) | series, "series")
    notes = _notes(_HANDED_OVER)
    sent = {"kind": "sent", "agent_id": agent_id, "reason": "배정"}
    as_staff("/paper-movements", notes | sent, "sent")
    begun = call("PUT", "/v1/agent/pin", {"pin": PIN}, token=teller_key)
    call(
        "POST",
        "/v1/agent/stock-movements",
        notes | {"kind": "received"},
        token=begun["access_token"],
        key="demo-agent-received",
    )
    return teller_key


def _notes(last: int) -> dict[str, str]:
    begin, end = NoteRange(SERIES, 1, last).texts
    return {"first": begin, "last": end}
