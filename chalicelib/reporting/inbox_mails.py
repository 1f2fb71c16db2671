"""On a working morning one mail to each who has something to decide or, by law, to do soon: counts
by kind and where to look, nothing of anybody's."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from html import escape

from msgspec import Struct

from chalicelib.approvals.matters import MATTERS, MatterKind
from chalicelib.aws.mail import MailUnansweredError
from chalicelib.core.actors import StaffContact
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.reporting.ports import HolidaySource, Mailer, StaffContacts
from chalicelib.reporting.sendings import Sending, Sendings
from chalicelib.reporting.waiting import OF_A_KIND_MAX, Desk, Matter, to_decide
from chalicelib.settlement.business_days import business_days
from chalicelib.staff.person import Person


class InboxMails(Struct, frozen=True):
    desk: Desk
    contacts: StaffContacts
    counties: Counties
    holidays: HolidaySource
    mailer: Mailer
    sendings: Sendings
    site: str
    """The address of the pages, without a slash at its end; empty if the stage has none."""

    def send_due(self, county_id: str, now: datetime) -> int:
        """How many were mailed: once a day, nobody twice, and none on a day of rest, or where the
        county has it switched off or nothing waits. Raises `HolidaysUnknownError`, `TryAgainError`.
        """
        on = seoul_date(now)
        if not self.counties.on(county_id, on).desk_inbox_mail:
            return 0
        if business_days(self.holidays.all(county_id)).rests(on, known_on=on):
            return 0
        matters = self.desk.waiting(county_id)
        sending = self.sendings.begin(f"{county_id}/inbox/{on.isoformat()}") if matters else None
        if sending is None:
            return 0
        try:
            mailed = self._send(county_id, matters, sending)
        except Exception:
            sending.failed()
            raise
        sending.done("sent")
        return mailed

    def _send(self, county_id: str, matters: list[Matter], sending: Sending) -> int:
        mailed = 0
        for contact, roles in self._people(county_id, {r for m in matters for r in m.roles}):
            counts = to_decide(matters, Person(contact.subject, contact.username), roles)
            if not counts or not sending.left([contact.email]):
                continue
            # One without an answer may be under way: a count is not worth a second mail.
            with suppress(MailUnansweredError):
                self.mailer.send([contact.email], *letter(counts, self.site))
            sending.note_reached([contact.email])
            mailed += 1
        return mailed

    def _people(self, county_id: str, roles: set[str]) -> list[tuple[StaffContact, set[str]]]:
        found: dict[str, tuple[StaffContact, set[str]]] = {}
        for role in sorted(roles):
            for contact in self.contacts.in_group(role):
                if contact.county_id == county_id:
                    found.setdefault(contact.subject, (contact, set()))[1].add(role)
        return list(found.values())


def letter(counts: Mapping[MatterKind, int], site: str) -> tuple[str, str, str]:
    """Subject, HTML and plain text."""
    by_law = counts.get("duties", 0)
    total = sum(counts.values()) - by_law
    lines = [
        (f"{words.ko} {_number(counts[kind])}건 ({words.en})", f"/{words.page}")
        for kind, words in MATTERS.items()
        if counts.get(kind)
    ]
    begins, subjects = [], []
    if total:
        number = _number(total)
        begins.append(
            f"결정을 기다리는 것이 {number}건 있습니다. ({number} wait for your decision.)"
        )
        subjects.append(f"승인할 것 {number}건")
    if by_law:
        number = _number(by_law)
        begins.append(
            f"법정 기한이 7일 안에 오거나 지난 것이 {number}건 있습니다."
            f" ({number} due by law within 7 days, or overdue.)"
        )
        subjects.append(f"법정 기한 {number}건")
    begin = " ".join(begins)
    desk = f"{site}/staff" if site else ""
    text = [begin, ""]
    text += [f"- {words}{f': {desk}{path}' if desk else ''}" for words, path in lines]
    text += ["", f"{desk}/inbox" if desk else "담당자 화면의 ‘승인할 것’에서 봅니다."]
    items = [
        f'<li><a href="{escape(desk + path)}">{escape(words)}</a></li>'
        if desk
        else f"<li>{escape(words)}</li>"
        for words, path in lines
    ]
    html = f"<p>{escape(begin)}</p><ul>{''.join(items)}</ul><p>{escape(text[-1])}</p>"
    return ", ".join(subjects), html, "\n".join(text)


def _number(number: int) -> str:
    return f"{number:,}" if number < OF_A_KIND_MAX else f"{OF_A_KIND_MAX} 이상"
