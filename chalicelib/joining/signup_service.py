"""Signing up: accept fast, finish surely."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VerificationTokenInvalidError
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
from chalicelib.members.ports import FieldCipher, MemberStore
from chalicelib.members.rules import check_age, check_required_consents
from chalicelib.members.ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    status: SignupStatus
    member_id: str | None = None
    already_member: bool | None = None
    granted_mileage: int | None = None


@dataclass(frozen=True)
class SignupService:
    """`accept` runs in the API: it checks, seals and enqueues, and touches no table."""

    queue: SignupQueue
    members: MemberStore
    wallets: WalletStore
    campaigns: Campaigns
    counties: Counties
    cipher: FieldCipher
    signer: Signer
    is_known_region: Callable[[str], bool]
    clock: Clock

    def accept(self, county_id: str, application: Application, *, is_simulated: bool) -> str:
        """The sign-up's id, once it is safely queued."""
        now = self.clock()
        verified = self.signer.read_verification_token(application.verification_token, now)
        if verified.county_id != county_id or verified.purpose != "signup":
            raise VerificationTokenInvalidError(param="verification_token")
        check_required_consents(terms=application.terms, privacy=application.privacy)
        check_age(application.birth_on, seoul_date(now))
        if not self.is_known_region(application.region_code):
            raise RegionUnknownError(param="region_code")
        campaign = booth = None
        granted_mileage = self.counties.on(county_id, seoul_date(now)).mileage_signup
        if application.campaign_code is not None:
            campaign = self.campaigns.by_code(county_id, application.campaign_code)
            campaign.check_is_open(now)
            booth = campaign.booth(application.campaign_code)
            granted_mileage = campaign.signup_mileage
        signup_id = self.signer.new_signup_id(county_id, now)
        county = self.counties.county(county_id)
        self.queue.send(
            Signup(
                county_id=county_id,
                signup_id=signup_id,
                person_key=verified.person_key,
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
                granted_mileage=granted_mileage,
                accepted_at=now,
                simulated_at=now if is_simulated else None,
            )
        )
        return signup_id

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
            status="completed",
            member_id=ticket.member_id,
            already_member=ticket.already_member,
            granted_mileage=ticket.granted_mileage,
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
    counties: Counties
    clock: Clock

    def complete(self, signup: Signup) -> None:
        own_member_id = member_id_of(signup.signup_id)
        member_id = self.members.claim_person(signup.county_id, signup.person_key, own_member_id)
        self.members.create_profile(_profile(signup, member_id))
        is_granted = self._grant(signup, member_id)
        if member_id != own_member_id or not is_granted:
            # The outcome cannot be read from entry 1 of this sign-up's own member: there is no
            # such member, or the same person's other sign-up overtook this one and made the entry.
            self.members.put_ticket(
                Ticket(
                    county_id=signup.county_id,
                    signup_id=signup.signup_id,
                    member_id=member_id,
                    already_member=not is_granted,
                    granted_mileage=signup.granted_mileage if is_granted else 0,
                )
            )

    def _grant(self, signup: Signup, member_id: str) -> bool:
        """Entry 1 of the wallet, which can exist once. Was it this sign-up that made it?"""
        now = signup.simulated_at or self.clock()
        reference = reference_of(signup.signup_id)
        draft = granting.decide_signup(
            mileage=signup.granted_mileage,
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
