"""The browsers of a member that asked to be notified."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import ID_CHARACTERS, to_base32
from chalicelib.notifications.errors import TooManyPushSubscriptionsError

SUBSCRIPTIONS_MAX = 5
KEPT_FOR = timedelta(days=180)
"""After the last word of any of them; the wallet's page renews its own once a month."""


class Subscription(Struct, frozen=True, kw_only=True):
    """`endpoint`: where its push service takes messages for it; `p256dh` and `auth`: what they are
    encrypted with (base64url, as a browser gives them). `generation`: of the member's sessions in
    which it was asked for; a log-out ends it with them."""

    endpoint: str
    p256dh: str
    auth: str
    language: Literal["ko", "en"]
    browser: str
    generation: int
    created_at: datetime

    @property
    def subscription_id(self) -> str:
        """The same for the same address, so that what is sent again is the same."""
        digest = hashlib.sha256(self.endpoint.encode()).digest()
        return "psh_" + to_base32(int.from_bytes(digest[:10]), characters=ID_CHARACTERS)


class Subscriptions(Struct, frozen=True):
    """All of one member. `version` guards them; 0 while there were none."""

    of: tuple[Subscription, ...] = ()
    version: int = 0

    def __contains__(self, subscription_id: object) -> bool:
        return any(one.subscription_id == subscription_id for one in self.of)

    def living(self, generation: int) -> tuple[Subscription, ...]:
        """Those of sessions that have not ended."""
        return tuple(one for one in self.of if one.generation == generation)

    def with_one(self, new: Subscription) -> "Subscriptions":
        """An address that is there already stays since when it was; those of ended sessions make
        room. Raises `TooManyPushSubscriptionsError`."""
        others = [
            one for one in self.living(new.generation) if one.subscription_id != new.subscription_id
        ]
        if len(others) >= SUBSCRIPTIONS_MAX:
            raise TooManyPushSubscriptionsError(limit=SUBSCRIPTIONS_MAX)
        since = [one.created_at for one in self.of if one.endpoint == new.endpoint]
        kept = replace(new, created_at=since[0]) if since else new
        return self._next((*others, kept))

    def without(self, subscription_ids: Collection[str]) -> "Subscriptions":
        left = [one for one in self.of if one.subscription_id not in subscription_ids]
        return self._next(tuple(left))

    def without_any(self) -> "Subscriptions":
        return self._next(())

    def _next(self, of: tuple[Subscription, ...]) -> "Subscriptions":
        return Subscriptions(of, self.version + 1)
