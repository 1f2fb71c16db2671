"""Proving a phone, and the session that a proven phone opens."""

import hmac
import secrets
from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from chalicelib.aws.proofs import VerifiedIdentity, VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VerificationTokenInvalidError
from chalicelib.core.languages import Language
from chalicelib.core.values import new_id
from chalicelib.county.counties import County
from chalicelib.county.service import Counties
from chalicelib.identity.ports import IdentityStore
from chalicelib.joining.birth_tries import BirthTries
from chalicelib.joining.errors import BirthDateMissingError, VerificationNotFoundError
from chalicelib.joining.message_budgets import MessageBudgets, Request
from chalicelib.joining.ports import TextMessages, VerificationStore
from chalicelib.joining.verifications import (
    CODE_TTL,
    RESEND_AFTER,
    TOKEN_TTL,
    Purpose,
    Solution,
    Verification,
)
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.profile import Profile, check_is_active
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ports import MemberStore


class Started(Struct, frozen=True):
    verification_id: str
    expires_at: datetime
    resend_at: datetime


class Confirmed(Struct, frozen=True):
    verification_token: str
    expires_at: datetime


class Session(Struct, frozen=True):
    access_token: str
    expires_at: datetime
    member_id: str


class Verifications(Struct, frozen=True):
    store: VerificationStore
    budgets: MessageBudgets
    birth_tries: BirthTries
    members: MemberStore
    identities: IdentityStore
    messages: TextMessages
    counties: Counties
    signer: Signer
    normalize_phone: Callable[[str], str]
    clock: Clock

    def start(
        self,
        county_id: str,
        *,
        phone: str,
        purpose: Purpose,
        source: str,
        campaign_id: str | None = None,
        solution: Solution | None = None,
        language: Language = "ko",
        host: str = "",
    ) -> Started:
        """Send a code, in the asker's language, for the page at `host`. The answer is the same
        whether or not the phone is known. Raises what `MessageBudgets.spend` does."""
        now = self.clock()
        phone = self.normalize_phone(phone)
        person_key = self.signer.person_key(county_id, phone)
        self.budgets.spend(
            Request(
                county_id=county_id,
                purpose=purpose,
                person_key=person_key,
                is_abroad=not phone.startswith("+82"),
                source=source,
                campaign_id=campaign_id,
                solution=solution,
            )
        )
        verification_id = new_id("ver", now)
        code = f"{secrets.randbelow(1_000_000):06d}"
        verification = Verification(
            county_id=county_id,
            verification_id=verification_id,
            purpose=purpose,
            person_key=person_key,
            sealed_phone=self.signer.seal(phone),
            code_hash=self.signer.code_hash(verification_id, code),
            expires_at=now + CODE_TTL,
            tries=0,
        )
        self.store.create(verification)
        county = self.counties.county(county_id)
        self.messages.send(phone, _message(county, purpose, code, language, host))
        return Started(verification_id, verification.expires_at, now + RESEND_AFTER)

    def confirm(self, county_id: str, verification_id: str, code: str) -> Confirmed:
        """Exchange the code for a token. Each attempt is counted before it is judged."""
        now = self.clock()
        verification = self.store.count_try(county_id, verification_id)
        if verification is None:
            raise VerificationNotFoundError
        verification.check(self.signer.code_hash(verification_id, code), now=now)
        expires_at = now + TOKEN_TTL
        verified = VerifiedPhone(
            county_id,
            verification.purpose,
            verification.person_key,
            self.signer.unseal(verification.sealed_phone),
            verified_at=now,
        )
        return Confirmed(self.signer.verification_token(verified, expires_at), expires_at)

    def open_session(
        self, county_id: str, verification_token: str, birth_on: date | None
    ) -> Session:
        """A session of the member who has the number and is the person. A token that was used to
        sign up says so itself, and so does a verified identity, whatever number its member has; any
        other needs the birth date, by which a token to sign up lets in a member of before.

        To whoever is not that person the answer is a stranger's: `MemberNotFoundError`. Raises also
        `BirthDateMissingError`, `RateLimitedError` after too many tries, and to the person
        `VerificationTokenInvalidError` for a proof of before the last sign-out.
        """
        now = self.clock()
        verified = self.signer.read_proof(verification_token, now)
        if verified.county_id != county_id:
            raise MemberNotFoundError
        if isinstance(verified, VerifiedIdentity):
            profile = self._profile_of_person(verified)
        else:
            profile = self._profile_of(verified, birth_on)
        if profile.signed_out_at is not None and verified.verified_at <= profile.signed_out_at:
            raise VerificationTokenInvalidError(param="verification_token")
        actor = MemberActor(county_id, profile.member_id, profile.generation)
        token, expires_at = self.signer.member_token(actor, now)
        return Session(token, expires_at, profile.member_id)

    def _profile_of_person(self, verified: VerifiedIdentity) -> Profile:
        if verified.purpose not in ("signup", "login"):
            raise VerificationTokenInvalidError(param="verification_token")
        person = self.identities.holder(verified.county_id, verified.identity_key)
        if person is None:
            raise MemberNotFoundError
        return check_is_active(
            self.members.profile(verified.county_id, person.member_id, consistent=True)
        )

    def _profile_of(self, verified: VerifiedPhone, birth_on: date | None) -> Profile:
        """Read consistently: it may be of this very second."""
        if verified.purpose not in ("signup", "login"):
            raise VerificationTokenInvalidError(param="verification_token")
        holder = self.members.holder_of(verified.county_id, verified.person_key)
        has_signed_up = holder is not None and holder.verified_by == verified.token_digest
        is_signup = verified.purpose == "signup" and (birth_on is None or has_signed_up)
        if not is_signup:
            self._check_birth(verified, birth_on, holder)
        if holder is None or (is_signup and holder.verified_by != verified.token_digest):
            raise MemberNotFoundError
        if holder.released_at is not None or _is_older(verified, holder):
            # The number went on, or came here, after it was proved.
            raise MemberNotFoundError
        profile = check_is_active(
            self.members.profile(verified.county_id, holder.member_id, consistent=True)
        )
        if profile.person_key != verified.person_key:
            # Two sign-ups got one id: nobody may be let into another's wallet.
            raise MemberNotFoundError
        if not is_signup and verified.verified_at < profile.joined_at:
            # Proved by someone who had the number before.
            raise MemberNotFoundError
        return profile

    def _check_birth(
        self, verified: VerifiedPhone, birth_on: date | None, holder: PhoneHolder | None
    ) -> None:
        if birth_on is None:
            raise BirthDateMissingError(param="birth_on")
        self.birth_tries.count(verified.county_id, verified.person_key, verified.token_digest)
        birth_key = self.signer.birth_key(verified.person_key, birth_on)
        if holder is None or not hmac.compare_digest(holder.birth_key, birth_key):
            raise MemberNotFoundError


_MEANINGS: dict[str, tuple[str, str]] = {
    "guardian": ("자녀 가입 동의", "Code to consent for your child"),
    "companion": ("여행 동행 동의", "Code to consent to the trip"),
}


def _message(county: County, purpose: Purpose, code: str, language: Language, host: str) -> str:
    """One message long: 70 characters with Korean in them. The last line lets a browser fill the
    code in by itself, on this very host alone (WebOTP, origin-bound one-time codes). Who consents
    reads what the code is for: to tell it is to consent."""
    ko, en = _MEANINGS.get(purpose, ("인증번호", "Your code"))
    words = f"[{county.programme}] {ko} {code}"
    if language == "en":
        words = f"[{county.programme_en}] {en}: {code}"
    return f"{words}\n@{host} #{code}" if host else words


def _is_older(verified: VerifiedPhone, holder: PhoneHolder) -> bool:
    """Proved before the number was this holder's."""
    return (
        verified.purpose != "signup"
        and holder.freed_at is not None
        and verified.verified_at < holder.freed_at
    )
