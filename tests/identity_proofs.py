"""Verifications of identity, as an agency ends them."""

from datetime import date
from typing import TYPE_CHECKING

from chalicelib.aws.identity_provider import IdentityOutcome

if TYPE_CHECKING:
    from tests.conftest import Stack


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
