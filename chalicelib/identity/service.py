"""Verifying an identity: begun by the page, its outcome asked of the agency by us alone."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.aws.identity_provider import IdentityOutcome
from chalicelib.aws.proofs import VerifiedIdentity
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import MalformedError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.identity.errors import (
    IdentityCanceledError,
    IdentityMethodUnfitError,
    IdentityNotVerifiedError,
    IdentityUnavailableError,
    IdentityVerificationNotFoundError,
)
from chalicelib.identity.ports import IdentityAgency, Tries

VERIFICATION_TTL = timedelta(minutes=30)
"""From the beginning: time to fetch a phone, and no more for whoever finds an id in a history."""
TOKEN_TTL = timedelta(minutes=30)
STARTS_MAX_PER_HOUR = 600
CONFIRMS_MAX_PER_HOUR = 1_200
"""Per address, which many share. Each verification costs the county some 40 won."""
ASKED_MAX_PER_HOUR = 60
"""How often the outcome of one verification is asked: a page that asks in a loop ends itself."""
HOUR = timedelta(hours=1)


class StartedIdentity(Struct, frozen=True):
    verification_id: str
    expires_at: datetime
    provider: Mapping[str, str]


class ConfirmedIdentity(Struct, frozen=True):
    token: str
    expires_at: datetime


class IdentityVerifications(Struct, frozen=True):
    """Nothing is stored of a verification: its id says what it is for, and the agency how it
    ended. So it can be asked again after a lost answer, and answers the same."""

    agency: IdentityAgency
    tries: Tries
    counties: Counties
    signer: Signer
    normalize_phone: Callable[[str], str]
    clock: Clock

    def start(self, county_id: str, *, purpose: str, source: str) -> StartedIdentity:
        """Raises `IdentityUnavailableError`, `RateLimitedError`."""
        self.tries.check(
            county_id, f"identity/start/{source}", maximum=STARTS_MAX_PER_HOUR, window=HOUR
        )
        self._check_agency(county_id)
        now = self.clock()
        verification_id = self.signer.identity_verification_id(county_id, purpose, now)
        provider = self.agency.start(county_id, verification_id)
        return StartedIdentity(verification_id, now + VERIFICATION_TTL, provider)

    def confirm(self, county_id: str, verification_id: str, *, source: str) -> ConfirmedIdentity:
        """Exchange what the agency says for a token. Raises `IdentityVerificationNotFoundError`,
        `IdentityNotVerifiedError`, `IdentityCanceledError`, `IdentityMethodUnfitError`, and
        `TryAgainError` while the agency cannot be asked."""
        now = self.clock()
        begun = self.signer.read_identity_verification_id(county_id, verification_id)
        if begun is None or now >= begun[1] + VERIFICATION_TTL:
            raise IdentityVerificationNotFoundError
        for subject, maximum in (
            (f"identity/id/{verification_id}", ASKED_MAX_PER_HOUR),
            (f"identity/confirm/{source}", CONFIRMS_MAX_PER_HOUR),
        ):
            self.tries.check(county_id, subject, maximum=maximum, window=HOUR)
        self._check_agency(county_id)
        outcome = self.agency.outcome(county_id, verification_id)
        if outcome.ending == "canceled":
            raise IdentityCanceledError
        if outcome.ending != "verified" or outcome.birth_on is None or not outcome.name:
            raise IdentityNotVerifiedError
        verified = VerifiedIdentity(
            county_id=county_id,
            purpose=begun[0],
            identity_key=self._person_key(county_id, outcome, now),
            name=outcome.name,
            birth_on=outcome.birth_on,
            phone=self._mobile(outcome.phone),
            # As we know it: the agency's clock decides nothing here.
            verified_at=now,
        )
        expires_at = now + TOKEN_TTL
        return ConfirmedIdentity(self.signer.identity_token(verified, expires_at), expires_at)

    def _mobile(self, phone: str) -> str:
        """In the one form that numbers have here; empty for what takes no messages."""
        try:
            return self.normalize_phone(phone) if phone else ""
        except MalformedError:
            return ""

    def _check_agency(self, county_id: str) -> None:
        if not self.agency.is_known(county_id):
            raise IdentityUnavailableError(retry_after_seconds=3600)

    def _person_key(self, county_id: str, outcome: IdentityOutcome, now: datetime) -> str:
        is_ci = self.counties.on(county_id, seoul_date(now)).identity_person_key == 1
        kind, value = ("ci", outcome.ci) if is_ci else ("di", outcome.di)
        if not value:
            raise IdentityMethodUnfitError
        return self.signer.identity_key(county_id, kind, value)
