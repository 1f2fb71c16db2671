"""From a QR code to a wallet."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.identity.service import IdentityVerifications
    from chalicelib.joining.assisted_service import AssistedSignups
    from chalicelib.joining.birth_tries import BirthTries
    from chalicelib.joining.campaign_service import Campaigns
    from chalicelib.joining.campaign_store import CampaignStore
    from chalicelib.joining.guardian_service import GuardianConsents
    from chalicelib.joining.message_budgets import MessageBudgets
    from chalicelib.joining.queue import QueueDepths
    from chalicelib.joining.signup_consumer import SignupConsumer
    from chalicelib.joining.signup_service import SignupService
    from chalicelib.joining.throttling import Throttle
    from chalicelib.joining.verification_service import Verifications


class JoiningWiring(Wiring):
    @cached_property
    def campaign_store(self) -> "CampaignStore":
        from chalicelib.joining.campaign_store import CampaignStore

        return CampaignStore(self.adapters.table)

    @cached_property
    def campaigns(self) -> "Campaigns":
        from chalicelib.joining.campaign_service import Campaigns

        return Campaigns(self.campaign_store)

    @cached_property
    def throttle(self) -> "Throttle":
        from chalicelib.joining.throttling import Throttle
        from chalicelib.joining.verification_store import ThrottleStore

        return Throttle(ThrottleStore(self.adapters.table), self.adapters.now)

    @cached_property
    def birth_tries(self) -> "BirthTries":
        from chalicelib.joining.birth_tries import BirthTries

        return BirthTries(self.throttle)

    @cached_property
    def message_budgets(self) -> "MessageBudgets":
        from chalicelib.joining.challenges import Challenges
        from chalicelib.joining.message_budgets import MessageBudgets

        return MessageBudgets(
            throttle=self.throttle,
            challenges=Challenges(self.adapters.signer),
            counties=self.adapters.wired(CountyWiring).counties,
            clock=self.adapters.now,
        )

    @cached_property
    def verifications(self) -> "Verifications":
        from chalicelib.joining import phones
        from chalicelib.joining.verification_service import Verifications
        from chalicelib.joining.verification_store import VerificationStore

        return Verifications(
            store=VerificationStore(self.adapters.table),
            budgets=self.message_budgets,
            birth_tries=self.birth_tries,
            members=self.adapters.wired(MembersWiring).store,
            identities=self.adapters.wired(IdentityWiring).store,
            messages=self.adapters.text_messages,
            counties=self.adapters.wired(CountyWiring).counties,
            signer=self.adapters.signer,
            normalize_phone=phones.normalize,
            clock=self.adapters.now,
        )

    @cached_property
    def signups(self) -> "SignupService":
        from chalicelib.core import regions
        from chalicelib.joining.queue import SignupQueue
        from chalicelib.joining.signup_service import SignupService

        return SignupService(
            queue=SignupQueue(
                self.adapters.queue(self.adapters.settings.signup_queue_url), self.adapters.signer
            ),
            members=self.adapters.wired(MembersWiring).store,
            wallets=self.adapters.wired(LedgerWiring).store,
            campaigns=self.campaigns,
            counties=self.adapters.wired(CountyWiring).counties,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            is_known_region=regions.is_known,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            guardians=self.guardian_consents,
            clock=self.adapters.now,
        )

    @cached_property
    def assisted(self) -> "AssistedSignups":
        from chalicelib.joining.assisted_service import AssistedSignups

        return AssistedSignups(
            signups=self.signups,
            members=self.adapters.wired(MembersWiring).store,
            throttle=self.throttle,
            counties=self.adapters.wired(CountyWiring).counties,
            trail=self.adapters.wired(StaffWiring).audit_trail,
            keys=self.adapters.wired(StaffWiring).idempotency_keys,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def guardian_consents(self) -> "GuardianConsents":
        from chalicelib.joining.guardian_service import GuardianConsents

        return GuardianConsents(
            members=self.adapters.wired(MembersWiring).store,
            throttle=self.throttle,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def signup_consumer(self) -> "SignupConsumer":
        from chalicelib.joining.campaign_grants import CampaignGrants
        from chalicelib.joining.signup_consumer import SignupConsumer

        return SignupConsumer(
            members=self.adapters.wired(MembersWiring).store,
            wallets=self.adapters.wired(LedgerWiring).store,
            grants=CampaignGrants(
                self.adapters.wired(LedgerWiring).store,
                self.campaigns,
                self.adapters.wired(CountyWiring).counties,
                self.adapters.now,
            ),
            birth_tries=self.birth_tries,
            identities=self.adapters.wired(IdentityWiring).store,
            binding=self.adapters.wired(IdentityWiring).binding,
        )

    @cached_property
    def identity_verifications(self) -> "IdentityVerifications":
        from chalicelib.joining import phones

        return self.adapters.wired(IdentityWiring).verifications(self.throttle, phones.normalize)

    @cached_property
    def queue_depths(self) -> "QueueDepths":
        from chalicelib.joining.queue import QueueDepths

        return QueueDepths(
            signups=self.adapters.queue(self.adapters.settings.signup_queue_url),
            dead_letters=self.adapters.queue(self.adapters.settings.dead_letter_urls["signup"]),
        )
