"""Passes before a gate that is always open."""

from datetime import UTC, date, datetime, time
from typing import Any

from bench.world import api_event
from chalicelib.aws.adapters import Adapters
from chalicelib.staff.person import Person
from chalicelib.visits.gates import GATE_SCOPES
from chalicelib.visits.passes import make_pass
from chalicelib.visits.terms_store import TermsStore
from chalicelib.visits.wiring import VisitsWiring
from tests import builders


def admissions(adapters: Adapters, member_ids: list[str]) -> list[dict[str, Any]]:
    """One admission of each member, with the net."""
    TermsStore(adapters.table).put_first(
        builders.some_terms(
            effective_on=date(2026, 11, 1),
            opens_at=time(0),
            closes_at=time(23, 59),
            early_minutes=0,
            last_entry_minutes=0,
            closed_weekdays=(),
            closed_dates=(),
        )
    )
    gates = adapters.wired(VisitsWiring).gates
    gate, _ = gates.open(
        builders.COUNTY,
        Person("bench", "bench"),
        facility_id=builders.FACILITY,
        name="bench",
        scopes=GATE_SCOPES,
        idempotency_key="bench",
    )
    keys = adapters.signer.pass_keys
    events = []
    for member_id in member_ids:
        text, _ = make_pass(
            keys,
            holder=keys.holder(builders.COUNTY, member_id),
            age_class="adult",
            facility_id=None,
            now=datetime.now(UTC),
        )
        body = {"pass_code": text, "facility_id": builders.FACILITY}
        events.append(api_event("POST", "/v1/admissions", body, token=gates.key_of(gate)))
    return events
