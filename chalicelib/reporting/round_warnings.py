"""Telling the county's officers, once a round, that it will be sold out early or leave much."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from html import escape
from typing import Literal

from msgspec import Struct

from chalicelib.aws.mail import MailUnansweredError
from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.reporting.burn_down import BurnDown
from chalicelib.reporting.outlook import Outlook
from chalicelib.reporting.ports import Mailer, StaffContacts
from chalicelib.reporting.sendings import Sendings
from chalicelib.sales.rounds import Round

READERS = ("manager", "treasurer")
WarningKind = Literal["early", "slow"]


def warning_of(
    round_: Round, found: Outlook, settings: CountySettings, now: datetime
) -> WarningKind | None:
    """`early`: sold out so many days before the close, by `sale.early_warning_days`; `slow`: from
    the middle of the window on, at least `sale.unsold_warning_percent` of the budget would be
    left. A setting of 0 switches its warning off."""
    days = settings.sale_early_warning_days
    if days and found.sold_out_at and found.sold_out_at <= round_.closes_at - timedelta(days=days):
        return "early"
    percent = settings.sale_unsold_warning_percent
    is_half_over = now - round_.opens_at >= round_.closes_at - now
    if percent and is_half_over and found.unsold * 100 >= round_.budget_amount * percent:
        return "slow"
    return None


class RoundWarnings(Struct, frozen=True):
    open_rounds: Callable[[str], Iterable[Round]]
    burn_down: Callable[[str, str], BurnDown]
    contacts: StaffContacts
    counties: Counties
    mailer: Mailer
    sendings: Sendings
    site: str
    """The address of the pages, without a slash at its end; empty if the stage has none."""

    def send_due(self, county_id: str, now: datetime) -> int:
        """How many were mailed. Raises `TryAgainError`."""
        settings = self.counties.on(county_id, seoul_date(now))
        if not (settings.sale_early_warning_days or settings.sale_unsold_warning_percent):
            return 0
        mailed = 0
        for round_ in self.open_rounds(county_id):
            found = self.burn_down(county_id, round_.round_id).outlook
            warning = warning_of(round_, found, settings, now) if found else None
            if found is not None and warning is not None:
                mailed += self._send(round_, warning, letter(round_, warning, found, self.site))
        return mailed

    def _send(self, round_: Round, warning: WarningKind, mail: tuple[str, str, str]) -> int:
        county_id = round_.county_id
        sending = self.sendings.begin(f"{county_id}/inbox/{round_.round_id}-{warning}")
        if sending is None:
            return 0
        readers = sorted(
            {
                contact.email
                for role in READERS
                for contact in self.contacts.in_group(role)
                if contact.county_id == county_id
            }
        )
        mailed = 0
        try:
            for reader in sending.left(readers):
                # One without an answer may be under way: it is on the desk's page too.
                with suppress(MailUnansweredError):
                    self.mailer.send([reader], *mail)
                sending.note_reached([reader])
                mailed += 1
        except Exception:
            sending.failed()
            raise
        sending.done("sent")
        return mailed


def letter(round_: Round, warning: WarningKind, found: Outlook, site: str) -> tuple[str, str, str]:
    """Subject, HTML and plain text."""
    if warning == "early" and found.sold_out_at is not None:
        at = found.sold_out_at.astimezone(SEOUL)
        closes = round_.closes_at.astimezone(SEOUL)
        subject = f"판매 회차 조기 소진 예상: {round_.name}"
        text = (
            f"{round_.name}: 지금 빠르기라면 {_moment(at)}에 다 팔립니다. 닫는 때는 "
            f"{_moment(closes)}입니다. ({round_.name_en} will presumably be sold out early.)"
        )
    else:
        subject = f"판매 회차 판매 부진: {round_.name}"
        text = (
            f"{round_.name}: 지금 빠르기라면 닫을 때 {found.unsold:,}원이 남습니다. 발행 금액은 "
            f"{round_.budget_amount:,}원입니다. ({round_.name_en} will presumably leave a rest.)"
        )
    where = f"{site}/staff/rounds/{round_.round_id}" if site else "담당자 화면의 ‘판매 회차’"
    return subject, f"<p>{escape(text)}</p><p>{escape(where)}</p>", f"{text}\n\n{where}"


def _moment(at: datetime) -> str:
    return f"{at.year}년 {at.month}월 {at.day}일 {at:%H:%M}"
