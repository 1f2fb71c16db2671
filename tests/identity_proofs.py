"""Verifications of identity, as an agency ends them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.aws.identity_provider import IdentityOutcome
from chalicelib.core.errors import TryAgainError

if TYPE_CHECKING:
    from tests.conftest import Stack


class FakeAgency:
    """Plays the agency of identity verification: what it will say of each verification, by id."""

    def __init__(self) -> None:
        self.outcomes: dict[str, IdentityOutcome] = {}
        self.counties = {"gangjin", "jinju"}
        self.is_down = False
        self.asked = 0

    def is_known(self, county_id: str) -> bool:
        return county_id in self.counties

    def start(self, county_id: str, verification_id: str) -> Mapping[str, str]:
        return {"kind": "portone", "store_id": "store-1", "channel_key": "channel-1"}

    def outcome(self, county_id: str, verification_id: str) -> IdentityOutcome:
        self.asked += 1
        if self.is_down:
            raise TryAgainError(retry_after_seconds=2)
        return self.outcomes.get(verification_id, IdentityOutcome(ending="pending"))


def prove(
    stack: "Stack",
    person: str,
    purpose: str,
    *,
    name: str = "홍길동",
    birth_on: str = "1980-05-05",
    phone: str = "",
) -> str:
    """The token of a verification that succeeded."""
    started = stack.call("POST", "/v1/identity-verifications", {"purpose": purpose})
    assert started.status == 201, started.raw
    verification_id = started.json["identity_verification_id"]
    stack.agency.outcomes[verification_id] = IdentityOutcome(
        ending="verified",
        name=name,
        birth_on=date.fromisoformat(birth_on),
        phone=phone,
        ci=f"ci-{person}",
        di=f"di-{person}",
        verified_at=stack.now,
    )
    path = f"/v1/identity-verifications/{verification_id}/confirm"
    confirmed = stack.call("POST", path, {})
    assert confirmed.status == 200, confirmed.raw
    return str(confirmed.json["verification_token"])
