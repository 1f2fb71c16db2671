"""Rewarding visits: a code of a place, scanned there, for mileage out of the campaign's budget."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import RuleViolationError, TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.festivals import visit_codes, visiting
from chalicelib.festivals.errors import (
    VisitBudgetSpentError,
    VisitCodeInvalidError,
    VisitElectionPeriodError,
    VisitPlaceNotFoundError,
)
from chalicelib.festivals.ports import Campaigns, VisitStore
from chalicelib.festivals.store import VisitTakenError
from chalicelib.festivals.visit_codes import VisitCode
from chalicelib.festivals.visiting import Visit
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.ledger.appending import Draft, EntryPage, WalletPage
from chalicelib.ledger.budget import (
    CAMPAIGN_SHARDS,
    BudgetChange,
    BudgetShortError,
    own_shard,
    spread_over,
)
from chalicelib.ledger.chain import Chain, Outcome, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import Profile, check_is_identified

BUDGET_TRIES_MAX = 6


class Visits(Struct, frozen=True):
    chain: Chain
    wallets: ChainStore
    store: VisitStore
    campaigns: Campaigns
    counties: Counties
    signer: Signer
    clock: Clock

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
        reference = visit.reference if isinstance(visit, Visit) else f"visit/{idempotency}"
        keys = CommandKeys(reference, asked, idempotency)
        parts: Mapping[int, int] = {}
        for _ in range(BUDGET_TRIES_MAX):
            writing = _Writing(self.wallets, self.store, visit)
            try:
                outcome = self.chain.over(writing).run(
                    actor.county_id,
                    actor.member_id,
                    keys,
                    self._decision(visit, writing, parts),
                    by=actor,
                )
            except VisitTakenError as taken:
                raise taken.visit.had() from None
            except BudgetShortError:
                assert isinstance(visit, Visit)
                parts = self._elsewhere(visit)
                continue
            assert outcome is not None
            if outcome.replayed and outcome.entry.idempotency != idempotency:
                # Of this turn, by another request.
                assert isinstance(visit, Visit)
                raise visit.had()
            return outcome
        raise TryAgainError(retry_after_seconds=1)

    def places(self, county_id: str, campaign_id: str, booth_code: str) -> tuple[VisitCode, ...]:
        """What a booth shows from now on. Raises `CampaignNotFoundError`,
        `VisitPlaceNotFoundError`."""
        campaign = self.campaigns.by_id(county_id, campaign_id)
        booth = campaign.booth(booth_code)
        if booth is None or not booth.proof:
            raise VisitPlaceNotFoundError
        return visit_codes.codes_of(self.signer, campaign, booth, self.clock())

    def _found(self, county_id: str, code: str) -> Visit | RuleViolationError:
        """What the code stands for, or why for nothing: raised if it comes to a decision."""
        try:
            campaign, booth = self._place(county_id, code)
            now = self.clock()
            visit_codes.check_code(self.signer, campaign, booth, code, now)
            visit = visiting.visit_of(campaign, booth, now)
            periods = self.campaigns.election_periods(county_id)
            if campaign.is_locked(now, seoul_date(now), periods):
                return VisitElectionPeriodError()
        except RuleViolationError as error:
            return error
        return visit

    def _place(self, county_id: str, code: str) -> tuple[Campaign, Booth]:
        booth_code = visit_codes.booth_of(code)
        try:
            campaign = self.campaigns.by_code(county_id, booth_code)
        except CampaignNotFoundError:
            raise VisitCodeInvalidError(param="code") from None
        booth = campaign.booth(booth_code)
        if booth is None:
            raise VisitCodeInvalidError(param="code")
        return campaign, booth

    def _decision(
        self, visit: Visit | RuleViolationError, writing: "_Writing", parts: Mapping[int, int]
    ) -> Callable[[View], Draft]:
        def decide(view: View) -> Draft:
            if view.profile is None or view.head is None:
                raise MemberNotFoundError
            if not isinstance(visit, Visit):
                raise visit
            settings = self.counties.on(view.profile.county_id, seoul_date(view.now))
            check_is_identified(view.profile, is_needed=bool(settings.identity_visit))
            writing.profile = view.profile
            first = own_shard(view.profile.member_id, CAMPAIGN_SHARDS)
            budget = BudgetChange(visit.campaign.campaign_id, parts or {first: -visit.mileage})
            return visiting.decide(visit, budget, settings, view.now)

        return decide

    def _elsewhere(self, visit: Visit) -> Mapping[int, int]:
        """From which shards together, the member's own holding too little. "All given" is said
        after two readings that agree: points may move between shards in between."""
        for _ in range(2):
            left = self.campaigns.shards(visit.campaign)
            if sum(left.values()) >= visit.mileage:
                return spread_over(visit.mileage, left)
        raise VisitBudgetSpentError


class _Writing:
    """The wallets as `Chain` needs them: whom the decision saw is who has had it."""

    def __init__(
        self, wallets: ChainStore, store: VisitStore, visit: Visit | RuleViolationError
    ) -> None:
        self._wallets = wallets
        self._store = store
        self._visit = visit
        self.profile: Profile | None = None

    def read(self, county_id: str, member_id: str) -> WalletPage:
        return self._wallets.read(county_id, member_id)

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage:
        return self._wallets.read_older(county_id, member_id, start, limit)

    def entry_at(self, county_id: str, member_id: str, seq: int) -> Entry | None:
        return self._wallets.entry_at(county_id, member_id, seq)

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        assert isinstance(self._visit, Visit)
        assert self.profile is not None
        return self._store.append(entry, budget, self._visit, self.profile)

    def append(self, entry: Entry) -> bool:
        raise TypeError("a visit is paid out of a budget")

    def append_two(self, entry: Entry, follower: Entry, budget: BudgetChange | None) -> bool:
        raise TypeError("nothing follows a visit")
