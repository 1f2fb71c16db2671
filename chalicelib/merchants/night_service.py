"""What is done for merchants every night: the tax office's word, last payments, ends of festivals,
accounts, and word to staff of what the law wants decided."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.county.service import Counties
from chalicelib.merchants.account_service import Accounts
from chalicelib.merchants.applications import Application
from chalicelib.merchants.decision_service import Decisions
from chalicelib.merchants.last_paid_store import JobNotes, LastPaidStore
from chalicelib.merchants.registration_service import Registrations
from chalicelib.merchants.registry_ports import EntrySource, Mailer, RegistryStore, Subscribers
from chalicelib.merchants.tax_sweep import Sweep, TaxSweep

REMIND_BEFORE = timedelta(days=2)
"""Two days before the last one, so that a weekend does not eat it."""
APPLICATIONS_MAX = 2_000
"""Looked through from the newest on; what is older was decided long ago."""
ACCOUNTS_A_NIGHT_MAX = 200
"""At most half a second each: two minutes."""


class Nights(Struct, frozen=True):
    store: RegistryStore
    sweep: TaxSweep
    registrations: Registrations
    decisions: Decisions
    accounts: Accounts
    last_paid: LastPaidStore
    notes: JobNotes
    entries: EntrySource
    subscribers: Subscribers
    mailer: Mailer
    counties: Counties

    def note_payments(self, county_id: str, on: date) -> int:
        """Write down which shops were paid on a day that is over; how many. An earlier day whose
        night is made up for says nothing of shops that were paid since."""
        paid = sorted(
            {
                entry.merchant.merchant_id
                for entry in self.entries.entries_on(county_id, on)
                if entry.kind == "redemption" and entry.merchant is not None
            }
        )
        known = self.last_paid.of(county_id, paid)
        for merchant_id in paid:
            if known.get(merchant_id, date.min) < on:
                self.last_paid.put(county_id, merchant_id, on)
        return len(paid)

    def end_temporary(self, county_id: str, today: date) -> int:
        """Close the temporary merchants whose last day is over; how many."""
        ended = [
            self.registrations.end_if_over(registration, today)
            for registration in self.store.registrations(county_id)
            if registration.ends_on is not None
        ]
        return sum(ended)

    def look_at_shops(self, county_id: str) -> Sweep:
        return self.sweep.run(county_id)

    def verify_accounts(self, county_id: str) -> int:
        return self.accounts.verify_pending(county_id, most=ACCOUNTS_A_NIGHT_MAX)

    def see_to_applications(self, county_id: str, today: date) -> list[Application]:
        """Ask the tax office again where it was silent, send word that did not go out, and mail
        staff what is due, once a day; the applications that are."""
        due = []
        for application in self._recent(county_id):
            if application.status == "received":
                if not application.look.is_known:
                    self._look_again(application)
                if application.decide_by_on - REMIND_BEFORE <= today:
                    due.append(application)
            elif application.decision is not None and application.decision.told_at is None:
                self._tell(application)
        if due:
            self._remind(county_id, today, due)
        return due

    def _recent(self, county_id: str) -> list[Application]:
        found: list[Application] = []
        before_id: str | None = None
        while len(found) < APPLICATIONS_MAX:
            page, before_id = self.store.applications(county_id, limit=100, before_id=before_id)
            found += page
            if before_id is None:
                break
        return found

    def _look_again(self, application: Application) -> None:
        try:
            self.decisions.look_again(application.county_id, application.application_id)
        except VersionConflictError:
            return

    def _tell(self, application: Application) -> None:
        try:
            self.decisions.tell(application)
        except TryAgainError:
            return

    def _remind(self, county_id: str, today: date, due: Sequence[Application]) -> None:
        """Noted after it went out: a mail that comes twice is better than none."""
        name = f"MERCHANTREMINDER {today.isoformat()}"
        readers = self.subscribers.emails(county_id, "daily")
        if not readers or self.notes.is_noted(county_id, name):
            return
        subject, html, text = reminder(self.counties.county(county_id).name, today, due)
        self.mailer.send(readers, subject, html, text)
        self.notes.note(county_id, name)


def reminder(county_name: str, today: date, due: Sequence[Application]) -> tuple[str, str, str]:
    """Subject, HTML and text. No names: a mailbox is no place for personal data."""
    late = [application for application in due if application.is_overdue(today)]
    subject = f"[{county_name}] 가맹점 신청 {len(due)}건의 처리기한이 다가왔습니다"
    if late:
        subject = f"[{county_name}] 가맹점 신청 {len(late)}건이 처리기한을 넘겼습니다"
    lines = [
        f"{application.decide_by_on} 까지: {application.application_id}"
        + (" (기한 넘김)" if application.is_overdue(today) else "")
        for application in sorted(due, key=lambda each: each.decide_by_on)
    ]
    intro = "접수한 날부터 7일 안에 결정하고 알려야 합니다 (지역사랑상품권법 제7조)."
    text = "\n".join([intro, "", *lines])
    items = "".join(f"<li>{line}</li>" for line in lines)
    return subject, f"<p>{intro}</p><ul>{items}</ul>", text
