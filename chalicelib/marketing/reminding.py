"""Every two years whoever takes advertising messages is told so (art. 50, para. 8, of the Act; its
decree, art. 62-3): when they consented, and how to withdraw it."""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.profile import Profile
from chalicelib.marketing import texts
from chalicelib.marketing.messages import Reminder, reminder_due
from chalicelib.marketing.ports import Book, MessageStore, Profiles, TextMessages

LEASE = timedelta(minutes=15)
"""Longer than the worker may run: then whoever began it is not at it any more."""


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
        """Remind those of one part of the members who are due, by text message. The law wants it
        said, so where no answer told whether it went out it is sent once more another night, and
        that it may have been sent is written before."""
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
        now = self.clock()
        wanted = Reminder(
            county_id=county_id,
            member_id=member_id,
            since=since,
            years=years,
            leased_until=now + LEASE,
        )
        reminder = self.store.begin_reminder(wanted, now=now)
        if reminder is None:
            return None
        url = self.refusal_url(county_id, member_id)
        words = texts.reminder(self.counties.county(county_id), since, url)
        outcome = self.texts.attempt(self.phone_of(profile), words)
        if outcome == "sent":
            self.store.end_reminder(replace(reminder, is_done=True))
        elif outcome == "refused":
            refused = replace(reminder, tries=reminder.tries - 1, refusals=reminder.refusals + 1)
            self.store.end_reminder(refused)
        return outcome == "sent"
