"""From new entries to notices: only for members who asked for them."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.notifications import notices
from chalicelib.notifications.notices import Notice
from chalicelib.notifications.ports import NoticeQueue, SubscriptionStore, Wallets


class Telling(Struct, frozen=True):
    store: SubscriptionStore
    wallets: Wallets
    queue: NoticeQueue

    def tell(self, entries: Iterable[Entry]) -> int:
        """How many notices are on their way. A member is looked up once, however many entries."""
        known: dict[tuple[str, str], bool] = {}
        told = 0
        for entry in entries:
            notice = notices.of_entry(entry)
            if notice is None:
                continue
            whose = (entry.county_id, entry.member_id)
            if whose not in known:
                known[whose] = self.store.are_there(*whose)
            if known[whose]:
                self.queue.send(notice)
                told += 1
        return told

    def tell_one(self, notice: Notice) -> bool:
        """What is no entry of the wallet; whether there was anybody to tell."""
        if not self.store.are_there(notice.county_id, notice.member_id):
            return False
        self.queue.send(notice)
        return True

    def remind(self, county_id: str, member_id: str, ends_on: date, *, today: date) -> bool:
        """That something of the wallet ends on that day; whether there was anybody to tell and
        anything to say."""
        if not self.store.are_there(county_id, member_id):
            return False
        entries = self.wallets.read(county_id, member_id).entries
        notice = notices.of_expiry(entries[0], ends_on, today=today) if entries else None
        if notice is None:
            return False
        self.queue.send(notice)
        return True
