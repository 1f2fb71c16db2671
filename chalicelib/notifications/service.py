"""A member's browsers: which are notified, one more, one less, none."""

from collections.abc import Callable, Collection
from typing import Literal

from msgspec import Struct

from chalicelib.aws.push_encryption import AUTH_BYTES, public_key_of
from chalicelib.aws.push_keys import from_text
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import DomainError, VersionConflictError
from chalicelib.core.values import to_milliseconds
from chalicelib.ledger.profile import Profile, check_is_active
from chalicelib.notifications.errors import (
    PushSubscriptionInvalidError,
    PushSubscriptionNotFoundError,
)
from chalicelib.notifications.ports import PushServices, SubscriptionStore, Wallets
from chalicelib.notifications.subscriptions import Subscription, Subscriptions

TRIES_MAX = 5
"""Two of a member's browsers, and the worker that ends a dead one, may write at once."""


class Browser(Struct, frozen=True, kw_only=True):
    """What a browser says of itself when it asks to be notified."""

    endpoint: str
    p256dh: str
    auth: str
    language: Literal["ko", "en"]
    browser: str


class NotifiedBrowsers(Struct, frozen=True):
    store: SubscriptionStore
    wallets: Wallets
    services: PushServices
    clock: Clock

    def list(self, actor: MemberActor) -> tuple[Subscription, ...]:
        profile = self._profile(actor)
        return self.store.read(actor.county_id, actor.member_id).living(profile.generation)

    def held(self, profile: Profile) -> tuple[Subscription, ...]:
        """For a copy of all that is held about the member."""
        return self.store.read(profile.county_id, profile.member_id).of

    def add(self, actor: MemberActor, browser: Browser) -> Subscription:
        """Notify this browser too, or go on notifying it: sent again, the same. Raises
        `PushSubscriptionInvalidError`, `TooManyPushSubscriptionsError`, and what says that the
        member may not act."""
        self._check(browser)
        profile = self._profile(actor)
        new = Subscription(
            endpoint=browser.endpoint,
            p256dh=browser.p256dh,
            auth=browser.auth,
            language=browser.language,
            browser=browser.browser,
            generation=profile.generation,
            created_at=to_milliseconds(self.clock()),
        )
        written = self._change(actor.county_id, actor.member_id, lambda now: now.with_one(new))
        try:
            # Who left or logged out since the profile was read has erased what was there before
            # this was written.
            self._profile(actor)
        except DomainError:
            self.end_all(actor.county_id, actor.member_id)
            raise
        return next(one for one in written.of if one.subscription_id == new.subscription_id)

    def end(self, actor: MemberActor, subscription_id: str) -> tuple[Subscription, ...]:
        """Notify this browser no more; those that are left. Raises
        `PushSubscriptionNotFoundError`."""
        profile = self._profile(actor)
        if subscription_id not in self.store.read(actor.county_id, actor.member_id):
            raise PushSubscriptionNotFoundError
        left = self.forget(actor.county_id, actor.member_id, (subscription_id,))
        return left.living(profile.generation)

    def end_all(self, county_id: str, member_id: str) -> None:
        """Of who leaves, or logs out on all devices."""
        if self.store.read(county_id, member_id).of:
            self._change(county_id, member_id, Subscriptions.without_any)

    def forget(
        self, county_id: str, member_id: str, subscription_ids: Collection[str]
    ) -> Subscriptions:
        return self._change(county_id, member_id, lambda now: now.without(subscription_ids))

    def _change(
        self, county_id: str, member_id: str, change: Callable[[Subscriptions], Subscriptions]
    ) -> Subscriptions:
        for _ in range(TRIES_MAX):
            changed = change(self.store.read(county_id, member_id))
            try:
                self.store.write(county_id, member_id, changed, now=self.clock())
            except VersionConflictError:
                continue
            return changed
        raise VersionConflictError

    def _profile(self, actor: MemberActor) -> Profile:
        page = self.wallets.read(actor.county_id, actor.member_id)
        return check_is_active(page.profile, actor)

    def _check(self, browser: Browser) -> None:
        try:
            public_key_of(from_text(browser.p256dh))
            is_right = len(from_text(browser.auth)) == AUTH_BYTES
        except ValueError:
            is_right = False
        if not is_right or not self.services.is_known(browser.endpoint):
            raise PushSubscriptionInvalidError(param="endpoint")
