"""A festival with rewarded visits, as tests make one at the desk."""

from typing import Any

from tests.campaigns.test_desk import made
from tests.conftest import Answer, Member, Stack
from tests.sample_ledger import typed_json
from tests.tampering import verify

BOOTHS = [
    {"code": "reed26-a", "name": "정문", "proof": "screen"},
    {"code": "reed26-b", "name": "무대", "proof": "screen"},
    {"code": "reed26-c", "name": "가우도", "proof": "printed"},
    {"code": "reed26-d", "name": "주차장"},
]
VISIT, PRINTED = 1_000, 500


def festival(stack: Stack, **changes: Any) -> str:
    terms = {"visit_mileage": VISIT, "printed_visit_mileage": PRINTED, "booths": BOOTHS}
    return made(stack, **(terms | changes))


def shown(stack: Stack, campaign_id: str, booth: str = "reed26-a") -> list[Any]:
    path = f"/v1/staff/campaigns/{campaign_id}/visit-codes?booth={booth}"
    roles, stack.staff_roles = stack.staff_roles, frozenset({"booth"})
    answer = stack.call("GET", path, token="staff")
    stack.staff_roles = roles
    assert answer.status == 200, answer.raw
    codes: list[Any] = answer.json["codes"]
    return codes


def code(stack: Stack, campaign_id: str, booth: str = "reed26-a") -> str:
    url: str = shown(stack, campaign_id, booth)[0]["url"]
    return url.partition("#")[2]


def visit(member: Member, code: str, key: str = "new", headers: Any = None) -> Answer:
    return member.stack.call(
        "POST", "/v1/me/visits", {"code": code}, token=member.token, key=key, headers=headers
    )


def faults(stack: Stack) -> list[str]:
    """What `make verify` finds of all that is stored."""
    checked = verify([typed_json(item) for item in stack.table.items.values()])
    return list(checked.problems)
