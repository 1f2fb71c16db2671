"""Signing up: accept fast, finish surely."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.aws.signer import Signer, VerifiedPhone
from chalicelib.core.clock import Clock
from chalicelib.core.errors import IdempotencyKeyReusedError, VerificationTokenInvalidError
from chalicelib.core.values import mask_name, seoul_date
from chalicelib.county.service import Counties
from chalicelib.joining import granting
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.ports import SignupQueue
from chalicelib.joining.signups import (
    Application,
    Signup,
    SignupStatus,
    member_id_of,
    reference_of,
)
from chalicelib.ledger.appending import append
from chalicelib.ledger.entries import Origin
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import Consents, Profile, SealedPerson
from chalicelib.members.errors import RegionUnknownError
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ports import FieldCipher, MemberStore
from chalicelib.members.rules import check_age, check_required_consents
from chalicelib.members.ticket import RejectionReason, Ticket
from chalicelib.staff.person import IdempotencyRecord
from chalicelib.staff.ports import IdempotencyStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    status: SignupStatus
    member_id: str | None = None
    already_member: bool | None = None
    granted_mileage: int | None = None
    reason: RejectionReason | None = None


@dataclass(frozen=True)
class SignupService:
    """`accept` runs in the API: it checks, seals and enqueues. It writes nothing but which body
    came with an Idempotency-Key, if one was sent."""

    queue: SignupQueue
    members: MemberStore
    wallets: WalletStore
    campaigns: Campaigns
    counties: Counties
    cipher: FieldCipher
    signer: Signer
    is_known_region: Callable[[str], bool]
    idempotency_store: IdempotencyStore
    clock: Clock

    def accept(
        self,
        county_id: str,
        application: Application,
        *,
        idempotency_key: str | None,
        is_simulated: bool,
    ) -> tuple[str, bool]:
        """(the sign-up's id, once it is safely queued; whether its key had been sent before).

        The same token with the same body is the same sign-up, and so is the same key, whatever
        token it comes with. Raises `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        verified = self.signer.read_verification_token(application.verification_token, now)
        if verified.county_id != county_id or verified.purpose != "signup":
            raise VerificationTokenInvalidError(param="verification_token")
        check_required_consents(terms=application.terms, privacy=application.privacy)
        check_age(application.birth_on, seoul_date(now))
        if not self.is_known_region(application.region_code):
            raise RegionUnknownError(param="region_code")
        campaign = booth = None
        if application.campaign_code is not None:
            campaign = self.campaigns.by_code(county_id, application.campaign_code)
            campaign.check_is_open(now)
            booth = campaign.booth(application.campaign_code)
        signup_id, is_repeated = self._named(verified, application, idempotency_key, now)
        county = self.counties.county(county_id)
        # Sent again too: whoever asks again may do so because the first was never queued.
        self.queue.send(
            Signup(
                county_id=county_id,
                signup_id=signup_id,
                person_key=verified.person_key,
                birth_key=self.signer.birth_key(verified.person_key, application.birth_on),
                verified_by=verified.token_digest,
                person=self._seal(county_id, signup_id, verified.phone, application),
                name_masked=mask_name(application.name),
                region_code=application.region_code,
                relation=application.relation,
                consents=Consents(
                    terms=county.terms_version,
                    privacy=county.privacy_version,
                    marketing=county.privacy_version if application.marketing else None,
                ),
                campaign_id=campaign.campaign_id if campaign else None,
                booth_code=booth.code if booth else None,
                accepted_at=now,
                simulated_at=now if is_simulated else None,
            )
        )
        return signup_id, is_repeated

    def _named(
        self,
        verified: VerifiedPhone,
        application: Application,
        idempotency_key: str | None,
        now: datetime,
    ) -> tuple[str, bool]:
        signup_id = self.signer.signup_id(verified, application.fingerprint)
        if idempotency_key is None:
            return signup_id, False
        wanted = IdempotencyRecord(
            county_id=verified.county_id,
            digest=digest("signup", verified.person_key, idempotency_key),
            resource_id=signup_id,
            fingerprint=application.fingerprint,
        )
        kept = self.idempotency_store.keep(wanted, now=now)
        if kept.fingerprint != wanted.fingerprint:
            raise IdempotencyKeyReusedError
        return kept.resource_id, kept != wanted

    def status(self, county_id: str, signup_id: str) -> Status:
        """How it stands. An id of ours without an outcome is still in the queue."""
        self.signer.check_signup_id(county_id, signup_id)
        member_id = member_id_of(signup_id)
        # Most sign-ups make their own member, and its first entry is their outcome.
        first = self.wallets.first_entry(county_id, member_id)
        if first is not None and first.reference == reference_of(signup_id):
            return Status(
                status="completed",
                member_id=member_id,
                already_member=False,
                granted_mileage=first.mileage_amount,
            )
        ticket = self.members.ticket(county_id, signup_id)
        if ticket is None:
            return Status(status="queued")
        return Status(
            status="rejected" if ticket.reason else "completed",
            reason=ticket.reason,
            member_id=ticket.member_id,
            already_member=None if ticket.reason else ticket.already_member,
            granted_mileage=None if ticket.reason else ticket.granted_mileage,
        )

    def _seal(
        self, county_id: str, signup_id: str, phone: str, application: Application
    ) -> SealedPerson:
        data_key, sealed = self.cipher.seal(
            f"{county_id}/{signup_id}",
            {
                "phone": phone,
                "name": application.name,
                "birth_on": application.birth_on.isoformat(),
            },
        )
        return SealedPerson(data_key=data_key, **sealed)


@dataclass(frozen=True)
class SignupConsumer:
    """Finishes sign-ups. Every step finds what an earlier delivery, or the same person's earlier
    sign-up, has done; whoever comes last completes what is missing."""

    members: MemberStore
    wallets: WalletStore
    campaigns: Campaigns
    counties: Counties
    clock: Clock

    def complete(self, signup: Signup) -> None:
        """For a county or a campaign that there is not, nothing is written. Raises
        `VersionConflictError` if the number changes hands meanwhile: the message comes again."""
        promised = self._promised(signup)
        own_member_id = member_id_of(signup.signup_id)
        holder = self._hold_phone(signup, own_member_id)
        if holder is None:
            self._tell(signup, member_id=None, reason="phone_in_use")
            return
        self.members.create_profile(_profile(signup, holder.member_id))
        granted = promised if holder.may_grant else 0
        is_granted = self._grant(signup, holder.member_id, granted)
        if holder.member_id != own_member_id or not is_granted:
            # The outcome cannot be read from entry 1 of this sign-up's own member: there is no
            # such member, or the same person's other sign-up overtook this one and made the entry.
            self._tell(
                signup,
                member_id=holder.member_id,
                already_member=not is_granted,
                granted_mileage=granted if is_granted else 0,
            )

    def _promised(self, signup: Signup) -> int:
        """What the campaign, or the county without one, grants, in points."""
        self.counties.county(signup.county_id)
        if signup.campaign_id is not None:
            return self.campaigns.kept(signup.county_id, signup.campaign_id).signup_mileage
        accepted_on = seoul_date(signup.accepted_at)
        return self.counties.on(signup.county_id, accepted_on).mileage_signup

    def _hold_phone(self, signup: Signup, member_id: str) -> PhoneHolder | None:
        """Whose the number is after this sign-up; `None` if it is somebody else's: nobody may come
        into a wallet with a number alone.

        A number whose holder has left begins a new wallet, without a second grant. What was in the
        old one is nobody's who merely has the number.
        """
        own = PhoneHolder(
            county_id=signup.county_id,
            phone_key=signup.person_key,
            member_id=member_id,
            birth_key=signup.birth_key,
            verified_by=signup.verified_by,
        )
        holder = self.members.claim_phone(own)
        if holder.member_id == member_id:
            return holder
        known = self.members.profile(signup.county_id, holder.member_id, consistent=True)
        left_at = known.left_at if known else None
        if left_at is not None and signup.accepted_at > left_at:
            own = replace(own, may_grant=False, version=holder.version + 1)
            self.members.replace_holder(own)
            return own
        if holder.birth_key != signup.birth_key:
            return None
        if left_at is None and holder.verified_by != signup.verified_by:
            holder = replace(holder, verified_by=signup.verified_by, version=holder.version + 1)
            self.members.replace_holder(holder)
        return holder

    def _tell(
        self,
        signup: Signup,
        *,
        member_id: str | None,
        already_member: bool = False,
        granted_mileage: int = 0,
        reason: RejectionReason | None = None,
    ) -> None:
        self.members.put_ticket(
            Ticket(
                county_id=signup.county_id,
                signup_id=signup.signup_id,
                member_id=member_id,
                already_member=already_member,
                granted_mileage=granted_mileage,
                reason=reason,
            )
        )

    def _grant(self, signup: Signup, member_id: str, mileage: int) -> bool:
        """Entry 1 of the wallet, which can exist once. Was it this sign-up that made it?"""
        now = signup.simulated_at or self.clock()
        reference = reference_of(signup.signup_id)
        draft = granting.decide_signup(
            mileage=mileage,
            origin=Origin(
                signup.region_code, signup.relation, signup.campaign_id, signup.booth_code
            ),
            settings=self.counties.on(signup.county_id, seoul_date(now)),
            now=now,
        )
        entry = append(
            None,
            draft,
            county_id=signup.county_id,
            member_id=member_id,
            keys=CommandKeys(reference=reference, fingerprint=digest(reference)),
            now=now,
        )
        if self.wallets.append(entry):
            return True
        first = self.wallets.first_entry(signup.county_id, member_id)
        return first is not None and first.reference == reference


def _profile(signup: Signup, member_id: str) -> Profile:
    return Profile(
        county_id=signup.county_id,
        member_id=member_id,
        signup_id=signup.signup_id,
        person_key=signup.person_key,
        status="active",
        name_masked=signup.name_masked,
        region_code=signup.region_code,
        relation=signup.relation,
        consents=signup.consents,
        joined_at=signup.accepted_at,
        person=signup.person,
    )
