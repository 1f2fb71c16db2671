"""Notifying members."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring

if TYPE_CHECKING:
    from chalicelib.notifications.queue import NoticeQueue
    from chalicelib.notifications.sending import NoticeSending
    from chalicelib.notifications.service import NotifiedBrowsers
    from chalicelib.notifications.store import SubscriptionStore
    from chalicelib.notifications.telling import Telling


class NotificationsWiring(Wiring):
    @cached_property
    def store(self) -> "SubscriptionStore":
        from chalicelib.notifications.store import SubscriptionStore

        return SubscriptionStore(self.adapters.table, self.adapters.cipher)

    @cached_property
    def browsers(self) -> "NotifiedBrowsers":
        from chalicelib.notifications.service import NotifiedBrowsers

        return NotifiedBrowsers(
            store=self.store,
            wallets=self.adapters.wired(LedgerWiring).store,
            services=self.adapters.push_services,
            clock=self.adapters.now,
        )

    @cached_property
    def queue(self) -> "NoticeQueue":
        from chalicelib.notifications.queue import NoticeQueue

        return NoticeQueue(self.adapters.queue(self.adapters.settings.notice_queue_url))

    @cached_property
    def telling(self) -> "Telling":
        from chalicelib.notifications.telling import Telling

        return Telling(self.store, self.adapters.wired(LedgerWiring).store, self.queue)

    @cached_property
    def sending(self) -> "NoticeSending":
        from chalicelib.notifications.sending import NoticeSending

        return NoticeSending(
            browsers=self.browsers,
            wallets=self.adapters.wired(LedgerWiring).store,
            services=self.adapters.push_services,
            queue=self.queue,
            keys=lambda: self.adapters.signer.push_keys,
            counties=self.adapters.wired(CountyWiring).counties,
            contact=f"mailto:{self.adapters.settings.mail_from}",
            clock=self.adapters.now,
        )
