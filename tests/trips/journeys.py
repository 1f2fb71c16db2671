"""Half-price trips over HTTP, as members and staff meet them."""

from datetime import timedelta
from typing import Any

from chalicelib.core.values import format_time, seoul_date
from chalicelib.trips.wiring import TripsWiring
from chalicelib.trips.worker import tend_trips
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.draws.lots import EVENT
from tests.uploads.pictures import jpeg, send

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
        stack.work(tend_trips, EVENT)


BUSINESS = "124-81-00998"
"""Of no shop of ours."""


def spent(stack: Stack, year: int = 2026) -> int:
    return stack.wired(TripsWiring).store.budget(builders.COUNTY, year).spent


def approved(member: Member, **more: Any) -> str:
    """A trip that begins tomorrow, lasts two days, and was approved: its id."""
    trip_id: str = apply(member, 1, **more).json["trip_id"]
    assert decide(member.stack, trip_id, "approve").status == 200
    return trip_id


def slip(stack: Stack, amount: int = 60_000, *, hours: float = -3, **more: Any) -> dict[str, Any]:
    """A receipt of some hours ago; of a new approval number, if none is given."""
    return {
        "business_number": BUSINESS,
        "approval_number": stack.fresh("3")[-6:],
        "paid_at": format_time(stack.now + timedelta(hours=hours)),
        "amount": amount,
    } | more


def two_photos(member: Member) -> list[str]:
    return [send(member, jpeg(1)), send(member, jpeg(2))]


def claim(member: Member, trip_id: str, *, key: str | None = None, **more: Any) -> Answer:
    """With two photos and one receipt, if nothing else is said."""
    body: dict[str, Any] = {"photos": [], "receipts": [], "redemption_ids": []} | more
    if "photos" not in more:
        body["photos"] = two_photos(member)
    if "receipts" not in more and "redemption_ids" not in more:
        body["receipts"] = [slip(member.stack)]
    path = f"/v1/me/trips/{trip_id}/claims"
    return member.stack.call("POST", path, body, token=member.token, key=key)


def travelled(member: Member, **more: Any) -> str:
    """An approved trip on its last day."""
    trip_id = approved(member, **more)
    member.stack.later(days=2)
    return trip_id


def claimed(member: Member, *, amount: int = 60_000, **more: Any) -> str:
    trip_id = travelled(member, **more)
    answer = claim(member, trip_id, receipts=[slip(member.stack, amount)])
    assert answer.status == 202, answer.raw
    return trip_id


def review(
    stack: Stack, trip_id: str, *counts: bool, by: str = "anna", confirmed: bool = True, **more: Any
) -> Answer:
    """Of every receipt in order: whether it counts."""
    lines = [
        {"name": f"receipts.{n}", "counts": each, "is_confirmed": confirmed,
         "reason": None if each else "알아볼 수 없음"}
        for n, each in enumerate(counts)
    ]  # fmt: skip
    body = {"lines": lines} | more
    return stack.call("POST", f"/v1/staff/trips/{trip_id}/review", body, token=by)


def granted(member: Member, *, amount: int = 60_000, **more: Any) -> str:
    trip_id = claimed(member, amount=amount, **more)
    assert review(member.stack, trip_id, True).status == 200
    answer = decide(member.stack, trip_id, "grant", by="berta")
    assert answer.status == 200, answer.raw
    return trip_id
