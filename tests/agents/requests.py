"""Which roles each request about agents and notes lets in, and a body of each."""

from typing import Any

from tests.agents.counters import notes

_SEERS = {"operator", "manager", "treasurer", "auditor"}
_KEEPERS = {"manager", "treasurer"}
_MEMBER = "mem_06H02CHZG2WVD3YG"
_ROUND = "rnd_0000000000000001"
_AGENT = "agt_06H02CHZG2WVD3YG"
_WHY = {"reason": "x"}
AGENT_ROLES: dict[str, set[str]] = {
    "POST /v1/staff/agents": {"manager"},
    "GET /v1/staff/agents": _SEERS,
    "GET /v1/staff/agents/{agent_id}": _SEERS,
    "POST /v1/staff/agents/{agent_id}/close": {"manager"},
    "POST /v1/staff/agents/{agent_id}/tellers": {"manager"},
    "POST /v1/staff/agents/{agent_id}/tellers/{teller_id}/renew": {"manager"},
    "POST /v1/staff/agents/{agent_id}/tellers/{teller_id}/end": {"manager"},
    "GET /v1/staff/agents/{agent_id}/day": _SEERS,
    "GET /v1/staff/agents/{agent_id}/quarters/{quarter}": _SEERS,
    "GET /v1/staff/paper-circulation": _SEERS,
    "POST /v1/staff/paper-series": _KEEPERS,
    "GET /v1/staff/paper-series": _SEERS,
    "POST /v1/staff/paper-movements": _KEEPERS,
    "GET /v1/staff/paper-movements": _SEERS,
    "GET /v1/staff/paper-notes/{serial}": _SEERS,
}
AGENT_BODIES: dict[str, Any] = {
    "/v1/staff/agents": {"name": "농협"},
    f"/v1/staff/agents/{_AGENT}/close": _WHY,
    f"/v1/staff/agents/{_AGENT}/tellers": {"label": "1번 창구"},
    f"/v1/staff/agents/{_AGENT}/tellers/t1/renew": _WHY,
    f"/v1/staff/agents/{_AGENT}/tellers/t1/end": _WHY,
    "/v1/staff/paper-series": notes(1, 9) | {"denomination": 10_000, "issued_on": "2026-11-01"},
    "/v1/staff/paper-movements": notes(1) | {"kind": "voided"} | _WHY,
    "/v1/agent/pin": {"pin": "274951"},
    "/v1/agent/sessions": {"pin": "274951"},
    "/v1/agent/stock-movements": notes(1) | {"kind": "received"},
    "/v1/agent/sales": {"member_id": _MEMBER, "round_id": _ROUND, "amount": 10_000},
    "/v1/agent/paper-sales": {"member_id": _MEMBER, "round_id": _ROUND, "notes": [notes(1)]},
    "/v1/agent/paper-returns": {"member_id": _MEMBER, "notes": [notes(1)]},
    "/v1/agent/paper-exchanges": {"merchant_code": "M0001", "notes": [notes(1)]},
}
AGENT_BODIES |= {
    f"/v1/agent/{name}/validate": AGENT_BODIES[f"/v1/agent/{name}"]
    for name in ("sales", "paper-sales", "paper-exchanges")
}
