"""Members' links, and what they are worth to both: to the new member who asks, and to whose link it
was."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import (
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
    TryAgainError,
)
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import CountySettings
from chalicelib.festivals import keys as marks
from chalicelib.festivals import referring
from chalicelib.festivals.errors import (
    NotReferredError,
    ReferralEndedError,
    ReferralNotNewError,
    ReferralRewardedError,
    ReferralSpendingMissingError,
    VisitElectionPeriodError,
)
from chalicelib.festivals.giving import Rewards
from chalicelib.festivals.ports import Members
from chalicelib.festivals.referring import Referral
from chalicelib.festivals.rewarding import Reward
from chalicelib.festivals.store import RewardTakenError
from chalicelib.identity.identities import is_somebody_else
from chalicelib.joining.campaigns import Campaign, ReferralOffer
from chalicelib.joining.channels import channel_code, friend_of
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.channels import FRIEND
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import Profile, check_is_active, check_is_identified

SLOT_TRIES_MAX = 6
PAGE_ENTRIES = 100
PAGES_MAX = 20
"""So much of a new member's chain is looked through for what they spent."""


class Link(NamedTuple):
    """`code` is what follows the campaign's in the address; `friends`: for how many the member was
    rewarded."""

    campaign: Campaign
    offer: ReferralOffer
    code: str
    friends: int


class Links(NamedTuple):
    """None for who is not known as a person: whose friends are counted is a person."""

    links: tuple[Link, ...]
    identity_required: bool = False


class Standing(NamedTuple):
    """How a new member stands: `is_rewarded`, or why not yet, as it would be refused now."""

    referral: Referral
    is_rewarded: bool
    refusal: RuleViolationError | None


class Referrals(Struct, frozen=True):
    rewards: Rewards
    wallets: WalletStore
    members: Members
    signer: Signer
    clock: Clock

    def links(self, actor: MemberActor) -> Links:
        """Of every campaign that rewards referrals now, the one that closes first at the top.
        Raises `MemberNotFoundError`, `MemberSuspendedError`."""
        offers = [
            (campaign, terms.referral)
            for campaign in self.rewards.campaigns.all(actor.county_id)
            if campaign.is_open(self.clock())
            and (terms := campaign.terms_at(self.clock())) is not None
            and terms.referral is not None
        ]
        profile = check_is_active(self._profile(actor.county_id, actor.member_id), actor)
        if not offers or profile.identity_key is None:
            return Links((), identity_required=bool(offers))
        channel = f"{FRIEND}-{self.signer.referral_names.seal(actor.county_id, actor.member_id)}"
        links = (
            Link(
                campaign,
                offer,
                channel_code(self.signer, campaign, channel),
                self._had(profile, marks.friends_of(campaign.campaign_id)),
            )
            for campaign, offer in sorted(offers, key=lambda one: one[0].closes_at)
        )
        return Links(tuple(links))

    def standing(self, actor: MemberActor) -> Standing | None:
        """`None` of who joined by no member's link. Raises `MemberNotFoundError`,
        `MemberSuspendedError`."""
        profile = check_is_active(self._profile(actor.county_id, actor.member_id), actor)
        try:
            referral = self.of(actor.county_id, actor.member_id)
        except NotReferredError:
            return None
        reward = referring.newcomer_reward(referral)
        if self.rewards.store.has_had(actor.county_id, reward, profile):
            return Standing(referral, True, None)
        try:
            self._check_newcomer(referral, profile)
        except RuleViolationError as refusal:
            return Standing(referral, False, refusal)
        return Standing(referral, False, None)

    def claim(self, actor: MemberActor, *, idempotency_key: str) -> Outcome:
        """What the new member is given; then whose link it was is rewarded too, as far as the
        bounds allow. The same key, and a later request, finish what was cut off in between.

        Raises `NotReferredError`, `ReferralNotNewError`, `ReferralSpendingMissingError`,
        `ReferralEndedError`, `ReferralRewardedError`, `VisitElectionPeriodError`,
        `VisitBudgetSpentError`, `IdentityRequiredError`, `MemberNotFoundError`,
        `MemberSuspendedError`, `WalletFullError`, `TryAgainError`.
        """
        county_id = actor.county_id
        try:
            referral = self.of(county_id, actor.member_id)
        except NotReferredError:
            check_is_active(self._profile(county_id, actor.member_id), actor)
            raise
        reward = referring.newcomer_reward(referral)
        idempotency = digest("referral", actor.member_id, idempotency_key)
        keys = CommandKeys(reward.reference, fingerprint({}), idempotency)

        def check(profile: Profile, settings: CountySettings) -> None:
            self._check_newcomer(referral, profile)

        try:
            outcome = self.rewards.give(
                county_id, actor.member_id, reward, keys, check=check, by=actor
            )
        except RewardTakenError:
            if not self.rewards.store.entry_of(county_id, actor.member_id, reward.mark):
                raise ReferralRewardedError from None
            self._reward_referrer(referral)
            raise ReferralRewardedError from None
        self._reward_referrer(referral)
        if outcome.replayed and outcome.entry.idempotency != idempotency:
            raise ReferralRewardedError
        return outcome

    def of(self, county_id: str, member_id: str) -> Referral:
        """By whose link, and for what, somebody joined. Raises `NotReferredError`."""
        first = self.wallets.first_entry(county_id, member_id)
        origin = first.origin if first else None
        name = friend_of(origin.channel) if origin else None
        if first is None or origin is None or name is None or origin.campaign_id is None:
            raise NotReferredError
        referrer_id = self.signer.referral_names.read(county_id, name)
        campaign = self.rewards.campaigns.by_id(county_id, origin.campaign_id)
        terms = campaign.terms_at(first.at)
        if referrer_id is None or terms is None or terms.referral is None:
            raise NotReferredError
        return Referral(
            campaign=campaign,
            offer=terms.referral,
            newcomer_id=member_id,
            referrer_id=referrer_id,
            joined_at=first.at,
        )

    def _check_newcomer(self, referral: Referral, profile: Profile) -> None:
        """A person who is known, and was no member before. One identity has one membership, so who
        is identified here is nobody who is identified elsewhere, the referrer included."""
        county_id, now = referral.campaign.county_id, self.clock()
        if now >= referral.ends_at:
            raise ReferralEndedError
        if self._is_locked(referral, now):
            raise VisitElectionPeriodError
        check_is_identified(profile, is_needed=True)
        assert profile.identity_key is not None
        withheld = profile.withheld
        if withheld is not None:
            before = withheld.granted_to and self._profile(county_id, withheld.granted_to)
            if not before or not is_somebody_else(before, profile.identity_key):
                raise ReferralNotNewError
        referrer = self._profile(county_id, referral.referrer_id)
        if referrer is None or referral.newcomer_id in (
            referral.referrer_id, referrer.continues_in,
        ):  # fmt: skip
            raise ReferralNotNewError
        missing = referral.offer.spending - self._spent(county_id, profile.member_id)
        if referral.offer.spending and missing > 0:
            raise ReferralSpendingMissingError(missing=missing)

    def _spent(self, county_id: str, member_id: str) -> int:
        on = seoul_date(self.clock())
        settings = self.rewards.counties.on(county_id, on)
        return referring.settled_spending(self._entries(county_id, member_id), on, settings)

    def _entries(self, county_id: str, member_id: str) -> Iterator[Entry]:
        before: int | None = None
        for _ in range(PAGES_MAX):
            page = self.wallets.list_entries(
                county_id, member_id, limit=PAGE_ENTRIES, before_seq=before, consistent=True
            )
            yield from page.entries
            if not page.entries or page.entries[-1].seq == 1:
                return
            before = page.entries[-1].seq

    def due(self, county_id: str, today: date) -> Iterator[str]:
        """Who was rewarded for joining by a link within the last nights."""
        for days in range(referring.NIGHTS):
            yield from self.rewards.store.due(county_id, today - timedelta(days=days))

    def finish(self, county_id: str, newcomer_id: str) -> bool:
        """Whether the referrer's reward was missing, and is given now: that of the new member was
        written, and the request was cut off before the other. Doing so again changes nothing.
        Raises `TryAgainError`."""
        return self._reward_referrer(self.of(county_id, newcomer_id))

    def _reward_referrer(self, referral: Referral) -> bool:
        """Nothing where a bound is reached, the budget is spent, an election forbids it or the
        member may not act: who joined has what was promised all the same. Nothing either once the
        new member's was taken back. Raises `TryAgainError`."""
        county_id, member_id = referral.campaign.county_id, referral.referrer_id
        now = self.clock()
        on = seoul_date(now)
        if self._is_returned(referral) or self._is_locked(referral, now):
            return False
        settings, store = self.rewards.counties.on(county_id, on), self.rewards.store
        for _ in range(SLOT_TRIES_MAX):
            profile = self._profile(county_id, member_id)
            if profile is None or profile.status != "active" or not profile.identity_key:
                return False
            counted = marks.friends_of(referral.campaign.campaign_id), marks.friends_in(on.year)
            # Read before the counts: a friend who comes in between has the number, or is counted.
            last = [store.last_number(county_id, profile.known_as, each) for each in counted]
            had, had_in_year = (self._had(profile, each) for each in counted)
            reward = referring.referrer_reward(
                referral,
                year=on.year,
                had=had,
                had_in_year=had_in_year,
                last=last,
                settings=settings,
            )
            if reward is None:
                return False
            keys = CommandKeys(reward.reference, digest(reward.reference))
            try:
                given = self.rewards.give(county_id, member_id, reward, keys, check=_check_referrer)
            except RewardTakenError as taken:
                if self._is_rewarded(taken.reward, profile):
                    return False
                continue
            except (RuleViolationError, NotFoundError, ForbiddenError):
                return False
            return not given.replayed
        raise TryAgainError(retry_after_seconds=1)

    def _is_locked(self, referral: Referral, now: datetime) -> bool:
        periods = self.rewards.campaigns.election_periods(referral.campaign.county_id)
        return referral.campaign.is_locked(now, seoul_date(now), periods)

    def _is_returned(self, referral: Referral) -> bool:
        county_id, newcomer_id = referral.campaign.county_id, referral.newcomer_id
        mark = referring.newcomer_reward(referral).mark
        given = self.rewards.store.entry_of(county_id, newcomer_id, mark)
        return given is not None and (
            self.rewards.store.entry_of(county_id, newcomer_id, marks.returned(given)) is not None
        )

    def _is_rewarded(self, reward: Reward, profile: Profile) -> bool:
        """For this friend; else another friend's reward took its place in the count."""
        who = profile.identity_key or profile.member_id
        return self.rewards.store.entry_of(profile.county_id, who, reward.mark) is not None

    def _had(self, profile: Profile, prefix: str) -> int:
        who = profile.identity_key or profile.member_id
        return self.rewards.store.count(profile.county_id, who, prefix)

    def _profile(self, county_id: str, member_id: str) -> Profile | None:
        return self.members.profile(county_id, member_id, consistent=True)


def _check_referrer(profile: Profile, settings: CountySettings) -> None:
    check_is_active(profile)
    check_is_identified(profile, is_needed=True)
