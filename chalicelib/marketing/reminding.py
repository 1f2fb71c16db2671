"""Every two years whoever takes advertising messages is told so (art. 50, para. 8, of the Act; its
decree, art. 62-3): when they consented, and how to withdraw it."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.profile import Profile
from chalicelib.marketing import texts
from chalicelib.marketing.messages import reminder_due
from chalicelib.marketing.ports import Book, MessageStore, Profiles, TextMessages


class Reminded(Struct, frozen=True):
    sent: int = 0
    failed: int = 0


class Reminding(Struct, frozen=True, kw_only=True):
    store: MessageStore
    book: Book
    profiles: Profiles
    phone_of: Callable[[Profile], str]
    texts: TextMessages
    counties: Counties
    refusal_url: Callable[[str, str], str]
    clock: Clock

    def run_part(self, county_id: str, number: int) -> Reminded:
        """Remind those of one part of the members who are due, each once, by text message."""
        today = seoul_date(self.clock())
        sent = failed = 0
        part = self.book.read(county_id, number, before=date.min)
        for row in part.rows.values():
            years = reminder_due(row.marketing_since, today)
            if row.marketing_since is None or years is None:
                continue
            told = self._remind(county_id, row.member_id, row.marketing_since, years)
            sent, failed = sent + (told is True), failed + (told is False)
        return Reminded(sent, failed)

    def _remind(self, county_id: str, member_id: str, since: date, years: int) -> bool | None:
        """Whether it was sent; `None` if it is not due after all."""
        profile = self.profiles.profile(county_id, member_id, consistent=True)
        consent = profile.marketing if profile else None
        if profile is None or consent is None or seoul_date(consent.at) != since:
            return None
        if not self.store.claim_reminder(county_id, member_id, since, years, now=self.clock()):
            return None
        url = self.refusal_url(county_id, member_id)
        words = texts.reminder(self.counties.county(county_id), since, url)
        try:
            self.texts.send(self.phone_of(profile), words)
        except TryAgainError:
            return False
        return True
