"""Signing up: accepted fast, and how it stands. `signup_consumer` finishes it."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from chalicelib.aws.proofs import VerifiedIdentity, VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import IdempotencyKeyReusedError, VerificationTokenInvalidError
from chalicelib.core.text import mask_name
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.identity.errors import IdentityMismatchError
from chalicelib.identity.identities import is_same_person
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.channels import read_channel
from chalicelib.joining.errors import GuardianNotNeededError, IdentityPhoneMissingError
from chalicelib.joining.guardian_service import GuardianConsents
from chalicelib.joining.ports import SignupQueue
from chalicelib.joining.signups import (
    Application,
    Signup,
    SignupStatus,
    member_id_of,
    reference_of,
)
from chalicelib.ledger.errors import IdentityRequiredError
from chalicelib.ledger.idempotency import digest
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import Consents, SealedPerson, Witness
from chalicelib.members.errors import GuardianRequiredError, RegionUnknownError
from chalicelib.members.names import name_keys_of
from chalicelib.members.ports import FieldCipher, MemberStore
from chalicelib.members.rules import check_required_consents, needs_guardian
from chalicelib.members.ticket import RejectionReason, WhyNothing
from chalicelib.staff.person import IdempotencyRecord
from chalicelib.staff.ports import IdempotencyStore


class Status(Struct, frozen=True, kw_only=True):
    status: SignupStatus
    member_id: str | None = None
    already_member: bool | None = None
    granted_mileage: int | None = None
    reason: RejectionReason | None = None
    why_nothing: WhyNothing | None = None


class Witnessed(Struct, frozen=True, kw_only=True):
    """What staff add to a sign-up of somebody who stands before them. `without_number`: in place of
    a token, of who has no number; `check` refuses what may not begin, by the sign-up's id."""

    witness: Witness
    check: Callable[[str], None]
    namesake: str | None = None
    without_number: VerifiedPhone | None = None


class SignupService(Struct, frozen=True):
    """`accept` runs in the API: it checks, seals and enqueues. It writes nothing but which body
    came with an Idempotency-Key, if one was sent, and for how many children a guardian consents."""

    queue: SignupQueue
    members: MemberStore
    wallets: WalletStore
    campaigns: Campaigns
    counties: Counties
    cipher: FieldCipher
    signer: Signer
    is_known_region: Callable[[str], bool]
    idempotency_store: IdempotencyStore
    guardians: GuardianConsents
    clock: Clock

    def accept(
        self,
        county_id: str,
        application: Application,
        *,
        idempotency_key: str | None,
        is_simulated: bool,
        witnessed: Witnessed | None = None,
    ) -> tuple[str, bool]:
        """(the sign-up's id, once it is safely queued; whether its key had been sent before).

        The same token with the same body is the same sign-up, and so is the same key, whatever
        token it comes with. `witnessed`: by staff, who have seen the person. Raises
        `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        proof = self._proof(county_id, application, witnessed, now)
        identity_key = proof.identity_key if isinstance(proof, VerifiedIdentity) else None
        verified = self._phone_of(proof, application)
        settings = self.counties.on(county_id, seoul_date(now))
        if settings.identity_joining and identity_key is None and witnessed is None:
            raise IdentityRequiredError(param="verification_token")
        check_required_consents(terms=application.terms, privacy=application.privacy)
        _check_guardian(application, seoul_date(now))
        if not self.is_known_region(application.region_code):
            raise RegionUnknownError(param="region_code")
        campaign = booth = channel = None
        if application.campaign_code is not None:
            campaign = self.campaigns.by_code(county_id, application.campaign_code)
            booth = campaign.booth(application.campaign_code)
            channel = read_channel(self.signer, campaign, application.channel_code)

        def check(signup_id: str) -> None:
            if campaign is not None:
                campaign.check_takes_in(now, booth)
            if witnessed is not None:
                witnessed.check(signup_id)

        signup_id, is_repeated = self._named(verified, application, idempotency_key, check, now)
        county = self.counties.county(county_id)
        guardian = None
        if application.guardian is not None:
            guardian = self.guardians.consent(
                application.guardian,
                child=verified,
                signup_id=signup_id,
                version=county.privacy_version,
            )
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
                channel=channel,
                accepted_at=now,
                simulated_at=now if is_simulated else None,
                identity_key=identity_key,
                guardian=guardian,
                witness=witnessed.witness if witnessed else None,
                namesake=witnessed.namesake if witnessed else None,
                name_keys=name_keys_of(
                    self.signer, county_id, application.name, application.birth_on
                ),
            )
        )
        return signup_id, is_repeated

    def _proof(
        self,
        county_id: str,
        application: Application,
        witnessed: Witnessed | None,
        now: datetime,
    ) -> VerifiedPhone | VerifiedIdentity:
        """Raises `VerificationTokenInvalidError`."""
        if witnessed is not None and witnessed.without_number is not None:
            return witnessed.without_number
        proof = self.signer.read_proof(application.verification_token, now)
        if proof.county_id != county_id or proof.purpose != "signup":
            raise VerificationTokenInvalidError(param="verification_token")
        return proof

    def _phone_of(
        self, proof: VerifiedPhone | VerifiedIdentity, application: Application
    ) -> VerifiedPhone:
        """The number that was proved: by a code, or by the agency that verified its owner.

        Raises `IdentityMismatchError` for another person than is signed up, and
        `IdentityPhoneMissingError` if the agency gave no number.
        """
        if isinstance(proof, VerifiedPhone):
            return proof
        if not is_same_person(
            name=application.name,
            birth_on=application.birth_on,
            verified_name=proof.name,
            verified_birth_on=proof.birth_on,
        ):
            raise IdentityMismatchError(param="verification_token")
        if not proof.phone:
            raise IdentityPhoneMissingError(param="verification_token")
        return VerifiedPhone(
            proof.county_id,
            proof.purpose,
            self.signer.person_key(proof.county_id, proof.phone),
            proof.phone,
            proof.verified_at,
            proof.token_digest,
        )

    def _named(
        self,
        verified: VerifiedPhone,
        application: Application,
        idempotency_key: str | None,
        check: Callable[[str], None],
        now: datetime,
    ) -> tuple[str, bool]:
        """`check` refuses what may not begin any more; what came with this key is not judged
        again."""
        signup_id = self.signer.signup_id(verified, application.fingerprint)
        if idempotency_key is None:
            check(signup_id)
            return signup_id, False
        wanted = IdempotencyRecord(
            county_id=verified.county_id,
            digest=digest("signup", verified.person_key, idempotency_key),
            resource_id=signup_id,
            fingerprint=application.fingerprint,
        )
        known = self.idempotency_store.find(verified.county_id, wanted.digest)
        if known is None:
            check(signup_id)
        kept = known or self.idempotency_store.keep(wanted, now=now)
        if kept.fingerprint != wanted.fingerprint:
            raise IdempotencyKeyReusedError
        return kept.resource_id, known is not None

    def status(self, county_id: str, signup_id: str) -> Status:
        """How it stands. An id of ours without an outcome is still in the queue."""
        self.signer.check_signup_id(county_id, signup_id)
        member_id = member_id_of(signup_id)
        # Most sign-ups make their own member, and its first entry is their outcome.
        first = self.wallets.first_entry(county_id, member_id)
        is_own = first is not None and first.reference == reference_of(signup_id)
        ticket = None
        if not is_own or (first is not None and not first.mileage_amount):
            ticket = self.members.ticket(county_id, signup_id)
        if first is not None and is_own:
            return Status(
                status="completed",
                member_id=member_id,
                already_member=False,
                granted_mileage=first.mileage_amount,
                why_nothing=ticket.why_nothing if ticket else None,
            )
        if ticket is None:
            return Status(status="queued")
        return Status(
            status="rejected" if ticket.reason else "completed",
            reason=ticket.reason,
            member_id=ticket.member_id,
            already_member=None if ticket.reason else ticket.already_member,
            granted_mileage=None if ticket.reason else ticket.granted_mileage,
            why_nothing=ticket.why_nothing,
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


def _check_guardian(application: Application, today: date) -> None:
    """Raises `GuardianRequiredError`, `GuardianNotNeededError`."""
    is_child = needs_guardian(application.birth_on, today)
    if is_child and application.guardian is None:
        raise GuardianRequiredError(param="birth_on")
    if application.guardian is not None and not is_child:
        raise GuardianNotNeededError(param="guardian")
