"""Proving a phone, and the session that a proven phone opens."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.signer import Signer, VerifiedPhone
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.values import new_id
from chalicelib.county.service import Counties
from chalicelib.joining.errors import VerificationNotFoundError
from chalicelib.joining.ports import TextMessages, VerificationStore
from chalicelib.joining.throttling import DAY, HOUR, Throttle
from chalicelib.joining.verifications import (
    ABROAD_MAX_PER_HOUR,
    CODE_TTL,
    PHONE_MAX_PER_DAY,
    RESEND_AFTER,
    SOURCE_MAX_PER_HOUR,
    TOKEN_TTL,
    Purpose,
    Verification,
)
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.profile import check_is_active
from chalicelib.members.ports import MemberStore


@dataclass(frozen=True, slots=True)
class Started:
    verification_id: str
    expires_at: datetime
    resend_at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    verification_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    access_token: str
    expires_at: datetime
    member_id: str


@dataclass(frozen=True)
class Verifications:
    store: VerificationStore
    throttle: Throttle
    members: MemberStore
    messages: TextMessages
    counties: Counties
    signer: Signer
    normalize_phone: Callable[[str], str]
    clock: Clock
    source_max_per_hour: int = SOURCE_MAX_PER_HOUR

    def start(self, county_id: str, *, phone: str, purpose: Purpose, source: str) -> Started:
        """Send a code. The answer is the same whether or not the phone is known."""
        now = self.clock()
        phone = self.normalize_phone(phone)
        person_key = self.signer.person_key(county_id, phone)
        # The narrow limits first: what they refuse must not use up what many people share.
        check = self.throttle.check
        check(county_id, f"resend/{purpose}/{person_key}", maximum=1, window=RESEND_AFTER)
        check(county_id, f"phone/{person_key}", maximum=PHONE_MAX_PER_DAY, window=DAY)
        check(county_id, f"source/{source}", maximum=self.source_max_per_hour, window=HOUR)
        if not phone.startswith("+82"):
            check(county_id, "abroad", maximum=ABROAD_MAX_PER_HOUR, window=HOUR)
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
        programme = self.counties.county(county_id).programme
        self.messages.send(phone, f"[{programme}] 인증번호 {code} (3분 안에 입력해 주세요)")
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
        )
        return Confirmed(self.signer.verification_token(verified, expires_at), expires_at)

    def open_session(self, county_id: str, verification_token: str) -> Session:
        """A token for the member who proved the phone, for logging in or right after joining."""
        now = self.clock()
        verified = self.signer.read_verification_token(verification_token, now)
        member_id = None
        if verified.county_id == county_id:
            member_id = self.members.member_of_person(county_id, verified.person_key)
        if member_id is None:
            raise MemberNotFoundError
        check_is_active(self.members.profile(county_id, member_id))
        token, expires_at = self.signer.member_token(MemberActor(county_id, member_id), now)
        return Session(token, expires_at, member_id)
