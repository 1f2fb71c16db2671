"""Giving mileage for activities, by the settings of the day."""

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import RuleViolationError
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import CountySettings
from chalicelib.festivals import activities
from chalicelib.festivals import keys as marks
from chalicelib.festivals.errors import ActivityRewardedTodayError
from chalicelib.festivals.giving import Rewards
from chalicelib.festivals.rewarding import Reward
from chalicelib.festivals.store import RewardTakenError
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.profile import Profile, check_is_active, check_is_identified

SLOT_TRIES_MAX = 4


class LoginStanding(Struct, frozen=True):
    """`mileage`: points for a day's first log-in, 0 for none."""

    mileage: int
    had_today: bool


class Activities(Struct, frozen=True):
    rewards: Rewards
    clock: Clock

    def standing(self, actor: MemberActor) -> LoginStanding:
        """Raises `MemberNotFoundError`, `MemberSuspendedError`."""
        profile = check_is_active(
            self.rewards.chain.read(actor.county_id, actor.member_id).profile, actor
        )
        reward = self._login(actor)
        if not isinstance(reward, Reward):
            return LoginStanding(0, False)
        had = self.rewards.store.has_had(actor.county_id, reward, profile)
        return LoginStanding(reward.mileage, had)

    def log_in(self, actor: MemberActor, *, idempotency_key: str) -> Outcome:
        """Of the Seoul day; the same key gives it again.

        Raises `ActivityNotRewardedError`, `ActivityRewardedTodayError`, `IdentityRequiredError`,
        `MemberNotFoundError`, `MemberSuspendedError`, `WalletFullError`, `TryAgainError`.
        """
        reward = self._login(actor)
        idempotency = digest("login", actor.member_id, idempotency_key)
        reference = reward.reference if isinstance(reward, Reward) else f"login/{idempotency}"
        keys = CommandKeys(reference, fingerprint({}), idempotency)
        try:
            outcome = self.rewards.give(
                actor.county_id, actor.member_id, reward, keys, check=_check, by=actor
            )
        except RewardTakenError:
            raise ActivityRewardedTodayError from None
        if outcome.replayed and outcome.entry.idempotency != idempotency:
            raise ActivityRewardedTodayError
        return outcome

    def post(self, county_id: str, member_id: str, post_id: str) -> Outcome:
        """Of a post that staff let stand, by its id: however often this is asked, once.

        Raises `ActivityNotRewardedError`, `ActivityRewardedTodayError`, `IdentityRequiredError`,
        `MemberNotFoundError`, `MemberSuspendedError`, `WalletFullError`, `TryAgainError`.
        """
        reference = f"activity_grant/post/{post_id}"
        keys = CommandKeys(reference, digest(reference))
        for _ in range(SLOT_TRIES_MAX):
            try:
                return self.rewards.give(
                    county_id,
                    member_id,
                    self._post(county_id, member_id, post_id),
                    keys,
                    check=_check_active,
                )
            except RewardTakenError as taken:
                if self.rewards.store.entry_of(county_id, member_id, taken.reward.mark):
                    break
        raise ActivityRewardedTodayError

    def _login(self, actor: MemberActor) -> Reward | RuleViolationError:
        on = seoul_date(self.clock())
        try:
            return activities.login_of(self.rewards.counties.on(actor.county_id, on), on)
        except RuleViolationError as error:
            return error

    def _post(self, county_id: str, member_id: str, post_id: str) -> Reward | RuleViolationError:
        on = seoul_date(self.clock())
        had = self.rewards.store.count(county_id, member_id, marks.posts_on(on))
        try:
            settings = self.rewards.counties.on(county_id, on)
            return activities.post_of(settings, on, post_id, had)
        except RuleViolationError as error:
            return error


def _check(profile: Profile, settings: CountySettings) -> None:
    check_is_identified(profile, is_needed=bool(settings.identity_visit))


def _check_active(profile: Profile, settings: CountySettings) -> None:
    check_is_active(profile)
    _check(profile, settings)
