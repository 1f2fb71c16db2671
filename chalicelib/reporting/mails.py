"""Reports by mail: once for each asking, and small enough for every mail program."""

import hashlib

from msgspec import Struct

from chalicelib.aws.mail import RECIPIENTS_MAX, MailUnansweredError
from chalicelib.core import periods
from chalicelib.reporting.ports import Attachments, Mailer, ReportDocuments, SubscriberSource
from chalicelib.reporting.report import Report
from chalicelib.reporting.sendings import Sending, Sendings
from chalicelib.totals.days import CONTENT_TYPES

MAIL_BYTES_MAX = 90_000
"""Of the whole mail, as it goes over the wire: Gmail cuts a text off after 102 KB, and what stands
below is not missed by who does not know of it."""
FORMS = tuple((rows, kept) for kept in (True, False) for rows in (12, 8, 5, 3, 0))
"""From the richest to the plainest: rows of each list, and whether the workbook is there. What is
left out is in the workbook, or on the staff page."""


class ReportMails(Struct, frozen=True):
    subscribers: SubscriberSource
    documents: ReportDocuments
    mailer: Mailer
    sendings: Sendings

    def send(self, report: Report, workbook: bytes, *, folder: str, request_id: str = "") -> int:
        """To the subscribers; how many were mailed, none if it went out before. The morning's mail
        is one for each period, and a person's asking one for each asking. What failed in the middle
        goes on with those who are left.

        Raises `TryAgainError`, `MailUnansweredError`.
        """
        morning = f"{folder}/sent"
        name = f"{folder}/requests/{request_id}" if request_id else morning
        digest = hashlib.sha256(report.to_json()).hexdigest()
        sending = self.sendings.begin(name)
        if sending is None:
            self.sendings.note_once(morning, digest)
            return 0
        try:
            mailed = self._send_to_those_left(sending, report, workbook)
        except MailUnansweredError:
            # It may be under way: whoever asked again at once would mail it twice.
            raise
        except Exception:
            sending.failed()
            raise
        sending.done(digest)
        self.sendings.note_once(morning, digest)
        return mailed

    def _send_to_those_left(self, sending: Sending, report: Report, workbook: bytes) -> int:
        kind = periods.parse_kind(report.kind)
        readers = sending.left(self.subscribers.emails(report.county.county_id, kind))
        if not readers:
            return 0
        subject = self.documents.subject(report)
        html, text, attachments = self._fitting(report, workbook)
        for first in range(0, len(readers), RECIPIENTS_MAX):
            part = readers[first : first + RECIPIENTS_MAX]
            self.mailer.send(part, subject, html, text, attachments)
            sending.note_reached(part)
        return len(readers)

    def _fitting(self, report: Report, workbook: bytes) -> tuple[str, str, Attachments]:
        subject = self.documents.subject(report)
        attached = [(_file_name(report), CONTENT_TYPES["xlsx"], workbook)]
        for rows_max, has_workbook in FORMS:
            html, text = self.documents.mail(report, rows_max=rows_max, has_workbook=has_workbook)
            attachments = attached if has_workbook else []
            if self.mailer.size(subject, html, text, attachments) <= MAIL_BYTES_MAX:
                break
        return html, text, attachments


def _file_name(report: Report) -> str:
    return f"{report.county.county_id}-{report.kind}-{report.period}.xlsx"
