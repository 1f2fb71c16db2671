"""What notifying needs of the world."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.aws.push_service import PushAnswer
from chalicelib.ledger.appending import WalletPage
from chalicelib.notifications.notices import Notice
from chalicelib.notifications.subscriptions import Subscriptions


class SubscriptionStore(Protocol):
    def read(self, county_id: str, member_id: str) -> Subscriptions: ...

    def are_there(self, county_id: str, member_id: str) -> bool: ...

    def write(
        self, county_id: str, member_id: str, subscriptions: Subscriptions, *, now: datetime
    ) -> None: ...


class Wallets(Protocol):
    def read(self, county_id: str, member_id: str) -> WalletPage: ...


class PushServices(Protocol):
    def is_known(self, endpoint: str) -> bool: ...

    def leave(
        self, endpoint: str, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> PushAnswer: ...


class NoticeQueue(Protocol):
    def send(
        self,
        notice: Notice,
        *,
        only: tuple[str, ...] = (),
        tries: int = 0,
        delay_seconds: int = 0,
    ) -> None: ...
