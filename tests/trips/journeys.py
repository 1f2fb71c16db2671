"""Half-price trips over HTTP, as members and staff meet them."""

from datetime import timedelta
from typing import Any

from chalicelib.core.values import seoul_date
from chalicelib.trips.wiring import TripsWiring
from chalicelib.wallets.worker import expire_lots
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.draws.lots import EVENT

FRIEND = {"name": "김영희", "birth_on": "1981-06-06", "region_code": "11110"}


def days(stack: Stack, starts_in: int, length: int = 2) -> dict[str, str]:
    start = seoul_date(stack.now) + timedelta(days=starts_in)
    return {
        "starts_on": start.isoformat(),
        "ends_on": (start + timedelta(days=length - 1)).isoformat(),
    }


def apply(member: Member, starts_in: int = 1, *, key: str | None = None, **more: Any) -> Answer:
    body = days(member.stack, starts_in) | {"companions": []} | more
    return member.stack.call("POST", "/v1/me/trips", body, token=member.token, key=key)


def decide(stack: Stack, trip_id: str, what: str, by: str = "anna", **body: Any) -> Answer:
    return stack.call("POST", f"/v1/staff/trips/{trip_id}/{what}", body, token=by)


def held(stack: Stack, year: int = 2026) -> int:
    return stack.wired(TripsWiring).store.budget(builders.COUNTY, year).held


def night(stack: Stack) -> None:
    builders.seed(stack.table, "jinju")
    with stack.adapters.clock.simulated(stack.now):
        stack.work(expire_lots, EVENT)
