"""Rewarding visits: a code of a place, scanned there, for mileage out of the campaign's budget."""

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import RuleViolationError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.festivals import visit_codes, visiting
from chalicelib.festivals.errors import (
    VisitCodeInvalidError,
    VisitElectionPeriodError,
    VisitPlaceNotFoundError,
)
from chalicelib.festivals.giving import Rewards
from chalicelib.festivals.ports import Campaigns, VisitStore
from chalicelib.festivals.rewarding import Reward
from chalicelib.festivals.store import RewardTakenError
from chalicelib.festivals.visit_codes import VisitCode
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.ledger.chain import Chain, Outcome
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import Profile, check_is_identified


class Visits(Struct, frozen=True):
    chain: Chain
    wallets: ChainStore
    store: VisitStore
    campaigns: Campaigns
    counties: Counties
    signer: Signer
    clock: Clock

    @property
    def rewards(self) -> Rewards:
        return Rewards(self.chain, self.wallets, self.store, self.campaigns, self.counties)

    def visit(self, actor: MemberActor, code: str, *, idempotency_key: str) -> Outcome:
        """The entry that gives the mileage; the same key gives it again, however late.

        Raises `VisitCodeInvalidError`, `VisitCodeExpiredError`, `VisitNotOpenError`,
        `VisitElectionPeriodError`, `AlreadyVisitedTodayError`, `AlreadyVisitedError`,
        `VisitBudgetSpentError`, `IdentityRequiredError`, `MemberNotFoundError`,
        `MemberSuspendedError`, `WalletFullError`, `TryAgainError`.
        """
        asked = fingerprint({"code": code})
        idempotency = digest("visit", actor.member_id, idempotency_key)
        # Of an answer given before nothing else matters: not that the code has changed since.
        visit = self._found(actor.county_id, code)
        reference = visit.reference if isinstance(visit, Reward) else f"visit/{idempotency}"
        keys = CommandKeys(reference, asked, idempotency)
        try:
            outcome = self.rewards.give(
                actor.county_id, actor.member_id, visit, keys, check=_check, by=actor
            )
        except RewardTakenError as taken:
            raise visiting.had(taken.reward) from None
        if outcome.replayed and outcome.entry.idempotency != idempotency:
            # Of this turn, by another request.
            assert isinstance(visit, Reward)
            raise visiting.had(visit)
        return outcome

    def places(self, county_id: str, campaign_id: str, booth_code: str) -> tuple[VisitCode, ...]:
        """What a booth shows from now on. Raises `CampaignNotFoundError`,
        `VisitPlaceNotFoundError`."""
        campaign = self.campaigns.by_id(county_id, campaign_id)
        booth = campaign.booth(booth_code)
        if booth is None or not booth.proof:
            raise VisitPlaceNotFoundError
        return visit_codes.codes_of(self.signer, campaign, booth, self.clock())

    def _found(self, county_id: str, code: str) -> Reward | RuleViolationError:
        """What the code stands for, or why for nothing: raised if it comes to a decision."""
        try:
            campaign, booth = self.place(county_id, code)
            now = self.clock()
            visit = visiting.visit_of(campaign, booth, now)
            periods = self.campaigns.election_periods(county_id)
            if campaign.is_locked(now, seoul_date(now), periods):
                return VisitElectionPeriodError()
        except RuleViolationError as error:
            return error
        return visit

    def place(self, county_id: str, code: str) -> tuple[Campaign, Booth]:
        """Which place shows this code now. Raises `VisitCodeInvalidError`,
        `VisitCodeExpiredError`."""
        booth_code = visit_codes.booth_of(code)
        try:
            campaign = self.campaigns.by_code(county_id, booth_code)
        except CampaignNotFoundError:
            raise VisitCodeInvalidError(param="code") from None
        booth = campaign.booth(booth_code)
        if booth is None:
            raise VisitCodeInvalidError(param="code")
        visit_codes.check_code(self.signer, campaign, booth, code, self.clock())
        return campaign, booth


def _check(profile: Profile, settings: CountySettings) -> None:
    check_is_identified(profile, is_needed=bool(settings.identity_visit))
