"""What the token of a verification proves, and how it is written in the token: what is personal,
sealed."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

Seal = Callable[[str], str]


class VerifiedPhone(Struct, frozen=True):
    """What a verification token proves, and when. `person_key` is a keyed hash of the number within
    the county, `token_digest` names the token that was read."""

    county_id: str
    purpose: str
    person_key: str
    phone: str
    verified_at: datetime
    token_digest: str = ""

    def claims(self, seal: Seal) -> dict[str, Any]:
        return {
            "sub": self.person_key,
            "cty": self.county_id,
            "pur": self.purpose,
            "tel": seal(self.phone),
            "at": _milliseconds(self.verified_at),
        }

    @classmethod
    def of_claims(
        cls, claims: Mapping[str, Any], unseal: Seal, *, token_digest: str
    ) -> "VerifiedPhone":
        return cls(
            claims["cty"],
            claims["pur"],
            claims["sub"],
            unseal(claims["tel"]),
            _moment(claims["at"]),
            token_digest,
        )


class VerifiedIdentity(Struct, frozen=True, kw_only=True):
    """What the token of an identity verification proves, and when. `identity_key` is a keyed hash
    that tells one person from another within the county; `phone` as the agency gave it, or
    empty."""

    county_id: str
    purpose: str
    identity_key: str
    name: str
    birth_on: date
    phone: str
    verified_at: datetime
    token_digest: str = ""

    def claims(self, seal: Seal) -> dict[str, Any]:
        person = [self.name, self.birth_on.isoformat(), self.phone]
        return {
            "sub": self.identity_key,
            "cty": self.county_id,
            "pur": self.purpose,
            "who": seal(json.dumps(person, ensure_ascii=False)),
            "at": _milliseconds(self.verified_at),
        }

    @classmethod
    def of_claims(
        cls, claims: Mapping[str, Any], unseal: Seal, *, token_digest: str
    ) -> "VerifiedIdentity":
        name, birth_on, phone = json.loads(unseal(claims["who"]))
        return cls(
            county_id=claims["cty"],
            purpose=claims["pur"],
            identity_key=claims["sub"],
            name=name,
            birth_on=date.fromisoformat(birth_on),
            phone=phone,
            verified_at=_moment(claims["at"]),
            token_digest=token_digest,
        )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
