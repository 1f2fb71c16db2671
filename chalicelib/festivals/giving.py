"""Giving a reward: one entry, what it takes of a budget and who has had it, in one transaction."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import NotFoundError, RuleViolationError, TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.festivals.errors import VisitBudgetSpentError
from chalicelib.festivals.ports import Campaigns, VisitStore
from chalicelib.festivals.rewarding import Reward, decide
from chalicelib.festivals.store import RewardTakenError
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.budget import (
    CAMPAIGN_SHARDS,
    BudgetChange,
    BudgetShortError,
    own_shard,
    spread_over,
)
from chalicelib.ledger.chain import Chain, OtherWrites, Outcome, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import Profile

BUDGET_TRIES_MAX = 6

Refusal = RuleViolationError | NotFoundError
Check = Callable[[Profile, CountySettings], None]
"""Raises whatever forbids it to this member."""


class Rewards(Struct, frozen=True):
    chain: Chain
    wallets: ChainStore
    store: VisitStore
    campaigns: Campaigns
    counties: Counties

    def give(
        self,
        county_id: str,
        member_id: str,
        reward: Reward | Refusal,
        keys: CommandKeys,
        *,
        check: Check,
        by: MemberActor | None = None,
    ) -> Outcome:
        """The entry that gives it; the same keys give it again. An error in place of a reward is
        raised if it comes to a decision: of an answer given before nothing else matters.

        Raises `RewardTakenError`, `VisitBudgetSpentError`, `MemberNotFoundError`,
        `MemberSuspendedError`, `WalletFullError`, `TryAgainError`, and what `check` does.
        """
        parts: Mapping[int, int] = {}
        for _ in range(BUDGET_TRIES_MAX):
            writing = _Writing(self.wallets, self.store, reward)
            decision = self._decision(reward, writing, parts, check)
            try:
                outcome = self.chain.over(writing).run(county_id, member_id, keys, decision, by=by)
            except BudgetShortError:
                assert isinstance(reward, Reward)
                parts = self._elsewhere(reward)
                continue
            except RewardTakenError:
                # Perhaps by this very request, sent twice at once: then what it gave is the answer.
                given = self.chain.run(county_id, member_id, keys, _write_nothing, by=by)
                if given is None:
                    raise
                return given
            assert outcome is not None
            return outcome
        raise TryAgainError(retry_after_seconds=1)

    def _decision(
        self,
        reward: Reward | Refusal,
        writing: "_Writing",
        parts: Mapping[int, int],
        check: Check,
    ) -> Callable[[View], Draft]:
        def decide_now(view: View) -> Draft:
            if view.profile is None or view.head is None:
                raise MemberNotFoundError
            if not isinstance(reward, Reward):
                raise reward
            settings = self.counties.on(view.profile.county_id, seoul_date(view.now))
            check(view.profile, settings)
            writing.profile = view.profile
            budget = None
            if reward.campaign is not None:
                first = own_shard(view.profile.member_id, CAMPAIGN_SHARDS)
                budget = BudgetChange(
                    reward.campaign.campaign_id, parts or {first: -reward.mileage}
                )
            return decide(reward, budget, settings, view.now)

        return decide_now

    def _elsewhere(self, reward: Reward) -> Mapping[int, int]:
        """From which shards together, the member's own holding too little. "All given" is said
        after two readings that agree: points may move between shards in between."""
        assert isinstance(reward.campaign, Campaign)
        for _ in range(2):
            left = self.campaigns.shards(reward.campaign)
            if sum(left.values()) >= reward.mileage:
                return spread_over(reward.mileage, left)
        raise VisitBudgetSpentError


def _write_nothing(view: View) -> None:
    return None


class _Writing(OtherWrites):
    """Writes a reward with what says that it was given: to `profile`, whom the decision saw."""

    store: VisitStore
    reward: Reward | Refusal
    profile: Profile | None = None

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        return self._append(entry, budget)

    def append(self, entry: Entry) -> bool:
        return self._append(entry, None)

    def _append(self, entry: Entry, budget: BudgetChange | None) -> bool:
        assert isinstance(self.reward, Reward)
        assert self.profile is not None
        return self.store.append(entry, budget, self.reward, self.profile)
